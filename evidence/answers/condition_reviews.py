"""What reviews of massage in one condition found, as published."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evidence.answers.unjudged import OUTCOMES
from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.names import study_names
from evidence.studies.of_condition import studies_of
from evidence.studies.results import points_to, result


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
    here = set(studies_of(library, condition))
    return tuple(
        one for one in _published(library) if one.study_id in here and not _of_others_only(one.outcome, condition)
    )


@kept
def _published(library: Library) -> tuple[ReviewResult, ...]:
    """The same of every condition."""
    place = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    findings = library.findings
    rows = findings[(findings["strand"] == "synthesis") & findings["outcome_group"].isin(place)]
    names, schema = study_names(library), library.schema
    found = []
    for row in rows.to_dict("records"):
        study = library.study(row["study_id"])
        if study is None or study["design"] == "guideline":
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


#: Words that name a condition in the outcome of a review on several.
_NAMED = {
    "low_back_pain": re.compile(r"\bback\b", re.IGNORECASE),
    "neck_pain": re.compile(r"\bneck\b", re.IGNORECASE),
    "shoulder_pain": re.compile(r"\bshoulder\b", re.IGNORECASE),
    "fibromyalgia": re.compile(r"\bfibromyalgia\b", re.IGNORECASE),
    "knee_osteoarthritis": re.compile(r"\bknee\b|\bosteoarthritis\b", re.IGNORECASE),
    "headache_migraine": re.compile(r"\bheadaches?\b|\bmigraines?\b", re.IGNORECASE),
    "temporomandibular": re.compile(r"\bjaw\b|\btemporomandibular\b", re.IGNORECASE),
    "cancer": re.compile(r"\bcancer\b|\boncolog", re.IGNORECASE),
    "surgery_acute": re.compile(r"\bpost-?operative\b|\bsurg", re.IGNORECASE),
}


def _of_others_only(outcome: str, condition: str) -> bool:
    """Whether the words of a result name other conditions and not this one; words that name none may mean all."""
    named = {code for code, words in _NAMED.items() if words.search(outcome)}
    return bool(named) and condition in _NAMED and condition not in named
