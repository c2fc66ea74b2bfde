"""Text from data and addresses becomes text in the page: no element, no picture, no formula, no link comes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Dialog, Page

from evidence.library import load
from tests.browser.conftest import Settled, running_app
from tests.pages.hostile import HOSTILE, PIECES, make_hostile

#: Elements that only markup in the hostile text could have made. What it would mark up is one word each.
MADE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const never = "script, img[src$='x'], img[src*='invalid'], .katex, blockquote, a[href*='x.invalid'], a[href^='mailto:'], "
        + "[aria-label='bolt icon']";
    const words = ["bold", "link", "red", "code", "struck", "tag"];
    const marked = [...app.querySelectorAll("strong, b, a, code, del, s, .stMarkdownColoredText")].filter(element =>
        words.includes(element.textContent.trim()));
    return [...app.querySelectorAll(never), ...marked].map(element => element.outerHTML.slice(0, 120));
}"""
VIEWS = [
    "/",
    "/mechanism?mech=endorphins",
    "/mechanism?mech=pain_quality_of_life",
    "/studies?scope=",
    "/studies?view=table",
    "/study?id=cherkin-2011",
    "/condition?cond=knee_osteoarthritis",
    "/methods",
    "/map?rows=condition&cols=technique",
    "/synthesis?comp=any",
]
#: What shows no free text of the tables as it opens, or only inside a canvas or cut short inside a plot.
WITHOUT_FREE_TEXT = ("/methods", "/studies?view=table", "/map?rows=condition&cols=technique", "/synthesis?comp=any")
ADDRESSES = [
    "/studies?" + urlencode({"q": HOSTILE, "mech": HOSTILE, "link": "$x^2$", "view": "**b**", HOSTILE: ":red[x]"}),
    "/mechanism?" + urlencode({"mech": HOSTILE, "link": HOSTILE, "design": PIECES}, doseq=True),
    "/study?" + urlencode({"id": HOSTILE}),
    "/methods?" + urlencode({HOSTILE: HOSTILE}),
    "/synthesis?" + urlencode({"out": HOSTILE, "outcome": HOSTILE, "doubt": PIECES, "look": ":red[x]"}, doseq=True),
    "/map?" + urlencode({"rows": HOSTILE, "row": HOSTILE, "size": "$x^2$"}),
]


@pytest.fixture(scope="module")
def folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(data_folder, copy)
    make_hostile(copy)
    return copy


@pytest.fixture(scope="module")
def hostile_server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with running_app(log, {"TOUCHSTONE_DATA": str(folder)}) as url:
        yield url


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """What scripts of the page announced; `alert` in the hostile text would."""
    seen: list[str] = []

    def note(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return seen


def text_of(page: Page) -> str:
    """What can be read on the page, on one line and without the invisible signs that keep links from forming."""
    text = page.get_by_test_id("stMain").inner_text()
    return " ".join(text.replace("\N{WORD JOINER}", "").split())


@pytest.mark.parametrize("address", VIEWS)
def test_hostile_data_are_shown_as_text(
    address: str, hostile_server: str, page: Page, settled: Settled, dialogs: list[str]
) -> None:
    page.goto(hostile_server + address)
    settled(page)
    if go_on := page.get_by_role("button", name="Use these data all the same").all():
        go_on[0].click()
        settled(page)

    assert page.evaluate(MADE) == []
    assert dialogs == []
    if address not in WITHOUT_FREE_TEXT:
        assert HOSTILE in text_of(page)


def test_every_start_of_a_text_is_shown_as_it_is(
    folder: Path, hostile_server: str, page: Page, settled: Settled
) -> None:
    studies = load(folder).studies
    page.goto(f"{hostile_server}/studies?scope=&sort=name")
    settled(page)
    if go_on := page.get_by_role("button", name="Use these data all the same").all():
        go_on[0].click()
        settled(page)

    shown = text_of(page)
    titles = [" ".join(title.split()) for title in studies["title"]]
    assert sum(title in shown for title in titles) >= 20


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_addresses_are_shown_as_text(
    address: str, server: str, page: Page, settled: Settled, dialogs: list[str]
) -> None:
    page.goto(server + address)
    settled(page)

    assert page.evaluate(MADE) == []
    assert dialogs == []
    assert "<script>alert(1)</script>" in text_of(page)
