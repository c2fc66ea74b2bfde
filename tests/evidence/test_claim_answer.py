"""The answer on a claim: complete, the same every time, and never without words."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pandas as pd
import pytest

from evidence.answers.certainty import NOT_SHOWN
from evidence.answers.chain import NO_CLAIMS, chain, overall
from evidence.answers.claim_answer import NO_LINK, ClaimAnswer, claim_answer, claim_codes, claim_names
from evidence.answers.overview_answer import overview_answer
from evidence.library import Library, load
from evidence.library.strands import UMBRELLA, links_of, on_benefit
from tests.conftest import ROOT

CLAIMS = claim_codes(load(ROOT / "data"))


def answer(library: Library, mechanism: str) -> ClaimAnswer:
    found = claim_answer(library, mechanism)
    assert found is not None
    return found


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_as_json_it_is_complete_and_the_same_every_time(library: Library, mechanism: str) -> None:
    found = answer(library, mechanism)
    written = json.dumps(found.to_dict(), allow_nan=False)
    again = json.dumps(answer(load(ROOT / "data"), mechanism).to_dict(), allow_nan=False)
    assert written == again
    read = json.loads(written)
    assert set(read) == {*(field.name for field in fields(found)), "carried_by", "conclusions"}
    assert [link["link"] for link in read["links"]] == list(links_of(mechanism))
    for link in read["links"]:
        assert link["name"]
        assert link["definition"]
        assert {"studied", "studied_beside", "indirect", "carried_by"} <= set(link)


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_it_says_what_the_tables_say(library: Library, mechanism: str) -> None:
    row, found = library.mechanism(mechanism), answer(library, mechanism)
    assert row is not None
    assert (found.name, found.verdict, found.verdict_detail) == (row["name"], row["verdict"], row["verdict_detail"])
    assert (found.practice_note, found.measured_by) == (row["practice_note"], row["measured_by"])
    assert found.explanation == row["how_it_is_said_to_work"]
    assert found.claimed == f"Claimed: {row['claim']}"
    assert (*found.links, *found.further) == chain(library, mechanism)
    assert list(found.all_links) == [link.link for link in chain(library, mechanism)]


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_findings_on_the_claim_itself_are_counted_apart_from_side_evidence(library: Library, mechanism: str) -> None:
    rows = on_benefit(library.findings[library.findings["mechanism"] == mechanism])
    target, words = rows[rows["is_target"]], answer(library, mechanism).evidence
    assert words.startswith(f"{target['study_id'].nunique()} studies with {len(target)} findings: ")
    side = len(rows) - len(target)
    assert (f"side evidence, not counted here: {side} finding" in words) == (side > 0)


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_the_chain_breaks_at_its_first_link_that_does_not_hold(library: Library, mechanism: str) -> None:
    found = answer(library, mechanism)
    if mechanism == UMBRELLA:
        assert found.breaks == found.links[0].conclusion
        return
    broken = next(link for link in found.links if link.support not in ("supported", "partly_supported"))
    verb = "breaks" if broken.support in NOT_SHOWN else "is open"
    assert found.breaks == f"The chain {verb} at “{broken.phrase}”: {broken.support_words}."


def test_a_chain_in_which_all_holds_breaks_nowhere(library: Library) -> None:
    appraisals = library.appraisals.assign(support="supported")
    assert "No link is judged not shown" in answer(replace(library, appraisals=appraisals), "endorphins").breaks


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_the_telling_link_is_a_measured_one_with_the_weakest_support(library: Library, mechanism: str) -> None:
    found = answer(library, mechanism)
    order = ["contradicted", "not_shown", "partly_supported", "supported", "untested"]
    measured = [link for link in found.links if link.direct]
    weakest = min(order.index(link.support) for link in measured)
    assert found.telling == next(link.link for link in measured if order.index(link.support) == weakest)


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_conclusions_and_what_carries_them_are_those_of_its_links(library: Library, mechanism: str) -> None:
    found = answer(library, mechanism)
    rows = library.appraisals[library.appraisals["mechanism_id"] == mechanism].set_index("link")
    named = [library.schema.label("link", link) for link in links_of(mechanism)]
    assert found.conclusions == tuple(
        f"{name}: {rows.loc[link, 'conclusion']}" for name, link in zip(named, links_of(mechanism), strict=True)
    )
    assert set(found.carried_by) == {study_id for link in found.links for study_id in link.carried_by}
    assert len(set(found.carried_by)) == len(found.carried_by)


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_a_claim_without_appraisals_has_words(library: Library, mechanism: str) -> None:
    found = answer(replace(library, appraisals=library.appraisals.head(0)), mechanism)
    assert found.breaks == NO_LINK
    assert found.conclusions == found.carried_by == ()
    assert {link.support_words for link in found.links} == {"not appraised"}
    assert {link.certainty_words for link in found.links} == {""}
    assert all(link.studied for link in found.links)
    assert json.dumps(found.to_dict())


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_a_claim_without_studies_has_words(library: Library, mechanism: str) -> None:
    nothing = replace(library, studies=library.studies.head(0), findings=library.findings.head(0))
    found = answer(nothing, mechanism)
    assert found.telling == ""
    assert found.evidence == "0 studies with 0 findings: No finding on benefit"
    assert found.breaks


def test_an_unknown_code_is_no_claim(library: Library) -> None:
    assert claim_answer(library, "magic") is None
    assert claim_answer(library, "") is None


def test_a_library_without_claims_says_so(library: Library) -> None:
    empty = replace(library, mechanisms=library.mechanisms.head(0))
    assert claim_codes(empty) == ()
    assert overall(empty) == NO_CLAIMS
    overview = overview_answer(empty)
    assert (overview.sentence, overview.claims) == (NO_CLAIMS, ())
    assert json.dumps(overview.to_dict())


def test_claims_stand_in_their_order(library: Library) -> None:
    rows = library.mechanisms.sort_values("order")
    assert list(claim_names(library).items()) == list(rows[["mechanism_id", "name"]].itertuples(index=False, name=None))
    assert claim_codes(library)[-1] == UMBRELLA


def test_the_overview_holds_every_claim_and_what_its_doors_promise(library: Library) -> None:
    overview = overview_answer(library)
    assert [claim.mechanism for claim in overview.claims] == list(claim_codes(library))
    assert overview.sentence == overall(library)
    for door in (overview.syntheses, overview.trials):
        assert door.studies == len(door.selection.apply(library).studies) > 0
    rows = library.studies[
        library.studies["study_id"].isin(overview.syntheses.selection.apply(library).studies["study_id"])
    ]
    assert set(rows["role"]) == {"synthesis"}
    assert "narrative_review" not in set(rows["design"])
    assert set(rows["chronic_pain"]) <= {"yes", "mixed"}
    written = json.dumps(overview.to_dict(), allow_nan=False)
    assert written == json.dumps(overview_answer(load(ROOT / "data")).to_dict(), allow_nan=False)
    assert not pd.Series(list(overview.conditions.values())).duplicated().any()
