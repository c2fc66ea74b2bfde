"""`python -m bench [--quick]`: measures everything and prints one table."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import streamlit

from bench import pooling, report
from bench.browser import browser_times
from bench.corpus import enlarge
from bench.memory import memory_by_visitors
from bench.scripts import ServerCosts, server_costs
from bench.views import further_views, plain_views
from evidence.library import Library, load
from evidence.library.schema import PACKAGED

SIZES = (1, 10, 40)


@dataclass(frozen=True)
class Repeats:
    """How often things are done: runs of a script and warm-ups before them, visits in the browser, visitors who stay."""

    runs: int
    warm_ups: int
    visits: int
    visitors: int


FULL = Repeats(runs=20, warm_ups=2, visits=7, visitors=21)
QUICK = Repeats(runs=5, warm_ups=1, visits=3, visitors=4)


def main(arguments: list[str]) -> int:
    """Measure, print the table, and return 0; budgets that are missed are no error."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="What Touchstone costs, beside its budgets.")
    parser.add_argument("--quick", action="store_true", help="fewer repeats: a first look, not a measurement")
    parser.add_argument("--only", choices=("server", "memory", "browser", "pooling"), help="measure one part")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _end)
    parts = (asked.only,) if asked.only else ("server", "memory", "browser", "pooling")
    library = load(PACKAGED)
    print(_conditions(library, quick=asked.quick))
    repeats = QUICK if asked.quick else FULL
    if "pooling" in parts:
        print(pooling.text(pooling.rows(repeats.runs)))
    if parts == ("pooling",):
        return 0
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder:
        print(measure(library, repeats, parts, Path(folder)))
    return 0


def measure(library: Library, repeats: Repeats, parts: tuple[str, ...], folder: Path) -> str:
    """Do the parts one after the other, so that none disturbs another, and lay the results out."""
    pages = plain_views(library)
    views = [*pages, *further_views()]
    costs: dict[int, ServerCosts] = {}
    if "server" in parts:
        for size in SIZES:
            _say(f"server, ×{size}")
            data = enlarge(PACKAGED, folder / f"times{size}", size)
            costs[size] = server_costs(data, folder / "server.txt", views, repeats.runs, repeats.warm_ups)
    memory: list[float] = []
    if "memory" in parts:
        _say("memory")
        memory = memory_by_visitors(library, PACKAGED, folder / "memory.txt", repeats.visitors)
    browser = None
    if "browser" in parts:
        _say("browser")
        browser = browser_times(library, PACKAGED, folder, pages, repeats.visits)
    return report.table(costs, browser, memory, views, SIZES)


def _conditions(library: Library, *, quick: bool) -> str:
    load_now = os.getloadavg()[0]
    return (
        f"Touchstone, data {library.version}: {len(library.studies)} studies, {len(library.findings)} findings. "
        f"Python {platform.python_version()}, Streamlit {streamlit.__version__}, {os.cpu_count()} processors, "
        f"load {load_now:.1f} at the start{', quick' if quick else ''}."
    )


def _end(number: int, _: FrameType | None) -> None:
    """End as by an error, so that the servers and the browser are stopped and the temporary folder goes."""
    sys.exit(128 + number)


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
