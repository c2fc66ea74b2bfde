"""The answer on a link within a selection: everything that stands behind it, once, in words, and told apart."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from evidence.answers.chain import chain
from evidence.answers.claim_answer import claim_codes
from evidence.answers.link_answer import APART, HARMS, NOTHING_BEHIND, link_answer
from evidence.answers.link_findings import link_findings
from evidence.library import Library, load
from evidence.library.strands import SAFETY
from evidence.selection import Selection
from evidence.studies.names import study_names
from tests.conftest import ROOT

_LIBRARY = load(ROOT / "data")
LINKS = [(mechanism, link.link) for mechanism in claim_codes(_LIBRARY) for link in chain(_LIBRARY, mechanism)]
EVERYTHING = Selection()


@pytest.mark.parametrize(("mechanism", "link"), LINKS)
def test_as_json_it_is_complete_and_the_same_every_time(library: Library, mechanism: str, link: str) -> None:
    found = link_answer(library, mechanism, link, EVERYTHING)
    written = json.dumps(found.to_dict(), allow_nan=False)
    assert written == json.dumps(
        link_answer(load(ROOT / "data"), mechanism, link, EVERYTHING).to_dict(), allow_nan=False
    )
    read = json.loads(written)
    assert set(read) == {*(field.name for field in fields(found)), "empty"}
    assert read["link"]["link"] == link
    for row in (*read["counted"], *(row for part in read["apart"] for row in part["rows"])):
        assert row["finding_id"]
        assert row["study"]
        assert row["points_to"]


@pytest.mark.parametrize(("mechanism", "link"), LINKS)
def test_each_finding_of_the_link_stands_there_once(library: Library, mechanism: str, link: str) -> None:
    rows = library.findings[(library.findings["mechanism"] == mechanism) & (library.findings["link"] == link)]
    found = link_answer(library, mechanism, link, EVERYTHING)
    shown = [row.finding_id for row in found.counted]
    shown += [row.finding_id for part in found.apart for row in part.rows]
    assert sorted(shown) == sorted(rows["finding_id"])
    counted = rows[(rows["strand"] == "massage") & (rows["outcome_group"] != SAFETY)]
    assert sorted(row.finding_id for row in found.counted) == sorted(counted["finding_id"])


@pytest.mark.parametrize(("mechanism", "link"), LINKS)
def test_what_is_told_apart_has_a_heading_with_its_numbers(library: Library, mechanism: str, link: str) -> None:
    for part in link_answer(library, mechanism, link, EVERYTHING).apart:
        words, explanation = APART[part.kind]
        studies = len({row.study_id for row in part.rows})
        assert part.heading.startswith(f"{words}: {len(part.rows)} finding")
        assert f" of {studies} stud" in part.heading
        assert part.explanation == explanation


@pytest.mark.parametrize(("mechanism", "link"), LINKS)
def test_the_studies_behind_it_are_those_of_its_plot(library: Library, mechanism: str, link: str) -> None:
    found = link_answer(library, mechanism, link, EVERYTHING)
    own = next(one for one in chain(library, mechanism) if one.link == link)
    assert found.link == own
    assert found.study_ids == link_findings(library, own).study_ids
    assert (found.empty == "") == bool(found.study_ids)
    names = study_names(library)
    assert found.key_studies == tuple((study_id, names[study_id]) for study_id in own.key_studies)
    assert found.best_study == names.get(own.best_study, "")
    assert bool(found.best_study_details) == bool(found.best_study_label) == bool(own.best_study)


def test_filters_narrow_it_and_are_said(library: Library) -> None:
    whole = link_answer(library, "muscle_tension", "mediator_acute", EVERYTHING)
    trials = link_answer(library, "muscle_tension", "mediator_acute", Selection(design=("rct",)))
    assert not whole.filtered
    assert trials.filtered
    assert {row.finding_id for row in trials.counted} < {row.finding_id for row in whole.counted}
    assert trials.link == whole.link
    assert trials.described != whole.described
    assert trials.selection.mechanism == ("muscle_tension",)
    assert trials.selection.link == ("mediator_acute",)


def test_a_claim_and_a_link_in_the_filters_make_no_difference(library: Library) -> None:
    other = Selection(mechanism=("circulation",), link=("clinical",))
    found = link_answer(library, "endorphins", "mediator_acute", other)
    assert found == link_answer(library, "endorphins", "mediator_acute", EVERYTHING)


def test_what_is_empty_has_words(library: Library) -> None:
    nothing = replace(library, studies=library.studies.head(0), findings=library.findings.head(0))
    assert link_answer(nothing, "endorphins", "mediator_acute", EVERYTHING).empty == f"{NOTHING_BEHIND}."
    filtered = link_answer(library, "endorphins", "mediator_acute", Selection(text="zzzzqqqq"))
    assert filtered.empty == f"{NOTHING_BEHIND} within the filters chosen."
    assert (filtered.counted, filtered.apart, filtered.study_ids) == ((), (), ())


def test_a_link_without_appraisal_has_no_best_study(library: Library) -> None:
    unjudged = replace(library, appraisals=library.appraisals.head(0))
    found = link_answer(unjudged, "endorphins", "mediator_acute", EVERYTHING)
    assert (found.best_study, found.best_study_label, found.best_study_details, found.key_studies) == ("", "", "", ())
    assert found.link.support_words == "not appraised"
    assert found.counted


def test_key_studies_that_are_not_in_the_data_keep_their_id(library: Library) -> None:
    appraisals = library.appraisals.assign(key_studies="no-such-study", best_study="no-such-study")
    found = link_answer(replace(library, appraisals=appraisals), "endorphins", "mediator_acute", EVERYTHING)
    assert found.key_studies == (("no-such-study", ""),)
    assert found.best_study == ""


def test_unknown_codes_are_no_link(library: Library) -> None:
    with pytest.raises(KeyError):
        link_answer(library, "endorphins", "no_such_link", EVERYTHING)
    unknown = link_answer(library, "magic", "mediator_acute", EVERYTHING)
    assert unknown.empty == f"{NOTHING_BEHIND}."
    assert unknown.link.support_words == "not appraised"


def test_harms_are_told_apart(library: Library) -> None:
    found = link_answer(library, "pain_quality_of_life", "clinical", EVERYTHING)
    harms = next(part for part in found.apart if part.kind == HARMS)
    rows = library.findings.set_index("finding_id").loc[[row.finding_id for row in harms.rows]]
    assert set(rows["outcome_group"]) == {SAFETY}
    assert set(rows["strand"]) == {"massage"}
