"""The page of a study: every study opens, with its title and every finding; an unknown id gets help."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.answers.study_answer import study_answer
from evidence.effects.effect_table import effects_of
from evidence.effects.hedges_g import explain
from evidence.library import Library
from evidence.studies import results
from evidence.studies.names import study_names
from evidence.words.numbers import rounded
from tests.pages.visit import arrive, go, links, rows, shown, texts, unfold, visit

QUALITY = ("randomised", "assessor_blinded", "concealed_allocation", "intention_to_treat")


def one_line(text: object) -> str:
    return " ".join(str(text).split())


def findings(app: AppTest) -> list[dict[str, Any]]:
    """The findings table with all its pages."""
    tables = [table for table in map(rows, app.table) if {"Outcome", "Direction", "Numbers"} <= set(table.columns)]
    return [record for table in tables for record in table.to_dict("records")]


def test_every_study_has_an_answer_with_all_its_findings(library: Library) -> None:
    for study_id in library.studies["study_id"]:
        answer = study_answer(library, study_id)
        assert answer is not None
        assert [row.finding_id for row in answer.findings] == library.findings_of(study_id)["finding_id"].tolist()


def test_studies_open_with_their_title_and_every_finding(library: Library) -> None:
    """Each third of them: every answer is looked at above, and all pages lay out their answer in the same way."""
    app = arrive()
    wrong = []
    for study in library.studies.iloc[::3].to_dict("records"):
        go(app, "study", {"id": study["study_id"]})
        expected = library.findings_of(study["study_id"]).to_dict("records")
        if (
            app.exception
            or one_line(study["title"]) not in texts(app)[:3]
            or _said(app) != _expected(expected, library)
        ):
            wrong.append(study["study_id"])
    assert not wrong


def _said(app: AppTest) -> Counter[tuple[str, ...]]:
    return Counter((row["Direction"], row["When"], row["Numbers"], row["Outcome"]) for row in findings(app))


def _expected(records: list[dict[str, Any]], library: Library) -> Counter[tuple[str, ...]]:
    schema = library.schema
    return Counter(
        (
            results.points_to(row, schema),
            one_line(row["timepoint"]),
            one_line(
                f"{results.result(row, schema)} {row['metric_note']} {results.taken_from(row, study_names(library))}"
            ),
            one_line(f"{row['outcome']} {row['instrument']}"),
        )
        for row in records
    )


@pytest.mark.parametrize("study_id", ["cherkin-2011", "irnich-2001", "furlan-2015"])
def test_what_a_study_page_says(study_id: str, library: Library) -> None:
    study = library.study(study_id)
    assert study is not None
    schema = library.schema
    app = visit("study", {"id": study_id})
    words = shown(app)

    for name in ("summary", "limitations", "population", "authors", "journal"):
        assert one_line(study[name]).split(";")[0].split(",")[0] in words
    facts = {
        row["index"]: row["value"]
        for table in map(rows, app.table)
        if "value" in table
        for row in table.to_dict("records")
    }
    for name in QUALITY:
        assert facts[schema.field("studies", name).title] == schema.label(
            schema.field("studies", name).vocabulary, study[name]
        )
    for name in ("source_read", "extraction", "confidence"):
        field = schema.field("studies", name)
        assert facts[field.title] == schema.label(field.vocabulary, study[name])
    assert facts[schema.field("studies", "checked_on").title] == study["checked_on"]
    assert schema.label("adverse_events", study["adverse_events"]) in words
    assert [tab.label for tab in app.tabs] == ["Vancouver", "APA", "BibTeX", "RIS"]
    assert app.tabs[2].code[0].value.startswith("@")
    assert app.tabs[3].code[0].value.startswith("TY  - ")


def test_links_lead_to_where_the_paper_can_be_found(library: Library) -> None:
    app = visit("study", {"id": "cherkin-2011"})
    study = library.study("cherkin-2011")
    assert study is not None
    urls = [link.proto.url for link in app.link_button]
    assert any("pubmed" in url and study["pmid"] in url for url in urls)
    assert any(url.startswith("https://doi.org/") for url in urls)

    without = library.studies[(library.studies["pmid"] == "") & (library.studies["doi"] == "")]
    only_page = without[without["record_url"] != ""].iloc[0]
    go(app, "study", {"id": only_page["study_id"]})
    assert only_page["record_url"] in [link.proto.url for link in app.link_button]


def test_similar_studies_are_other_studies(library: Library) -> None:
    app = visit("study", {"id": "cherkin-2011"})
    similar = [parse_qs(link.proto.query_string)["id"][0] for link in links(app, "study")]

    assert len(similar) >= 3
    assert "cherkin-2011" not in similar
    assert all(library.study(study_id) is not None for study_id in similar)


@pytest.mark.parametrize(
    "params", [{}, {"id": ""}, {"id": "no-such-study"}, {"id": "CHERKIN-2011 "}, {"id": "x" * 10_000}]
)
def test_an_unknown_id_gets_a_clear_page_with_a_search(params: dict[str, str], library: Library) -> None:
    app = visit("study", params)

    assert not app.exception
    assert len(app.title) == 1
    assert len(app.text_input) == 1
    # The list of words on this page is long whatever the address says.
    paragraphs = [text for text in app.markdown.values if "part=glossary" not in text]
    assert max(len(paragraph) for paragraph in paragraphs) < 2_000
    app.text_input[0].set_value("cherkin low back").run()
    found = [parse_qs(link.proto.query_string).get("id", [""])[0] for link in links(app, "study")]
    assert "cherkin-2011" in found
    app.text_input[0].set_value("zzzqqqzzz").run()
    assert "Nothing found" in shown(app)


def test_the_way_back_leads_to_the_list_as_it_was(library: Library) -> None:
    app = visit("studies", {"design": "rct", "q": "knee"})
    go(app, "study", {"id": "cherkin-2011"})

    back = links(app, "studies")[0]
    assert parse_qs(back.proto.query_string) == {"design": ["rct"], "q": ["knee"]}


def test_a_synthesis_says_that_it_is_not_counted_with_primary_studies(library: Library) -> None:
    review = library.studies[library.studies["role"] == "synthesis"]["study_id"].iloc[0]
    primary = library.studies[library.studies["role"] == "primary"]["study_id"].iloc[0]
    words = "never counted or pooled together with primary studies"
    assert words in shown(visit("study", {"id": review}))
    assert words not in shown(visit("study", {"id": primary}))


def test_a_study_without_known_authors_is_cited_by_its_title(library: Library) -> None:
    nameless = library.studies[library.studies["authors"] == ""].iloc[0]
    app = visit("study", {"id": nameless["study_id"]})

    assert not app.exception
    for tab in app.tabs:
        assert one_line(nameless["title"])[:40] in one_line(tab.code[0].value).replace("{", "").replace("}", "")


def test_every_finding_stands_on_one_scale_or_says_why_not(library: Library) -> None:
    study_id = "cherkin-2001"
    effects = effects_of(library).loc[library.findings_of(study_id)["finding_id"]]
    app = visit("study", {"id": study_id})

    table = next(rows(table) for table in app.table if "g (95% interval)" in rows(table).columns)
    assert len(table) == len(effects)
    for shown_size, shown_note, (g, note) in zip(
        table["g (95% interval)"], table["To note"], zip(effects["g"], effects["note"], strict=True), strict=True
    ):
        if pd.isna(g):
            assert shown_size == "–"
            assert shown_note == " ".join(note.split())
        else:
            assert shown_size.startswith(rounded(g))
    derived = int(effects["g"].notna().sum())
    assert 0 < derived < len(effects)
    assert f"can be derived for {derived} of {len(effects)} findings" in shown(app)


def test_the_derivation_is_shown_with_its_numbers(library: Library) -> None:
    study_id = "hsieh-2004"
    app = unfold(visit("study", {"id": study_id}), "workings")

    words = shown(app)
    for row in library.findings_of(study_id).to_dict("records"):
        for step in explain(row, library.study(study_id)):
            if pd.notna(effects_of(library).at[row["finding_id"], "g"]):
                assert " ".join(step.split()) in words
    assert "Pooled SD = √(" in words
