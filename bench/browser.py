"""Time in the browser from navigation to settled content, of each page against an empty app in the same run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from bench.server import Server, dashboard, small_app
from bench.views import OVERVIEW, View
from evidence.answers.chain import claims
from evidence.library import Library
from evidence.library.strands import links_of
from tests.browser.chromium import find_chromium
from tests.browser.conftest import BUSY, CHROMIUM_FLAGS
from ui.around.standing import CAUTION

VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
EMPTY_LINE = "Nothing but this line."
EMPTY_APP = f"import streamlit as st\n\nst.write({EMPTY_LINE!r})\n"
#: The empty app with the smallest plot there is: what plotly costs in any Streamlit app.
PLOT_APP = f"{EMPTY_APP}st.plotly_chart({{'data': [{{'type': 'bar', 'y': [1, 2, 3]}}]}})\n"
#: Milliseconds without any change after which a page counts as settled.
QUIET = 500
#: Milliseconds to wait for that.
PATIENCE = 60_000

#: Notes the time of the first screen and of the last change. Times are milliseconds since the navigation began.
STOPWATCH = """({busy, first, last_words}) => {
    const bench = window.bench = {first: null, changed: 0, done: false};
    const note = () => { bench.changed = performance.now(); };
    new MutationObserver(note).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    const drawn = () => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
        .every(chart => chart.querySelector('.main-svg'));
    const complete = () => document.body.textContent.includes(last_words);
    const look = () => {
        if (bench.first === null && document.body && first()) bench.first = performance.now();
        const done = !busy() && complete() && drawn();
        if (done !== bench.done) note();
        bench.done = done;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""

#: Whether as many links to a chain's links as there are cells in the matrix are within the window.
MATRIX_VISIBLE = """() => [...document.querySelectorAll('a[href*="link="]')].filter(cell => {
    const box = cell.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
}).length >= CELLS"""

NO_FIRST_SCREEN = "() => false"
LINE_VISIBLE = """() => [...document.querySelectorAll('p')].some(line => line.textContent === LINE)"""

SETTLED = "quiet => window.bench.done && performance.now() - window.bench.changed > quiet"


@dataclass(frozen=True)
class Target:
    """What is opened, when its first screen is there, and the words without which it is not complete."""

    url: str
    first: str
    last_words: str


@dataclass(frozen=True)
class Times:
    """Milliseconds from navigation to the first screen, if it is looked for and fits the window, and to settled content."""

    first: float | None
    settled: float


@dataclass(frozen=True)
class Against:
    """Median milliseconds of a page and of the empty app, and the median of the ratios of neighbouring visits."""

    page: float
    empty: float
    ratio: float


@dataclass(frozen=True)
class BrowserTimes:
    """Settled content of each view and of an app of one plot, and the overview's first screen, against the empty app."""

    settled: dict[View, Against]
    first_screen: Against
    one_plot: Against


def browser_times(library: Library, data: Path, folder: Path, views: Sequence[View], runs: int) -> BrowserTimes:
    """Open each view and the empty app by turns, `runs` times each, every time with nothing cached in the browser."""
    with (
        dashboard(folder / "dashboard.txt", data) as server,
        small_app(folder / "empty", EMPTY_APP) as empty_server,
        small_app(folder / "plot", PLOT_APP) as plot_server,
        chromium() as browser,
    ):
        empty = _line_target(empty_server)
        plot = _by_turns(browser, _line_target(plot_server), empty, runs)
        pairs = {view: _by_turns(browser, dashboard_target(server, view, library), empty, runs) for view in views}
    return BrowserTimes(
        settled={view: _compare(_settled(times)) for view, times in pairs.items()},
        first_screen=_compare([(_seen(page), _seen(empty)) for page, empty in pairs[OVERVIEW]]),
        one_plot=_compare(_settled(plot)),
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the browser tests."""
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS), chromium_sandbox=False)
        yield browser
        browser.close()


def open_settled(context: BrowserContext, target: Target) -> Times:
    """Open the target in a new page, which stays open, and wait until it has come to rest."""
    page = context.new_page()
    values = f"{{busy: {BUSY}, first: {target.first}, last_words: {target.last_words!r}}}"
    page.add_init_script(f"({STOPWATCH})({values})")
    page.goto(target.url, wait_until="commit")
    page.wait_for_function(SETTLED, arg=QUIET, polling=100, timeout=PATIENCE)
    first, settled = page.evaluate("[window.bench.first, window.bench.changed]")
    return Times(first, settled)


def dashboard_target(server: Server, view: View, library: Library) -> Target:
    """A view of the dashboard; the first screen of the overview is the chain matrix, all of it within the window."""
    cells = sum(len(links_of(mechanism)) for mechanism in claims(library)["mechanism_id"])
    first = MATRIX_VISIBLE.replace("CELLS", str(cells)) if view == OVERVIEW else NO_FIRST_SCREEN
    return Target(server.url + view.address, first, CAUTION)


def _line_target(server: Server) -> Target:
    return Target(server.url, LINE_VISIBLE.replace("LINE", repr(EMPTY_LINE)), EMPTY_LINE)


def _by_turns(browser: Browser, page: Target, empty: Target, runs: int) -> list[tuple[Times, Times]]:
    for target in (page, empty):  # a first visit pays for what later visitors find ready on the server
        _opened(browser, target)
    return [(_opened(browser, page), _opened(browser, empty)) for _ in range(runs)]


def _opened(browser: Browser, target: Target) -> Times:
    context = browser.new_context(viewport=VIEWPORT)
    try:
        return open_settled(context, target)
    finally:
        context.close()


def _settled(pairs: Sequence[tuple[Times, Times]]) -> list[tuple[float, float]]:
    return [(page.settled, empty.settled) for page, empty in pairs]


def _seen(times: Times) -> float:
    """The time of the first screen; not a number where the window never showed all of it."""
    return math.nan if times.first is None else times.first


def _compare(pairs: Sequence[tuple[float, float]]) -> Against:
    return Against(
        page=median(page for page, _ in pairs),
        empty=median(empty for _, empty in pairs),
        ratio=median(page / empty for page, empty in pairs),
    )
