"""A lecture hall: many visitors at once, each with a session of its own, who click every few seconds; beside an empty app.

`python -m bench.load [VISITORS ...] [--seconds SECONDS]` fills both apps by turns and prints how long the clicks took. A click is
a run of a page's script over the visitor's own websocket, from the request to the message that the script has finished.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from websockets.exceptions import WebSocketException

from bench.report import Goal, Row, number, table
from bench.server import EMPTY_APP, Server, dashboard, small_app
from bench.visit import Session, failure_in, session
from evidence.library.schema import PACKAGED

Clicks = tuple[tuple[str, str], ...]
State = Literal["cold", "warm"]

#: How many visitors fill a hall, and how many times the empty app's p95 theirs may be.
LIMITS = {50: 2.0, 100: 3.0}
SECONDS = 60.0
#: The least and the most seconds between two clicks of one visitor, and over how many seconds they arrive.
PAUSE = (5.0, 15.0)
ARRIVAL = 10.0
#: Seconds after which a click counts as failed.
PATIENCE = 120.0
#: Failures tell of themselves in few words; messages of more bytes are not looked into, which leaves the time to the server.
SMALL = 4_000
#: The addresses that are clicked: page and query.
CLICKS: Clicks = (
    ("", ""),
    ("mechanism", "mech=endorphins"),
    ("mechanism", "mech=pain_quality_of_life"),
    ("condition", "cond=low_back_pain"),
    ("condition", "cond=knee_osteoarthritis"),
    ("studies", "design=rct&cond=fibromyalgia"),
    ("study", "id=cherkin-2011"),
    ("map", ""),
    ("synthesis", "comp=any"),
    ("safety", ""),
    ("learn", "lesson=comparison"),
)
EMPTY_CLICKS: Clicks = (("", ""),)


@dataclass
class Hall:
    """What the visitors of one app met: milliseconds of every click that ended, failures, and what the hall cost the machine."""

    clicks: list[float] = field(default_factory=list)
    #: Those of them that were not a visitor's first: a first one also waits for the network (see the README).
    later: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    #: Shares of one processor: the server's, and that of the visitors, who are measured on the same machine.
    server: float = 0.0
    visitors: float = 0.0
    memory: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, milliseconds: float, failure: str, *, first: bool) -> None:
        """One more click that ended, well or badly."""
        with self._lock:
            if failure:
                self.failures.append(failure)
                return
            self.clicks.append(milliseconds)
            if not first:
                self.later.append(milliseconds)

    def quantile(self, share: float) -> float:
        """The milliseconds within which this share of the clicks ended."""
        return _quantile(self.clicks, share)

    def later_quantile(self, share: float) -> float:
        """The same without the first click of each visitor."""
        return _quantile(self.later, share)


def _quantile(values: Sequence[float], share: float) -> float:
    return float(np.quantile(values, share)) if values else float("nan")


@dataclass(frozen=True)
class Pair:
    """The hall of the empty app and, right after it, that of the dashboard: just started, or with all answers known."""

    visitors: int
    state: State
    empty: Hall
    dashboard: Hall

    @property
    def ratio(self) -> float:
        """The dashboard's p95 in times the empty app's."""
        return self.dashboard.quantile(0.95) / self.empty.quantile(0.95)

    @property
    def later_ratio(self) -> float:
        """The same without the first click of each visitor."""
        return self.dashboard.later_quantile(0.95) / self.empty.later_quantile(0.95)


@dataclass(frozen=True)
class Halls:
    """All halls of one run."""

    pairs: tuple[Pair, ...]

    def details(self) -> str:
        """Both apps' numbers of every hall."""
        rows: list[Row] = []
        for pair in self.pairs:
            ratios = (number(pair.ratio, 2), number(pair.later_ratio, 2))
            rows.append(_row(f"{pair.visitors} visitors, empty app", pair.empty, "", ""))
            rows.append(_row(f"{pair.visitors} visitors, dashboard, {pair.state}", pair.dashboard, *ratios))
        told = sorted({failure for pair in self.pairs for failure in (*pair.empty.failures, *pair.dashboard.failures)})
        times = ("p50 ms", "p95 ms", "ratio", "p95 but first clicks", "ratio")
        heads = ("clicks", "failed", *times, "server, processors", "visitors, processors", "MB then")
        return "\n".join([table(("lecture hall", *heads), rows), *(f"  failed: {failure}" for failure in told[:5])])

    def goals(self) -> list[Goal]:
        """The ratio of every hall, and its failures."""
        found = []
        for pair in self.pairs:
            what = f"{pair.visitors} visitors, {pair.state}: p95 against the empty app"
            beside = f"p95 {pair.empty.quantile(0.95):.0f} ms"
            measured = f"p95 {pair.dashboard.quantile(0.95):.0f} ms"
            limit = LIMITS.get(pair.visitors, max(LIMITS.values()))
            found.append(Goal(what, pair.ratio, limit, "×", digits=2, where=measured, empty=beside))
            found.append(
                Goal(f"{pair.visitors} visitors, {pair.state}: clicks failed", len(pair.dashboard.failures), 0, "")
            )
        return found


