"""Slides say what the pages say; every deck is whole, and a view that means nothing says so."""

from __future__ import annotations

import pytest

from evidence.chain import UMBRELLA, chain, claims
from evidence.charts import forest_plot
from evidence.conclusion import conclusion
from evidence.condition_answer import condition_answer, condition_names
from evidence.decks import deck_names, own_deck, pin, ready_deck, references
from evidence.decks.claim_decks import PAIN
from evidence.decks.links import live_link
from evidence.decks.slides import BarPicture, ChainPicture, DirectionPicture, ForestPicture, alt_text, numbers_of
from evidence.decks.view_slides import LONGEST, MOST_VIEWS, slide_of, view_of
from evidence.library import Library
from evidence.pooled_answer import pooled_answer
from ui.navigation import PAGES

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
    assert deck.slides[0].sentence == row["claim"]
    assert deck.slides[1].sentence == row["how_it_is_said_to_work"]
    assert deck.slides[-3].sentence == f"{row['verdict']}."
    assert deck.slides[-2].sentence == row["practice_note"]
    telling = deck.slides[3].picture
    assert isinstance(telling, ForestPicture if mechanism == UMBRELLA else DirectionPicture)
    assert isinstance(deck.slides[4].picture, BarPicture)
    keys = {study_id for link in chain(library, mechanism)[:3] for study_id in link.key_studies}
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
            assert cell.certainty.startswith(library.schema.label("certainty", link.certainty))


def test_pooled_slides_show_the_pooled_answer(library: Library) -> None:
    answer = pooled_answer(library, PAIN)
    deck = ready_deck(library, "claim-pain_quality_of_life")
    assert deck is not None
    slide = deck.slides[3]
    assert slide.sentence == conclusion(answer).sentence
    assert isinstance(slide.picture, ForestPicture)
    assert slide.picture.chart.sentence == forest_plot(answer).sentence


def test_a_condition_says_what_its_page_says(library: Library) -> None:
    for condition in condition_names(library):
        deck = ready_deck(library, f"condition-{condition}")
        answer = condition_answer(library, condition)
        assert deck is not None
        words = " ".join(" ".join((slide.sentence, *slide.points)) for slide in deck.slides)
        for text in (answer.summary, answer.dose_sentence, answer.harms_sentence, *answer.talk):
            assert text in words
        table = deck.slides[1].picture
        if table is not None:
            assert list(numbers_of(table)["What can be said"]) == [line.sentence for line in answer.lines]


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
