"""A real browser with a stopwatch in the page: opens an address with nothing cached and waits until it has come to rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

from bench.server import EMPTY_LINE, MEGABYTE, Server
from bench.views import View
from evidence.words.notices import CAUTION
from tests.browser.chromium import find_chromium
from tests.browser.conftest import BUSY, CHROMIUM_FLAGS

VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
STOPWATCH = Path(__file__).with_name("stopwatch.js").read_text(encoding="utf-8")
#: Milliseconds without any change after which a page counts as settled, and on a first look at an unknown page.
QUIET = 500
LONG_QUIET = 2_000
#: Milliseconds to wait for that.
PATIENCE = 60_000
SETTLED = "quiet => window.bench.done && performance.now() - window.bench.changed > quiet"
BASE64 = 3 / 4


@dataclass(frozen=True)
class Target:
    """What is opened, and what must be there before it is complete: the last words, and so many pictures."""

    url: str
    last_words: str
    pictures: int = 0


@dataclass(frozen=True)
class Times:
    """Milliseconds from the navigation until the window stood still and until all was settled; layout shift; pictures."""

    still: float
    settled: float
    shift: float
    plots: int
    pictures: int
    #: What came to rest last in the window, and what the largest shift moved.
    last: str
    shifted: str


@dataclass
class Wire:
    """Bytes that came to the browser: files as encoded on the wire, and the messages of the websocket."""

    files: float = 0.0
    messages: float = 0.0

    @property
    def megabytes(self) -> float:
        """All of it in MB."""
        return (self.files + self.messages) / MEGABYTE


@dataclass(frozen=True)
class Visit:
    """One first view."""

    times: Times
    wire: Wire


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the browser tests."""
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS), chromium_sandbox=False)
        yield browser
        browser.close()


def view_target(server: Server, view: View) -> Target:
    """A view of the dashboard."""
    return Target(server.url + view.address, CAUTION if view.has_footer else "")


def line_target(server: Server) -> Target:
    """An app that is little more than the line of the empty app."""
    return Target(server.url, EMPTY_LINE)


def first_view(browser: Browser, target: Target, quiet: int = QUIET) -> Visit:
    """Open the target in a browser that has never seen it, and close it again."""
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        wire = Wire()
        _listen(context.new_cdp_session(page), wire)
        open_settled(page, target, quiet)
        return Visit(_times(page), wire)
    finally:
        context.close()


def with_pictures(browser: Browser, target: Target) -> tuple[Target, Times]:
    """The target with the number of pictures that are there after a long look, so that later looks wait for all of them."""
    times = first_view(browser, target, LONG_QUIET).times
    return replace(target, pictures=times.pictures), times


def open_settled(page: Page, target: Target, quiet: int = QUIET) -> None:
    """Open the target in a new page and wait until it has come to rest."""
    values = f"{{busy: {BUSY}, lastWords: {json.dumps(target.last_words)}, pictures: {target.pictures}}}"
    page.add_init_script(f"({STOPWATCH.strip().removesuffix(';')})({values})")
    page.goto(target.url, wait_until="commit")
    wait_settled(page, quiet)


def wait_settled(page: Page, quiet: int = QUIET) -> None:
    """Wait until the page has come to rest."""
    page.wait_for_function(SETTLED, arg=quiet, polling=100, timeout=PATIENCE)


def new_page(context: BrowserContext) -> Page:
    """A page of a window that stays open."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _times(page: Page) -> Times:
    known = page.evaluate(
        "[bench.still, bench.changed, bench.shift, bench.plots(), bench.pictures(), bench.last, bench.shifted]"
    )
    return Times(*known)


def _listen(devtools: CDPSession, wire: Wire) -> None:
    """Count what comes over the wire into `wire` while the page works."""

    def on_file(event: dict[str, Any]) -> None:
        wire.files += event["encodedDataLength"]

    def on_frame(event: dict[str, Any]) -> None:
        binary = event["response"]["opcode"] == 2  # handed over as Base64
        wire.messages += len(event["response"]["payloadData"]) * (BASE64 if binary else 1)

    devtools.on("Network.loadingFinished", on_file)
    devtools.on("Network.webSocketFrameReceived", on_frame)
    devtools.send("Network.enable")
