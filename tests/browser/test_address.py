"""The view is the address: what is chosen goes into it, and what it says is shown, on any computer and after any reload."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from evidence.library import Library
from evidence.selection import Selection
from tests.browser.conftest import Settled


def choose(page: Page, label: str, option: str) -> None:
    """Choose one option of a filter with many values, without waiting for the answer."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Escape")


def count(page: Page) -> str:
    """The line that says how many studies there are."""
    return page.get_by_text(re.compile(r"\d+ of \d+ studies")).first.inner_text()


def params(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_filter_goes_into_the_address_and_comes_back(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    page.goto(f"{server}/studies")
    settled(page)
    everything = count(page)

    choose(page, "Design", "Randomised trial (")
    settled(page)

    assert params(page) == {"design": ["rct"]}
    narrowed = count(page)
    expected = len(Selection(design=("rct",)).apply(library).studies)
    assert narrowed.startswith(f"{expected} of {len(library.studies)} studies")

    page.reload()
    settled(page)
    assert count(page) == narrowed
    assert params(page) == {"design": ["rct"]}

    page.get_by_role("button", name="Reset filters").click()
    settled(page)
    assert count(page) == everything
    assert params(page) == {}


def test_back_and_forward_go_from_view_to_view(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/studies?view=ladder")
    settled(page)
    views = [(page.url, count(page))]
    for label, option in (("Design", "Randomised trial ("), ("Conditions", "Low back pain")):
        choose(page, label, option)
        settled(page)
        views.append((page.url, count(page)))
    assert len(set(views)) == 3

    for step, expected in (
        (page.go_back, views[1]),
        (page.go_back, views[0]),
        (page.go_forward, views[1]),
        (page.go_forward, views[2]),
    ):
        step()
        settled(page)
        assert (page.url, count(page)) == expected


def test_filters_go_along_from_page_to_page(server: str, page: Page, settled: Settled) -> None:
    # Wide enough that the whole menu stands beside the side panel.
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{server}/studies?design=rct&chronic=yes")
    settled(page)

    page.get_by_role("link", name="Claims").click()
    settled(page)
    assert params(page) == {"design": ["rct"], "chronic": ["yes"]}
    assert urlsplit(page.url).path == "/mechanism"
    expect(page.get_by_text("Randomised trials of massage").first).to_be_visible()

    page.get_by_role("link", name="Methods").click()
    settled(page)
    page.get_by_role("link", name="Studies").click()
    settled(page)
    assert params(page) == {"design": ["rct"], "chronic": ["yes"]}

    # Streamlit records the way to a page and the filters it brings along as one step or, where it is slow, as two.
    for _ in range(2):
        page.go_back()
        settled(page)
        if urlsplit(page.url).path != "/studies":
            break
    expect(page.locator("h1")).to_have_text("Methods")


def test_a_card_opens_its_study_and_the_way_back_keeps_the_filters(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/studies?q=cherkin")
    settled(page)

    page.get_by_role("link", name="Cherkin et al. 2011").click()
    settled(page)
    assert page.url == f"{server}/study?id=cherkin-2011"

    page.get_by_role("link", name="Back to the list").click()
    settled(page)
    assert params(page) == {"q": ["cherkin"]}


def test_choices_made_faster_than_the_server_answers_are_all_kept(server: str, page: Page, settled: Settled) -> None:
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(f"{server}/studies")
    settled(page)

    choose(page, "Design", "Randomised trial (")
    choose(page, "Conditions", "Low back pain")
    choose(page, "Claim", "Pain and quality of life")
    settled(page)

    assert params(page) == {"design": ["rct"], "cond": ["low_back_pain"], "mech": ["pain_quality_of_life"]}
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_link_to_copy_is_the_address(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/studies?design=rct&q=knee pain")
    settled(page)

    page.get_by_role("button", name="Copy link to this view").click()
    link = page.get_by_test_id("stPopoverBody").locator("code").inner_text()

    assert urlsplit(link)[:3] == urlsplit(f"{server}/studies")[:3]
    assert parse_qs(urlsplit(link).query) == {"design": ["rct"], "q": ["knee pain"]}
