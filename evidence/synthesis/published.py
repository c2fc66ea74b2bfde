"""Reviews' own pooled results: standardised effects with their intervals, as published. They are never pooled again here."""

from __future__ import annotations

import re

import pandas as pd

from evidence.effects.effect_table import Z95, effects_of
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.library.strands import about_benefit
from evidence.studies.names import study_names

#: A certainty that the curators noted from the review, in GRADE's words.
_CERTAINTY = re.compile(r"GRADE (very low|low|moderate|high)\b", re.IGNORECASE)
CLASS_ORDER = ("inactive", "credible", "active", "pooled", "massage")


@kept
def published(library: Library) -> pd.DataFrame:
    """Every pooled effect of a review that is standardised and has an interval, by comparison and condition, newest first.

    Columns: `finding_id`, `study_id`, `study` (short name), `year`, `outcome`, `outcome_group`, `conditions` (tuple of codes),
    `comparator`, `comparator_class`, `g` (positive where massage did better), `ci_low`, `ci_high`, `studies` (pooled by the
    review, missing where not reported), `i2` (per cent, NaN likewise), `certainty` (a GRADE code as the review rated it, empty
    where none is recorded), `note` (what is recorded beside the number).
    """
    findings = about_benefit(library.findings)
    findings = findings[(findings["strand"] == "synthesis") & findings["study_id"].isin(library.records)]
    effects = effects_of(library).loc[findings["finding_id"], ["g", "se"]]
    g, se = effects["g"].to_numpy(dtype=float), effects["se"].to_numpy(dtype=float)
    names, records = study_names(library), library.records
    rows = findings[
        ["finding_id", "study_id", "outcome", "outcome_group", "comparator", "comparator_class", "i2"]
    ].assign(
        study=[names[study_id] for study_id in findings["study_id"]],
        year=[records[study_id]["year"] for study_id in findings["study_id"]],
        conditions=[tuple(split(records[study_id]["conditions"])) for study_id in findings["study_id"]],
        g=g,
        ci_low=g - Z95 * se,
        ci_high=g + Z95 * se,
        studies=findings["n_studies"],
        certainty=[_certainty(note) for note in findings["metric_note"]],
        note=findings["metric_note"],
    )
    rows["rank"] = rows["comparator_class"].map({name: place for place, name in enumerate(CLASS_ORDER)})
    rows = rows[rows["g"].notna()].sort_values(
        ["rank", "conditions", "year", "study"], ascending=[True, True, False, True], kind="stable"
    )
    return rows.drop(columns="rank").reset_index(drop=True)


def on_outcome(library: Library, outcome: str, condition: str = "") -> pd.DataFrame:
    """The rows of `published` on one outcome group, and on one condition if a code is given."""
    rows = published(library)
    chosen = rows[rows["outcome_group"] == outcome]
    if condition:
        chosen = chosen[[condition in conditions for conditions in chosen["conditions"]]]
    return chosen.reset_index(drop=True)


def _certainty(note: str) -> str:
    found = _CERTAINTY.search(note)
    return found[1].lower().replace(" ", "_") if found else ""
