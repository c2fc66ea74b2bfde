"""Links that stay on their page: the address follows, a reload shows the same, and the next click goes on from there."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Settled


def params(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_quiz_is_started_and_answered_by_clicks(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/learn?part=quiz")
    settled(page)
    page.get_by_role("link", name="Start a quiz").click()
    settled(page)
    page.wait_for_url(re.compile("seed="))
    seed = params(page)["seed"]
    standing = page.get_by_text(re.compile(rf"Set {seed[0]} · 0 of 10 answered"))
    expect(standing).to_be_visible()
    question = page.get_by_role("heading", level=2).first.inner_text()
    page.locator("label", has=page.locator("input[type=radio]")).first.click()
    settled(page)
    page.get_by_role("button", name="Answer").click()
    settled(page)
    expect(page.get_by_text(re.compile(rf"Set {seed[0]} · 1 of 10 answered"))).to_be_visible()
    assert params(page)["seed"] == seed
    assert page.get_by_role("heading", level=2).first.inner_text() == question
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile(rf"Set {seed[0]} · 1 of 10 answered"))).to_be_visible()


def test_a_preset_of_the_map_stands_in_the_address(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/map")
    settled(page)
    page.get_by_role("link", name="Who was studied?").click()
    page.wait_for_url(re.compile("rows=condition"))
    settled(page)
    assert params(page) == {"rows": ["condition"], "cols": ["chronic"]}
    page.reload()
    settled(page)
    assert params(page) == {"rows": ["condition"], "cols": ["chronic"]}
    expect(
        page.get_by_text("Evidence map: condition by chronic pain").or_(page.get_by_text("Chronic pain").first)
    ).to_be_visible()


def test_the_next_lesson_stands_in_the_address(server: str, page: Page, settled: Settled) -> None:
    page.goto(f"{server}/learn")
    settled(page)
    page.get_by_role("link", name=re.compile("^Next lesson")).click()
    page.wait_for_url(re.compile("lesson="))
    settled(page)
    assert params(page)["lesson"]
