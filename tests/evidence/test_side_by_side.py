"""What stands side by side is what each page says, and the sentence names what differs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from evidence.answers.condition_answer import condition_answer
from evidence.answers.side_by_side import KINDS, differences, first, names, sides
from evidence.library import Library
from evidence.library.strands import DIRECT_SCOPES, SAFETY


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
    controlled = rows[rows["comparator_class"].isin(["inactive", "credible", "active"]) & rows["is_target"]]
    assert side.studies == rows["study_id"].nunique()
    assert side.controlled == len(controlled)
    assert side.favouring == (controlled["direction"] == "favours_massage").sum()


def test_conditions_carry_what_their_pages_say(library: Library) -> None:
    back, cancer = sides(library, "condition", ["low_back_pain", "cancer"])
    for side in (back, cancer):
        answer = condition_answer(library, side.code)
        assert side.verdict == answer.bottom_line
        assert [(a.name, a.words, a.certainty) for a in side.aspects] == [
            (row.heading, row.effect_and_size, row.certainty) for row in answer.rows
        ]
        assert {answer.dose_sentence, answer.harms.sentence} <= set(dict(side.facts).values())


def test_the_sentence_names_differences_and_likeness(library: Library) -> None:
    compared = sides(library, "condition", ["low_back_pain", "neck_pain"])
    text = differences(library, compared)
    assert text.endswith(".")
    assert "low back pain rests on" in text.lower()
    back, neck = ({aspect.name: (aspect.words, aspect.certainty) for aspect in side.aspects} for side in compared)
    shared = [name for name in back if name in neck]
    assert shared
    for name in shared:
        assert name.lower() in text
        likeness = f"{name.lower()} ({back[name][0]}"
        assert (likeness in text) == (back[name] == neck[name])


def test_what_stands_there_without_a_choice_is_known(library: Library) -> None:
    for kind in KINDS:
        assert len(first(library, kind)) == 2
        assert set(first(library, kind)) <= set(names(library, kind))


def test_one_alone_cannot_differ(library: Library) -> None:
    assert "Choose two or three" in differences(library, sides(library, "mechanism", ["endorphins"]))


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_offered_can_be_compared(library: Library, kind: str) -> None:
    offered = list(names(library, kind))
    for one, other in pairwise(offered):
        assert differences(library, sides(library, kind, [one, other]))
