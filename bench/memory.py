"""Memory of the server for each visitor who keeps the overview open in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.browser import VIEWPORT, chromium, dashboard_target, open_settled
from bench.server import dashboard
from bench.views import OVERVIEW
from evidence.library import Library


def memory_by_visitors(library: Library, data: Path, log: Path, visitors: int) -> list[float]:
    """MiB resident with 1, 2, … `visitors` visitors, each with cookies and cache of their own, none leaving."""
    with dashboard(log, data) as server, chromium() as browser:
        overview = dashboard_target(server, OVERVIEW, library)
        measured = []
        for _ in range(visitors):
            open_settled(browser.new_context(viewport=VIEWPORT), overview)
            measured.append(server.memory())
        return measured


def per_further_visitor(memory: Sequence[float]) -> float:
    """MiB for each visitor after the first."""
    return (memory[-1] - memory[0]) / (len(memory) - 1)