def halls(folder: Path, data: Path, visitors: Sequence[int], seconds: float) -> Halls:
    """Fill the empty app and the dashboard by turns, first right after its start, then with all answers known."""
    pairs = []
    for many in visitors:
        with small_app(folder / f"empty{many}", EMPTY_APP) as small:
            before = fill(small, EMPTY_CLICKS, many, seconds)
            with dashboard(folder / f"hall{many}.txt", data) as server:
                pairs.append(Pair(many, "cold", before, fill(server, CLICKS, many, seconds)))
                server.wait_until_idle()
                again = fill(small, EMPTY_CLICKS, many, seconds)
                pairs.append(Pair(many, "warm", again, fill(server, CLICKS, many, seconds)))
    return Halls(tuple(pairs))


def fill(server: Server, clicks: Clicks, visitors: int, seconds: float) -> Hall:
    """Let so many visitors click for so long; they arrive one after the other."""
    hall = Hall()
    start, used, own = time.monotonic(), server.processor_seconds(), time.process_time()
    threads = [
        threading.Thread(
            target=_visitor, args=(server, clicks, hall, start + seconds, ARRIVAL * place / visitors, place)
        )
        for place in range(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    hall.server = (server.processor_seconds() - used) / took
    hall.visitors = (time.process_time() - own) / took
    hall.memory = server.memory()
    return hall


def _visitor(server: Server, clicks: Clicks, hall: Hall, end: float, arrival: float, seed: int) -> None:
    chance = random.Random(seed)
    time.sleep(arrival)
    try:
        with session(server) as visitor:
            first = True
            while time.monotonic() < end:
                _click(visitor, hall, *chance.choice(clicks), first=first)
                first = False
                with suppress(ValueError):  # the end has come meanwhile
                    time.sleep(min(chance.uniform(*PAUSE), end - time.monotonic()))
    except (OSError, TimeoutError, WebSocketException) as error:
        hall.note(0.0, f"{type(error).__name__}: {error}", first=False)


def _click(visitor: Session, hall: Hall, page: str, query: str, *, first: bool) -> None:
    run = visitor.run(page, query, PATIENCE)
    failure = failure_in(run.frames, SMALL)
    hall.note(1000 * run.seconds, failure and f"/{page}?{query}: {failure}", first=first)


def _row(name: str, hall: Hall, ratio: str, later_ratio: str) -> Row:
    times = [number(hall.quantile(share)) for share in (0.5, 0.95)]
    later = number(hall.later_quantile(0.95))
    costs = [number(hall.server, 2), number(hall.visitors, 2), number(hall.memory)]
    return (name, str(len(hall.clicks)), str(len(hall.failures)), *times, ratio, later, later_ratio, *costs)


def main(arguments: Sequence[str]) -> None:
    """Print every hall, and the goals."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Lecture halls beside an empty app.")
    parser.add_argument("visitors", nargs="*", type=int, default=list(LIMITS), help="how many visitors a hall has")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each hall lasts")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="touchstone-load-") as folder:
        measured = halls(Path(folder), PACKAGED, asked.visitors, asked.seconds)
    print(measured.details())
    print(Goal.table(measured.goals()))


if __name__ == "__main__":
    main(sys.argv[1:])
