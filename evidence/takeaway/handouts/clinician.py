"""The words of the handout for clinicians, laid out from the condition's answer."""

from __future__ import annotations

from typing import Any

from evidence.answers.condition_answer import ConditionAnswer
from evidence.answers.guidelines import STANCES
from evidence.answers.summary_of_findings import SummaryRow
from evidence.answers.unjudged import NOT_MEASURED
from evidence.library import Library
from evidence.studies.citations import vancouver
from evidence.words.phrases import counted


def clinician_words(library: Library, answer: ConditionAnswer, length: int) -> dict[str, Any]:
    """What the template `clinician.typ` asks for; at most `length` references."""
    known = [study_id for study_id in answer.basis if study_id in library.records]
    references = [vancouver(library.records[study_id]) for study_id in known[:length]]
    left = len(known) - len(references)
    stance = [answer.guideline_sentence] if answer.guideline_sentence else []
    return {
        "title": f"{answer.label}: what studies say about massage",
        "description": f"One page for clinicians on massage in {answer.phrase}.",
        "keywords": ["massage", answer.label],
        "bottom_line": answer.bottom_line,
        "no_rows": NOT_MEASURED,
        "rows": [_row(row) for row in answer.rows] or _unjudged(answer),
        "dose": answer.dose_sentence,
        "guidelines": [
            *stance,
            *(f"{STANCES[one.stance]}: {one.words} ({one.study}, {one.publisher})" for one in answer.guidelines),
        ],
        "harms": answer.harms.sentence,
        "precautions": [point.words for point in answer.warnings],
        "talk": list(answer.talk),
        "no_references": "No study of this condition is named by the curators.",
        "references": references,
        "more": f"And {counted(left, 'more study', 'more studies')} on the live page." if left else "",
    }


def _row(row: SummaryRow) -> dict[str, str]:
    return {
        "outcome": f"{row.outcome_words}, {row.term_words.lower()}; {row.comparison_words.lower()}",
        "said": row.sentence,
        "certainty": row.certainty_words,
        "numbers": f"{row.number or row.size_words}{f' ({row.extent})' if row.extent else ''}",
    }


def _unjudged(answer: ConditionAnswer) -> list[dict[str, str]]:
    return [
        {"outcome": one.label, "said": f"Findings: {one.counts}.", "certainty": "Not judged", "numbers": one.pooled}
        for one in answer.unjudged
    ]
