"""Finds the Chromium that drives the browser tests and, when asked, installs one.

As a program it prints the path, or says what to do and exits with 1:
`python tests/browser/chromium.py [--install]`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: On Debian: a browser, letters for it to draw, and what Playwright's own driver is linked against.
PACKAGES = "chromium fonts-dejavu-core libatomic1"

ADVICE = """The browser tests need Chromium and none was found that starts. One of these helps:
  make browser                                        (tries the next two by itself)
  .venv/bin/python -m playwright install chromium
  sudo apt-get install chromium libatomic1            (Debian)
  CHROMIUM=/path/to/chrome make test                  (use a browser you have)"""

#: Seconds; a download that hangs must not use up the time of the tests.
DOWNLOAD_LIMIT = 180
PACKAGE_LIMIT = 600


class NoChromiumError(RuntimeError):
    """There is no Chromium that starts; the message says what to do."""


def find_chromium() -> str:
    """The first Chromium that starts: $CHROMIUM, then the search path, then the one Playwright manages.

    Must be called while no other Playwright driver runs in this thread. Raises `NoChromiumError`.
    """
    if chosen := os.environ.get("CHROMIUM"):
        if starts(chosen):
            return chosen
        raise NoChromiumError(f"CHROMIUM is set to {chosen}, which does not start.\n{ADVICE}")
    for path in candidates():
        if starts(path):
            return path
    raise NoChromiumError(ADVICE)


def candidates() -> Iterator[str]:
    """Paths worth trying, best first."""
    yield from filter(None, map(shutil.which, NAMES))
    if path := managed_by_playwright():
        yield path


def managed_by_playwright() -> str | None:
    """The Chromium that Playwright has downloaded, if any."""
    try:
        with sync_playwright() as driver:
            return shutil.which(driver.chromium.executable_path)
    except Exception:  # a bare one is raised where the driver lacks a system library; it names it on stderr
        return None


def starts(path: str) -> bool:
    """Whether the program runs; Ubuntu's `chromium-browser`, for one, may be a note about a snap package."""
    program = shutil.which(path)
    if program is None or os.name == "nt":  # chrome.exe opens a window instead of printing its version
        return program is not None
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install_chromium() -> str:
    """Path of a Chromium, installed if there was none; raises `NoChromiumError` if nothing helped."""
    try:
        return find_chromium()
    except NoChromiumError:
        if os.environ.get("CHROMIUM"):  # a choice is not overridden
            raise
        print("No Chromium found; trying to install one for the browser tests.", flush=True)
    for command, limit in install_steps():
        run(command, limit)
        try:
            return find_chromium()
        except NoChromiumError:
            continue
    raise NoChromiumError(ADVICE)


def install_steps() -> Iterator[tuple[list[str], int]]:
    """Commands to try in turn, each with its limit in seconds; root on Debian or Ubuntu can do more."""
    playwright = [sys.executable, "-m", "playwright"]
    yield [*playwright, "install", "chromium"], DOWNLOAD_LIMIT
    if not is_root() or shutil.which("apt-get") is None:
        return
    if managed_by_playwright():  # downloaded, but the system lacks libraries it needs
        yield [*playwright, "install-deps", "chromium"], PACKAGE_LIMIT
    install = f"apt-get install -y -qq --no-install-recommends {PACKAGES} >/dev/null"
    yield ["sh", "-c", f"apt-get update -qq && {install}"], PACKAGE_LIMIT


def is_root() -> bool:
    """Whether system packages may be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def run(command: list[str], limit: int) -> None:
    """Runs a command with a time limit; a failure is told, not raised, as another step may still help."""
    print("  " + " ".join(command), flush=True)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            start_new_session=True,
        )
    except OSError as error:
        print(f"  could not be started: {error}", flush=True)
        return
    try:
        code = process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the download runs in a child of the command
        process.wait()
        print(f"  gave up after {limit} seconds", flush=True)
        return
    if code:
        print(f"  failed with code {code}", flush=True)


def main(arguments: list[str]) -> int:
    """Prints the path, after installing if `--install` is given; 1 if there is no Chromium."""
    try:
        print(install_chromium() if "--install" in arguments else find_chromium())
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
