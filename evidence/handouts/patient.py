"""The words of the handout for patients: plain, and filled in from the same answer as the page."""

from __future__ import annotations

from typing import Any

from evidence.conclusion import LEVELS
from evidence.condition_answer import ConditionAnswer
from evidence.condition_bases import Comparison
from evidence.condition_outcomes import OutcomeLine
from evidence.dose import spreads
from evidence.library import Library
from evidence.results import number
from evidence.safety import precautions
from evidence.texts import filled, sections
from evidence.wording import counted, listed


def patient_words(library: Library, answer: ConditionAnswer, length: int) -> dict[str, Any]:
    """What the template `patient.typ` asks for; at most `length` topics to ask about first."""
    words = sections("patient")
    phrase = library.schema.phrase("condition", answer.condition)
    urgent = [f"{point.topic}: {point.advice}" for point in answer.precautions if point.level == "urgent"]
    common = [f"{point.topic}: {point.advice}" for point in answer.precautions if point.level == "common"]
    parts = [
        ("benefit", "", _benefits(answer, words)),
        ("sure", _sure(answer, words), []),
        ("dose", _dose(answer, words), []),
        ("expect", " ".join((words["expect"], _harms(answer, words))), common),
        ("not", _ask(library, words, length), urgent),
        ("questions", "", _bullets(words["questions"])),
        ("remember", "", _bullets(words["remember"])),
    ]
    return {
        "title": f"Massage and {phrase}",
        "description": f"One page in plain words on massage for people with {phrase}.",
        "keywords": ["massage", answer.label],
        "intro": filled(words["intro"], condition=phrase),
        "parts": [
            {"heading": words[f"heading {name}"], "text": text.strip(), "items": items}
            for name, text, items in parts
            if text or items
        ],
    }


def _benefits(answer: ConditionAnswer, words: dict[str, str]) -> list[str]:
    """One item a line; what studies cannot tell is said once for all its areas."""
    known = [_benefit(line, words) for line in answer.lines if _kind(line.lead) != "unsure"]
    unsure = [words[f"area {line.area}"] for line in answer.lines if _kind(line.lead) == "unsure"]
    areas = listed([unsure[0], *(area.lower() for area in unsure[1:])]) if unsure else ""
    return [*known, *([filled(words["unsure"], area=areas)] if unsure else [])] or [words["nothing"]]


def _benefit(line: OutcomeLine, words: dict[str, str]) -> str:
    lead = line.lead
    size = words[f"size {lead.size or 'unknown'}"]
    against = words.get(f"against {lead.comparator_class}", lead.against)
    return filled(words[_kind(lead)], area=words[f"area {line.area}"], size=size, against=against)


def _kind(lead: Comparison) -> str:
    if lead.certainty == LEVELS[-1]:
        return "unsure"
    if lead.g is None:
        return {1: "better", 0: "little", -1: "worse"}[lead.direction]
    if not lead.size:
        return "little"
    return "better" if lead.g > 0 else "worse"


def _sure(answer: ConditionAnswer, words: dict[str, str]) -> str:
    """How sure the line on pain is, else the first one; the sheet never sounds surer than the page."""
    line = next((line for line in answer.lines if line.area == "pain"), next(iter(answer.lines), None))
    return words[f"sure {line.certainty if line else 'unknown'}"]


def _dose(answer: ConditionAnswer, words: dict[str, str]) -> str:
    parts = [filled(words[f"part {spread.part}"], middle=number(spread.middle)) for spread in spreads(answer.doses)]
    if not parts:
        return words["dose unknown"]
    text = ", ".join(parts)
    trials = counted(len(answer.doses), "trial")
    return filled(words["dose"], parts=text[:1].upper() + text[1:], trials=trials)


def _harms(answer: ConditionAnswer, words: dict[str, str]) -> str:
    if not answer.harms.trials:
        return ""
    return filled(words["harms"], trials=counted(answer.harms.trials, "trial"), silent=answer.harms.silent)


def _ask(library: Library, words: dict[str, str], length: int) -> str:
    """Who should ask first, by the topics of the precautions that say so; never cut without saying so."""
    topics = [point.topic for point in precautions(library) if point.level == "caution" and point.asks_first]
    if not topics:
        return ""
    named = [topic[:1].lower() + topic[1:] if not topic[1:2].isupper() else topic for topic in topics[:length]]
    left = len(topics) - len(named)
    if left:
        named.append(counted(left, "more point on the live page", "more points on the live page"))
    return filled(words["ask"], topics=listed(named, "or"))


def _bullets(text: str) -> list[str]:
    return [line.removeprefix("- ").strip() for line in text.splitlines() if line.startswith("- ")]
