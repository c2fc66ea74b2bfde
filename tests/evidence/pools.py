"""Questions to try pools on, picked from the library by how many studies answer them, so that new studies break no test."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from evidence.library import Library
from evidence.synthesis.pooled_answer import pooled_answer
from evidence.synthesis.questions import CONTROLLED, Question


@cache
def sizes(library: Library) -> dict[Question, int]:
    """Questions on each outcome against each class of comparison and any, with the number of studies pooled."""
    questions = [
        Question(outcome=code.value, against=against)
        for code in library.schema.codes("outcome_group")
        for against in ("", *CONTROLLED)
    ]
    pools = {question: pooled_answer(library, question).pooled for question in questions}
    return {question: pool.k if pool else 0 for question, pool in pools.items()}


def question_with(library: Library, fits: Callable[[int], bool]) -> Question:
    """The first question whose number of pooled studies fits."""
    return next(question for question, number in sizes(library).items() if fits(number))
