"""The page of a claim: every claim and every link of its chain, with judgement, key studies and findings."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.answers.certainty import DOMAINS
from evidence.answers.chain import Link, chain
from evidence.answers.link_findings import link_findings
from evidence.charts import link_plot
from evidence.charts.direction_plot import MARKERS
from evidence.library import Library, load
from evidence.library.schema import split
from evidence.studies.names import study_names
from evidence.studies.results import SYMBOLS
from tests.conftest import ROOT
from tests.pages.pictures import Shown, pictures
from tests.pages.visit import arrive, go, links, nodes, rows, shown, texts, unfold, visit

_LIBRARY = load(ROOT / "data")
CLAIMS = _LIBRARY.mechanisms["mechanism_id"].tolist()
LINKS = sorted(
    {
        *_LIBRARY.findings[["mechanism", "link"]].itertuples(index=False, name=None),
        *_LIBRARY.appraisals[["mechanism_id", "link"]].itertuples(index=False, name=None),
    }
)
#: Word in the heading of what is told apart from primary studies of massage, by strand.
APART = {
    "synthesis": "Reviews",
    "other_therapy": "other manual therapy",
    "association": "Associations",
    "animal": "Animal",
}


@pytest.fixture(scope="module")
def visitor() -> AppTest:
    return arrive()


def view(visitor: AppTest, mechanism: str, link: str) -> AppTest:
    return go(visitor, "mechanism", {"mech": mechanism, "link": link})


def found(direct: pd.DataFrame, mechanism: str, link: str) -> pd.DataFrame:
    """The findings on benefit of primary studies of massage on one link."""
    return direct[(direct["role"] == "primary") & (direct["mechanism"] == mechanism) & (direct["link"] == link)]


def test_the_six_claims_are_there() -> None:
    assert len(CLAIMS) == 6


@pytest.mark.parametrize("mechanism_id", CLAIMS)
def test_a_claim_in_words(visitor: AppTest, library: Library, mechanism_id: str) -> None:
    row = library.mechanism(mechanism_id)
    assert row is not None
    app = go(visitor, "mechanism", {"mech": mechanism_id})
    words = shown(app)

    assert f"Claimed: {row['claim']}" in words

    assert app.title[0].value == row["name"]
    for name in ("claim", "how_it_is_said_to_work", "measured_by", "verdict", "verdict_detail", "practice_note"):
        assert " ".join(row[name].split()) in words
    links_shown = texts(app)[texts(app).index("The chain, link by link") :]
    for judged in library.appraisals[library.appraisals["mechanism_id"] == mechanism_id].to_dict("records"):
        label = library.schema.label("link", judged["link"])
        support = library.schema.label("support", judged["support"]).lower()
        assert any(text.startswith(f"{label}: {support}") for text in links_shown)


@pytest.mark.parametrize(("mechanism", "link"), LINKS)
def test_a_link_with_judgement_and_findings(
    visitor: AppTest, library: Library, direct: pd.DataFrame, mechanism: str, link: str
) -> None:
    app = view(visitor, mechanism, link)

    assert not app.exception
    assert library.schema.label("link", link) in [heading.value for heading in app.subheader]
    _judgement(app, library, mechanism, link)
    chosen = next(one for one in chain(library, mechanism) if one.link == link)
    _primary_findings(app, library, chosen, found(direct, mechanism, link))
    _told_apart(app, library, mechanism, link)


def _judgement(app: AppTest, library: Library, mechanism: str, link: str) -> None:
    judged = library.appraisals[
        (library.appraisals["mechanism_id"] == mechanism) & (library.appraisals["link"] == link)
    ].to_dict("records")
    if not judged:
        assert "no judgement on this link" in shown(app)
        return
    row, schema, words = judged[0], library.schema, shown(app)
    assert " ".join(row["conclusion"].split()) in words
    assert schema.label("support", row["support"]).lower() in words
    linked = {parse_qs(link.proto.query_string)["id"][0] for link in links(app, "study")}
    assert {*split(row["key_studies"]), row["best_study"]} <= linked
    assert f"single study: {study_names(library)[row['best_study']]}" in words
    reason = row["best_study_reason"]
    assert f"Why this one: {reason[0].upper()}{reason[1:]}." in words
    serious, _, reason = row["indirectness"].partition(": ")
    assert (f"indirect: {reason}" in words) == (bool(reason) and not serious.startswith("not serious"))
    if row["support"] == "untested":
        _no_certainty(texts(app), library, schema.label("link", link))
        return
    assert f"{schema.label('certainty', row['certainty']).lower()} certainty" in words
    domains = rows(app.table[0]).to_numpy().tolist()
    assert len(domains) == len(DOMAINS) == 5
    for name, (title, judgement, reason) in zip(DOMAINS, domains, strict=True):
        assert title == schema.field("appraisals", name).title
        said = f"{judgement}: {reason}" if reason != "–" else judgement
        assert said == " ".join(row[name].split())


def _no_certainty(words: list[str], library: Library, label: str) -> None:
    """Neither dots nor a level stand in the cell of a link that no study tests, nor in the judgement on it."""
    levels = [code.label.lower() for code in library.schema.codes("certainty")]
    said = [text for text in words if text.startswith(f"{label}: untested") or " untested · " in text]
    assert len(said) >= 2
    for text in said:
        assert "no study tests it" in text
        assert not any(f"{level} certainty" in text for level in levels)
        assert "●" not in text


def _primary_findings(app: AppTest, library: Library, link: Link, expected: pd.DataFrame) -> None:
    found = link_findings(library, link)
    if not found.study_ids:
        assert "No study with a finding stands behind this link" in shown(app)
        assert [picture.key for picture in pictures(app)] == ["timeline"]
        return
    sentence = link_plot(library, link.mechanism, link.link).sentence
    assert " ".join(sentence.split()) in texts(app)
    for part in (expected[expected["is_target"]], expected[~expected["is_target"]]):
        studies = part["study_id"].nunique()
        findings = "1 finding" if len(part) == 1 else f"{len(part)} findings"
        assert len(part) == 0 or f", {findings} of {studies} {'study' if studies == 1 else 'studies'}:" in sentence
    _plot(pictures(app)[0], library, pd.concat([expected, found.beside]))
    if expected.empty:
        return
    table = _whole_table(app)
    assert len(table) == len(expected)
    drawn = table["Direction"].str.split(" ", n=1).str[0].value_counts().to_dict()
    symbols = expected["direction"].map(SYMBOLS).value_counts().to_dict()
    assert drawn == symbols
    assert sorted(table["When"]) == sorted(" ".join(time.split()) for time in expected["timepoint"])


def _plot(picture: Shown, library: Library, expected: pd.DataFrame) -> None:
    chronic = dict(zip(library.studies["study_id"], library.studies["chronic_pain"], strict=True))
    markers = expected["direction"].map(MARKERS).where(expected["strand"] != "association", "square")
    there = Counter(zip(expected["study_id"], markers, strict=True))
    drawn = Counter((study_id, shape) for study_id, shape, _ in picture.marks)
    assert picture.key == "direction_plot"
    assert drawn
    assert drawn <= there
    assert all(filled == (chronic[study_id] == "yes") for study_id, _, filled in picture.marks)
    assert (drawn == there) == ("have the most people" not in picture.alt)


def _whole_table(app: AppTest) -> pd.DataFrame:
    """The findings table with all its pages."""
    parts = [_findings(app)]
    pagers = [pager for pager in app.pagination if pager.key == "primary_findings_page"]
    for page in range(2, pagers[0].proto.num_pages + 1) if pagers else ():
        app.pagination(key="primary_findings_page").set_value(page).run()
        parts.append(_findings(app))
    if pagers:
        app.pagination(key="primary_findings_page").set_value(1).run()
    return pd.concat(parts)


def _findings(app: AppTest) -> pd.DataFrame:
    return next(table for table in map(rows, app.table) if {"Study", "Numbers"} <= set(table.columns))


def _told_apart(app: AppTest, library: Library, mechanism: str, link: str) -> None:
    labels = [fold.label for fold in app.expander]
    here = library.findings[(library.findings["mechanism"] == mechanism) & (library.findings["link"] == link)]
    for strand, word in APART.items():
        part = here[here["strand"] == strand]
        heading = next((label for label in labels if word in label), "")
        assert bool(heading) == (len(part) > 0)
        if heading:
            assert f": {len(part)} finding" in heading
            assert f" of {part['study_id'].nunique()} stud" in heading


@pytest.mark.parametrize("strand", APART)
def test_what_is_told_apart_can_be_opened(library: Library, strand: str) -> None:
    mechanism, link = (
        library.findings[library.findings["strand"] == strand].groupby(["mechanism", "link"]).size().idxmin()
    )
    expected = library.findings[
        (library.findings["strand"] == strand)
        & (library.findings["mechanism"] == mechanism)
        & (library.findings["link"] == link)
    ]
    app = visit("mechanism", {"mech": mechanism, "link": link})
    before = len(app.table)

    unfold(app, f"strand_{strand}")

    assert not app.exception
    assert len(app.table) == before + 1
    names = {study_names(library)[study_id] for study_id in expected["study_id"]}
    opened = next(fold for fold in app.expander if APART[strand] in fold.label)
    assert {" ".join(name.split()) for name in names} == set(rows(opened.table[0])["Study"])


def test_harms_are_not_counted_for_or_against_a_claim(visitor: AppTest, library: Library) -> None:
    harms = library.findings[
        (library.findings["outcome_group"] == "safety") & (library.findings["strand"] == "massage")
    ]
    app = view(visitor, "pain_quality_of_life", "clinical")

    assert len(harms)
    assert any(f"Harms and safety: {len(harms)} finding" in fold.label for fold in app.expander)


def test_choosing_another_claim_or_link_writes_the_address(library: Library) -> None:
    app = visit("mechanism", {"mech": "endorphins", "design": "rct"})

    app.segmented_control(key="option_link").set_value("mediator_sustained").run()
    assert app.query_params["link"] == "mediator_sustained"
    app.segmented_control(key="option_mech").set_value("circulation").run()

    assert app.query_params["mech"] == "circulation"
    assert app.query_params["design"] == "rct"
    assert app.title[0].value == "Circulation"


def test_filters_narrow_the_findings_but_not_the_judgement(direct: pd.DataFrame, library: Library) -> None:
    trials = library.studies.loc[library.studies["design"] == "rct", "study_id"]
    expected = found(direct, "muscle_tension", "mediator_acute")
    expected = expected[expected["study_id"].isin(trials)]
    app = visit("mechanism", {"mech": "muscle_tension", "link": "mediator_acute", "design": "rct"})

    _judgement(app, library, "muscle_tension", "mediator_acute")
    assert 0 < len(expected) < len(found(direct, "muscle_tension", "mediator_acute"))
    assert len(_whole_table(app)) == len(expected)


def test_a_link_that_a_claim_does_not_have_is_said() -> None:
    app = visit("mechanism", {"mech": "pain_quality_of_life", "link": "mediator_to_symptom"})

    assert not app.exception
    assert any("link=mediator_to_symptom" in text for text in texts(app) if "Not understood" in text)
    assert app.segmented_control(key="option_link").value == "clinical"


@pytest.mark.parametrize("mechanism_id", CLAIMS)
def test_the_page_holds_few_elements(visitor: AppTest, mechanism_id: str) -> None:
    assert len(list(nodes(go(visitor, "mechanism", {"mech": mechanism_id})))) <= 110
