"""How much massage trials tested, as dots: one dot a trial, by minutes a session, sessions and weeks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.answers.dose import PARTS, doses, doses_in_words, spreads
from evidence.charts.chart import Chart
from evidence.charts.scene import Axis, Mark, Panel, Rule, Scene
from evidence.charts.ticks import number_labels, round_ticks
from evidence.library import Library
from evidence.library.kept import kept
from evidence.words.numbers import number

TITLES = {"session_minutes": "Minutes a session", "sessions": "Sessions", "weeks": "Weeks"}
#: Parts of the width of the three panels.
_DOMAINS = ((0.0, 0.29), (0.355, 0.645), (0.71, 1.0))
#: The height of the panels in pixels, and the size of a dot where there is room.
_LEAST_HEIGHT, _MOST_HEIGHT, _DOT = 100, 260, 10
WIDTH = 460


@kept
def dose_chart(library: Library, condition: str = "") -> Chart:
    """A stack of dots for each value that trials of a condition, or of any, tell, with the middle (median) as a line.

    A trial that does not tell a part has no dot in its panel; the axis title says how many do.
    """
    rows = doses(library, condition)
    about = f", {library.schema.phrase('condition', condition)}" if condition else ""
    return Chart(
        title=f"What trials gave{about}",
        scene=_scene(rows),
        sentence=doses_in_words(rows),
        table=_table(rows),
    )


@dataclass(frozen=True, slots=True)
class _Dot:
    """A trial in the stack of those that tell the same value."""

    study_id: str
    study: str
    value: float
    height: int


def _stacks(rows: pd.DataFrame, part: str) -> list[_Dot]:
    told = rows[rows[part].notna()].sort_values([part, "study"], kind="stable")
    heights = told.groupby(part).cumcount() + 1
    return [
        _Dot(str(study_id), str(study), float(value), int(height))
        for study_id, study, value, height in zip(told["study_id"], told["study"], told[part], heights, strict=True)
    ]


def _scene(rows: pd.DataFrame) -> Scene:
    stacks = {part: _stacks(rows, part) for part in PARTS}
    middles = {spread.part: spread.middle for spread in spreads(rows)}
    highest = max((dot.height for dots in stacks.values() for dot in dots), default=1)
    height = min(max(16 * highest, _LEAST_HEIGHT), _MOST_HEIGHT)
    size = min(_DOT, height / highest)
    panels = []
    for (part, dots), across in zip(stacks.items(), _DOMAINS, strict=True):
        middle = (Rule(middles[part], None, middles[part], None, dash=True),) if part in middles else ()
        marks = (_mark(part, dot, size) for dot in dots)
        # The panels share one scale of heights, which needs no labels: dots can be counted.
        down = Axis(highest + 0.8, 0.2)
        panels.append(Panel(_axis(part, dots, len(rows)), down, (*middle, *marks), across))
    return Scene(tuple(panels), height, WIDTH)


def _axis(part: str, dots: list[_Dot], trials: int) -> Axis:
    end = 1.1 * max((dot.value for dot in dots), default=0.0) or 1.0
    labels = number_labels(round_ticks(0, end, whole=True))
    return Axis(0, end, labels, f"{TITLES[part]}\n({len(dots)} of {trials} trials)", grid=True)


def _mark(part: str, dot: _Dot, size: float) -> Mark:
    hover = f"{dot.study}: {number(dot.value)} {PARTS[part][dot.value != 1]}"
    return Mark(dot.value, dot.height, size=size, hover=hover, id=dot.study_id)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.rename(columns={"study": "Trial", "year": "Year", **TITLES, "per_week": "Sessions a week"})
    return table[["Trial", "Year", *TITLES.values(), "Sessions a week"]].round({"Sessions a week": 1})
