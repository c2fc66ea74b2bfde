"""What reviews of massage in one condition found, as published."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.library import Library
from evidence.names import study_names
from evidence.results import points_to, result
from evidence.schema import split
from evidence.unjudged import OUTCOMES


@dataclass(frozen=True)
class ReviewResult:
    """One result of a review, in words: what was measured, against what, when, the number, and where it points.

    `year` is None where unknown.
    """

    finding_id: str
    study_id: str
    study: str
    year: int | None
    outcome: str
    against: str
    when: str
    result: str
    points_to: str


def review_results(library: Library, condition: str) -> tuple[ReviewResult, ...]:
    """Every result of a review on the outcomes of `OUTCOMES`, outcome by outcome, newest first; guidelines stand apart."""
    place = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    findings = library.findings
    rows = findings[(findings["strand"] == "synthesis") & findings["outcome_group"].isin(place)]
    names, schema = study_names(library), library.schema
    found = []
    for row in rows.to_dict("records"):
        study = library.study(row["study_id"])
        if study is None or study["design"] == "guideline" or condition not in split(study["conditions"]):
            continue
        year = None if pd.isna(study["year"]) else int(study["year"])
        words = ReviewResult(
            finding_id=row["finding_id"],
            study_id=row["study_id"],
            study=names[row["study_id"]],
            year=year,
            outcome=row["outcome"],
            against=schema.label("comparator", row["comparator"]),
            when=row["timepoint"],
            result=result(row, schema),
            points_to=points_to(row, schema),
        )
        found.append((place[row["outcome_group"]], -(year or 0), words))
    return tuple(words for *_, words in sorted(found, key=lambda item: item[:2]))
