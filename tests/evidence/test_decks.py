"""Slides say what the pages say; every deck is whole, and a view that means nothing says so."""

from __future__ import annotations

import pytest

from evidence.answers.chain import chain, claims
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.link_findings import best_study_sentence, link_findings
from evidence.answers.tougher import tougher
from evidence.charts import forest_plot
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.studies.names import study_names
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.takeaway.decks import deck_names, own_deck, pin, ready_deck, references
from evidence.takeaway.decks.claim_decks import PAIN
from evidence.takeaway.decks.links import live_link
from evidence.takeaway.decks.pictures import MOST_OUTCOMES, MOST_STUDIES
from evidence.takeaway.decks.slides import BarPicture, ChainPicture, ChartPicture, alt_text, numbers_of
from evidence.takeaway.decks.view_slides import LONGEST, MOST_VIEWS, slide_of, view_of
from ui.address.navigation import PAGES

CLAIMS = (
    "muscle_tension",
    "circulation",
    "endorphins",
    "range_of_motion",
    "anxiety_depression",
    "pain_quality_of_life",
)


def test_there_is_a_deck_for_every_claim_and_every_condition(library: Library) -> None:
    names = deck_names(library)
    assert next(iter(names)) == "five"
    assert {f"claim-{code}" for code in claims(library)["mechanism_id"]} <= set(names)
    assert {f"condition-{code}" for code in condition_names(library)} <= set(names)
    assert ready_deck(library, "claim-no-such") is None
    assert ready_deck(library, "<script>") is None


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_a_claim_runs_from_the_claim_to_the_references(library: Library, mechanism: str) -> None:
    deck = ready_deck(library, f"claim-{mechanism}")
    assert deck is not None
    row = library.mechanism(mechanism)
    titles = [slide.title for slide in deck.slides]
    assert titles[0].startswith("The claim")
    assert titles[1:3] == ["How it is said to work", "The chain of evidence"]
    assert titles[-4:] == ["Does it survive a tougher comparison?", "Bottom line", "What to say", "References"]
    assert deck.slides[0].sentence == f"Claimed: {row['claim']}"
    assert deck.slides[1].sentence == row["how_it_is_said_to_work"]
    assert deck.slides[-3].sentence == f"{row['verdict']}."
    assert deck.slides[-2].sentence == row["practice_note"]
    telling = deck.slides[3].picture
    assert isinstance(telling, ChartPicture)
    assert telling.chart.title == ("Forest plot" if mechanism == UMBRELLA else "Where the findings point")
    assert isinstance(deck.slides[4].picture, BarPicture)
    keys = {study_id for link in chain(library, mechanism)[:3] for study_id in link.carried_by}
    assert keys <= set(deck.slides[-1].study_ids)
    assert len(references(library, deck.slides[-1].study_ids)) == len(
        set(deck.slides[-1].study_ids) & set(library.records)
    )


def test_chains_on_slides_are_those_of_the_claims(library: Library) -> None:
    deck = ready_deck(library, "five")
    assert deck is not None
    picture = deck.slides[1].picture
    assert isinstance(picture, ChainPicture)
    assert len(picture.rows) == 5
    for mechanism in CLAIMS[:-1]:
        cells = picture.rows[str(library.mechanism(mechanism)["name"])]
        for cell, link in zip(cells, chain(library, mechanism), strict=False):
            assert cell.support == library.schema.label("support", link.support)
            level = library.schema.label("certainty", link.certainty) if link.tested else ""
            assert cell.certainty == (f"{level.lower()} certainty" if level else "")
            assert cell.studies == link.studied


def test_an_untested_link_shows_no_certainty_on_any_slide(library: Library) -> None:
    schema = library.schema
    for row in library.appraisals[library.appraisals["support"] == "untested"].to_dict("records"):
        label = schema.label("link", row["link"])
        deck = ready_deck(library, f"claim-{row['mechanism_id']}")
        assert deck is not None
        picture = deck.slides[2].picture
        assert isinstance(picture, ChainPicture)
        said = alt_text(picture, "").partition(f"{label} Untested (")[2].partition(")")[0]
        assert said.startswith("No study tests it")
        bottom = next(point for point in deck.slides[-3].points if point.startswith(f"{label}:"))
        assert "certainty" not in f"{said} {bottom}"
        cells = numbers_of(picture).set_index("Link").loc[label]
        assert cells["Certainty"] == ""


@pytest.mark.parametrize("code", ["five", *(f"claim-{code}" for code in CLAIMS)])
def test_a_claim_on_a_slide_is_always_marked_as_one(library: Library, code: str) -> None:
    deck = ready_deck(library, code)
    assert deck is not None
    for slide in deck.slides:
        for words in (slide.title, slide.sentence, *slide.points, slide.notes):
            for claim in library.mechanisms["claim"]:
                assert claim not in words or f"Claimed: {claim}" in words


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_the_best_single_study_of_each_link_is_on_the_slides(library: Library, mechanism: str) -> None:
    deck = ready_deck(library, f"claim-{mechanism}")
    assert deck is not None
    words = " ".join(deck.slides[-3].points)
    for link in chain(library, mechanism):
        if link.best_study:
            assert best_study_sentence(library, link) in words
            assert link.best_study_reason in words
            assert link.best_study in deck.slides[-1].study_ids


