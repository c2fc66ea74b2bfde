"""What a run of each page's script costs the server, with the data as they are, with an enlarged corpus, and as an empty app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpus import enlarge
from bench.report import Goal, Row, number, table, worst
from bench.server import EMPTY_APP, Server, dashboard, small_app
from bench.views import OVERVIEW, View
from bench.visit import session, visit

#: How many times the corpus is enlarged.
LARGE = 40
#: Milliseconds of processor time a page should take, and the most that any may.
USUAL, MOST = 40.0, 60.0
#: How many times its own time a page may take on the enlarged corpus.
GROWTH = 1.5


@dataclass(frozen=True)
class ScriptTime:
    """Milliseconds of one piece of work: by the clock, and of processor time."""

    wall: float
    processor: float

    def words(self) -> str:
        """Both numbers, the processor's in brackets."""
        return f"{number(self.wall)} ({number(self.processor)})"


@dataclass(frozen=True)
class Scripts:
    """Times of an empty app, and of each view with the data as they are and with the enlarged corpus."""

    empty: ScriptTime
    plain: dict[View, ScriptTime]
    large: dict[View, ScriptTime]

    def growth(self, view: View) -> float:
        """How many times its processor time a view takes on the enlarged corpus."""
        if view not in self.large:
            return float("nan")
        return self.large[view].processor / self.plain[view].processor

    def details(self) -> str:
        """Every view, wall clock and processor time."""
        rows: list[Row] = [("empty app", self.empty.words(), "", "")]
        for view, time in self.plain.items():
            large = self.large[view].words() if view in self.large else ""
            rows.append((view.address, time.words(), large, number(self.growth(view), 2)))
        return table(("warm script, wall ms (processor ms)", "×1", f"×{LARGE}", "ratio"), rows)

    def goals(self) -> list[Goal]:
        """How many pages are above the usual, the dearest page, and the page that grows most."""
        times = {view.address: time.processor for view, time in self.plain.items()}
        above = [address for address, spent in times.items() if spent > USUAL]
        where, most = worst(list(times.items()))
        beside = f"{number(self.empty.processor, 1)} ms"
        middle = Goal("warm script ×1, the middle page", median(times.values()), USUAL, "ms", empty=beside)
        goals = [
            middle,
            Goal(f"warm script ×1, pages above {USUAL:g} ms", len(above), 0, "", where=" ".join(above)),
            Goal("warm script ×1, the dearest page", most, MOST, "ms", where=where, empty=beside),
        ]
        if self.large:
            where, most = worst([(view.address, self.growth(view)) for view in self.plain])
            goals.append(Goal(f"warm script ×{LARGE} against ×1", most, GROWTH, "×", digits=2, where=where))
        return goals


def measure(
    data: Path, folder: Path, views: Sequence[View], runs: int, warm_ups: int, *, large: bool = True
) -> Scripts:
    """The three servers one after the other; `folder` takes the enlarged corpus and the logs."""
    empty = _empty_time(folder / "empty", runs, warm_ups)
    plain = _times(data, folder / "plain.txt", views, runs, warm_ups)
    if not large:
        return Scripts(empty, plain, {})
    enlarged = enlarge(data, folder / "large", LARGE)
    return Scripts(empty, plain, _times(enlarged, folder / "large.txt", views, runs, warm_ups))


def _times(data: Path, log: Path, views: Sequence[View], runs: int, warm_ups: int) -> dict[View, ScriptTime]:
    """Each view's time on a server of the data folder, which works at nothing else."""
    with dashboard(log, data, warm_up=False) as server:
        server.wait_until_idle()
        return {view: _script_time(server, view, runs, warm_ups) for view in views}


def _script_time(server: Server, view: View, runs: int, warm_ups: int) -> ScriptTime:
    for _ in range(warm_ups):
        visit(server, view)
    before = server.processor_seconds()
    seconds = [visit(server, view) for _ in range(runs)]
    used = server.processor_seconds() - before
    return ScriptTime(wall=1000 * median(seconds), processor=1000 * used / runs)


def _empty_time(folder: Path, runs: int, warm_ups: int) -> ScriptTime:
    with small_app(folder, EMPTY_APP) as server:
        for _ in range(warm_ups):
            _run_empty(server)
        before = server.processor_seconds()
        seconds = [_run_empty(server) for _ in range(runs)]
        used = server.processor_seconds() - before
    return ScriptTime(wall=1000 * median(seconds), processor=1000 * used / runs)


def _run_empty(server: Server) -> float:
    with session(server) as visitor:
        return visitor.run(OVERVIEW.page, OVERVIEW.query).seconds
