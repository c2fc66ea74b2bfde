"""Pooled effects on each rung of the comparison ladder, beside its counts of directions."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.library import Library
from evidence.synthesis import Pooled
from evidence.synthesis.comparisons import comparisons, one_per_study
from evidence.synthesis.pooling import pool_by
from evidence.synthesis.questions import AGAINST, MODEL
from evidence.words.numbers import rounded
from evidence.words.phrases import studies_counted

#: The outcome group whose effects the ladder shows.
OUTCOME = "pain_intensity"


@dataclass(frozen=True)
class Rung:
    """What studies of one comparator class give together: `pooled` is None where none can be pooled."""

    comparator_class: str
    pooled: Pooled | None

    @property
    def words(self) -> str:
        """“g 0.73 (0.51 to 0.95), 4 studies”, “one study: g …” or “none poolable”."""
        if self.pooled is None:
            return "none poolable"
        size = f"g {rounded(self.pooled.estimate)} ({rounded(self.pooled.ci_low)} to {rounded(self.pooled.ci_high)})"
        return f"one study: {size}" if self.pooled.k == 1 else f"{size}, {studies_counted(self.pooled.k)}"


def pooled_rungs(whole: Library, chosen: Library, outcome: str = OUTCOME) -> dict[str, Rung]:
    """The pooled effect of each comparator class with a control group, from the chosen part of a library.

    Each study counts once a rung, as in `comparisons.one_per_study`; the model is that of a `Question` by default. `whole` is the
    library that the part was chosen from, whose effects are already known.
    """
    rows = comparisons(whole)
    rows = rows[
        (rows["outcome_group"] == outcome) & rows["g"].notna() & rows["finding_id"].isin(chosen.findings["finding_id"])
    ]
    rungs = {}
    for name in AGAINST:
        studies = one_per_study(rows[rows["comparator_class"] == name])
        pooled = pool_by(MODEL, studies["g"], studies["se"] ** 2) if len(studies) else None
        rungs[name] = Rung(name, pooled)
    return rungs


def sizes_sentence(rungs: dict[str, Rung], library: Library, outcome: str = OUTCOME) -> str:
    """How large the pooled effects are from rung to rung, and that counts and sizes answer different questions."""
    schema = library.schema
    parts = [
        f"{rungs[name].words} against {schema.phrase('comparator_class', name)}"
        for name in AGAINST
        if name in rungs and rungs[name].pooled is not None
    ]
    about = schema.phrase("outcome_group", outcome)
    if not parts:
        return f"No study here can be pooled on {about}."
    return (
        f"Where {about} can be pooled: {'; '.join(parts)}. A count says where findings point, "
        "a pooled g how far, in the studies that print numbers for it."
    )
