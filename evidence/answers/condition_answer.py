"""Everything the dashboard says of one condition, as one object: page, handouts, slides, briefing and talk show the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from evidence.answers.condition_reviews import ReviewResult, review_results
from evidence.answers.dose import NO_DOSE, Dose, doses, tested_dose
from evidence.answers.everyday import Everyday, everyday
from evidence.answers.guidelines import Recommendation, recommendations
from evidence.answers.headline import Headline, headline
from evidence.answers.measured import Measured, measured, measured_sentence
from evidence.answers.safety import (
    ConditionHarms,
    HarmsReported,
    Precaution,
    condition_harms,
    harms_reported,
    precautions_for,
)
from evidence.answers.summary_of_findings import NOT_SUMMARISED, SummaryRow, summary_rows
from evidence.answers.talk import talk
from evidence.answers.unjudged import UnjudgedOutcome, unjudged_outcomes
from evidence.library import Library
from evidence.library.schema import split

NO_GUIDELINE = "No recommendation of a guideline on massage in this condition is recorded here."


@dataclass(frozen=True, eq=False)
class ConditionAnswer:
    """One condition.

    `rows` are the curators' summary of findings and `headline` is made from them; where they did not summarise the condition,
    there are none and `unjudged` tells what was measured, without a conclusion. `dose` and `harms` are the curators' rows.
    `guideline_stance` and `key_studies` are theirs, too, and empty without a summary; everything else is worked out from the
    studies. `study_ids` are all studies of the condition in the library, `doses` one row a trial (see `dose.doses`),
    `reported` what single trials report on harms, `talk` sentences to say.
    """

    condition: str
    label: str
    phrase: str
    definition: str
    headline: Headline
    rows: tuple[SummaryRow, ...]
    unjudged: tuple[UnjudgedOutcome, ...]
    guideline_stance: str
    key_studies: tuple[str, ...]
    study_ids: tuple[str, ...]
    reviews: tuple[ReviewResult, ...]
    everyday: tuple[Everyday, ...]
    dose: Dose | None
    doses: pd.DataFrame
    mechanisms: tuple[Measured, ...]
    mechanisms_sentence: str
    guidelines: tuple[Recommendation, ...]
    harms: ConditionHarms
    reported: HarmsReported
    precautions: tuple[Precaution, ...]
    talk: tuple[str, ...]

    @property
    def summarised(self) -> bool:
        """Whether the curators judged any outcome."""
        return bool(self.rows)

    @property
    def bottom_line(self) -> str:
        """The headline, or that there is none."""
        return self.headline.sentence or NOT_SUMMARISED

    @property
    def dose_sentence(self) -> str:
        """The dose that was tested, or that none is named."""
        return self.dose.sentence if self.dose else NO_DOSE

    @property
    def guideline_sentence(self) -> str:
        """What guidelines say on the whole, or that no recommendation is recorded; empty where single ones have to speak."""
        return self.guideline_stance or ("" if self.guidelines else NO_GUIDELINE)

    @property
    def basis(self) -> tuple[str, ...]:
        """The studies behind the answer: those that carry a row first, in the order of the rows."""
        carrying = [row.basis[0] for row in self.rows if row.basis]
        others = [study_id for row in self.rows for study_id in row.basis[1:]]
        dose = self.dose.basis if self.dose else ()
        return tuple(dict.fromkeys((*carrying, *others, *dose, *self.key_studies)))


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
    table = library.conditions[library.conditions["condition_id"] == condition]
    own = table.iloc[0].to_dict() if len(table) else {}
    rows, mechanisms = summary_rows(library, condition), measured(library, condition)
    return ConditionAnswer(
        condition=condition,
        label=str(own.get("label", "")) or schema.label("condition", condition),
        phrase=schema.phrase("condition", condition),
        definition=schema.definition("condition", condition),
        headline=headline(rows),
        rows=rows,
        unjudged=() if rows else unjudged_outcomes(library, condition),
        guideline_stance=str(own.get("guideline_stance", "")),
        key_studies=tuple(split(str(own.get("key_studies", "")))),
        study_ids=tuple(
            study_id for study_id, study in library.records.items() if condition in split(study["conditions"])
        ),
        reviews=review_results(library, condition),
        everyday=everyday(library, condition),
        dose=tested_dose(library, condition),
        doses=doses(library, condition),
        mechanisms=mechanisms,
        mechanisms_sentence=measured_sentence(mechanisms),
        guidelines=recommendations(library, condition),
        harms=condition_harms(library, condition),
        reported=harms_reported(library, condition),
        precautions=precautions_for(library, condition),
        talk=talk(rows),
    )
