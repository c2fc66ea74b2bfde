"""The funnel plot: whether small studies find other effects than large ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.forest import p_words
from evidence.charts.intervals import DIRECTIONS_TITLE
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.effects.effect_table import Z95
from evidence.synthesis.diagnostics import Egger, egger
from evidence.synthesis.pooled_answer import PooledAnswer
from evidence.words.numbers import rounded

HOW_TO_READ = (
    "Each dot is a study; precise ones stand at the top. Without small-study effects the dots scatter evenly on both sides of "
    "the common average, most of them inside the triangle. A missing corner at the bottom means that small studies of one kind "
    "are absent. They may never have been published, but small studies may also differ in people, dose or care taken. Egger's "
    "test asks whether effects change with the standard error; with few studies it misses much, and it can be wrong both ways."
)
HEIGHT = 460


@lru_cache(maxsize=32)
def funnel_plot(answer: PooledAnswer) -> Chart:
    """Effects against their standard errors with 95 % limits around the common-effect average, and Egger's line.

    Raises ValueError below `evidence.synthesis.diagnostics.LEAST_FOR_FUNNEL` studies, and where Egger's test cannot be done.
    """
    rows = answer.included
    test = egger(rows["g"], rows["se"] ** 2)
    weights = 1 / rows["se"].to_numpy(dtype=float) ** 2
    centre = float(weights @ rows["g"].to_numpy(dtype=float) / weights.sum())
    return Chart(
        title="Funnel plot",
        figure=_figure(rows, centre, test),
        sentence=_sentence(rows, test),
        table=_table(rows),
    )


def _figure(rows: pd.DataFrame, centre: float, test: Egger) -> go.Figure:
    deepest = 1.08 * float(rows["se"].max())
    figure = go.Figure()
    figure.add_scatter(
        mode="lines",
        x=[centre - Z95 * deepest, centre, centre + Z95 * deepest],
        y=[deepest, 0, deepest],
        line={"color": QUIET, "width": 1.5, "dash": "dash"},
        name="95% limits without differences between studies",
        hoverinfo="skip",
    )
    figure.add_scatter(
        mode="lines",
        x=[test.limit, test.limit + test.slope * deepest],
        y=[0, deepest],
        line={"color": ACCENT, "width": 2, "dash": "dot"},
        name="Egger's line",
        hoverinfo="skip",
    )
    figure.add_scatter(
        mode="markers",
        x=rows["g"],
        y=rows["se"],
        marker={"size": 11, "color": ACCENT, "symbol": "circle", "line": {"width": 1, "color": "white"}},
        name="Study",
        customdata=np.array([[row.study_id, figure_text(row.study)] for row in rows.itertuples()], dtype=object),
        hovertemplate="%{customdata[1]}: g %{x:.2f}, SE %{y:.2f}<extra></extra>",
    )
    figure.add_vline(x=centre, line={"color": QUIET, "width": 1}, layer="below")
    figure.update_layout(layout(height=HEIGHT))
    figure.update_xaxes(title=DIRECTIONS_TITLE, gridcolor=GRID, zeroline=True, zerolinecolor=QUIET, fixedrange=True)
    figure.update_yaxes(
        title="Standard error (precise studies on top)", gridcolor=GRID, range=[deepest, 0], fixedrange=True
    )
    return figure


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
