"""The funnel plot: whether small studies find other effects than large ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.forest import p_words
from evidence.charts.intervals import DIRECTIONS_TITLE
from evidence.charts.scene import Axis, Item, Key, Label, Mark, Panel, Rule, Scene
from evidence.charts.ticks import round_ticks
from evidence.effects.effect_table import Z95
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.diagnostics import Egger, egger
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded

HOW_TO_READ = (
    "Each dot is a study; precise ones stand at the top. Without small-study effects the dots scatter evenly on both sides of "
    "the common average, most of them inside the triangle. A missing corner at the bottom means that small studies of one kind "
    "are absent. They may never have been published, but small studies may also differ in people, dose or care taken. Egger's "
    "test asks whether effects change with the standard error; with few studies it misses much, and it can be wrong both ways."
)
HEIGHT = 380
_MOST_LABELS = 8
_LEGEND = (
    Key("95% limits without differences between studies", "quiet", line=True),
    Key("Egger's line", "accent", line=True),
    Key("Study", "accent"),
)


@kept
def funnel_plot(library: Library, question: Question) -> Chart:
    """Effects against their standard errors with 95 % limits around the common-effect average, and Egger's line.

    Raises ValueError below `evidence.synthesis.diagnostics.LEAST_FOR_FUNNEL` studies, and where Egger's test cannot be done.
    """
    rows = pooled_studies(library, question).included
    test = egger(rows["g"], rows["se"] ** 2)
    weights = 1 / rows["se"].to_numpy(dtype=float) ** 2
    centre = float(weights @ rows["g"].to_numpy(dtype=float) / weights.sum())
    return Chart(
        title="Funnel plot",
        scene=_scene(rows, centre, test),
        sentence=_sentence(rows, test),
        table=_table(rows),
    )


def _scene(rows: pd.DataFrame, centre: float, test: Egger) -> Scene:
    deepest = 1.08 * float(rows["se"].max())
    left, right = centre - Z95 * deepest, centre + Z95 * deepest
    foot = test.limit + test.slope * deepest
    ends = [left, right, test.limit, foot, 0.0, *rows["g"].tolist()]
    room = 0.04 * (max(ends) - min(ends))
    low, high = min(ends) - room, max(ends) + room
    lines: tuple[Item, ...] = (
        Rule(0, None, 0, None, "quiet"),
        Rule(centre, None, centre, None, "quiet", width=1),
        Rule(centre, 0, left, deepest, "quiet", dash=True),
        Rule(centre, 0, right, deepest, "quiet", dash=True),
        Rule(test.limit, 0, foot, deepest, "accent", width=2),
    )
    panel = Panel(
        x=Axis(low, high, _labels(low, high), DIRECTIONS_TITLE, grid=True),
        y=Axis(0, deepest, _labels(0, deepest), "Standard error (precise studies on top)", grid=True),
        items=(*lines, *(_study(row) for row in rows.to_dict("records"))),
    )
    return Scene((panel,), HEIGHT, legend=_LEGEND)


def _study(row: dict[str, Any]) -> Mark:
    hover = f"{row['study']}\ng {rounded(row['g'])}, SE {rounded(row['se'])}"
    return Mark(row["g"], row["se"], size=11, hover=hover, id=row["study_id"])


def _labels(low: float, high: float) -> tuple[Label, ...]:
    ticks = round_ticks(low, high, _MOST_LABELS)
    digits = 1 if all(round(tick, 1) == tick for tick in ticks) else 2
    return tuple(Label(tick, rounded(tick, digits)) for tick in ticks)


def _sentence(rows: pd.DataFrame, test: Egger) -> str:
    found = (
        f"Egger's test over {len(rows)} studies: effects change by {rounded(test.slope)} for each unit of standard error "
        f"(t = {rounded(test.t)}, {test.df} df, {p_words(test.p)})"
    )
    if test.p < 0.05:
        side = "larger" if test.slope > 0 else "smaller or opposite"
        return f"{found}: small studies tend to find {side} effects, for whatever reason."
    return f"{found}: no clear sign that small studies find other effects, which does not rule it out."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Study": rows["study"].to_numpy(),
            "g": [rounded(value) for value in rows["g"]],
            "Standard error": [rounded(value, 3) for value in rows["se"]],
        }
    )
