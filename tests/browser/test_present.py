"""Presenting in the browser: two clicks to a deck, keys, the place in the address, a beamer, and printing."""

from __future__ import annotations

import io
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from evidence.answers.condition_answer import condition_answer
from evidence.library import Library
from evidence.takeaway.decks import ready_deck
from tests.browser.conftest import Settled

#: Pixels between the margins of the narrower paper, at 96 to the inch.
PAPER = 700
BEAMER = {"width": 1024, "height": 768}
#: A picture of ours in the page.
PICTURE = "[data-picture] > svg"


def test_two_clicks_to_a_deck_three_to_powerpoint(server: str, page: Page, settled: Settled, library: Library) -> None:
    page.goto(server)
    settled(page)
    page.get_by_role("link", name="Five claims in ten minutes").first.click()
    settled(page)
    expect(page.locator("h1")).to_have_text("Does massage help chronic pain, and how?")
    assert "deck=five" in page.url
    page.get_by_role("button", name="Take along").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Wide slides (16:9)").click()
    file = Presentation(io.BytesIO(started.value.path().read_bytes()))
    deck = ready_deck(library, "five")
    assert deck is not None
    text = " ".join(shape.text_frame.text for shape in file.slides[0].shapes if shape.has_text_frame)
    assert deck.slides[0].sentence in text
    expect(page.get_by_text(deck.slides[0].sentence)).to_be_visible()


def test_keys_turn_slides_and_a_reload_keeps_the_place(server: str, page: Page, settled: Settled) -> None:
    page.set_viewport_size(BEAMER)
    page.goto(f"{server}/present?deck=claim-endorphins")
    settled(page)
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 9)):
        page.keyboard.press(key)
        expect(page.get_by_text(f"{number} of 9", exact=True)).to_be_visible(timeout=20_000)
        settled(page)
    page.keyboard.press("Home")
    expect(page.get_by_text("1 of 9", exact=True)).to_be_visible(timeout=20_000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 9", exact=True)).to_be_visible(timeout=20_000)
    page.reload()
    settled(page)
    expect(page.locator("h1")).to_have_text("How it is said to work")


def test_slides_have_no_menu_and_fit_a_beamer(server: str, page: Page, settled: Settled) -> None:
    page.set_viewport_size(BEAMER)
    for slide in (2, 5):
        page.goto(f"{server}/present?deck=claim-muscle_tension&slide={slide}")
        settled(page)
        expect(page.get_by_role("link", name="Methods")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= BEAMER["width"]
    figure = page.locator(PICTURE).bounding_box()
    assert figure is not None
    assert figure["y"] + 0.9 * figure["height"] < BEAMER["height"]


def test_an_embedded_view_has_no_menu_and_keeps_its_caution(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/map?rows=condition&embed=true")
    settled(page)
    expect(page.get_by_role("link", name="Methods")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy link to this view")).to_have_count(0)
    expect(page.get_by_text("Not medical advice")).to_be_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_briefing_prints_with_nothing_cut(
    server: str, page: Page, settled: Settled, library: Library, paper: str
) -> None:
    page.goto(f"{server}/briefing?cond=low_back_pain")
    settled(page)
    figures = page.locator(PICTURE).all()
    assert figures
    for figure in figures:
        box = figure.bounding_box()
        assert box is None or box["width"] <= PAPER
    document = PdfReader(io.BytesIO(page.pdf(format=paper)))
    # The browser's letters for ff and fi are one sign each.
    text = unicodedata.normalize("NFKC", "".join("".join(sheet.extract_text() for sheet in document.pages).split()))
    answer = condition_answer(library, "low_back_pain")
    deck = ready_deck(library, "condition-low_back_pain")
    assert deck is not None
    expected = [slide.title for slide in deck.slides] + [slide.sentence for slide in deck.slides]
    expected += list(answer.talk)
    assert [words for words in expected if "".join(words.split()) not in text] == []
    # Lines of neighbouring cells are read in turn, so that a sentence in a table is not in one piece.
    cells = [words for row in answer.rows for words in (row.outcome_words, row.effect_and_size, row.certainty_words)]
    cells += [row.sentence for row in answer.rows]
    assert [word for words in cells for word in words.split() if word not in text] == []
    assert library.fingerprint in text


def test_a_picture_can_be_saved_with_its_caption_inside(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{server}/studies?view=ladder&cond=cancer")
    settled(page)
    page.get_by_text("Numbers, files and link of this picture").first.click()
    settled(page)
    page.get_by_text("SVG (lines)").first.click()
    settled(page)
    picture = page.locator(".stPlotlyChart").first
    picture.scroll_into_view_if_needed()
    picture.hover()
    with page.expect_download(timeout=30_000) as started:
        picture.locator("[data-title*='Download plot']").first.click()
    svg = started.value.path().read_text(encoding="utf-8")
    assert svg.lstrip().startswith("<svg")
    assert library.fingerprint in svg
