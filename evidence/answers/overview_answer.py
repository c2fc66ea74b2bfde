"""Everything the overview says, as one object: the answer in a sentence, the claims, the tougher comparison, and the ways in."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.answers.chain import overall
from evidence.answers.claim_answer import ClaimAnswer, claim_answer, claim_codes
from evidence.answers.condition_answer import condition_names
from evidence.answers.corpus import designs_of
from evidence.answers.plain import Answer
from evidence.answers.tougher import Tougher, tougher
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection

#: Trials that a clinician asks for first.
TRIALS = Selection(mechanism=(UMBRELLA,), design=("rct", "crossover_rct"), comparator_class=("credible", "active"))


@dataclass(frozen=True)
class ListedStudies(Answer):
    """A selection and how many studies its list has."""

    selection: Selection
    studies: int


@dataclass(frozen=True)
class OverviewAnswer(Answer):
    """What is claimed for massage, and where each claim stands.

    `sentence` is the whole in one; `claims` are in their order, the umbrella claim last; `tougher` tells whether the effect on
    pain survives a tougher comparison. `conditions` are names by code. `syntheses` are reviews that looked for studies by a
    plan, and guidelines, in people with chronic pain; `trials` those against sham or other care.
    """

    sentence: str
    claims: tuple[ClaimAnswer, ...]
    tougher: Tougher
    conditions: dict[str, str]
    syntheses: ListedStudies
    trials: ListedStudies


@kept
def overview_answer(library: Library) -> OverviewAnswer:
    """The answer on the whole library."""
    claims = (claim_answer(library, code) for code in claim_codes(library))
    return OverviewAnswer(
        sentence=overall(library),
        claims=tuple(claim for claim in claims if claim is not None),
        tougher=tougher(library),
        conditions=condition_names(library),
        syntheses=_listed(library, _syntheses(library)),
        trials=_listed(library, TRIALS),
    )


def _syntheses(library: Library) -> Selection:
    designs = tuple(design for design in designs_of(library, "synthesis") if design != "narrative_review")
    return Selection(design=designs, chronic_pain=("yes", "mixed"))


def _listed(library: Library, selection: Selection) -> ListedStudies:
    return ListedStudies(selection, len(selection.apply(library).studies))
