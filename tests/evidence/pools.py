"""Questions to try pools on, picked from the library by how many studies answer them, so that new studies break no test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from evidence.library import Library
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import CONTROLLED, Question


@cache
def sizes(library: Library) -> dict[Question, int]:
    """Questions on each outcome against each class of comparison and any, with the number of studies pooled."""
    questions = [
        Question(outcome=code.value, against=against)
        for code in library.schema.codes("outcome_group")
        for against in ("", *CONTROLLED)
    ]
    pools = {question: pooled_studies(library, question).pooled for question in questions}
    return {question: pool.k if pool else 0 for question, pool in pools.items()}


def question_with(library: Library, fits: Callable[[int], bool]) -> Question:
    """The first question whose number of pooled studies fits."""
    return next(question for question, number in sizes(library).items() if fits(number))


def holding(answer: PooledStudies) -> Library:
    """A library of its own that gives this answer to its question, whatever the tables say."""
    own = replace(answer.library)
    given = replace(answer, library=own)
    own.kept.get(("synthesis.pooled_studies.pooled_studies", own.key, answer.question), lambda: given)
    assert pooled_studies(own, answer.question) is given
    return own
