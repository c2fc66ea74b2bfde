"""Slides in the app: reached in two clicks, kept in the address, the same words as the deck, no frame around them."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.takeaway.decks import deck_names, own_deck, pin, ready_deck
from tests.pages.visit import links, shown, texts, unfold, visit
from ui.address.navigation import PAGES
from ui.around.standing import CAUTION


def test_every_ready_deck_can_be_chosen(library: Library) -> None:
    app = visit("present")
    queries = [link.proto.query_string for link in links(app, "present")]
    for code in deck_names(library):
        assert any(f"deck={code}&data={pin(library)}" in query for query in queries), code


@pytest.mark.parametrize("code", ["five", "claim-endorphins", "claim-pain_quality_of_life", "condition-cancer"])
def test_each_slide_says_what_the_deck_says(library: Library, code: str) -> None:
    deck = ready_deck(library, code)
    assert deck is not None
    for number, slide in enumerate(deck.slides, start=1):
        app = visit("present", {"deck": code, "slide": str(number)})
        assert not app.exception
        assert len(app.title) == 1
        words = shown(app)
        for text in (slide.title, slide.sentence, *slide.points):
            assert " ".join(text.split()) in words
        assert f"{number} of {len(deck.slides) + 1}" in words
        assert CAUTION not in words
        assert library.fingerprint in words


def test_the_last_slide_leads_to_the_live_view(library: Library) -> None:
    app = visit("present", {"deck": "claim-endorphins", "slide": "99"})
    assert "Look it up yourself" in shown(app)
    assert any("mech=endorphins" in link.proto.query_string for link in links(app, "mechanism"))


def test_buttons_turn_the_slides_and_keep_the_place_in_the_address() -> None:
    app = visit("present", {"deck": "five"})
    for label, number in (("Next", "2"), ("Next", "3"), ("Back", "2"), ("Last", "12")):
        next(button for button in app.button if button.label == label).click().run()
        assert app.query_params["slide"] == number
    next(button for button in app.button if button.label == "First").click().run()
    assert "slide" not in app.query_params


def test_keys_turn_the_slides() -> None:
    app = visit("present", {"deck": "five", "slide": "3"})
    shortcuts = {button.label: button.proto.shortcut for button in app.button}
    assert {shortcuts[name].lower() for name in ("First", "Back", "Next", "Last")} == {"home", "left", "right", "end"}


def test_notes_and_timer_come_on_demand() -> None:
    app = visit("present", {"deck": "five", "slide": "8"})
    assert "Time:" not in shown(app)
    next(button for button in app.button if button.label == "Notes").click().run()
    assert app.query_params["notes"] == "1"
    assert len(app.table) >= 1
    next(button for button in app.button if button.label == "Timer").click().run()
    assert "Time: 0:0" in shown(app)


def test_a_deck_of_other_data_says_so(library: Library) -> None:
    said = texts(visit("present", {"deck": "five", "data": "0.1.0-abc"}))
    assert any("was made with data 0.1.0-abc" in text for text in said)
    assert not any(
        "was made with data" in text for text in texts(visit("present", {"deck": "five", "data": pin(library)}))
    )


def test_own_views_make_a_deck(library: Library) -> None:
    views = ["synthesis?comp=active", "map?rows=condition"]
    app = visit("present", {"show": views})
    assert " ".join(own_deck(library, tuple(views)).slides[0].sentence.split()) in shown(app)
    app = visit("present", {"show": ["nonsense?x=<script>"]})
    assert "This view is not known" in shown(app)


@pytest.mark.parametrize("code", ["no-such", "claim-", "<b>"])
def test_an_unknown_deck_is_said_and_others_are_offered(code: str) -> None:
    app = visit("present", {"deck": code})
    assert not app.exception
    assert any("names no deck" in text for text in texts(app))
    assert links(app, "present")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("present", "briefing")])
def test_every_page_can_be_presented(page: str, library: Library) -> None:
    app = unfold(visit(page, {"id": "cherkin-2011"} if page == "study" else {}), "tool_Present this")
    queries = [link.proto.query_string for link in links(app, "present")]
    assert any(f"show={page}" in query and pin(library) in query for query in queries)


def test_from_the_overview_to_a_running_deck_is_one_click(library: Library) -> None:
    queries = [link.proto.query_string for link in links(visit("overview"), "present")]
    assert any("deck=five" in query for query in queries)
    labels = [button.label for button in visit("present", {"deck": "five"}).get("download_button")]
    assert any("16:9" in label for label in labels)
