"""Pooled results in a real browser: a click leaves a study out, the address holds it, and the keyboard reaches the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from evidence.library import Library
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from tests.browser.conftest import Settled


def params(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def heading(page: Page) -> str:
    return page.get_by_role("heading", name=re.compile(r"^Pooled: ")).first.inner_text()


def test_a_click_on_a_square_leaves_the_study_out_and_back_brings_it_in(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    whole = pooled_studies(library, Question())
    page.goto(f"{server}/synthesis")
    settled(page)
    assert heading(page) == whole.heading

    # Squares are the marks with straight sides; the topmost is the newest study.
    square = page.locator(".js-plotly-plot").first.locator('.points path[d*="H"]').first
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile("out="))
    settled(page)

    newest = str(whole.rows["study_id"].iloc[0])
    assert params(page) == {"out": [newest]}
    without = pooled_studies(library, Question(left_out=(newest,)))
    assert heading(page) == without.heading
    expect(page.get_by_text("With nobody left out")).to_be_visible()

    page.go_back()
    settled(page)
    assert params(page) == {}
    assert heading(page) == whole.heading


def test_the_keyboard_reaches_the_doubts_and_the_address_holds_them(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    page.goto(f"{server}/synthesis?comp=any")
    settled(page)

    page.get_by_role("checkbox", name=re.compile("Only people with chronic pain")).or_(
        page.get_by_role("button", name=re.compile("Only people with chronic pain"))
    ).first.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("doubt=chronic"))
    settled(page)

    assert heading(page) == pooled_studies(library, Question(against="", doubts=("chronic",))).heading
    page.reload()
    settled(page)
    assert params(page) == {"comp": ["any"], "doubt": ["chronic"]}
    expect(page.get_by_text("With these doubts.")).to_be_visible()
