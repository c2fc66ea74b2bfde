"""A condition in the browser: two screens, a handout to take along, and terms that open by keyboard."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from evidence.answers.condition_answer import condition_answer
from evidence.library import Library
from tests.browser.conftest import Settled

LAPTOP = {"width": 1440, "height": 900}
QUESTIONS = (
    "Bottom line",
    "Talk about it",
    "Does it help, how sure is that, and against what?",
    "How much, how often?",
    "What can go wrong?",
    "Says who?",
)


def test_every_condition_answers_within_two_screens(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    page.set_viewport_size(LAPTOP)
    for condition in library.conditions["condition_id"]:
        page.goto(f"{server}/condition?cond={condition}")
        settled(page)
        for question in QUESTIONS:
            box = page.get_by_role("heading", name=question, exact=True).bounding_box()
            assert box is not None
            assert box["y"] < 2 * LAPTOP["height"], (condition, question)
        end = page.get_by_text(condition_answer(library, condition).guideline_sentence).first.bounding_box()
        assert end is not None
        assert end["y"] + end["height"] < 2 * LAPTOP["height"], condition


@pytest.mark.parametrize(
    ("button", "version"), [("For clinicians", "clinician"), ("For patients, in plain words", "patient")]
)
def test_a_handout_has_the_numbers_of_the_page_and_leads_back(
    server: str, page: Page, settled: Settled, library: Library, button: str, version: str
) -> None:
    page.goto(f"{server}/condition?cond=fibromyalgia")
    settled(page)
    page.get_by_role("button", name="Handout (PDF)").click()
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    assert started.value.suggested_filename == f"massage-fibromyalgia-{version}-a4.pdf"
    document = PdfReader(io.BytesIO(started.value.path().read_bytes()))
    text = "".join(document.pages[0].extract_text().split())
    assert len(document.pages) == 1
    assert f"{server}/condition?cond=fibromyalgia" in text
    assert library.fingerprint in text
    for row in condition_answer(library, "fibromyalgia").rows:
        assert "".join((row.sentence if version == "clinician" else row.plain).split()) in text


def test_terms_open_by_keyboard(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/condition?cond=cancer")
    settled(page)
    page.get_by_role("button", name="Words on this page").focus()
    page.keyboard.press("Enter")
    term = page.get_by_role("link", name="Confidence interval", exact=True)
    expect(term).to_be_visible()
    page.keyboard.press("Escape")
    expect(term).to_be_hidden()