@pytest.mark.parametrize("mechanism", CLAIMS)
def test_what_carries_a_conclusion_is_on_the_slide_of_its_link(library: Library, mechanism: str) -> None:
    for link in chain(library, mechanism):
        slide = slide_of(library, f"mechanism?mech={mechanism}&link={link.link}")
        if not isinstance(slide.picture, ChartPicture):
            continue
        found = link_findings(library, link)
        (panel,) = slide.picture.chart.scene.panels
        drawn = {label.words.partition(" · ")[0] for label in panel.y.labels}
        for study_id in {*found.carrying["study_id"], *found.beside["study_id"]}:
            name = study_names(library)[study_id]
            assert any(name.startswith(words.rstrip("…")) for words in drawn), name
        assert len(panel.x.labels) <= max(MOST_OUTCOMES, len(found.targets))
        outcomes = [" ".join(label.words.split()) for label in panel.x.labels]
        labels = [library.schema.label("outcome_group", code) for code in found.targets]
        of_claim = [name in labels for name in outcomes]
        assert of_claim == sorted(of_claim, reverse=True), "outcomes of the claim itself come first"


def test_the_ladder_slide_speaks_with_the_voice_of_the_overview(library: Library) -> None:
    for code in ("five", f"claim-{UMBRELLA}"):
        deck = ready_deck(library, code)
        assert deck is not None
        slide = next(slide for slide in deck.slides if slide.title.startswith("Does it survive"))
        assert " ".join((slide.sentence, *slide.points)) == tougher(library).sentence


@pytest.mark.parametrize("mechanism", CLAIMS[:-1])
def test_the_ladder_of_a_claim_counts_no_side_evidence(library: Library, mechanism: str) -> None:
    deck = ready_deck(library, f"claim-{mechanism}")
    assert deck is not None
    picture = deck.slides[4].picture
    assert isinstance(picture, BarPicture)
    rows = library.findings.query("mechanism == @mechanism and strand == 'massage' and is_target")
    assert picture.counts["findings"].sum() == len(rows)


def test_pooled_slides_show_the_pooled_answer(library: Library) -> None:
    answer = pooled_studies(library, PAIN)
    deck = ready_deck(library, "claim-pain_quality_of_life")
    assert deck is not None
    slide = deck.slides[3]
    assert slide.sentence == conclusion(answer).sentence
    assert isinstance(slide.picture, ChartPicture)
    assert slide.picture.chart is forest_plot(library, PAIN, most=MOST_STUDIES)


def test_a_condition_says_what_its_page_says(library: Library) -> None:
    for condition in condition_names(library):
        deck = ready_deck(library, f"condition-{condition}")
        answer = condition_answer(library, condition)
        assert deck is not None
        words = " ".join(" ".join((slide.sentence, *slide.points)) for slide in deck.slides)
        for text in (
            answer.headline.soon,
            answer.headline.later,
            answer.dose_sentence,
            answer.harms.sentence,
            *answer.talk,
        ):
            assert text in words
        table = deck.slides[1].picture
        if answer.rows:
            assert table is not None
            assert list(numbers_of(table)["Certainty"]) == [row.certainty_words for row in answer.rows]
            assert list(numbers_of(table)["Effect"]) == [row.effect_and_size for row in answer.rows]
        elif table is not None:
            assert "Certainty" not in numbers_of(table)


def test_every_slide_is_whole(library: Library) -> None:
    for code in ("five", *(f"claim-{code}" for code in CLAIMS), "condition-low_back_pain", "condition-healthy"):
        deck = ready_deck(library, code)
        assert deck is not None
        for slide in deck.slides:
            assert slide.title
            assert slide.sentence or slide.points
            assert slide.page in PAGES
            assert set(slide.study_ids) <= set(library.records)
            if slide.picture is not None:
                assert not numbers_of(slide.picture).empty
                assert len(alt_text(slide.picture, slide.sentence)) > 30


def test_every_page_can_be_put_on_a_slide(library: Library) -> None:
    params = {"study": {"id": "cherkin-2011"}}
    for page in PAGES:
        if page in ("present", "briefing"):
            continue
        slide = slide_of(library, view_of(page, params.get(page, {})))
        assert slide.page == page
        assert slide.title not in ("This view is not known", "Nothing to show")


def test_a_view_keeps_its_selection(library: Library) -> None:
    slide = slide_of(library, view_of("studies", {"cond": ["cancer"], "design": ["rct"]}))
    assert "cancer" in slide.points[0]
    assert all("cancer" in library.records[study_id]["conditions"] for study_id in slide.study_ids)
    slide = slide_of(library, "synthesis?comp=credible&out=cherkin-2011")
    assert "credible controls" in slide.title


@pytest.mark.parametrize(
    "view",
    [
        "",
        "nonsense",
        "study?id=no-such",
        "study",
        "<script>?x=1",
        "x" * 5000,
        "map?rows=zzz&cols=zzz",
        "mechanism?mech=zz&link=zz",
    ],
)
def test_views_that_mean_nothing_get_a_slide_that_says_so_or_the_default(library: Library, view: str) -> None:
    assert slide_of(library, view).title


def test_a_deck_of_views_is_kept_short(library: Library) -> None:
    assert len(own_deck(library, ("overview",) * (MOST_VIEWS + 5)).slides) == MOST_VIEWS
    assert LONGEST < 2000


def test_a_deck_names_the_data_it_was_made_with(library: Library) -> None:
    assert pin(library) == f"{library.version}-{library.fingerprint}"


def test_links_lead_below_the_apps_own_address() -> None:
    assert (
        live_link("https://x.example/app/", "condition", {"cond": "cancer"})
        == "https://x.example/app/condition?cond=cancer"
    )
    assert live_link("https://x.example", "overview", {}) == "https://x.example/"
    assert live_link("", "overview", {}) == ""
