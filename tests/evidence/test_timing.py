"""When an outcome was measured is read from the words of the source and the length of the course, or left unclear."""

from __future__ import annotations

import math

import pytest

from evidence.library import Library
from evidence.synthesis.timing import TIME_LABELS, TIMES, Timing, timing


def read(words: str, *, weeks: float = math.nan, sessions: int | None = None, link: str = "clinical") -> str:
    return when(words, weeks=weeks, sessions=sessions, link=link).time


def when(words: str, *, weeks: float = math.nan, sessions: int | None = None, link: str = "clinical") -> Timing:
    return timing({"timepoint": words, "link": link}, {"weeks": weeks, "sessions": sessions})


@pytest.mark.parametrize(
    ("words", "weeks", "time"),
    [
        ("10 weeks", 10, "end"),
        ("3 months", 12, "end"),
        ("4 weeks", 3, "end"),
        ("52 weeks", 10, "follow_up"),
        ("1 year", 10, "follow_up"),
        ("26 weeks", 26, "end"),
        ("10 weeks", math.nan, ""),
        ("end of treatment", math.nan, "end"),
        ("last day of 5 weeks", 5, "end"),
        ("after the 8-week course", 8, "end"),
        ("after ten sessions", math.nan, "end"),
        ("after 8 weekly sessions", 8, "end"),
        ("12 weeks after treatment", 4, "follow_up"),
        ("1 month after the last session", 8, "follow_up"),
        ("9-week follow-up", 3, "follow_up"),
        ("week 12", 8, "follow_up"),
        ("6 weeks after randomisation", 6, "end"),
        ("after treatment and 1 month", 20, ""),
        ("1 and 12 weeks after treatment", 4, ""),
        ("6 months and 1 year", 5, ""),
        ("not stated", 5, ""),
        ("", 5, ""),
        ("immediately after", math.nan, "immediate"),
        ("5 min after treatment", math.nan, "immediate"),
        ("during massage", math.nan, "immediate"),
        ("1 hour after the session", math.nan, "immediate"),
    ],
)
def test_words_and_the_length_of_the_course_give_the_time(words: str, weeks: float, time: str) -> None:
    assert read(words, weeks=weeks) == time


@pytest.mark.parametrize(
    ("words", "weeks", "late"),
    [
        ("52 weeks", 10, True),
        ("26 weeks", 26, True),
        ("three months", 6, False),
        ("6 months", 12, True),
        ("12 weeks after treatment", 4, True),
        ("1 month after the last session", 8, False),
        ("6 months after the course", 20, True),
        ("3 months", 12, False),
        ("12 months", math.nan, True),
        ("10 weeks", math.nan, False),
        ("6 months and 1 year", 5, False),
        ("during massage", math.nan, False),
    ],
)
def test_late_is_about_three_months_or_more_after_the_course(words: str, weeks: float, late: bool) -> None:
    assert when(words, weeks=weeks).late is late


def test_the_end_of_a_single_session_is_within_hours() -> None:
    assert read("end of treatment", sessions=1) == "immediate"
    assert read("end of treatment", sessions=6) == "end"


def test_the_link_at_once_is_immediate_whatever_the_words() -> None:
    assert read("week 4", weeks=4, link="mediator_acute") == "immediate"


def test_spans_are_counted_in_weeks() -> None:
    study = {"weeks": math.nan, "sessions": None}
    assert timing({"timepoint": "two months", "link": "clinical"}, study).weeks == pytest.approx(8.697, abs=1e-3)
    assert timing({"timepoint": "day 14", "link": "clinical"}, study).weeks == pytest.approx(2)
    assert math.isnan(timing({"timepoint": "end of treatment", "link": "clinical"}, study).weeks)


def test_every_real_finding_gets_a_known_time(library: Library) -> None:
    found = {timing(row, library.records[row["study_id"]]).time for row in library.findings.to_dict("records")}
    assert found == {*TIMES, ""} == set(TIME_LABELS)
