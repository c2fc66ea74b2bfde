"""The words of the handout for patients: the plain sentences of the condition's answer under plain headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.answers.condition_answer import ConditionAnswer
from evidence.library import Library
from evidence.words.phrases import counted
from evidence.words.texts import filled, sections

#: Certainties from the surest on, each with a heading of its own.
_CERTAINTIES = ("high", "moderate", "low", "very_low")


def patient_words(library: Library, answer: ConditionAnswer, length: int) -> dict[str, Any]:  # noqa: ARG001 - all makers are called alike
    """What the template `patient.typ` asks for; at most `length` warnings that are neither urgent nor the condition's own."""
    words = sections("patient")
    parts = [
        *_benefits(answer, words),
        ("dose", filled(words["dose"], dose=answer.dose.sentence) if answer.dose else words["dose unknown"], []),
        ("expect", f"{answer.harms.sentence} {words['expect']}", []),
        ("not", "", _warnings(answer, length)),
        ("questions", "", _bullets(words["questions"])),
        ("remember", "", _bullets(words["remember"])),
    ]
    return {
        "title": f"Massage and {answer.phrase}",
        "description": f"One page in plain words on massage and {answer.phrase}.",
        "keywords": ["massage", answer.label],
        "intro": filled(words["intro"], condition=answer.phrase),
        "parts": [
            {"heading": words[f"heading {name}"], "text": text.strip(), "items": items}
            for name, text, items in parts
            if text or items
        ],
    }


def _benefits(answer: ConditionAnswer, words: dict[str, str]) -> Iterator[tuple[str, str, list[str]]]:
    """The plain sentence of every row, under how sure it is; said to be unknown where nothing was judged."""
    if not answer.rows:
        yield "benefit", words["nothing"], []
    for certainty in _CERTAINTIES:
        said = [row.plain for row in answer.rows if row.certainty == certainty]
        if said:
            yield f"sure {certainty}", words[f"sure {certainty}"], said


def _warnings(answer: ConditionAnswer, length: int) -> list[str]:
    """The condition's own points and the urgent ones in full, the others as far as there is room; never cut without saying so."""
    first = [point for point in answer.warnings if point in answer.own_precautions or point.level == "urgent"]
    others = [point for point in answer.warnings if point not in first]
    left = len(others) - length
    more = [f"And {counted(left, 'more point', 'more points')} on the live page."] if left > 0 else []
    return [*(point.words for point in (*first, *others[:length])), *more]


def _bullets(text: str) -> list[str]:
    return [line.removeprefix("- ").strip() for line in text.splitlines() if line.startswith("- ")]
