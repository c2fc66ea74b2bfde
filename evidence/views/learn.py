"""The view of the page for learning: a lesson, the glossary, or a quiz."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.charts.forest_steps import STEPS
from evidence.learn.lessons import Lesson, lesson, lesson_titles
from evidence.library import Library
from evidence.views.view import Params, Reading, View, beside_default

if TYPE_CHECKING:
    from typing import Self

#: The parts of the page: code in the address → words; the first is the default.
PARTS = {"guide": "Guide", "glossary": "Glossary", "quiz": "Quiz"}
#: Given answers, one sign a question: the option's number from 0, or a hyphen for none yet.
ANSWERS = re.compile(r"[0-9-]{0,40}")


@dataclass(frozen=True, kw_only=True)
class LearnView(View):
    """One part of the page.

    Guide: `lesson` and, where it is built up, its `step` from 1. Glossary: the `term` that is open and the words searched for.
    Quiz: the number of its set (`seed`, None for none), the question it is `at` from 1, and the `answers` given.
    """

    page = "learn"
    part: str = "guide"
    lesson: str
    step: int = 1
    term: str = ""
    find: str = ""
    seed: int | None = None
    at: int = 1
    answers: str = ""

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - all views are read alike
        """Without a choice the first lesson."""
        read = Reading(params)
        answers = read.text("answers")
        if not ANSWERS.fullmatch(answers):
            read.note("answers", [answers])
            answers = ""
        seed = read.number("seed", -1, least=-1)
        return cls(
            part=read.one("part", PARTS, cls.part),
            lesson=read.first_of("lesson", list(lesson_titles())),
            step=int(read.one("step", [str(number) for number in range(1, len(STEPS) + 1)], str(cls.step))),
            term=read.text("term"),
            find=read.text("find"),
            seed=None if seed < 0 else seed,
            at=read.number("at", cls.at),
            answers=answers,
            ignored=read.left_out,
        )

    def to_params(self) -> dict[str, str | list[str]]:
        """What the part that is shown needs."""
        own = {"part": (self.part, type(self).part)}
        if self.part == "guide":
            own |= {"lesson": (self.lesson, next(iter(lesson_titles()))), "step": (str(self.step), "1")}
        elif self.part == "glossary":
            own |= {"term": (self.term, ""), "find": (self.find, "")}
        elif self.seed is not None:
            own |= {"seed": (str(self.seed), ""), "at": (str(self.at), "1"), "answers": (self.answers, "")}
        return beside_default(**own)

    def answer(self, library: Library) -> Lesson:
        """The lesson."""
        return lesson(library, self.lesson, self.step)
