"""What a quiz question is, and what it needs to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class QuizQuestion:
    """One question with its options.

    `code` is stable between versions of the data, `topic` a code of `evidence.learn.quiz.TOPICS`, `answer` the place of the right
    option, `ordered` whether the options have an order of their own. `explanation` gives the numbers; `study_ids` are the studies
    behind it, `page` and `params` the view of the app that shows it.
    """

    code: str
    topic: str
    text: str
    options: tuple[str, ...]
    answer: int
    explanation: str
    study_ids: tuple[str, ...] = ()
    page: str = "overview"
    params: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False


#: Most options of a question.
MOST_OPTIONS = 4


def with_options(question: QuizQuestion, options: Sequence[str], right: str) -> Iterator[QuizQuestion]:
    """The question with its options, or nothing if it has no two options or the right one is not among them."""
    distinct = tuple(dict.fromkeys(options))
    if len(distinct) > 1 and right in distinct:
        yield QuizQuestion(**{**vars(question), "options": distinct, "answer": distinct.index(right)})


def first_of(scores: Mapping[str, float], *, highest: bool = True) -> tuple[str, tuple[str, ...]]:
    """What scores highest (or lowest) and the options with it; empty where it is a tie or there is no choice.

    The other options are those that follow most closely.
    """
    ranked = sorted(scores, key=lambda name: -scores[name] if highest else scores[name])
    if len(ranked) < 2 or scores[ranked[0]] == scores[ranked[1]]:
        return "", ()
    return ranked[0], tuple(ranked[:MOST_OPTIONS])


def numbers_near(right: int, whole: int) -> tuple[str, ...]:
    """The right number and up to three others between 0 and the whole, spread out and in order."""
    least = max(1, round(0.12 * whole))
    chosen = [right]
    for part in (0.1, 0.9, 0.5, 0.3, 0.7, 0.0, 1.0):
        other = round(part * whole)
        if len(chosen) < MOST_OPTIONS and all(abs(other - number) >= least for number in chosen):
            chosen.append(other)
    return tuple(f"{number:,}" for number in sorted(chosen))


def draft(code: str, topic: str, text: str, explanation: str) -> QuizQuestion:
    """A question that still lacks its options."""
    return QuizQuestion(code, topic, text, (), 0, explanation)
