"""Everything the dashboard says of one condition, as one object: page, handouts, slides, briefing and talk show the same."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.answers.condition_reviews import ReviewResult, review_results
from evidence.answers.dose import NO_DOSE, TRIALS, Dose, tested_dose
from evidence.answers.everyday import Everyday, everyday
from evidence.answers.guidelines import Recommendation, recommendations
from evidence.answers.headline import Headline, headline
from evidence.answers.measured import Measured, measured, measured_sentence
from evidence.answers.plain import Answer
from evidence.answers.safety import (
    EVERYONE,
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
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.selection import Selection
from evidence.selection.matching import matcher
from evidence.studies.names import study_names
from evidence.studies.of_condition import studies_by_condition, studies_of

NO_GUIDELINE = "No recommendation of a guideline on massage in this condition is recorded here."


@dataclass(frozen=True)
class ConditionAnswer(Answer):
    """One condition.

    `rows` are the curators' summary of findings and `headline` is made from them; where they did not summarise the condition,
    there are none and `unjudged` tells what was measured, without a conclusion. `dose` and `harms` are the curators' rows.
    `guideline_stance` and `key_studies` are theirs, too, and empty without a summary; everything else is worked out from the
    studies. `study_ids` are all studies of the condition in the library, `listed` and `listed_trials` how many studies and
    trials its list shows, `dosed` how many trials stand in the picture of what was given, `reported` what single trials report
    on harms, `talk` sentences to say. `names` are the short names of the studies in `basis`.
    """

    says = ("bottom_line", "dose_sentence", "guideline_sentence", "basis")

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
    listed: int
    listed_trials: int
    reviews: tuple[ReviewResult, ...]
    everyday: tuple[Everyday, ...]
    dose: Dose | None
    dosed: int
    mechanisms: tuple[Measured, ...]
    mechanisms_sentence: str
    guidelines: tuple[Recommendation, ...]
    harms: ConditionHarms
    reported: HarmsReported
    precautions: tuple[Precaution, ...]
    talk: tuple[str, ...]
    names: dict[str, str]

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
    def own_precautions(self) -> tuple[Precaution, ...]:
        """The precautions that are for this condition."""
        return tuple(point for point in self.precautions if self.condition in point.conditions)

    @property
    def told_everybody(self) -> tuple[Precaution, ...]:
        """What everybody is told before a first session."""
        return tuple(point for point in self.precautions if point.level == EVERYONE and not point.conditions)

    @property
    def warnings(self) -> tuple[Precaution, ...]:
        """What to warn of, on every output: all that is for this condition, and every warning for everybody."""
        return tuple(point for point in self.precautions if self.condition in point.conditions or point.warns)

    @property
    def basis(self) -> tuple[str, ...]:
        """The studies behind the answer: those that carry a row first, in the order of the rows."""
        return _basis(self.rows, self.dose, self.key_studies)


def _basis(rows: tuple[SummaryRow, ...], dose: Dose | None, key_studies: tuple[str, ...]) -> tuple[str, ...]:
    carrying = [row.basis[0] for row in rows if row.basis]
    others = [study_id for row in rows for study_id in row.basis[1:]]
    return tuple(dict.fromkeys((*carrying, *others, *(dose.basis if dose else ()), *key_studies)))


@kept
def condition_names(library: Library) -> dict[str, str]:
    """Code and label of every condition with a study, those that the curators summarised first and in their order."""
    summarised = library.conditions.sort_values("order")
    names = dict(zip(summarised["condition_id"], summarised["label"], strict=True))
    studied = studies_by_condition(library)
    further = {code.value: code.label for code in library.schema.codes("condition") if code.value in studied}
    return names | {code: label for code, label in further.items() if code not in names}


@kept
def condition_choices(library: Library) -> dict[str, str]:
    """The same as options to choose from, where those that the curators did not summarise say so."""
    judged = set(library.summary_of_findings["condition_id"])
    return {
        code: label if code in judged else f"{label} (not summarised)"
        for code, label in condition_names(library).items()
    }


@kept
def condition_answer(library: Library, condition: str) -> ConditionAnswer:
    """The answer for one condition; an unknown code gives one without studies."""
    schema = library.schema
    table = library.conditions[library.conditions["condition_id"] == condition]
    own = table.iloc[0].to_dict() if len(table) else {}
    rows, mechanisms = summary_rows(library, condition), measured(library, condition)
    dose, key_studies = tested_dose(library, condition), tuple(split(str(own.get("key_studies", ""))))
    reported, names = harms_reported(library, condition), study_names(library)
    return ConditionAnswer(
        condition=condition,
        label=str(own.get("label", "")) or schema.label("condition", condition),
        phrase=schema.phrase("condition", condition),
        definition=schema.definition("condition", condition),
        headline=headline(rows),
        rows=rows,
        unjudged=() if rows else unjudged_outcomes(library, condition),
        guideline_stance=str(own.get("guideline_stance", "")),
        key_studies=key_studies,
        study_ids=studies_of(library, condition),
        listed=_listed(library, Selection(condition=(condition,))),
        listed_trials=_listed(library, Selection(condition=(condition,), design=TRIALS)),
        reviews=review_results(library, condition),
        everyday=everyday(library, condition),
        dose=dose,
        dosed=reported.trials,
        mechanisms=mechanisms,
        mechanisms_sentence=measured_sentence(mechanisms),
        guidelines=recommendations(library, condition),
        harms=condition_harms(library, condition),
        reported=reported,
        precautions=precautions_for(library, condition),
        talk=talk(rows),
        names={study_id: names[study_id] for study_id in _basis(rows, dose, key_studies) if study_id in names},
    )


def _listed(library: Library, selection: Selection) -> int:
    """How many studies the list of a selection shows."""
    studies, _ = matcher(library).match(selection)
    return int(studies.sum())
