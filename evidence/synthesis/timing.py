"""When an outcome was measured: soon after a session, at the end of the course, or later.

The tables hold the time as a few words of the source. They are read here against the length of the course; words that name
several times, or none that can be placed, stay unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

TIMES = ("immediate", "end", "follow_up")
#: What each time is called; the empty code is the time that the words do not settle.
TIME_LABELS = {
    "immediate": "Within hours of a session",
    "end": "End of the course",
    "follow_up": "Follow-up",
    "": "Time unclear",
}

#: The terms of the summary of findings: late is about three months or more after the course, everything else is short.
SHORT, LONG = "short", "long"
TERMS = {SHORT: "Short term", LONG: "Three months or more after the course"}
#: About three months, in weeks.
LATE = 11.0
#: From half a year on a time is late, however long the course lasted.
LATE_ANYWAY = 26.0

#: A measurement up to this many weeks later than the course lasted still belongs to its end.
GRACE = 1.1

_UNIT_WEEKS = {"day": 1 / 7, "week": 1.0, "month": 52.18 / 12, "year": 52.18}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NUMBER = rf"(?P<number>\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_SPAN = re.compile(rf"{_NUMBER}[ -]?(?P<unit>day|week|month|year)s?\b", re.IGNORECASE)
_TURNED_SPAN = re.compile(rf"\b(?P<unit>day|week) {_NUMBER}\b", re.IGNORECASE)
#: More than one time in one cell, or none, so that no single one can be told.
_UNSETTLED = re.compile(
    r"\d\s*(?:,|-|to|and)\s*\d|\band\b.*(?:\d|week|month|year|follow|later)|,.*\band\b|each assessment|monthly"
    r"|treatment to|not s(?:tated|pecified)|not given|over the|across the",
    re.IGNORECASE,
)
#: Minutes or hours after something, or a session rather than a course.
_AT_ONCE = re.compile(
    r"\b(?:immediate|immediately|directly|right after|just after|during|post-session|minutes?|min|hours?|hr|h|seconds|s"
    r"|(?:after|end of|following) (?:the |a |one )?(?:session|massage|\w+ massage)(?! treatment))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"{_NUMBER}[ -]?(?:day|week|month|year)s? (?:after(?! randomi)|later|post)|after the (?:last|final) session|follow[ -]?up",
    re.IGNORECASE,
)
_AFTER_COURSE = re.compile(
    r"after (?:the )?(?:\w+ )?(?:course|end|treatments?|intervention|session)|post|later", re.IGNORECASE
)
_END = re.compile(
    r"\b(?:end of|(?:after|following) (?:the )?(?:[\w-]+ ){0,3}?(?:course|treatments?|programme|intervention|sessions)"
    r"|last (?:day|week) of|post-?intervention|post-?treatment|posttreatment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When one finding was measured.

    `time`: a code of `TIMES`, or empty where the words do not settle it. `weeks`: weeks from the start of the study as far as
    they are printed, else NaN. `late`: whether that was about three months or more after the course.
    """

    time: str
    weeks: float
    late: bool = False


def timing(finding: Mapping[str, Any], study: Mapping[str, Any]) -> Timing:
    """When one finding was measured, from `timepoint`, `link` and the study's `weeks`.

    A finding at the link “at once” is immediate by that link's definition. A bare span such as “10 weeks” is the end of the
    course where the course lasted about as long, a follow-up where it was shorter, and unclear where its length is unknown.
    """
    words = str(finding["timepoint"]).strip()
    span = _weeks(words)
    time = _time(words, span, finding["link"], study)
    return Timing(time, span, _late(words, time, span, study["weeks"]))


def _late(words: str, time: str, span: float, course: Any) -> bool:
    if span != span or time == "immediate":
        return False
    if span >= LATE_ANYWAY:
        return not _UNSETTLED.search(words)
    if time != "follow_up":
        return False
    counted_from_the_end = bool(_AFTER_COURSE.search(words)) or pd.isna(course)
    return span - (0.0 if counted_from_the_end else float(course)) >= LATE


def _time(words: str, span: float, link: str, study: Mapping[str, Any]) -> str:
    if link == "mediator_acute":
        return "immediate"
    if not words or _UNSETTLED.search(words):
        return ""
    if _LATER.search(words):
        return "follow_up"
    if span == span and not _END.search(words):
        return _against_course(span, study["weeks"])
    if _AT_ONCE.search(words):
        return "immediate"
    if not _END.search(words):
        return ""
    # What follows the only session there was is no course.
    return "immediate" if pd.notna(study["sessions"]) and study["sessions"] == 1 else "end"


def _against_course(span: float, course: Any) -> str:
    if pd.isna(course):
        return ""
    return "end" if span <= float(course) + GRACE else "follow_up"


def _weeks(words: str) -> float:
    found = _SPAN.search(words) or _TURNED_SPAN.search(words)
    if found is None:
        return float("nan")
    number = found["number"].lower()
    return float(_WORDS.get(number, number)) * _UNIT_WEEKS[found["unit"].lower()]
