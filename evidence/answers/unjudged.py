"""What was measured in a condition that the curators did not summarise: counts and pools, without a conclusion or a certainty."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.answers.directions import tally
from evidence.library import Library
from evidence.synthesis.comparisons import can_be_pooled, comparisons, has_condition
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import CONTROLLED, Question
from evidence.words.numbers import rounded
from evidence.words.phrases import studies_counted

#: The outcomes that people ask for, in the order in which they are told.
OUTCOMES = (
    "pain_intensity",
    "function_disability",
    "anxiety",
    "state_anxiety",
    "depression",
    "quality_of_life",
)
NOT_MEASURED = "No study or review here measured pain, function, mood or quality of life in a controlled way."


@dataclass(frozen=True)
class UnjudgedOutcome:
    """One outcome: where the findings of single studies against a control point, and what can be pooled of them.

    `question` are the parameters of the page of pooled results that shows the same.
    """

    outcome: str
    label: str
    studies: int
    counts: str
    pooled: str
    study_ids: tuple[str, ...]
    question: dict[str, list[str]]


def unjudged_outcomes(library: Library, condition: str) -> tuple[UnjudgedOutcome, ...]:
    """Every one of `OUTCOMES` that a primary study of the condition measured against a control."""
    rows = comparisons(library)[["outcome_group", "comparator_class", "conditions", "study_id", "direction"]]
    rows = rows[rows["comparator_class"].isin(CONTROLLED) & has_condition(rows, condition)]
    found = []
    for outcome in OUTCOMES:
        here = rows[rows["outcome_group"] == outcome]
        if here.empty:
            continue
        question = Question(outcome=outcome, condition=condition, against="")
        studies = tuple(dict.fromkeys(here["study_id"]))
        found.append(
            UnjudgedOutcome(
                outcome=outcome,
                label=library.schema.label("outcome_group", outcome),
                studies=len(studies),
                counts=tally(here),
                pooled=_pooled(library, question),
                study_ids=studies,
                question=question.to_params(),
            )
        )
    return tuple(found)


def _pooled(library: Library, question: Question) -> str:
    if not can_be_pooled(library, question.outcome, question.condition, question.against, question.time):
        return ""
    try:
        answer = pooled_studies(library, question)
    except ValueError:
        # Impossible numbers in one record; the page of pooled results says which.
        return ""
    pooled = answer.pooled
    if pooled is None:
        return ""
    number = f"g {rounded(pooled.estimate)} ({rounded(pooled.ci_low)} to {rounded(pooled.ci_high)})"
    return f"one study: {number}" if pooled.k == 1 else f"{number}, pooled from {studies_counted(pooled.k)}"
