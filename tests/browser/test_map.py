"""The evidence map in a real browser: a click on a mark opens exactly its studies."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from evidence.library import Library
from evidence.selection import Selection
from tests.browser.conftest import Settled


def test_a_click_on_a_mark_opens_its_studies(server: str, page: Page, settled: Settled, library: Library) -> None:
    page.goto(f"{server}/map?chronic=yes")
    settled(page)

    mark = page.locator(".js-plotly-plot").first.locator(".scatterlayer .points path").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile("/studies"))
    settled(page)

    params = parse_qs(urlsplit(page.url).query)
    assert params["chronic"] == ["yes"]
    assert len(params["mech"]) == len(params["link"]) == 1
    number = len(Selection.from_params(params, library.schema).apply(library).studies)
    expect(page.get_by_text(re.compile(rf"{number} of \d+ studies")).first).to_be_visible()


def test_a_cell_opens_from_the_keyboard(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/map?row=endorphins")
    settled(page)

    link = page.get_by_role("link", name=re.compile("At once$")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/studies"))
    settled(page)

    assert parse_qs(urlsplit(page.url).query) == {"mech": ["endorphins"], "link": ["mediator_acute"]}
