"""What stands side by side is what each page says, and the sentence names what differs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from evidence.condition_answer import condition_answer
from evidence.directions import SAFETY
from evidence.library import DIRECT_SCOPES, Library
from evidence.side_by_side import KINDS, differences, names, sides


def test_claims_carry_their_verdict_and_the_judgement_on_every_link(library: Library) -> None:
    tension, mood = sides(library, "mechanism", ["muscle_tension", "anxiety_depression"])
    assert tension.verdict == library.mechanism("muscle_tension")["verdict"]
    appraisals = library.appraisals[library.appraisals["mechanism_id"] == "anxiety_depression"]
    judged = dict(zip(appraisals["link"], appraisals["certainty"], strict=True))
    labels = {library.schema.label("link", link): certainty for link, certainty in judged.items()}
    assert {aspect.name: aspect.certainty for aspect in mood.aspects} == {
        name: labels[name] for name in (aspect.name for aspect in mood.aspects)
    }


@pytest.mark.parametrize("code", ["muscle_tension", "pain_quality_of_life"])
def test_counts_are_those_of_the_tables(library: Library, code: str) -> None:
    (side,) = sides(library, "mechanism", [code])
    findings, studies = library.findings, library.studies
    direct = studies.loc[studies["scope"].isin(DIRECT_SCOPES) & (studies["role"] == "primary"), "study_id"]
    rows = findings[
        (findings["mechanism"] == code) & findings["study_id"].isin(direct) & (findings["outcome_group"] != SAFETY)
    ]
    controlled = rows[rows["comparator_class"].isin(["inactive", "credible", "active"])]
    assert side.studies == rows["study_id"].nunique()
    assert side.controlled == len(controlled)
    assert side.favouring == (controlled["direction"] == "favours_massage").sum()


def test_conditions_carry_what_their_pages_say(library: Library) -> None:
    back, cancer = sides(library, "condition", ["low_back_pain", "cancer"])
    for side in (back, cancer):
        answer = condition_answer(library, side.code)
        assert (side.verdict, side.certainty) == (answer.summary, answer.certainty)
        assert [(a.name, a.certainty) for a in side.aspects] == [(line.label, line.certainty) for line in answer.lines]
        assert answer.dose_sentence in dict(side.facts).values()


def test_the_sentence_names_differences_likeness_and_gaps(library: Library) -> None:
    text = differences(library, sides(library, "condition", ["low_back_pain", "cancer", "fibromyalgia"]))
    assert text.endswith(".")
    assert "bottom line (low certainty)" in text
    assert "pain: low certainty for low back pain and fibromyalgia, very low certainty for cancer pain" in text
    assert "function was not measured against a control for cancer pain" in text
    assert "low back pain rests on" in text.lower()


def test_one_alone_cannot_differ(library: Library) -> None:
    assert "Choose two or three" in differences(library, sides(library, "mechanism", ["endorphins"]))


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_offered_can_be_compared(library: Library, kind: str) -> None:
    offered = list(names(library, kind))
    for first, second in pairwise(offered):
        assert differences(library, sides(library, kind, [first, second]))
