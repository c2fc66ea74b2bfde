"""The first screen of the overview: the answer and the whole chain matrix on a small laptop."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from evidence.library import Library
from tests.browser.conftest import Settled


def test_the_first_screen_holds_the_whole_matrix(server: str, page: Page, settled: Settled, library: Library) -> None:
    page.goto(server)
    settled(page)

    boxes = page.evaluate(
        """() => [...document.querySelectorAll('a[href*="link="]')].map(link => {
            const cell = link.getBoundingClientRect();
            return [cell.top, cell.bottom, cell.left, cell.right];
        })"""
    )

    assert len(boxes) == len(library.appraisals)
    assert all(top > 0 and bottom <= 800 and left >= 0 and right <= 1280 for top, bottom, left, right in boxes)
    expect(page.locator("h1")).to_be_in_viewport()


def test_the_page_has_a_name_and_an_icon_of_its_own(server: str, page: Page, settled: Settled) -> None:
    page.goto(server)
    settled(page)

    assert "Touchstone" in page.title()
    assert page.locator('link[rel~="icon"]').first.get_attribute("href")
