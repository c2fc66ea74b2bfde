"""What papers leave unsaid: shares of trials that do not report something, by what was read of them."""

from __future__ import annotations

import pandas as pd

from evidence.answers.dose import TRIALS
from evidence.charts.chart import Chart
from evidence.charts.scene import Axis, Bar, Fill, Key, Panel, Role, Scene
from evidence.charts.ticks import PER_CENT, row_axis
from evidence.library import Library
from evidence.library.kept import kept
from evidence.words.phrases import counted, listed, out_of, share

#: What one would want to know of a trial: column of `studies`.
ASKED = (
    "randomised",
    "assessor_blinded",
    "concealed_allocation",
    "intention_to_treat",
    "adverse_events",
    "session_minutes",
    "sessions",
    "weeks",
    "provider",
)
_READ: dict[str, tuple[Role, Fill]] = {
    "Full-text page, in part": ("accent", "filled"),
    "Abstract or less": ("quiet", "hatched"),
}
#: The height of a row in pixels, and the part of it that its two bars take.
ROW_HEIGHT, _BARS = 42, 0.8


@kept
def reporting_chart(library: Library) -> Chart:
    """Share of massage trials whose page says nothing of each thing asked, for full-text pages and for abstracts, in per cent."""
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    full = trials["source_read"] == "full_text"
    titles = [library.schema.field("studies", name).title for name in ASKED]
    table = pd.DataFrame({"What one would want to know": titles})
    bars: list[Bar] = []
    keys: list[Key] = []
    for nth, ((name, (role, fill)), part) in enumerate(zip(_READ.items(), (trials[full], trials[~full]), strict=True)):
        silent = [int(_silent(part[column]).sum()) for column in ASKED]
        bars += _bars(titles, silent, len(part), nth)
        keys.append(Key(f"{name} ({len(part)} trials)", role, "square", fill))
        table[f"{name}: silent"] = [out_of(number, len(part), "trial", "trials", percent=True) for number in silent]
    scene = Scene(
        panels=(Panel(Axis(0, 101, PER_CENT, grid=True), row_axis(titles), tuple(bars)),),
        height=ROW_HEIGHT * len(ASKED),
        legend=tuple(keys),
    )
    return Chart("What is not reported", scene, _sentence(trials, library), table)


def _bars(titles: list[str], silent: list[int], trials: int, nth: int) -> list[Bar]:
    """One bar a row for the `nth` of what was read; no bar where every trial tells."""
    role, fill = list(_READ.values())[nth]
    height = _BARS / len(_READ)
    bars = []
    for place, (title, number) in enumerate(zip(titles, silent, strict=True)):
        if number:
            top = place - _BARS / 2 + nth * height
            per_cent = 100 * number / trials
            hover = f"{title}: {per_cent:.0f}% of {counted(trials, 'trial')} say nothing"
            bars.append(Bar(0, per_cent, top, top + height, role, fill, hover=hover))
    return bars


def _silent(column: pd.Series) -> pd.Series:
    return column.isna() | column.isin(["", "not_reported"])


def _sentence(trials: pd.DataFrame, library: Library) -> str:
    if trials.empty:
        return "There is no trial of massage in these data."
    silent = {name: int(_silent(trials[name]).sum()) for name in ASKED}
    most = sorted(silent, key=lambda name: -silent[name])[:3]
    parts = [
        f"{library.schema.field('studies', name).title.lower()} ({share(silent[name], len(trials))})" for name in most
    ]
    return f"What was read of {len(trials)} trials of massage most often leaves out {listed(parts)}."
