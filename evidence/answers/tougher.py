"""Does the effect on pain survive a tougher comparison? Curators, reviews and pooled single trials, in one voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from evidence.answers.directions import FEWEST_FOR_A_SHARE, SAME_WITHIN, counts, ladder
from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.synthesis import Pooled
from evidence.synthesis.comparisons import comparisons
from evidence.synthesis.grade import LEVELS
from evidence.synthesis.questions import CONTROLLED
from evidence.synthesis.rungs import OUTCOME, pooled_rungs
from evidence.words.numbers import rounded
from evidence.words.phrases import listed, out_of, studies_counted

#: The rows of the summary of findings that the answer rests on.
PAIN, SHORT, BETTER = "pain", "short", "better"
#: The findings that it speaks of, and that its ladder is drawn of: those on pain and quality of life.
ON_PAIN = Selection(mechanism=(UMBRELLA,))


@dataclass(frozen=True)
class Tougher(Answer):
    """The answer from the most trustworthy voice to the least; each part is a sentence, or empty where there is nothing to say.

    `judged`: in how many conditions the curators judge massage better for pain, rung by rung. `reviews`: which share of reviews'
    findings favours massage. `pooled`: whether the pool of single trials agrees and, where it does not, why it is trusted less.
    """

    says = ("sentence",)

    judged: str
    reviews: str
    pooled: str

    @property
    def sentence(self) -> str:
        """All of it in a row."""
        return " ".join(part for part in (self.judged, self.reviews, self.pooled) if part)


@kept
def tougher(library: Library) -> Tougher:
    """What is known of pain from inactive over credible controls to active treatments, in the whole library."""
    chosen = ON_PAIN.apply(library)
    judged, shares = _judged_better(library), _review_shares(chosen)
    return Tougher(
        judged=_judged(library.schema, judged),
        reviews=_reviews(library.schema, shares, agree=_falls([part / whole for part, whole in judged.values()])),
        pooled=_pooled(library, chosen, shares),
    )


def _judged_better(library: Library) -> dict[str, tuple[int, int]]:
    """In how many conditions of how many the curators judge massage better for pain in the short term, by rung.

    What is very uncertain is not counted: such a row has no direction to speak of.
    """
    rows = library.summary_of_findings
    rows = rows[(rows["outcome"] == PAIN) & (rows["time"] == SHORT)].drop_duplicates(["condition_id", "comparison"])
    parts = {name: rows[rows["comparison"] == name] for name in CONTROLLED}
    return {
        name: (int(((part["effect"] == BETTER) & (part["certainty"] != LEVELS[-1])).sum()), len(part))
        for name, part in parts.items()
        if len(part)
    }


def _judged(schema: Schema, judged: dict[str, tuple[int, int]]) -> str:
    parts = [
        f"in {out_of(part, whole, 'condition', 'conditions')} against {schema.phrase('comparator_class', name)}"
        for name, (part, whole) in judged.items()
    ]
    if not parts:
        return ""
    return (
        "Condition by condition, the curators judge that massage eases pain more in the short term, with more than very low "
        f"certainty, {listed(parts)}."
    )


def _review_shares(chosen: Library) -> dict[str, int]:
    """The share of reviews' findings that favour massage by rung, in whole per cent; too few findings have no share."""
    table = ladder(chosen.findings, "synthesis").set_index("comparator_class")
    found = {name: table.loc[name] for name in CONTROLLED if table.loc[name, "findings"] >= FEWEST_FOR_A_SHARE}
    return {name: round(100 * row["favours_massage"] / row["findings"]) for name, row in found.items()}


def _reviews(schema: Schema, shares: dict[str, int], *, agree: bool) -> str:
    if len(shares) < 2:
        return ""
    told = listed([f"{value}% against {schema.phrase('comparator_class', name)}" for name, value in shares.items()])
    falls = _falls(list(shares.values()))
    say = "Reviews agree: the share of their" if falls and agree else "In reviews, the share of"
    return f"{say} findings that favour massage {'falls' if falls else 'does not fall throughout'}: {told}."


def _falls(shares: Sequence[float]) -> bool:
    return len(shares) > 1 and all(after < before for before, after in pairwise(shares))


def _pooled(library: Library, chosen: Library, shares: dict[str, int]) -> str:
    """How the pool of single trials goes along, and what weakens it on the rung where it goes another way than reviews."""
    schema = library.schema
    rungs = {
        name: rung.pooled
        for name, rung in pooled_rungs(library, chosen).items()
        if rung.pooled is not None and name in CONTROLLED
    }
    if not rungs:
        return ""
    sizes = listed([f"{_size(one)} against {schema.phrase('comparator_class', name)}" for name, one in rungs.items()])
    rung = _against_the_reviews(rungs, shares)
    if not rung:
        return f"Single trials whose numbers can be pooled do not disagree: g {sizes}."
    return f"Single trials whose numbers can be pooled do not fall alike: g {sizes}. {_weakness(library, chosen, rung)}"


def _size(pooled: Pooled) -> str:
    interval = f"{rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}; " if pooled.k > 1 else ""
    return f"{rounded(pooled.estimate)} ({interval}{studies_counted(pooled.k)})"


def _against_the_reviews(rungs: dict[str, Pooled], shares: dict[str, int]) -> str:
    """The first rung on which reviews favour massage less often than on the one before while the pooled effect is no smaller."""
    both = [name for name in CONTROLLED if name in rungs and name in shares]
    for before, after in pairwise(both):
        if shares[after] <= shares[before] - SAME_WITHIN and rungs[after].estimate >= rungs[before].estimate:
            return after
    return ""


def _weakness(library: Library, chosen: Library, name: str) -> str:
    """How few, how small and how selected the poolable studies of a rung are."""
    rows = comparisons(library)
    rows = rows[
        (rows["outcome_group"] == OUTCOME)
        & (rows["comparator_class"] == name)
        & rows["finding_id"].isin(chosen.findings["finding_id"])
    ]
    poolable, others = rows[rows["g"].notna()], rows[rows["g"].isna()]
    against = library.schema.phrase("comparator_class", name)
    number = out_of(poolable["study_id"].nunique(), rows["study_id"].nunique())
    sizes = poolable.drop_duplicates("study_id")["n_total"].dropna().astype(float)
    why = [f"few ({number} of pain against {against} print such numbers)"]
    if len(sizes) > 1:
        why.append(f"small (half of them have {sizes.median():.0f} people or fewer)")
    if _favouring(poolable) > _favouring(others) >= 0:
        shares = f"{_favouring(poolable)}% of their findings favour massage, {_favouring(others)}% of those without such numbers"
        why.append(f"selected ({shares})")
    return f"They deserve less trust, as they are {listed(why)}."


def _favouring(rows: pd.DataFrame) -> int:
    """The share of findings that favour massage in whole per cent, -1 without findings."""
    return round(100 * counts(rows)["favours_massage"] / len(rows)) if len(rows) else -1
