"""The words of the handout for clinicians."""

from __future__ import annotations

from typing import Any

from evidence.citations import vancouver
from evidence.condition_answer import ConditionAnswer
from evidence.guidelines import STANCES
from evidence.library import Library
from evidence.wording import counted

#: Levels of precautions that stand on the sheet.
_LEVELS = ("urgent", "caution", "common")


def clinician_words(library: Library, answer: ConditionAnswer, length: int) -> dict[str, Any]:
    """What the template `clinician.typ` asks for; at most `length` references."""
    schema = library.schema
    certainty = f" Certainty: {schema.phrase('certainty', answer.certainty)}." if answer.certainty else ""
    known = [study_id for study_id in answer.key_studies if study_id in library.records]
    references = [vancouver(library.records[study_id]) for study_id in known[:length]]
    left = len(known) - len(references)
    return {
        "title": f"{answer.label}: what studies say about massage",
        "description": f"One page for clinicians on massage in {schema.phrase('condition', answer.condition)}.",
        "keywords": ["massage", answer.label],
        "bottom_line": f"{answer.summary}{certainty}" if answer.summarised else "Not summarised by the curators.",
        "no_rows": "No study or review here measured pain, function, mood or quality of life in a controlled way.",
        "rows": [
            {
                "outcome": line.label,
                "said": line.sentence,
                "certainty": schema.label("certainty", line.certainty),
                "numbers": line.lead.detail,
            }
            for line in answer.lines
        ],
        "dose": answer.dose_sentence,
        "no_guidelines": "No recommendation of a guideline on massage in this condition is recorded.",
        "guidelines": [
            f"{STANCES[one.stance]}: {one.words} ({one.study}, {one.publisher})" for one in answer.guidelines
        ],
        "harms": answer.harms_sentence,
        "precautions": [f"{point.topic}: {point.advice}" for point in answer.precautions if point.level in _LEVELS],
        "talk": list(answer.talk),
        "no_references": "The curators named no key study for this condition.",
        "references": references,
        "more": f"And {counted(left, 'more key study', 'more key studies')} on the live page." if left else "",
    }
