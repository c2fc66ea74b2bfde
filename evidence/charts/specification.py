"""The specification curve: the pooled result under every combination of common doubts."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from evidence.charts.chart import Chart, layout
from evidence.charts.intervals import axis_limit
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.library import Library
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import specifications
from evidence.synthesis.switches import SWITCHES
from evidence.words.numbers import rounded
from evidence.words.phrases import counted, listed, studies_counted

WIDTH = 760
HOW_TO_READ = (
    "Each column is one way to settle the doubts: above, the average with its interval; below, which doubts were held. Ways that "
    "lead to the same studies are one column. Do not look for the one right column: ask whether the answer stays the same from "
    "left to right. Where it turns, the doubt that turns it is the one to think about. Columns are not independent tests."
)
CHOSEN = "Your choice"


@lru_cache(maxsize=32)
def specification_chart(library: Library, question: Question) -> Chart:
    """The pooled result of every distinct set of studies that the doubts lead to, smallest average first."""
    curve = specifications(library, question)
    return Chart(
        title="The result under every combination of doubts",
        figure=_figure(curve),
        sentence=_sentence(curve),
        table=_table(curve),
    )


def _figure(curve: pd.DataFrame) -> go.Figure:
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.56, 0.44], vertical_spacing=0.03)
    if not curve.empty:
        _effects(figure, curve)
        _matrix(figure, curve)
    figure.update_layout(layout(height=300 + 28 * len(SWITCHES)))
    figure.update_xaxes(
        showticklabels=False, showgrid=False, zeroline=False, fixedrange=True, range=[-0.7, len(curve) - 0.3]
    )
    figure.update_yaxes(fixedrange=True, automargin=True)
    figure.update_yaxes(
        row=2,
        col=1,
        tickvals=list(range(len(SWITCHES))),
        ticktext=list(SWITCHES.values()),
        range=[len(SWITCHES) - 0.4, -0.6],
        gridcolor=GRID,
        zeroline=False,
    )
    return figure


def _effects(figure: go.Figure, curve: pd.DataFrame) -> None:
    ends = curve[["ci_low", "ci_high"]].to_numpy(dtype=float).ravel()
    limit = axis_limit(ends, curve["estimate"].tolist())
    for chosen in (False, True):
        part = curve[curve["chosen"].astype(bool) == chosen]
        low, high = part["ci_low"].clip(-limit, limit), part["ci_high"].clip(-limit, limit)
        figure.add_scatter(
            row=1,
            col=1,
            mode="markers",
            x=part.index.tolist(),
            y=part["estimate"],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (high - part["estimate"]).tolist(),
                "arrayminus": (part["estimate"] - low).tolist(),
                "width": 0,
                "color": ACCENT if chosen else QUIET,
            },
            marker={
                "symbol": "star" if chosen else "circle",
                "size": 14 if chosen else 8,
                "color": ACCENT if chosen else QUIET,
            },
            name=CHOSEN if chosen else "Other combinations",
            customdata=[
                [_doubts(doubts), studies_counted(k)] for doubts, k in zip(part["doubts"], part["k"], strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>g %{y:.2f}, %{customdata[1]}<extra></extra>",
        )
    figure.add_hline(y=0, line={"color": QUIET, "width": 1.5}, layer="below", row=1, col=1)
    figure.update_yaxes(row=1, col=1, range=[-1.05 * limit, 1.05 * limit], gridcolor=GRID, zeroline=False)
    figure.update_yaxes(row=1, col=1, title="g (above 0: massage better)", tickformat=".1f")


def _matrix(figure: go.Figure, curve: pd.DataFrame) -> None:
    places = [
        (column, row, code in doubts)
        for column, doubts in enumerate(curve["doubts"])
        for row, code in enumerate(SWITCHES)
    ]
    for held in (False, True):
        figure.add_scatter(
            row=2,
            col=1,
            mode="markers",
            x=[column for column, _, is_held in places if is_held == held],
            y=[row for _, row, is_held in places if is_held == held],
            marker={
                "symbol": "square" if held else "line-ew-open",
                "size": 9 if held else 5,
                "color": ACCENT if held else QUIET,
            },
            hoverinfo="skip",
            showlegend=False,
        )


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
