"""Decks on conditions: the bottom line, each outcome, comparisons, dose, guidelines, harms, what to say."""

from __future__ import annotations

import pandas as pd

from evidence.answers.condition_answer import ConditionAnswer, condition_answer
from evidence.answers.guidelines import STANCES
from evidence.answers.unjudged import NOT_MEASURED
from evidence.charts.dose import dose_chart
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.takeaway.decks.pictures import ladder_picture
from evidence.takeaway.decks.slides import ChartPicture, Deck, Slide, TablePicture


def condition_deck(library: Library, condition: str) -> Deck:
    """The page of one condition as slides."""
    answer = condition_answer(library, condition)
    params = {"cond": condition}
    bars = ladder_picture(library, Selection(condition=(condition,), mechanism=(UMBRELLA,)), pooled=True)
    slides = [
        Slide(
            f"Massage and {answer.phrase}",
            answer.headline.soon or answer.bottom_line,
            points=(answer.headline.later,) if answer.rows else (answer.definition,),
            study_ids=answer.basis,
            page="condition",
            params=params,
        ),
        outcomes_slide(answer),
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
            ChartPicture(dose_chart(library, condition)) if answer.dosed else None,
            study_ids=answer.dose.basis if answer.dose else (),
            page="condition",
            params=params,
        ),
        _guidelines(answer),
        Slide(
            "What can go wrong",
            answer.harms.sentence,
            points=tuple(point.words for point in (*answer.warnings, *answer.told_everybody)),
            study_ids=answer.harms.basis,
            page="safety",
        ),
        Slide("What to say", "", points=answer.talk, page="condition", params=params),
        Slide(
            "References",
            "The studies that the bottom line rests on, those that carry a row of the summary first.",
            study_ids=answer.basis,
            page="condition",
            params=params,
        ),
    ]
    return Deck(f"condition-{condition}", answer.label, tuple(slides), "condition", params)


def outcomes_slide(answer: ConditionAnswer) -> Slide:
    """Each row of the summary of findings, as a table; without rows what was measured, without a certainty."""
    title = f"Does it help? {answer.label}"
    params = {"cond": answer.condition}
    if answer.rows:
        rows = [
            {
                "Outcome": row.outcome_words,
                "When": row.term_words,
                "Against": row.comparison_words,
                "Effect": row.effect_and_size,
                "Certainty": row.certainty_words,
            }
            for row in answer.rows
        ]
        return Slide(
            title,
            "What the curators judge of each outcome, and how sure that is.",
            TablePicture("Summary of findings", pd.DataFrame(rows)),
            notes=" ".join(row.sentence for row in answer.rows),
            study_ids=answer.basis,
            page="condition",
            params=params,
        )
    if not answer.unjudged:
        return Slide(title, NOT_MEASURED, page="condition", params=params)
    table = pd.DataFrame(
        [{"Outcome": one.label, "Findings": one.counts, "Pooled here": one.pooled} for one in answer.unjudged]
    )
    studies = tuple(dict.fromkeys(study_id for one in answer.unjudged for study_id in one.study_ids))
    return Slide(
        title,
        answer.bottom_line,
        TablePicture("What was measured", table),
        study_ids=studies,
        page="condition",
        params=params,
    )


def _guidelines(answer: ConditionAnswer) -> Slide:
    rows = [
        {"Guideline": f"{one.study}, {one.publisher}", "Recommends": one.words, "Stance": STANCES[one.stance]}
        for one in answer.guidelines
    ]
    return Slide(
        "Says who?",
        answer.guideline_sentence or "What single guidelines recommend.",
        TablePicture("Recommendations of guidelines", pd.DataFrame(rows)) if rows else None,
        study_ids=tuple(dict.fromkeys(one.study_id for one in answer.guidelines)),
        page="condition",
        params={"cond": answer.condition},
    )
