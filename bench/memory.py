"""Memory of the server's process after every page has been opened, and for each further visitor who stays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.browser import chromium, first_view, line_target, view_target
from bench.report import Goal, number, table
from bench.server import EMPTY_APP, Server, dashboard, small_app
from bench.views import OVERVIEW, View
from bench.visit import session, visit

#: MB of the process after all pages, and of each further visitor.
PROCESS, VISITOR = 450.0, 3.0
#: Pages that each visitor opens one after the other before staying on the last.
STAY = (View("", ""), View("mechanism", "mech=pain_quality_of_life"), View("studies", ""))
#: Visitors who come before the growth is measured: they use up what is free inside the process.
FIRST = 10


@dataclass(frozen=True)
class Growth:
    """MB of a process: right after its start, after all pages, and with 1, 2, … further visitors."""

    start: float
    pages: float
    by_visitors: tuple[float, ...]

    @property
    def further(self) -> float:
        """MB for each visitor after the first few."""
        if len(self.by_visitors) < 2:
            return float("nan")
        first = min(FIRST, len(self.by_visitors) // 2)
        return (self.by_visitors[-1] - self.by_visitors[first - 1]) / (len(self.by_visitors) - first)


@dataclass(frozen=True)
class Memory:
    """The dashboard's process beside that of the empty app."""

    dashboard: Growth
    empty: Growth

    def details(self) -> str:
        """Both processes."""
        heads = ("at the start", "after all pages", "per further visitor")
        rows = [
            (name, number(one.start), number(one.pages), number(one.further, 2))
            for name, one in (("empty app", self.empty), ("dashboard", self.dashboard))
        ]
        return table(("memory, MB", *heads), rows)

    def goals(self) -> list[Goal]:
        """The process and the visitor."""
        empty = self.empty
        return [
            Goal("memory after all pages", self.dashboard.pages, PROCESS, "MB", empty=f"{empty.pages:.0f} MB"),
            Goal(
                "memory per further visitor", self.dashboard.further, VISITOR, "MB", 2, empty=f"{empty.further:.2f} MB"
            ),
        ]


def measure(data: Path, folder: Path, pages: Sequence[View], further: Sequence[View], visitors: int) -> Memory:
    """One server after the other; pages are opened in a browser, which also fetches their files, further views without one."""
    with small_app(folder / "memory-empty", EMPTY_APP) as server:
        start = server.memory()
        with chromium() as browser:
            first_view(browser, line_target(server))
        empty = Growth(start, server.memory(), _stay(server, [OVERVIEW], visitors))
    with dashboard(folder / "memory.txt", data) as server:
        start = server.memory()
        server.wait_until_idle()
        with chromium() as browser:
            for view in pages:
                first_view(browser, view_target(server, view))
        for view in further:
            visit(server, view)
        full = Growth(start, server.memory(), _stay(server, STAY, visitors))
    return Memory(full, empty)


def _stay(server: Server, views: Sequence[View], visitors: int) -> tuple[float, ...]:
    """MB with each further visitor, none of whom leaves before the end."""
    measured = []
    with ExitStack() as open_sessions:
        for _ in range(visitors):
            visitor = open_sessions.enter_context(session(server))
            for view in views:
                visitor.run(view.page, view.query)
            measured.append(server.memory())
    return tuple(measured)
