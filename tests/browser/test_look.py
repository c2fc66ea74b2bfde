"""How pages look and read: every width, both themes, headings, charts, and axe-core's rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Settled, Window
from ui.address.navigation import PAGES

NAMED = {
    "overview": "/",
    "claim": "/mechanism?mech=endorphins",
    "studies": "/studies?design=rct",
    "studies as a table": "/studies?view=table",
    "comparison ladder": "/studies?view=ladder",
    "no study matches": "/studies?q=zzqq&design=rct",
    "study": "/study?id=cherkin-2011",
    "unknown study": "/study?id=no-such-study",
    "glossary": "/learn?part=glossary&term=hedges-g",
    "quiz": "/learn?part=quiz&seed=7&answers=0&at=1",
    "group without a summary": "/condition?cond=healthy",
    "methods": "/methods",
}
SEEN = {urlsplit(address).path.strip("/") or "overview" for address in NAMED.values()} - {"condition", "learn"}
#: Pages that are not named above are looked at as they open.
VIEWS = NAMED | {name: f"/{name}" for name in PAGES if name not in SEEN}
SIZES = ((1280, 800), (1024, 768), (360, 740))
#: Wide enough for two columns, and so high that nothing needs to be scrolled into sight, where axe would not see it.
WHOLE_PAGE = {"width": 1280, "height": 12_000}


@pytest.fixture(scope="module", params=VIEWS)
def view(request: pytest.FixtureRequest, server: str, window: Window, settled: Settled) -> Iterator[Page]:
    """One view, loaded once for all tests of this module; a test may resize it and change its theme."""
    window.errors.clear()
    window.foreign.clear()
    page = window.context.new_page()
    page.goto(server + VIEWS[request.param])
    settled(page)
    yield page
    window.forget()
    assert window.errors == []
    assert window.foreign == []


def resize(page: Page, width: int, height: int, settled: Settled) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(200)
    settled(page)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_wider_than_the_window(view: Page, width: int, height: int, settled: Settled) -> None:
    resize(view, width, height, settled)

    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert view.evaluate(TOO_WIDE) == []


#: Texts that reach beyond the right edge, unless something around them can be scrolled sideways.
TOO_WIDE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    if (main.scrollWidth > main.clientWidth) return [`main: ${main.scrollWidth} > ${main.clientWidth}`];
    const scrolls = element => {
        for (let e = element; e && e !== main; e = e.parentElement)
            if (["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX)) return true;
        return false;
    };
    return [...main.querySelectorAll("h1, h2, h3, p, li, a, button, label, input")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
        .map(e => `${e.tagName}: ${(e.innerText || "").slice(0, 60)}`);
}"""


def test_headings_are_in_order(view: Page) -> None:
    levels = view.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3, h4, h5, h6)')]
            .filter(heading => heading.offsetParent).map(heading => Number(heading.tagName[1]))"""
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_charts_are_told_in_words(view: Page) -> None:
    told = view.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
            .map(chart => [chart.getAttribute("role"), chart.getAttribute("aria-label") || ""])"""
    )
    words = view.get_by_test_id("stMain").inner_text()

    for role, alt in told:
        assert role == "figure"
        title, sentence = alt.split(". ", 1)
        assert title
        assert sentence.rstrip(".") in words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(view: Page, theme: str, settled: Settled) -> None:
    view.emulate_media(color_scheme=theme)
    resize(view, **WHOLE_PAGE, settled=settled)

    violations = Axe().run(view, options={"resultTypes": ["violations"]}).response["violations"]

    assert [line for violation in violations for line in _serious(violation)] == []


def _serious(violation: dict[str, Any]) -> Iterator[str]:
    """The elements of a serious or critical violation; none of Streamlit's own needs to be let pass."""
    if violation["impact"] in ("serious", "critical"):
        yield from (f"{violation['id']}: {node['html'][:200]} {_why(node)}" for node in violation["nodes"])


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
