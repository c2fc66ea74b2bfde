"""Everything the dashboard says of one condition, as one object: page, handout and slides show the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from evidence.condition_outcomes import OutcomeLine, outcome_lines
from evidence.condition_reviews import ReviewResult, review_results
from evidence.dose import dose_sentence, doses
from evidence.everyday import Everyday, everyday
from evidence.guidelines import Recommendation, recommendations
from evidence.library import Library
from evidence.measured import Measured, measured, measured_sentence
from evidence.safety import HarmsReported, Precaution, harms_reported, harms_sentence, relevant_precautions
from evidence.schema import split
from evidence.talk import talk


@dataclass(frozen=True, eq=False)
class ConditionAnswer:
    """One condition.

    `summary`, `certainty` (a GRADE code), `guideline_stance`, `dose_in_trials` and `key_studies` are the curators' and empty
    where they did not summarise the condition; everything else is worked out from the studies. `study_ids` are all studies of the
    condition in the library, `doses` one row a trial (see `evidence.dose.doses`), `talk` three sentences to say.
    """

    condition: str
    label: str
    definition: str
    summarised: bool
    summary: str
    certainty: str
    guideline_stance: str
    dose_in_trials: str
    key_studies: tuple[str, ...]
    study_ids: tuple[str, ...]
    lines: tuple[OutcomeLine, ...]
    reviews: tuple[ReviewResult, ...]
    everyday: tuple[Everyday, ...]
    doses: pd.DataFrame
    dose_sentence: str
    mechanisms: tuple[Measured, ...]
    mechanisms_sentence: str
    guidelines: tuple[Recommendation, ...]
    harms: HarmsReported
    harms_sentence: str
    precautions: tuple[Precaution, ...]
    talk: tuple[str, str, str]


def condition_names(library: Library) -> dict[str, str]:
    """Code and label of every condition with a study, those that the curators summarised first and in their order."""
    summarised = library.conditions.sort_values("order")
    names = dict(zip(summarised["condition_id"], summarised["label"], strict=True))
    studied = {code for study in library.records.values() for code in split(study["conditions"])}
    further = {code.value: code.label for code in library.schema.codes("condition") if code.value in studied}
    return names | {code: label for code, label in further.items() if code not in names}


@lru_cache(maxsize=64)
def condition_answer(library: Library, condition: str) -> ConditionAnswer:
    """The answer for one condition; an unknown code gives one without studies."""
    schema = library.schema
    rows = library.conditions[library.conditions["condition_id"] == condition]
    own = rows.iloc[0].to_dict() if len(rows) else {}
    key_studies = tuple(split(str(own.get("key_studies", ""))))
    lines = outcome_lines(library, condition, str(own.get("certainty", "")), key_studies)
    tested, harms, mechanisms = (
        doses(library, condition),
        harms_reported(library, condition),
        measured(library, condition),
    )
    return ConditionAnswer(
        condition=condition,
        label=str(own.get("label", "")) or schema.label("condition", condition),
        definition=schema.definition("condition", condition),
        summarised=bool(own),
        summary=str(own.get("summary", "")),
        certainty=str(own.get("certainty", "")),
        guideline_stance=str(own.get("guideline_stance", "")),
        dose_in_trials=str(own.get("dose_in_trials", "")),
        key_studies=key_studies,
        study_ids=tuple(
            study_id for study_id, study in library.records.items() if condition in split(study["conditions"])
        ),
        lines=lines,
        reviews=review_results(library, condition),
        everyday=everyday(library, condition),
        doses=tested,
        dose_sentence=dose_sentence(tested),
        mechanisms=mechanisms,
        mechanisms_sentence=measured_sentence(mechanisms),
        guidelines=recommendations(library, condition),
        harms=harms,
        harms_sentence=harms_sentence(harms, library),
        precautions=relevant_precautions(library, condition),
        talk=talk(lines, harms, schema.phrase("condition", condition), schema),
    )
