"""Server time of each view with one corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.server import Server, dashboard
from bench.views import View
from bench.visit import visit


@dataclass(frozen=True)
class ScriptTime:
    """Milliseconds of one view: the median visit, and the server's processor time per visit."""

    wall: float
    processor: float


@dataclass(frozen=True)
class ServerCosts:
    """What one corpus costs: seconds of the start and of the first visit, MiB in memory then, and each view's time."""

    start: float
    first_visit: float
    memory: float
    views: dict[View, ScriptTime]


def server_costs(data: Path, log: Path, views: Sequence[View], runs: int, warm_ups: int) -> ServerCosts:
    """Start a server on the data folder and visit each view `warm_ups` + `runs` times, every time in a new session."""
    with dashboard(log, data) as server:
        first_visit = visit(server, views[0])
        memory = server.memory()
        return ServerCosts(
            server.start, first_visit, memory, {view: _script_time(server, view, runs, warm_ups) for view in views}
        )


def _script_time(server: Server, view: View, runs: int, warm_ups: int) -> ScriptTime:
    for _ in range(warm_ups):
        visit(server, view)
    before = server.processor_seconds()
    seconds = [visit(server, view) for _ in range(runs)]
    used = server.processor_seconds() - before
    return ScriptTime(wall=1000 * median(seconds), processor=1000 * used / runs)
