"""A quiz whose questions and answers are worked out from the data."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from evidence.learn.quiz.chains import chain_questions
from evidence.learn.quiz.guesses import guess_questions
from evidence.learn.quiz.pools import pool_questions
from evidence.learn.quiz.question import QuizQuestion
from evidence.learn.quiz.reports import report_questions
from evidence.library import Library
from evidence.library.kept import kept

__all__ = ["TOPICS", "QuizQuestion", "all_questions", "quiz", "right_answers"]

#: What questions are about: code → words, in the order in which a quiz goes round.
TOPICS = {
    "chain": "The chain of evidence",
    "comparison": "Better than what?",
    "guess": "Guess first",
    "pooling": "Pooled results",
    "certainty": "How sure?",
    "reporting": "What is reported",
    "safety": "Safety",
}


@kept
def all_questions(library: Library) -> tuple[QuizQuestion, ...]:
    """Every question that these data can answer clearly, topic by topic; ties and gaps give no question."""
    makers = (chain_questions, pool_questions, report_questions, guess_questions)
    found = [question for make in makers for question in make(library)]
    return tuple(question for topic in TOPICS for question in found if question.topic == topic)


@kept
def quiz(library: Library, seed: int, number: int = 10) -> tuple[QuizQuestion, ...]:
    """So many questions from all topics in turn; the same seed on the same data gives the same quiz.

    Options that have no order of their own are shuffled.
    """
    chance = random.Random(seed)
    piles = []
    for topic in TOPICS:
        pile = [question for question in all_questions(library) if question.topic == topic]
        chance.shuffle(pile)
        piles.append(pile)
    turns = chain.from_iterable(zip_longest(*piles))
    chosen = [question for question in turns if question is not None][:number]
    return tuple(_shuffled(question, chance) for question in chosen)


def right_answers(questions: Sequence[QuizQuestion], given: Sequence[int | None]) -> int:
    """How many of the given options, None where none was given, are the right ones."""
    return sum(option == question.answer for question, option in zip(questions, given, strict=False))


def _shuffled(question: QuizQuestion, chance: random.Random) -> QuizQuestion:
    if question.ordered:
        return question
    options = list(question.options)
    chance.shuffle(options)
    return replace(question, options=tuple(options), answer=options.index(question.options[question.answer]))
