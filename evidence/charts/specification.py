"""The specification curve: the pooled result under every combination of common doubts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.intervals import axis_limit, effect_labels
from evidence.charts.scene import Axis, Interval, Item, Key, Label, Mark, Panel, Role, Rule, Scene
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import specifications
from evidence.synthesis.switches import SWITCHES
from evidence.words.numbers import rounded
from evidence.words.phrases import counted, listed, studies_counted

WIDTH = 760
HEIGHT = 300 + 28 * len(SWITCHES)
#: Parts of the height, from the top: the averages, and which doubts were held.
_EFFECTS, _MATRIX = (0.0, 0.56), (0.59, 1.0)
HOW_TO_READ = (
    "Each column is one way to settle the doubts: above, the average with its interval; below, which doubts were held. Ways that "
    "lead to the same studies are one column. Do not look for the one right column: ask whether the answer stays the same from "
    "left to right. Where it turns, the doubt that turns it is the one to think about. Columns are not independent tests."
)
CHOSEN, OTHERS = "Your choice", "Other combinations"


@kept
def specification_chart(library: Library, question: Question) -> Chart:
    """The pooled result of every distinct set of studies that the doubts lead to, smallest average first."""
    curve = specifications(library, question)
    return Chart(
        title="The result under every combination of doubts",
        scene=_scene(curve),
        sentence=_sentence(curve),
        table=_table(curve),
    )


def _scene(curve: pd.DataFrame) -> Scene:
    # The reader's own choice is drawn last, over its neighbours.
    columns = sorted(enumerate(curve.to_dict("records")), key=lambda column: bool(column[1]["chosen"]))
    x = Axis(-0.7, len(columns) - 0.3)
    legend = [Key(OTHERS, "quiet")] if any(not row["chosen"] for _, row in columns) else []
    if any(row["chosen"] for _, row in columns):
        legend.append(Key(CHOSEN, "accent", "star"))
    return Scene((_effects(x, columns), _matrix(x, columns)), HEIGHT, WIDTH, tuple(legend))


def _effects(x: Axis, columns: list[tuple[int, dict[str, Any]]]) -> Panel:
    ends = np.array([[row["ci_low"], row["ci_high"]] for _, row in columns], dtype=float).ravel()
    limit = axis_limit(ends, [row["estimate"] for _, row in columns])
    items: list[Item] = [Rule(None, 0, None, 0, "quiet")] if columns else []
    for column, row in columns:
        items += _average(column, row)
    title = "g (above 0: massage better)"
    return Panel(
        x, Axis(1.05 * limit, -1.05 * limit, effect_labels(limit), title, grid=True), tuple(items), down=_EFFECTS
    )


def _average(column: int, row: dict[str, Any]) -> tuple[Interval, Mark]:
    chosen = bool(row["chosen"])
    role: Role = "accent" if chosen else "quiet"
    mark = Mark(
        column,
        row["estimate"],
        "star" if chosen else "circle",
        role,
        14 if chosen else 8,
        hover=f"{_doubts(row['doubts'])}\ng {rounded(row['estimate'])}, {studies_counted(row['k'])}",
    )
    return Interval(row["ci_low"], row["ci_high"], column, role, vertical=True), mark


def _matrix(x: Axis, columns: list[tuple[int, dict[str, Any]]]) -> Panel:
    labels = tuple(Label(place, words) for place, words in enumerate(SWITCHES.values()))
    items = tuple(
        Mark(column, place, "square", size=9) if code in row["doubts"] else Mark(column, place, "dash", "quiet", 5)
        for column, row in columns
        for place, code in enumerate(SWITCHES)
    )
    return Panel(x, Axis(-0.6, len(SWITCHES) - 0.4, labels, grid=True), items, down=_MATRIX)


def _doubts(doubts: tuple[str, ...]) -> str:
    return listed([SWITCHES[code] for code in doubts]) or "No doubt held"


def _sentence(curve: pd.DataFrame) -> str:
    if curve.empty:
        return "No combination of doubts leaves a study to pool."
    several = curve[curve["k"] > 1]
    combinations = counted(int(curve["combinations"].sum()), "combination")
    text = f"{combinations} of doubts lead to {counted(len(curve), 'set')} of studies. "
    text += f"The average runs from {rounded(curve['estimate'].min())} to {rounded(curve['estimate'].max())}"
    above, below = int((several["ci_low"] > 0).sum()), int((several["ci_high"] < 0).sum())
    text += (
        f"; of the {counted(len(several), 'set')} with more than one study the interval lies wholly on massage's side in "
        f"{above} and on the comparator's in {below}."
    )
    return text


def _table(curve: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Doubts held": [_doubts(doubts) for doubts in curve["doubts"]],
            "Combinations": curve["combinations"].to_numpy(),
            "Studies": curve["k"].to_numpy(),
            "g": [rounded(value) for value in curve["estimate"]],
            "95% interval": [
                f"{rounded(low)} to {rounded(high)}"
                for low, high in zip(curve["ci_low"], curve["ci_high"], strict=True)
            ],
            "": [CHOSEN if chosen else "" for chosen in curve["chosen"]],
        }
    )
