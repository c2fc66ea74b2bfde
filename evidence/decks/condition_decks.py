"""Decks on conditions: the bottom line, each outcome, comparisons, dose, guidelines, harms, what to say."""

from __future__ import annotations

import pandas as pd

from evidence.chain import UMBRELLA
from evidence.charts.dose import dose_chart
from evidence.condition_answer import ConditionAnswer, condition_answer
from evidence.decks.pictures import ladder_picture
from evidence.decks.slides import ChartPicture, Deck, Slide, TablePicture
from evidence.guidelines import STANCES
from evidence.library import Library
from evidence.selection import Selection


def condition_deck(library: Library, condition: str) -> Deck:
    """The page of one condition as slides."""
    answer = condition_answer(library, condition)
    params = {"cond": condition}
    chosen = Selection(condition=(condition,), mechanism=(UMBRELLA,)).apply(library)
    bars = ladder_picture(chosen, library)
    certainty = library.schema.phrase("certainty", answer.certainty)
    slides = [
        Slide(
            f"Massage and {library.schema.phrase('condition', condition)}",
            answer.summary or "Not summarised by the curators.",
            points=(f"Certainty: {certainty}.",) if answer.certainty else (answer.definition,),
            study_ids=answer.key_studies,
            page="condition",
            params=params,
        ),
        outcomes_slide(library, answer),
        Slide(
            "What was compared with what",
            bars.chart.sentence,
            bars,
            notes="Counting is not weighing.",
            page="condition",
            params=params,
        ),
        Slide(
            "The dose tested",
            answer.dose_sentence,
            ChartPicture(dose_chart(answer.doses, library.schema.phrase("condition", condition)))
            if len(answer.doses)
            else None,
            page="condition",
            params=params,
        ),
        _guidelines(answer),
        Slide(
            "What can go wrong",
            answer.harms_sentence,
            points=tuple(
                f"{point.topic}: {point.advice}" for point in answer.precautions if point.level != "information"
            ),
            page="safety",
        ),
        Slide("What to say", "", points=answer.talk, page="condition", params=params),
        Slide(
            "References",
            "The studies that the bottom line rests on most.",
            study_ids=answer.key_studies,
            page="condition",
            params=params,
        ),
    ]
    return Deck(f"condition-{condition}", answer.label, tuple(slides), "condition", params)


def outcomes_slide(library: Library, answer: ConditionAnswer) -> Slide:
    """Each outcome with its sentence and certainty, as a table."""
    rows = [
        {
            "Outcome": line.label,
            "What can be said": line.sentence,
            "Certainty": library.schema.label("certainty", line.certainty),
            "Numbers": line.lead.detail,
        }
        for line in answer.lines
    ]
    study_ids = tuple(dict.fromkeys(study_id for line in answer.lines for study_id in line.study_ids))
    title = f"Does it help? {answer.label}"
    if not rows:
        return Slide(
            title,
            "No study or review here measured this in a controlled way.",
            page="condition",
            params={"cond": answer.condition},
        )
    return Slide(
        title,
        "What can be said of each outcome, and how sure that is.",
        TablePicture("What can be said of each outcome", pd.DataFrame(rows)),
        study_ids=study_ids,
        page="condition",
        params={"cond": answer.condition},
    )


def _guidelines(answer: ConditionAnswer) -> Slide:
    rows = [
        {"Guideline": f"{one.study}, {one.publisher}", "Recommends": one.words, "Stance": STANCES[one.stance]}
        for one in answer.guidelines
    ]
    sentence = answer.guideline_stance or "No recommendation of a guideline on massage in this condition is recorded."
    return Slide(
        "Says who?",
        sentence,
        TablePicture("Recommendations of guidelines", pd.DataFrame(rows)) if rows else None,
        study_ids=tuple(dict.fromkeys(one.study_id for one in answer.guidelines)),
        page="condition",
        params={"cond": answer.condition},
    )
