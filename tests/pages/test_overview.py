"""The overview says what the tables say: answer, chain matrix, claim cards, comparison ladder, doors."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.answers.tougher import tougher
from evidence.library import Library
from evidence.selection import Selection
from tests.pages.visit import array, arrive, links, nodes, readable, shown, texts, traces

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
    for node, caption in _links_with_what_follows(overview):
        params = parse_qs(node.proto.query_string)
        if node.proto.page == "mechanism" and "link" in params:
            cells[params["mech"][0], params["link"][0]] = (readable(node.value), readable(caption))

    assert set(cells) == set(zip(library.appraisals["mechanism_id"], library.appraisals["link"], strict=True))
    for judged in library.appraisals.to_dict("records"):
        name, below = cells[judged["mechanism_id"], judged["link"]]
        assert name.startswith(library.schema.label("link", judged["link"]))
        assert library.schema.label("support", judged["support"]).lower() in name
        here = direct[(direct["mechanism"] == judged["mechanism_id"]) & (direct["link"] == judged["link"])]
        if judged["support"] == "untested":
            assert below == "no study tests it"
            continue
        assert library.schema.label("certainty", judged["certainty"]).lower() in below
        target = here.loc[(here["role"] == "primary") & here["is_target"], "study_id"].nunique()
        reviews = here.loc[(here["role"] == "synthesis") & here["is_target"], "study_id"].nunique()
        assert _number_before(r"stud(y|ies)", below) == target
        assert _number_before(r"reviews?", below) == reviews


def _number_before(word: str, text: str) -> int:
    match = re.search(rf"(\d+) {word}\b", text)
    return int(match[1]) if match else 0


def _links_with_what_follows(app: AppTest) -> list[tuple]:
    """Each page link with the caption that comes next in reading order."""
    order = [node for node in nodes(app) if node.type in ("page_link", "caption")]
    return [
        (node, after.value if after.type == "caption" else "")
        for node, after in zip(order, [*order[1:], order[-1]], strict=True)
        if node.type == "page_link"
    ]


def test_there_are_six_claim_cards_with_counts(overview: AppTest, library: Library, direct: pd.DataFrame) -> None:
    headings = [readable(heading.value) for heading in overview.subheader]
    words = texts(overview)
    for mechanism in library.mechanisms.to_dict("records"):
        assert mechanism["name"] in headings
        card = words[words.index(mechanism["name"], words.index("Six claims")) :][:5]
        assert f"Claimed: {mechanism['claim']}" in card
        assert any(mechanism["verdict"] in text for text in card)
        here = direct[(direct["mechanism"] == mechanism["mechanism_id"]) & (direct["role"] == "primary")]
        counts = next(text for text in card if " with " in text and "finding" in text)
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
    lead = words.index(f"{voices.judged} {voices.reviews}")
    assert words[lead + 1] == voices.pooled
    assert not any("g 0" in text or "pooled g" in text for text in words[lead + 2 :])
    assert not any("pain: g" in str(bar["y"]) for chart in overview.get("plotly_chart") for bar in traces(chart))


@pytest.mark.parametrize(("position", "strand"), list(enumerate(ROLES)))
def test_the_ladder_is_counted_from_the_findings(
    overview: AppTest, library: Library, direct: pd.DataFrame, position: int, strand: str
) -> None:
    on_pain = direct["mechanism"] == "pain_quality_of_life"
    findings = direct[on_pain & (direct["role"] == ROLES[strand])]
    expected = findings.groupby(["comparator_class", "direction"]).size()
    chart = overview.get("plotly_chart")[position]
    names = {library.schema.label("direction", code.value): code.value for code in library.schema.codes("direction")}
    classes = {
        library.schema.label("comparator_class", code.value): code.value
        for code in library.schema.codes("comparator_class")
    }

    drawn = {}
    for bar in traces(chart):
        direction = next(code for label, code in names.items() if bar["name"].endswith(label))
        for label, number in zip(bar["y"], array(bar["customdata"]), strict=True):
            if number:
                drawn[classes[label.split("<br>")[0]], direction] = number
    assert drawn == {key: int(number) for key, number in expected.items()}

    alt = chart.proto.alt
    for rung in RUNGS[1:]:
        here = findings[findings["comparator_class"] == rung]
        if len(here):
            favouring = int((here["direction"] == "favours_massage").sum())
            part = f"{round(100 * favouring / len(here))}%" if len(here) >= 10 else str(favouring)
            phrase = library.schema.phrase("comparator_class", rung)
            assert f"{part} of {len(here)} against {phrase}" in alt
    sentence = alt.split(". ", 1)[1]
    assert sentence in shown(overview)


def test_three_doors_lead_to_views_with_the_counts_they_promise(overview: AppTest, library: Library) -> None:
    words = shown(overview)
    assert all(f"For the {reader}" in words for reader in ("clinician", "student", "presenter"))
    promised = [link for link in links(overview, "studies") if re.search(r"\(\d+\)$", link.value)]
    assert promised
    for link in promised:
        selection = Selection.from_params(parse_qs(link.proto.query_string))
        assert link.value.endswith(f"({len(selection.apply(library).studies)})")
