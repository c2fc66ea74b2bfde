"""The words of the page with all safety points."""

from __future__ import annotations

from typing import Any

from evidence.answers.harms_answer import harms_answer
from evidence.library import Library


def safety_words(library: Library) -> dict[str, Any]:
    """What the template `safety.typ` asks for: points by level, those for everyone first, then the most pressing."""
    answer = harms_answer(library)
    levels = [
        {
            "heading": library.schema.label("precaution_level", level),
            "points": [
                {"topic": _ended(point.topic), "advice": point.advice, "why": point.why}
                for point in answer.of_level(level)
            ],
        }
        for level in answer.levels
    ]
    return {
        "title": "Massage and safety",
        "description": "What to watch for, who should ask first, and what trials report on harms, on one page.",
        "keywords": ["massage", "safety"],
        "levels": levels,
        "harms": answer.sentence,
    }


def _ended(topic: str) -> str:
    """A topic with the sign that ends it."""
    return topic if topic.endswith("?") else f"{topic}."
