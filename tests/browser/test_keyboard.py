"""Everything can be reached and worked without a mouse."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Settled

MOST_STEPS = 80
ADDRESSES = [
    "/",
    pytest.param(
        "/mechanism?mech=endorphins",
        marks=pytest.mark.xfail(
            strict=True,
            reason="Streamlit lets the focus into a sidebar that is folded away, and here it is folded at first.",
        ),
    ),
    "/studies",
    "/study?id=cherkin-2011",
    "/methods",
]
IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
}"""


def focused(page: Page) -> str:
    """The name of the control that has the focus, and its address if it is a link; empty for a part of the page."""
    return page.evaluate(
        """() => {
            const element = document.activeElement;
            if (!element.matches("a, button, input, summary, [role=radio]")) return "";
            const name = element.getAttribute("aria-label") || element.innerText;
            return `${name.trim()} ${element.getAttribute("href") || ""}`.trim();
        }"""
    )


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on a control whose name or address ends with these words."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if focused(page).endswith(words):
            return
    pytest.fail(f"{MOST_STEPS} steps with Tab did not lead to “{words}”.")


def test_from_the_overview_to_a_link_of_a_chain(server: str, page: Page, settled: Settled) -> None:
    page.goto(server)
    settled(page)

    tab_to(page, "mech=circulation&link=mediator_sustained")
    page.keyboard.press("Enter")
    settled(page)

    assert urlsplit(page.url).path == "/mechanism"
    assert parse_qs(urlsplit(page.url).query) == {"mech": ["circulation"], "link": ["mediator_sustained"]}
    expect(page.locator("h1")).to_have_text("Circulation")
    expect(page.get_by_role("radio", name="Lasting", exact=True)).to_be_checked()
    expect(page.locator("h3").first).to_have_text("Lasting")


def test_the_skip_link_leads_past_the_menu(server: str, page: Page, settled: Settled) -> None:
    page.goto(server)
    settled(page)

    page.keyboard.press("Tab")
    assert focused(page).startswith("Skip to main content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert focused(page).endswith("mech=muscle_tension&link=mediator_acute")


def test_a_filter_is_set_by_keyboard(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/studies")
    settled(page)

    tab_to(page, "Help for Design")
    tab_to(page, "Design")
    page.keyboard.type("Cohort")
    page.keyboard.press("Enter")
    settled(page)

    assert parse_qs(urlsplit(page.url).query) == {"design": ["cohort"]}


def test_a_study_is_searched_and_opened_by_keyboard(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/studies")
    settled(page)

    tab_to(page, "Search")
    page.keyboard.type("cherkin 2 types")
    page.keyboard.press("Enter")
    settled(page)
    tab_to(page, "study?id=cherkin-2011")
    page.keyboard.press("Enter")
    settled(page)

    assert page.url == f"{server}/study?id=cherkin-2011"


def test_the_chosen_link_of_a_claim_is_changed_by_keyboard(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/mechanism?mech=endorphins")
    settled(page)

    tab_to(page, "At once")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settled(page)

    assert parse_qs(urlsplit(page.url).query) == {"mech": ["endorphins"], "link": ["mediator_sustained"]}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_focus_can_always_be_seen(address: str, server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}{address}")
    settled(page)

    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        if focused(page) and not page.evaluate(IN_SIGHT):
            unseen.append(focused(page))
    assert unseen == []
