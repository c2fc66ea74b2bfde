"""A link into the middle of the dashboard, opened as the very first request after the server has started."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Settled


def test_a_study_opens_first(serve: Serve, page: Page, settled: Settled) -> None:
    base = serve()

    page.goto(f"{base}/study?id=cherkin-2011")
    settled(page)

    assert "2 types of massage and usual care" in page.locator("h1").inner_text()
    assert page.url == f"{base}/study?id=cherkin-2011"
    _has_menu_and_no_dialog(page)


def test_filtered_studies_open_first(serve: Serve, page: Page, settled: Settled) -> None:
    base = serve()

    page.goto(f"{base}/studies?design=rct&cond=fibromyalgia&view=table")
    settled(page)

    expect(page.get_by_text("Randomised trials of massage, self-massage or devices in fibromyalgia")).to_be_visible()
    assert page.url == f"{base}/studies?design=rct&cond=fibromyalgia&view=table"
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    _has_menu_and_no_dialog(page)


def _has_menu_and_no_dialog(page: Page) -> None:
    # What does not fit beside an open side panel stands in the menu's own list of further pages.
    for name in ("Overview", "Claims", "Studies"):
        expect(page.get_by_role("link", name=name, exact=False).first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
