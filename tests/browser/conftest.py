"""A real server and a real browser for the tests in this folder; nothing here reaches beyond 127.0.0.1."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)

from evidence.library import Library, load
from tests.browser.chromium import find_chromium

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_LIMIT = 60  # seconds
SETTLE_LIMIT = 60  # seconds; a page takes one or two, but not where other programs fight for the processor
#: Seconds at rest before a page counts as settled: a click takes a moment to reach the server.
QUIET = 0.25

CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--no-proxy-server",
    # Every other host is unknown to the browser. Intercepting requests would do, but turns the cache off.
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
)

BUSY = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return !app
        || app.dataset.testScriptState !== "notRunning"
        || app.dataset.testConnectionState !== "CONNECTED"
        || document.querySelector(
            '[data-testid="stStatusWidget"], [data-stale="true"], '
            + '[data-testid="stAppSkeleton"], [data-testid="stSkeleton"]') !== null;
}"""

#: Opened by a link to a page, Streamlit looks for its server under that page's address first, and is told 404.
PROBE = re.compile(r"://[^/]+/.+/_stcore/(health|host-config)$")

Serve = Callable[..., str]
Settled = Callable[[Page], None]


@pytest.fixture(scope="session")
def library(data_folder: Path) -> Library:
    """What the dashboard shows, for tests that count."""
    return load(data_folder)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of the dashboard with the curated data, one server for all tests."""
    with running_app(tmp_path_factory.mktemp("server") / "log.txt", {}) as url:
        yield url


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """`serve(env={...})` starts a further server until the test ends and returns its base URL."""
    with ExitStack() as servers:

        def start(env: Mapping[str, str] | None = None) -> str:
            log = tmp_path_factory.mktemp("server") / "log.txt"
            return servers.enter_context(running_app(log, env or {}))

        yield start


@contextmanager
def running_app(log: Path, env: Mapping[str, str]) -> Iterator[str]:
    """The real app on a free port of this machine; stopped by its own process id.

    Fails if the log holds an error that the app did not catch: visitors see no more of it than that there was one.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = {"port": port, "address": HOST, "headless": "true", "fileWatcherType": "none"}
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://{HOST}:{port}"
            wait_until_healthy(url, process, log)
            yield url
        finally:
            stop(process)
    if "Traceback" in (told := log.read_text(errors="replace")):
        pytest.fail(f"The server met an error:\n{told[-4000:]}", pytrace=False)


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the health page says "ok"; fails with the end of the server's log otherwise."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.read().strip() == b"ok":  # any address answers with 200, so the body counts
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    state = "did not get ready" if process.poll() is None else f"ended with code {process.returncode}"
    pytest.fail(f"The server {state}. Its last words:\n{log.read_text(errors='replace')[-4000:]}", pytrace=False)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, and ends it if it does not."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; a missing one fails them with words on what to install."""
    chromium = find_chromium()
    with sync_playwright() as driver:
        # Without its sandbox Chromium also runs as root and in containers; it only ever shows our own pages.
        started = driver.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS), chromium_sandbox=False)
        yield started
        started.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Window]:
    """One browser window for all tests: its cache stays warm, so that plotly's bundle is read once and not every time."""
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(15_000)
    context.set_default_navigation_timeout(30_000)
    opened = Window(context)
    listen(context, opened.errors, opened.foreign)
    yield opened
    context.close()


@pytest.fixture
def page(window: Window) -> Iterator[Page]:
    """An empty page, 1280 by 800, light, without history, cookies or storage from other tests.

    Fails the test at its end if the console told of an error, an exception was not caught, or another host was asked.
    """
    window.errors.clear()
    window.foreign.clear()
    opened = window.context.new_page()
    opened.set_viewport_size({"width": 1280, "height": 800})
    yield opened
    window.forget()
    assert window.errors == []
    assert window.foreign == []


@dataclass
class Window:
    """A browser window with what it met: errors, and addresses on other hosts, none of which was reached."""

    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Close every page and drop what pages leave behind, but not the cache."""
        for opened in self.context.pages:
            if opened.url.startswith("http"):
                opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            opened.close()
        self.context.clear_cookies()


#: Streamlit looks for its server under the address of a deep link first and gets 404 there, which the console tells.
ASKED_IN_VAIN = re.compile(r"/\w+/_stcore/(health|host-config)")


def listen(context: BrowserContext, errors: list[str], foreign: list[str]) -> None:
    """Fills the two lists while the context's pages work."""

    def on_console(message: ConsoleMessage) -> None:
        asked = urlsplit(message.location.get("url", ""))
        in_vain = "404" in message.text and asked.hostname == HOST and ASKED_IN_VAIN.fullmatch(asked.path)
        if message.type == "error" and not in_vain:
            errors.append(f"{message.text} ({asked.geturl()})")

    def note_address(url: str) -> None:
        if urlsplit(url).hostname not in (None, HOST):
            foreign.append(url)

    def on_request(request: Request) -> None:
        note_address(request.url)

    def on_page(page: Page) -> None:
        page.on("websocket", lambda websocket: note_address(websocket.url))

    context.on("console", on_console)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("request", on_request)
    context.on("page", on_page)


@pytest.fixture(scope="session")
def settled() -> Settled:
    """`settled(page)` returns once Streamlit has drawn everything and stayed at rest for a moment."""
    return wait_until_settled


def wait_until_settled(page: Page, limit: float = SETTLE_LIMIT) -> None:
    """Waits for a finished run with nothing stale or pending on the page; fails after `limit` seconds."""
    deadline = time.monotonic() + limit
    quiet_since = None
    while (now := time.monotonic()) < deadline:
        if is_busy(page):
            quiet_since = None
        elif quiet_since is None:
            quiet_since = now
        elif now - quiet_since >= QUIET:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{page.url} was still working after {limit:g} seconds.")


def is_busy(page: Page) -> bool:
    """Whether Streamlit is still at work; a page that is just being replaced is."""
    try:
        return page.evaluate(BUSY)
    except Error:
        if page.is_closed():
            raise
        return True
