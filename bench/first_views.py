"""The first view of every page in a browser that has never seen it, by turns with an empty app and an app of one plot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.browser import Target, Visit, chromium, first_view, line_target, view_target, with_pictures
from bench.report import Goal, Row, number, table, worst
from bench.server import EMPTY_APP, PLOT_APP, dashboard, small_app
from bench.views import View

#: MB over the wire; times the empty app until the first screen stands still; times the app of one plot until all is settled.
WIRE, STILL, SETTLED = 2.9, 1.25, 1.15


@dataclass(frozen=True)
class Turn:
    """Three neighbouring visits, so that a busy moment hits all of them; without the plot's for a page that has none."""

    page: Visit
    empty: Visit
    plot: Visit | None = None


@dataclass(frozen=True)
class FirstViews:
    """All turns of every page."""

    turns: dict[str, tuple[Turn, ...]]

    def wire(self, address: str) -> float:
        """MB of the page, the largest of its visits."""
        return max(turn.page.wire.megabytes for turn in self.turns[address])

    def still(self, address: str) -> float:
        """Until the first screen stood still, in times the empty app."""
        return self._ratio(address, lambda turn: turn.page.times.still / turn.empty.times.still)

    def settled(self, address: str) -> float:
        """Until all was settled, in times the empty app."""
        return self._ratio(address, lambda turn: turn.page.times.settled / turn.empty.times.settled)

    def settled_plot(self, address: str) -> float:
        """Until all was settled, in times the app of one plot; not a number for a page without plotly."""
        return self._ratio(
            address,
            lambda turn: turn.page.times.settled / turn.plot.times.settled if turn.plot else math.nan,
        )

    def details(self) -> str:
        """Every page; times are medians of its own visits, ratios medians of the ratios of neighbours."""
        times = ("MB", "still ms", "× empty", "settled ms", "× empty", "× one plot")
        heads = (*times, "shift", "plots", "pictures", "last in the window", "moved most")
        rows = [*self._baselines(), *(self._row(address) for address in self.turns)]
        return table(("first view", *heads), rows, left=(0, 10, 11))

    def goals(self) -> list[Goal]:
        """The worst page of each goal."""
        every = [turn for turns in self.turns.values() for turn in turns]
        empty = f"{max(turn.empty.wire.megabytes for turn in every):.2f} MB"
        still = f"{median(turn.empty.times.still for turn in every):.0f} ms"
        settled = f"{median(turn.empty.times.settled for turn in every):.0f} ms"
        goals = [
            self._goal("first view: over the wire", self.wire, WIRE, "MB", empty),
            self._goal("first screen stands still, against the empty app", self.still, STILL, "×", still),
            self._goal("settled, pages with plots, against one plot", self.settled_plot, SETTLED, "×", settled),
            self._goal("settled, against the empty app", self.settled, None, "×", settled),
        ]
        goals.append(self._goal("layout shift", self._shift, None, "", "", digits=3))
        return goals

    def _goal(
        self, what: str, of: Callable[[str], float], limit: float | None, unit: str, empty: str, digits: int = 2
    ) -> Goal:
        where, most = worst([(address, of(address)) for address in self.turns])
        over = sum(limit is not None and of(address) > limit for address in self.turns)
        where += f" ({over} of {len(self.turns)} over)" if over else ""
        return Goal(what, most, limit, unit, digits, where, empty)

    def _ratio(self, address: str, of: Callable[[Turn], float]) -> float:
        return median(map(of, self.turns[address]))

    def _shift(self, address: str) -> float:
        return max(turn.page.times.shift for turn in self.turns[address])

    def _row(self, address: str) -> Row:
        pages = [turn.page for turn in self.turns[address]]
        return (
            address,
            number(self.wire(address), 2),
            number(median(page.times.still for page in pages)),
            number(self.still(address), 2),
            number(median(page.times.settled for page in pages)),
            number(self.settled(address), 2),
            number(self.settled_plot(address), 2),
            number(self._shift(address), 3),
            str(pages[0].times.plots),
            str(pages[0].times.pictures),
            pages[-1].times.last,
            pages[-1].times.shifted,
        )

    def _baselines(self) -> list[Row]:
        every = [turn for turns in self.turns.values() for turn in turns]
        kinds = {
            "empty app": [turn.empty for turn in every],
            "app of one plot": [turn.plot for turn in every if turn.plot],
        }
        return [
            (
                name,
                number(max(visit.wire.megabytes for visit in visits), 2),
                number(median(visit.times.still for visit in visits)),
                "",
                number(median(visit.times.settled for visit in visits)),
                *[""] * 2,
                number(max(visit.times.shift for visit in visits), 3),
                str(visits[0].times.plots),
                str(visits[0].times.pictures),
                visits[-1].times.last,
                visits[-1].times.shifted,
            )
            for name, visits in kinds.items()
            if visits
        ]


def measure(data: Path, folder: Path, views: Sequence[View], runs: int) -> FirstViews:
    """Open each view, the empty app and, if the view has a plot, the app of one plot by turns, `runs` times each."""
    with (
        dashboard(folder / "views.txt", data) as server,
        small_app(folder / "views-empty", EMPTY_APP) as empty_server,
        small_app(folder / "views-plot", PLOT_APP) as plot_server,
        chromium() as browser,
    ):
        server.wait_until_idle()
        empty, plot = line_target(empty_server), line_target(plot_server)
        for target in (empty, plot):  # a first visit pays for what later visitors find ready on the server
            first_view(browser, target)
        return FirstViews(
            {view.address: _turns(browser, view_target(server, view), empty, plot, runs) for view in views}
        )


def _turns(browser: Browser, page: Target, empty: Target, plot: Target, runs: int) -> tuple[Turn, ...]:
    page, known = with_pictures(browser, page)
    return tuple(
        Turn(
            first_view(browser, page),
            first_view(browser, empty),
            first_view(browser, plot) if known.plots else None,
        )
        for _ in range(runs)
    )
