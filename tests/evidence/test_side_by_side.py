"""What stands side by side is what each page says, and the sentence names what differs."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from itertools import pairwise

import pytest

from evidence.answers.condition_answer import condition_answer
from evidence.answers.side_by_side import KINDS, differences, first, names, sides
from evidence.library import Library, load
from evidence.library.strands import DIRECT_SCOPES, SAFETY
from evidence.studies.names import study_names
from tests.conftest import ROOT


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


@pytest.mark.parametrize("kind", KINDS)
def test_as_json_a_side_is_complete_and_the_same_every_time(library: Library, kind: str) -> None:
    compared = sides(library, kind, first(library, kind))
    written = [json.dumps(side.to_dict(), allow_nan=False) for side in compared]
    again = sides(load(ROOT / "data"), kind, first(library, kind))
    assert written == [json.dumps(side.to_dict(), allow_nan=False) for side in again]
    for text in written:
        assert set(json.loads(text)) == {field.name for field in fields(compared[0])}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_side_leads_to_is_there(library: Library, kind: str) -> None:
    for side in sides(library, kind, list(names(library, kind))):
        assert side.listed == len(side.selection.apply(library).studies)
        assert all(study_names(library)[study_id] == name for study_id, name in side.key_studies)


def test_claims_without_appraisals_have_words(library: Library) -> None:
    unjudged = replace(library, appraisals=library.appraisals.head(0))
    compared = sides(unjudged, "mechanism", ["endorphins", "circulation"])
    assert {aspect.words for side in compared for aspect in side.aspects} == {"not appraised"}
    assert {side.key_studies for side in compared} == {()}
    assert "at once (not appraised)" in differences(unjudged, compared)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_code_has_no_side(library: Library, kind: str) -> None:
    with pytest.raises(KeyError):
        sides(library, kind, ["no_such"])
