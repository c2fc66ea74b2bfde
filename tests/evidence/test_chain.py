"""The chain of evidence: which links a claim needs, what was judged on them, how many studies bear on each."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evidence.answers.certainty import DOMAINS
from evidence.answers.chain import Link, chain, claimed, claims, link_of
from evidence.library import Library
from evidence.library.strands import CHAIN_LINKS, CLINICAL, DIRECT_SCOPES, UMBRELLA, links_of
from evidence.selection import Selection

MECHANISMS = ("muscle_tension", "circulation", "endorphins", "range_of_motion", "anxiety_depression")


def test_a_mechanism_needs_three_links_in_this_order() -> None:
    for mechanism in MECHANISMS:
        assert links_of(mechanism) == CHAIN_LINKS == ("mediator_acute", "mediator_sustained", "mediator_to_symptom")


def test_the_umbrella_claim_needs_the_clinical_outcome_only() -> None:
    assert UMBRELLA == "pain_quality_of_life"
    assert links_of(UMBRELLA) == (CLINICAL,) == ("clinical",)


def test_the_umbrella_claim_comes_last(library: Library) -> None:
    assert claims(library)["mechanism_id"].tolist() == [*MECHANISMS, UMBRELLA]


@pytest.mark.parametrize("mechanism", [*MECHANISMS, UMBRELLA])
def test_each_link_carries_the_judgement_of_the_curators(mechanism: str, library: Library) -> None:
    for link in chain(library, mechanism):
        rows = library.appraisals.query("mechanism_id == @mechanism and link == @link.link")
        if rows.empty:
            assert (link.support, link.certainty, link.conclusion, link.domains, link.key_studies) == (
                "",
                "",
                "",
                (),
                (),
            )
            continue
        row = rows.iloc[0]
        assert (link.support, link.conclusion) == (row["support"], row["conclusion"])
        assert link.certainty == ("" if row["support"] == "untested" else row["certainty"])
        assert (link.best_study, link.best_study_reason) == (row["best_study"], row["best_study_reason"])
        assert link.indirectness == row["indirectness"]
        assert set(link.carried_by) == {*link.key_studies, row["best_study"]}
        assert [domain.name for domain in link.domains] == list(DOMAINS)
        assert "; ".join(link.key_studies) == row["key_studies"]
        assert all(library.study(study_id) is not None for study_id in link.key_studies)


@pytest.mark.parametrize("mechanism", [*MECHANISMS, UMBRELLA])
def test_needed_links_come_first_and_no_finding_is_left_out(mechanism: str, library: Library) -> None:
    links = [link.link for link in chain(library, mechanism)]
    needed = links_of(mechanism)
    assert tuple(links[: len(needed)]) == needed
    assert len(set(links)) == len(links)
    of_claim = library.findings[library.findings["mechanism"] == mechanism]
    assert set(of_claim["link"]) <= set(links)


@pytest.mark.parametrize("mechanism", [*MECHANISMS, UMBRELLA])
def test_studies_are_counted_once_and_apart_by_their_kind(mechanism: str, library: Library) -> None:
    studies = library.studies.set_index("study_id")
    benefits = library.findings[library.findings["outcome_group"] != "safety"]
    for link in chain(library, mechanism):
        there = benefits[(benefits["mechanism"] == mechanism) & (benefits["link"] == link.link)]
        rows = studies.loc[sorted(set(there["study_id"]))]
        direct = rows["scope"].isin(DIRECT_SCOPES)
        assert link.direct == int((direct & (rows["role"] == "primary")).sum())
        assert link.studies["synthesis"] == int((direct & (rows["role"] == "synthesis")).sum())
        on_target = rows.loc[rows.index.isin(there.loc[there["is_target"], "study_id"])]
        of_massage = on_target["scope"].isin(DIRECT_SCOPES)
        assert link.syntheses == int((of_massage & (on_target["role"] == "synthesis")).sum())
        assert link.studies["animal"] == int((rows["scope"] == "animal").sum())
        assert link.studies["association"] == int((rows["scope"] == "no_intervention").sum())
        assert sum(link.studies.values()) == len(rows)


def test_an_untested_link_has_no_certainty_and_no_studies_that_test_it(library: Library) -> None:
    appraised = library.appraisals.iloc[0]
    mechanism, name = appraised["mechanism_id"], appraised["link"]
    appraisals = library.appraisals.assign(
        support=library.appraisals["support"].where(library.appraisals.index != appraised.name, "untested")
    )
    links = [*chain(replace(library, appraisals=appraisals), mechanism), *_untested(library)]
    found = [link for link in links if not link.tested]
    assert (mechanism, name) in {(link.mechanism, link.link) for link in found}
    for link in found:
        assert link.certainty == ""
        assert link.studied == "no study tests it"
        assert ("nearby" in link.studied_beside) == (link.direct > 0)


def _untested(library: Library) -> list[Link]:
    return [link for mechanism in MECHANISMS for link in chain(library, mechanism) if link.support == "untested"]


@pytest.mark.parametrize("mechanism", [*MECHANISMS, UMBRELLA])
def test_studies_of_the_claim_itself_come_before_side_evidence(mechanism: str, library: Library) -> None:
    targets = library.mechanism(mechanism)["target_outcomes"].split("; ")
    rows = library.findings[(library.findings["strand"] == "massage") & (library.findings["mechanism"] == mechanism)]
    for link in chain(library, mechanism):
        if not link.tested:
            assert link.targeted == 0
            continue
        here = rows[(rows["link"] == link.link) & rows["outcome_group"].isin(targets)]
        assert link.targeted == here["study_id"].nunique()
        if link.targeted:
            assert re.match(rf"{link.targeted} stud(y|ies)\b", link.studied)
            side = link.direct - link.targeted
            assert (f"{side} more with side evidence" == link.studied_beside) == (side > 0)


def test_indirectness_is_told_where_it_is_serious(library: Library) -> None:
    link = chain(library, "endorphins")[0]
    for cell, words in (
        ("serious: mostly athletes", "indirect: mostly athletes"),
        ("very serious: touch and animals", "very indirect: touch and animals"),
        ("serious", "indirect"),
        ("not serious", ""),
        ("not serious for one; serious elsewhere", ""),
        ("", ""),
    ):
        assert replace(link, indirectness=cell).indirect == words


def test_a_claim_is_marked_as_one(library: Library) -> None:
    for row in claims(library).to_dict("records"):
        assert claimed(row) == f"Claimed: {row['claim']}"


def test_a_study_of_harms_alone_does_not_bear_on_a_link(library: Library) -> None:
    harms = replace(library, findings=library.findings.assign(outcome_group="safety"))
    assert {sum(link.studies.values()) for link in chain(harms, UMBRELLA)} == {0}


def test_a_selection_changes_the_counts_but_not_the_judgement(library: Library) -> None:
    chosen = Selection(condition=("fibromyalgia",)).apply(library)
    for whole, part in zip(chain(library, "muscle_tension"), chain(chosen, "muscle_tension"), strict=False):
        if whole.link != part.link:
            continue
        assert part.support == whole.support
        assert all(part.studies[strand] <= count for strand, count in whole.studies.items())
    assert chain(chosen, "muscle_tension")[0].direct < chain(library, "muscle_tension")[0].direct


def test_a_link_without_studies_says_none(library: Library) -> None:
    nothing = replace(library, findings=library.findings.head(0))
    links = chain(nothing, "endorphins")
    assert [link.link for link in links] == list(CHAIN_LINKS)
    assert all(set(link.studies.values()) == {0} for link in links)


def test_a_link_without_judgement_has_no_words(library: Library) -> None:
    unjudged = replace(library, appraisals=library.appraisals.head(0))
    assert {link.support for link in chain(unjudged, "endorphins")} == {""}
    assert {link.certainty for link in chain(unjudged, "endorphins")} == {""}


def test_an_unknown_claim_has_empty_links(library: Library) -> None:
    assert all(sum(link.studies.values()) == 0 and not link.support for link in chain(library, "magic"))


def test_a_link_has_its_name_and_words(library: Library) -> None:
    schema = library.schema
    for link in chain(library, "circulation"):
        assert link_of(library, "circulation", link.link) == link
        assert (link.name, link.definition) == (schema.label("link", link.link), schema.definition("link", link.link))
        assert link.support_words == schema.label("support", link.support).lower()
        assert link.certainty_words == (
            f"{schema.label('certainty', link.certainty).lower()} certainty" if link.certainty else ""
        )


def test_a_link_that_a_claim_has_not_is_unknown(library: Library) -> None:
    with pytest.raises(KeyError):
        link_of(library, UMBRELLA, CHAIN_LINKS[0])
