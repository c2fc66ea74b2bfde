"""What is said of a paper is what its record says, and no cell is left without words."""

from __future__ import annotations

import json

import pytest

from evidence.answers.study_answer import SYNTHESIS, study_answer, study_workings
from evidence.effects.effect_table import effects_of
from evidence.library import Library
from evidence.studies.names import study_names
from evidence.words.numbers import rounded
from tests.evidence.small_libraries import one_study, without_anything

SOME = ("cherkin-2011", "hsieh-2004", "furlan-2015", "irnich-2001")


def test_every_study_can_be_written_down_the_same_every_time(library: Library) -> None:
    for study_id in library.records:
        answer = study_answer(library, study_id)
        assert answer is not None
        written = json.dumps(answer.to_dict(), sort_keys=True)
        assert written == json.dumps(study_answer(library, study_id).to_dict(), sort_keys=True)  # type: ignore[union-attr]
        assert "nan" not in written.lower().split()


@pytest.mark.parametrize("study_id", SOME)
def test_the_answer_is_the_record(study_id: str, library: Library) -> None:
    answer, study = study_answer(library, study_id), library.records[study_id]
    assert answer is not None
    assert (answer.title, answer.summary, answer.limitations) == (
        study["title"],
        study["summary"],
        study["limitations"],
    )
    assert answer.name == study_names(library)[study_id]
    assert answer.synthesis == (SYNTHESIS if study["role"] == "synthesis" else "")
    assert [row.finding_id for row in answer.findings] == library.findings_of(study_id)["finding_id"].tolist()
    schema = library.schema
    quality = {fact.name: fact.words for fact in answer.quality}
    randomised = schema.field("studies", "randomised")
    assert quality[randomised.title] == schema.label(randomised.vocabulary, study["randomised"])
    told = {fact.name for fact in answer.done}
    for name in ("population", "country", "provider", "follow_up"):
        title = schema.field("studies", name).title
        assert (title in told) == (study[name] != "")
        assert (title.lower() in answer.silent) == (study[name] == "")


@pytest.mark.parametrize("study_id", SOME)
def test_sizes_are_those_of_the_effects(study_id: str, library: Library) -> None:
    answer = study_answer(library, study_id)
    assert answer is not None
    effects = effects_of(library).loc[[row.finding_id for row in answer.findings]]
    for row, (g, note) in zip(answer.sizes, zip(effects["g"], effects["note"], strict=True), strict=True):
        assert row.g.startswith(rounded(g)) if g == g else (row.g == "" and row.note == note)
    assert answer.has_sizes == bool(effects["g"].notna().any())
    workings = study_workings(library, study_id)
    assert len(workings) == effects["g"].notna().sum()
    assert all(steps for _, steps in workings)


def test_similar_studies_are_others(library: Library) -> None:
    answer = study_answer(library, "cherkin-2011")
    assert answer is not None
    assert len(answer.similar) >= 3
    assert all(other.study_id in library.records and other.study_id != "cherkin-2011" for other in answer.similar)
    assert all(other.same for other in answer.similar)


def test_an_unknown_id_has_no_answer(library: Library) -> None:
    assert study_answer(library, "no-such-study") is None
    assert study_answer(without_anything(library), "cherkin-2011") is None


def test_the_only_study_of_a_library_has_nobody_like_it(library: Library) -> None:
    answer = study_answer(one_study(library, "cherkin-2011"), "cherkin-2011")
    assert answer is not None
    assert answer.similar == ()
    assert answer.findings
