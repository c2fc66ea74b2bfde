"""What guidelines recommend in one condition, for and against side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.names import study_names
from evidence.studies.of_condition import studies_of

#: Where a recommendation stands: code → words.
STANCES = {
    "for": "For, mostly with conditions",
    "against": "Against massage",
    "not_named": "Massage is not recommended or not named",
    "unclear": "Neither for nor against",
}
_RECOMMENDATION = re.compile(r"^recommendations?\b[,:]?\s*", re.IGNORECASE)
#: The words in which the curators wrote recommendations down, read in this order. The direction of such a finding does not
#: tell: a conditional recommendation, for or against, is recorded as mixed.
_WORDS = (
    ("against", re.compile(r"\bagainst massage\b", re.IGNORECASE)),
    ("not_named", re.compile(r"\bnot (?:listed|named|recommended)\b|: none\b", re.IGNORECASE)),
    (
        "for",
        re.compile(
            r"\bin favour\b|\bfor massage\b|\bmay be (?:used|offered|recommended)\b|\bconsider\b", re.IGNORECASE
        ),
    ),
)
_DIRECTIONS = {"favours_massage": "for", "favours_comparator": "against"}


@dataclass(frozen=True)
class Recommendation:
    """One recommendation: `stance` is a code of `STANCES`, `words` what is recommended for whom, `summary` the record's."""

    finding_id: str
    study_id: str
    study: str
    publisher: str
    year: int | None
    stance: str
    words: str
    summary: str


def recommendations(library: Library, condition: str) -> tuple[Recommendation, ...]:
    """Every recorded recommendation on massage of guidelines that cover a condition, newest first."""
    covering = set(studies_of(library, condition))
    return tuple(one for one in _recorded(library) if one.study_id in covering)


@kept
def _recorded(library: Library) -> tuple[Recommendation, ...]:
    """Every recorded recommendation of any guideline, newest first."""
    guidelines = [study for study in library.records.values() if study["design"] == "guideline"]
    findings = library.findings[["finding_id", "study_id", "outcome", "direction"]]
    findings = findings[findings["study_id"].isin([study["study_id"] for study in guidelines])]
    rows = [row for row in findings.to_dict("records") if _RECOMMENDATION.match(row["outcome"])]
    names = study_names(library)
    found = [
        Recommendation(
            finding_id=row["finding_id"],
            study_id=study["study_id"],
            study=names[study["study_id"]],
            publisher=study["journal"],
            year=None if pd.isna(study["year"]) else int(study["year"]),
            stance=_stance(row["outcome"], row["direction"]),
            words=_RECOMMENDATION.sub("", row["outcome"]),
            summary=study["summary"],
        )
        for study in guidelines
        for row in rows
        if row["study_id"] == study["study_id"]
    ]
    return tuple(sorted(found, key=lambda one: -(one.year or 0)))


def _stance(outcome: str, direction: str) -> str:
    for stance, words in _WORDS:
        if words.search(outcome):
            return stance
    return _DIRECTIONS.get(direction, "unclear")
