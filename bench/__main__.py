"""`python -m bench [--quick] [--only PART ...]`: measures the parts one after the other and prints one table of the goals."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

import streamlit

from bench import clicks, cold, first_views, load, memory, pooling, scripts
from bench.report import Goal
from bench.views import further_views, plain_views
from evidence.library import Library
from evidence.library import load as load_library
from evidence.library.schema import PACKAGED


class Measured(Protocol):
    """What every part gives: all its numbers, and those that have a goal."""

    def details(self) -> str:
        """A table of everything that was measured."""

    def goals(self) -> list[Goal]:
        """The lines of the table of goals."""


@dataclass(frozen=True)
class Repeats:
    """How often things are done, and for how long."""

    runs: int
    warm_ups: int
    #: Fresh libraries for each answer; visits of each page in the browser; clicks on each part; visitors who stay.
    libraries: int
    visits: int
    clicks: int
    visitors: int
    #: Seconds of each of the lecture halls.
    hall: float
    #: How many pages get a server of their own for their first visitor.
    starts: int


FULL = Repeats(runs=20, warm_ups=2, libraries=3, visits=4, clicks=8, visitors=50, hall=32.0, starts=99)
QUICK = Repeats(runs=5, warm_ups=1, libraries=1, visits=2, clicks=4, visitors=20, hall=15.0, starts=3)

#: Every part with its budget, in the order of the issue's table.
PARTS = ("scripts", "cold", "load", "browser", "clicks", "memory", "pooling")


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0; goals that are missed are no error, because the numbers depend on the machine."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="What Touchstone costs, beside its goals.")
    parser.add_argument("--quick", action="store_true", help="fewer repeats: a first look, not a measurement")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure some parts")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _end)
    library = load_library(PACKAGED)
    print(_conditions(library, quick=asked.quick), flush=True)
    start = time.monotonic()
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder:
        measures = _measures(library, Path(folder), QUICK if asked.quick else FULL)
        for part in (part for part in PARTS if part in asked.only):
            goals += _measure(part, measures[part])
    print(
        f"\n{Goal.table(goals)}\n\n{(time.monotonic() - start) / 60:.1f} minutes, load {os.getloadavg()[0]:.1f} at the end."
    )
    return 0


def _measures(library: Library, folder: Path, repeats: Repeats) -> dict[str, Callable[[], Measured]]:
    """How each part is measured; none begins before it is called, so that no part disturbs another."""
    pages, further = plain_views(library), further_views()
    views = [*pages, *further]
    slide = next(view for view in views if not view.has_footer)
    return {
        "scripts": lambda: scripts.measure(PACKAGED, folder, views, repeats.runs, repeats.warm_ups),
        "cold": lambda: cold.measure(PACKAGED, folder, pages[: repeats.starts], repeats.libraries),
        "load": lambda: load.halls(folder, PACKAGED, list(load.LIMITS), repeats.hall),
        "browser": lambda: first_views.measure(PACKAGED, folder, [*pages, slide], repeats.visits),
        "clicks": lambda: clicks.measure(PACKAGED, folder, repeats.clicks),
        "memory": lambda: memory.measure(PACKAGED, folder, pages, further, repeats.visitors),
        "pooling": lambda: pooling.measure(repeats.runs),
    }


def _measure(part: str, measure: Callable[[], Measured]) -> list[Goal]:
    """One part's goals, its details printed; a part that fails says so, and the others go on."""
    print(f"measuring: {part}", file=sys.stderr, flush=True)
    begun = time.monotonic()
    try:
        measured = measure()
    except Exception as error:
        print(f"\n{part} could not be measured: {type(error).__name__}: {error}", flush=True)
        return [Goal(f"{part}: not measured", float("nan"), None, "", where=f"{type(error).__name__}")]
    print(f"\n{measured.details()}\n({part}: {time.monotonic() - begun:.0f} s)", flush=True)
    return measured.goals()


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
