"""What this library's own pool gives on the question of a row of the summary of findings, as a check beside that row.

The row is the conclusion. The pool is never a rival to it: it holds only those single studies whose printed numbers allow a size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.library import Library
from evidence.synthesis.comparisons import can_be_pooled
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded
from evidence.words.phrases import studies_counted

#: Outcomes that no code of the findings parts from another, so that a pool would answer another question.
NOT_PARTED = ("headache_days",)
#: The outcome that is measured within hours of one session.
AFTER_SESSION = "pain_after_session"


@dataclass(frozen=True)
class CrossCheck:
    """A pool beside a row: Hedges' g (positive where massage did better) with its 95% interval, and how it stands to the row.

    `studies` are pooled of `measured` that have a finding on the question. `opposite` is true where the whole interval lies on
    the other side of what the row says. `question` are the parameters of the page of pooled results that shows the same.
    """

    g: float
    ci_low: float
    ci_high: float
    studies: int
    measured: int
    relation: str
    opposite: bool
    question: dict[str, list[str]]

    @property
    def words(self) -> str:
        """“pooled here: g 0.31 (0.10 to 0.52), 5 of 9 studies, same direction”."""
        number = f"g {rounded(self.g)} ({rounded(self.ci_low)} to {rounded(self.ci_high)})"
        if self.studies == 1:
            of = f" of {self.measured}" if self.measured > 1 else ""
            return f"one study{of} here: {number}, {self.relation}"
        of = f"{self.studies} of " if self.measured > self.studies else ""
        return f"pooled here: {number}, {of}{studies_counted(self.measured)}, {self.relation}"


def cross_check(
    library: Library,
    condition: str,
    outcome: str,
    groups: Sequence[str],
    comparison: str,
    term: str,
    effect: str,
) -> CrossCheck | None:
    """The check of one row by its codes; None where no study of the question prints numbers that give a size.

    Of several outcome groups the first that can be pooled counts. A row on mixed comparisons is held against each study's
    toughest one.
    """
    if outcome in NOT_PARTED:
        return None
    against = "" if comparison == "mixed" else comparison
    time = "immediate" if outcome == AFTER_SESSION else term
    for group in groups:
        if not can_be_pooled(library, group, condition, against, time):
            continue
        question = Question(outcome=group, condition=condition, against=against, time=time)
        try:
            answer = pooled_studies(library, question)
        except ValueError:
            # Impossible numbers in one record; the page of pooled results says which. The next group may still do.
            continue
        pooled = answer.pooled
        if pooled is not None:
            side = (pooled.ci_low > 0) - (pooled.ci_high < 0)
            return CrossCheck(
                g=pooled.estimate,
                ci_low=pooled.ci_low,
                ci_high=pooled.ci_high,
                studies=pooled.k,
                measured=answer.studies,
                relation=_relation(effect, side),
                opposite=_SIDES.get(effect, 0) * side < 0,
                question=question.to_params(),
            )
    return None


#: On which side of no effect a row stands; one without a difference or without an answer stands on none.
_SIDES = {"better": 1, "worse": -1}


def _relation(effect: str, side: int) -> str:
    """How a pool's interval stands to the row: `side` is 1 where all of it favours massage, -1 where none does, else 0."""
    if side == 0:
        return "the interval includes no effect"
    if effect in _SIDES:
        return "same direction" if _SIDES[effect] == side else "opposite direction"
    return "in favour of massage" if side > 0 else "in favour of the comparison"
