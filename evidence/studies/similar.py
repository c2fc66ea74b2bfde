"""Studies that resemble a given one: the same claim, link, condition, technique, comparator or design."""

from __future__ import annotations

import pandas as pd

from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split

#: How much one shared value of each kind counts; what was asked counts more than how it was studied.
WEIGHTS = {"claim": 3.0, "condition": 3.0, "technique": 2.0, "comparator": 1.0, "design": 0.5}
#: Values that say nothing about a study and so make no two studies alike.
UNINFORMATIVE = {"not_specified", "mixed", "other", "any"}


@kept
def similar(library: Library, study_id: str, most: int = 5) -> pd.DataFrame:
    """The studies most like one study, best first, at most `most`.

    Columns: `study_id`, `score` (weighted share of values in common, 0 to 1), `shared` (kinds of values in common, best
    first). Ties are broken by year, newest first. Empty if the id is unknown or nothing is shared.
    """
    profiles = _profiles(library)
    if study_id not in profiles:
        return pd.DataFrame(columns=["study_id", "score", "shared"])
    own = profiles[study_id]
    years = dict(zip(library.studies["study_id"], library.studies["year"], strict=True))
    rows = []
    for other, profile in profiles.items():
        overlaps = {kind: _jaccard(own[kind], profile[kind]) for kind in WEIGHTS}
        score = sum(WEIGHTS[kind] * overlap for kind, overlap in overlaps.items()) / sum(WEIGHTS.values())
        if other != study_id and (overlaps["claim"] or overlaps["condition"]):
            rows.append((other, score, [kind for kind in WEIGHTS if overlaps[kind]], years[other]))
    rows.sort(key=lambda row: (-row[1], -(row[3] if pd.notna(row[3]) else 0), row[0]))
    return pd.DataFrame(
        [(other, round(score, 3), shared) for other, score, shared, _ in rows[:most]],
        columns=["study_id", "score", "shared"],
    )


@kept
def _profiles(library: Library) -> dict[str, dict[str, set[str]]]:
    claims: dict[str, set[str]] = {}
    for study_id, mechanism, link in zip(
        library.findings["study_id"], library.findings["mechanism"], library.findings["link"], strict=True
    ):
        claims.setdefault(study_id, set()).add(f"{mechanism}/{link}")
    columns = ("study_id", "conditions", "techniques", "comparators", "design")
    return {
        study_id: {
            "claim": claims.get(study_id, set()),
            "condition": set(split(conditions)) - UNINFORMATIVE,
            "technique": set(split(techniques)) - UNINFORMATIVE,
            "comparator": set(split(comparators)) - UNINFORMATIVE,
            "design": {design},
        }
        for study_id, conditions, techniques, comparators, design in zip(
            *(library.studies[column] for column in columns), strict=True
        )
    }


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
