"""The overview says what the tables say: answer, chain matrix, claim cards, comparison ladder, doors."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.answers.tougher import tougher
from evidence.library import Library
from evidence.library.strands import BESIDE_THE_LADDER, CHAIN_LINKS, DIRECTIONS
from evidence.library.strands import RUNGS as ALL_RUNGS
from evidence.selection import Selection
from tests.pages.pictures import pictures
from tests.pages.visit import arrive, links, nodes, readable, shown, texts

ROLES = {"massage": "primary", "synthesis": "synthesis"}
RUNGS = ("uncontrolled", "inactive", "credible", "active")


@pytest.fixture(scope="module")
def overview() -> AppTest:
    return arrive()


def test_the_answer_follows_from_the_appraisals(overview: AppTest, library: Library) -> None:
    umbrella = library.mechanism("pain_quality_of_life")
    assert umbrella is not None
    to_relief = library.appraisals[library.appraisals["link"] == "mediator_to_symptom"]
    answer = readable(overview.markdown[0].value)

    assert answer.startswith(umbrella["verdict"])
    for support, number in to_relief["support"].value_counts().items():
        assert f"{library.schema.label('support', support).lower()} for {number}" in answer
    held = int((to_relief["support"] == "supported").sum())
    assert ("none of the" in answer) == (held == 0)


def test_the_matrix_has_a_cell_for_every_appraisal(overview: AppTest, library: Library, direct: pd.DataFrame) -> None:
    cells = {}
    for node in links(overview, "mechanism"):
        params = parse_qs(node.proto.query_string)
        if "link" in params:
            cells[params["mech"][0], params["link"][0]] = readable(node.value)

    assert set(cells) == set(zip(library.appraisals["mechanism_id"], library.appraisals["link"], strict=True))
    for judged in library.appraisals.to_dict("records"):
        cell = cells[judged["mechanism_id"], judged["link"]]
        support = library.schema.label("support", judged["support"]).lower()
        here = direct[(direct["mechanism"] == judged["mechanism_id"]) & (direct["link"] == judged["link"])]
        if judged["support"] == "untested":
            assert cell == f"{support} no study tests it"
            continue
        name = "" if judged["link"] in CHAIN_LINKS else f"{library.schema.label('link', judged['link'])}: "
        assert cell.startswith(f"{name}{support} ●")
        assert f"○ {library.schema.label('certainty', judged['certainty']).lower()} " in cell
        target = here.loc[(here["role"] == "primary") & here["is_target"], "study_id"].nunique()
        reviews = here.loc[(here["role"] == "synthesis") & here["is_target"], "study_id"].nunique()
        assert _number_before(r"stud(y|ies)", cell) == target
        assert _number_before(r"reviews?", cell) == reviews


def test_the_links_are_named_once_above_the_matrix(overview: AppTest, library: Library) -> None:
    words = [readable(text.value).removesuffix(" →") for text in overview.markdown]
    names = [library.schema.label("link", link) for link in CHAIN_LINKS]
    first = words.index(names[0])
    assert words[first : first + len(names)] == names
    claims = [words.index(name, first) for name in library.mechanisms.sort_values("order")["name"]]
    assert claims == sorted(claims)


def test_the_page_holds_few_elements(overview: AppTest) -> None:
    assert len(list(nodes(overview))) <= 110


def _number_before(word: str, text: str) -> int:
    match = re.search(rf"(\d+) {word}\b", text)
    return int(match[1]) if match else 0


def test_there_are_six_claim_cards_with_counts(overview: AppTest, library: Library, direct: pd.DataFrame) -> None:
    cards = [text.value for text in overview.markdown if "Claimed:" in readable(text.value)]
    assert len(cards) == len(library.mechanisms)
    for mechanism, card in zip(library.mechanisms.sort_values("order").to_dict("records"), cards, strict=True):
        heading, claimed, verdict, counts = map(readable, card.split("\n\n"))
        assert heading == f"### {mechanism['name']}"
        assert claimed == f"Claimed: {mechanism['claim']}"
        assert mechanism["verdict"] in verdict
        here = direct[(direct["mechanism"] == mechanism["mechanism_id"]) & (direct["role"] == "primary")]
        target = here[here["is_target"]]
        assert counts.startswith(f"{target['study_id'].nunique()} studies with {len(target)} findings")
        for direction, number in target["direction"].value_counts().items():
            assert f"{library.schema.phrase('direction', direction)}: {number}" in counts
        side = len(here) - len(target)
        assert (f"side evidence, not counted here: {side} finding" in counts) == (side > 0)
    assert [link.value for link in links(overview, "mechanism") if "link=" not in link.proto.query_string]


def test_the_ladder_speaks_with_one_voice(overview: AppTest, library: Library) -> None:
    """Curators and reviews lead; our own pool of single trials stands below them and nowhere else."""
    words = texts(overview)
    voices = tougher(library)
    told = words.index(next(text for text in words if text.startswith(voices.judged)))
    assert words[told].startswith(f"{voices.judged} {voices.reviews} {voices.pooled}")
    assert not any("g 0" in text or "pooled g" in text for text in words[told + 1 :])
    assert not any("pain: g" in text for picture in pictures(overview) for text in picture.words)


@pytest.mark.parametrize(("position", "strand"), list(enumerate(ROLES)))
def test_the_ladder_is_counted_from_the_findings(
    overview: AppTest, library: Library, direct: pd.DataFrame, position: int, strand: str
) -> None:
    on_pain = direct["mechanism"] == "pain_quality_of_life"
    findings = direct[on_pain & (direct["role"] == ROLES[strand])]
    counts = findings.groupby(["comparator_class", "direction"]).size()
    picture = pictures(overview)[position]

    totals = findings["comparator_class"].value_counts()
    expected = [
        f"{library.schema.label('direction', direction)}: {number} ({100 * number / totals[rung]:.0f}%)"
        for rung in (*ALL_RUNGS, *BESIDE_THE_LADDER)
        for direction in DIRECTIONS
        if (number := int(counts.get((rung, direction), 0)))
    ]
    assert picture.hovers == expected
    drawn = " ".join(picture.words)
    assert all(library.schema.label("comparator_class", rung) in drawn for rung in totals.index)

    for rung in RUNGS[1:]:
        here = findings[findings["comparator_class"] == rung]
        if len(here):
            favouring = int((here["direction"] == "favours_massage").sum())
            part = f"{round(100 * favouring / len(here))}%" if len(here) >= 10 else str(favouring)
            phrase = library.schema.phrase("comparator_class", rung)
            assert f"{part} of {len(here)} against {phrase}" in picture.alt
    sentence = picture.alt.split(". ", 1)[1]
    assert sentence in shown(overview)


def test_three_doors_lead_to_views_with_the_counts_they_promise(overview: AppTest, library: Library) -> None:
    words = shown(overview)
    assert all(f"For the {reader}" in words for reader in ("clinician", "student", "presenter"))
    promised = [link for link in links(overview, "studies") if re.search(r"\(\d+\)$", link.value)]
    assert promised
    for link in promised:
        selection = Selection.from_params(parse_qs(link.proto.query_string))
        assert link.value.endswith(f"({len(selection.apply(library).studies)})")
