"""Effects with their intervals, row by row, as every plot of pooled results draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from evidence.charts.chart import layout
from evidence.charts.palette import ACCENT, BAND, GRID, QUIET
from evidence.words.numbers import rounded

ROW_HEIGHT = 28
#: A plot of more rows than this is no longer read; the table holds them all.
MOST_ROWS = 60
LEAST_REACH, MOST_REACH = 1.0, 3.0
#: Parts of the width: words on the left, the plot, numbers on the right.
PLOT = (0.42, 0.76)
DIRECTIONS_TITLE = "◀ favours comparator · g · favours massage ▶"


@dataclass(frozen=True)
class Column:
    """Words beside the plot: the heading, where it stands (share of the width) and which side it is set to."""

    heading: str
    x: float
    anchor: str = "left"


@dataclass(frozen=True)
class Row:
    """One effect with its interval; `cells` are the words for the columns, `heading` rows have no effect."""

    cells: tuple[str, ...]
    g: float = np.nan
    low: float = np.nan
    high: float = np.nan
    symbol: str = "square"
    heading: bool = False
    hover: str = ""
    study_id: str = ""


class Drawing:
    """Intervals, arrows and words, gathered first and made into a figure in one go.

    Adding shapes or words to a figure one by one checks all of it again each time, which takes seconds for a long plot.
    `limit` is half the width of the axis; positions count rows from the top, -1 is the heading.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.traces: list[dict[str, Any]] = []
        self._segments: dict[tuple[str, str], list[tuple[float, float, int]]] = {}
        self._arrows: dict[tuple[str, str], list[tuple[float, int]]] = {}
        self._words: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []

    def interval(self, low: float, high: float, position: int, colour: str = ACCENT, dash: str = "solid") -> None:
        """A line for an interval, with an arrow at an end that lies beyond the axis."""
        limit = self.limit
        if low < -limit:
            self._arrows.setdefault((colour, "triangle-left"), []).append((-limit, position))
        if high > limit:
            self._arrows.setdefault((colour, "triangle-right"), []).append((limit, position))
        start, end = np.clip([low, high], -limit, limit)
        self._segments.setdefault((colour, dash), []).append((float(start), float(end), position))

    def diamond(
        self, low: float, middle: float, high: float, position: int, colour: str, *, hollow: bool = False
    ) -> None:
        """An average as a diamond as wide as its interval."""
        left, centre, right = (float(x) for x in np.clip([low, middle, high], -self.limit, self.limit))
        self.traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [left, centre, right, centre, left],
                "y": [position, position - 0.3, position, position + 0.3, position],
                "fill": "none" if hollow else "toself",
                "fillcolor": colour,
                "line": {"color": colour, "width": 1.5},
                "hoverinfo": "skip",
            }
        )

    def words(self, x: float, position: int, text: str, anchor: str = "left") -> None:
        """Words beside the plot, in the row at this position; `x` is a share of the figure's width."""
        self._words.append(
            {
                "x": x,
                "xref": "paper",
                "y": position,
                "yref": "y",
                "text": text,
                "showarrow": False,
                "xanchor": anchor,
                "yanchor": "middle",
                "align": "left",
            }
        )

    def band(self, first: int, last: int) -> None:
        """A faint band behind the rows from the first to the last, words included."""
        shape = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": first - 0.5, "y1": last + 0.5}
        self._shapes.append({**shape, "fillcolor": BAND, "line": {"width": 0}, "layer": "below"})

    def reference(self, x: float) -> None:
        """A faint vertical line at an effect to compare with; nothing if it is unknown or beyond the axis."""
        if abs(x) <= self.limit:
            self._vertical(x, {"color": ACCENT, "width": 1, "dash": "dot"})

    def figure(self, rows: int, plot: tuple[float, float], row_height: int = ROW_HEIGHT) -> go.Figure:
        """The figure with this many rows; `plot` is the part of the width that the plot itself takes."""
        self._vertical(0.0, {"color": QUIET, "width": 1.5})
        lines = [self._lines(style, segments) for style, segments in self._segments.items()]
        arrows = [_arrows(style, ends) for style, ends in self._arrows.items()]
        drawn = layout(
            height=row_height * (rows + 1) + 70,
            showlegend=False,
            clickmode="event+select",
            annotations=self._words,
            shapes=self._shapes,
            xaxis={
                "domain": list(plot),
                "range": [-1.04 * self.limit, 1.04 * self.limit],
                "gridcolor": GRID,
                "zeroline": False,
                "fixedrange": True,
                "dtick": 0.5 if self.limit <= 2 else 1.0,
                "tickformat": ".1f",
                "title": {"text": DIRECTIONS_TITLE, "standoff": 4},
            },
            yaxis={"visible": False, "range": [rows - 0.4, -1.6], "fixedrange": True},
        )
        return go.Figure({"data": [*lines, *arrows, *self.traces], "layout": drawn})

    def _vertical(self, x: float, line: dict[str, Any]) -> None:
        shape = {"type": "line", "xref": "x", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
        self._shapes.append({**shape, "line": line, "layer": "below"})

    @staticmethod
    def _lines(style: tuple[str, str], segments: list[tuple[float, float, int]]) -> dict[str, Any]:
        colour, dash = style
        return {
            "type": "scatter",
            "mode": "lines",
            "x": [x for low, high, _ in segments for x in (low, high, None)],
            "y": [y for _, _, position in segments for y in (position, position, None)],
            "line": {"color": colour, "width": 2, "dash": dash},
            "hoverinfo": "skip",
        }


def _arrows(style: tuple[str, str], ends: list[tuple[float, int]]) -> dict[str, Any]:
    colour, symbol = style
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in ends],
        "y": [position for _, position in ends],
        "marker": {"symbol": symbol, "size": 10, "color": colour, "opacity": 1},
        "hoverinfo": "skip",
    }


def thinned(rows: Sequence[Row], most: int = MOST_ROWS) -> list[Row]:
    """At most so many of the rows, evenly spaced, the first and the last among them."""
    if len(rows) <= most:
        return list(rows)
    return [rows[place] for place in np.linspace(0, len(rows) - 1, most).round().astype(int)]


def drawn_of(rows: Sequence[object], most: int = MOST_ROWS) -> str:
    """A sentence that says that not all rows are drawn; empty where they are."""
    return f" Drawn are {most} of {len(rows)} rows; the table has all." if len(rows) > most else ""


def interval_figure(
    rows: Sequence[Row], columns: Sequence[Column], reference: float = np.nan, plot: tuple[float, float] = PLOT
) -> go.Figure:
    """A figure of rows with words beside them.

    `reference` is an effect to compare with, drawn as a faint line; `plot` is the part of the width that the plot takes.
    """
    ends = np.array([[row.low, row.high] for row in rows], dtype=float).ravel()
    drawing = Drawing(axis_limit(ends[np.isfinite(ends)], [row.g for row in rows if row.g == row.g]))
    for column in columns:
        drawing.words(column.x, -1, f"<b>{column.heading}</b>", column.anchor)
    for position, row in enumerate(rows):
        if not row.heading:
            drawing.interval(row.low, row.high, position)
        for column, words in zip(columns, row.cells, strict=False):
            drawing.words(column.x, position, f"<b>{words}</b>" if row.heading else words, column.anchor)
    drawing.traces.append(_markers(rows, drawing.limit))
    drawing.reference(reference)
    return drawing.figure(len(rows), plot)


def _markers(rows: Sequence[Row], limit: float) -> dict[str, Any]:
    drawn = [(position, row) for position, row in enumerate(rows) if not row.heading]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [min(max(row.g, -limit), limit) for _, row in drawn],
        "y": [position for position, _ in drawn],
        "marker": {"symbol": [row.symbol for _, row in drawn], "size": 11, "color": ACCENT, "opacity": 1},
        "customdata": [[row.study_id, row.hover] for _, row in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def axis_limit(ends: npt.NDArray[np.float64], needed: Sequence[float] = ()) -> float:
    """Half the width of an axis: as wide as most ends and all that is needed, so that no single interval sets it."""
    wanted = max([float(np.quantile(np.abs(ends), 0.9)) if ends.size else 0.0, *(abs(end) for end in needed)])
    return float(np.clip(np.ceil(wanted * 2) / 2, LEAST_REACH, MOST_REACH))


def effect(g: float, low: float, high: float) -> str:
    """“0.62 (0.31 to 0.93)”."""
    return f"{rounded(g)} ({rounded(low)} to {rounded(high)})"


def short(words: str, longest: int) -> str:
    """Words cut to a length, the cut shown by an ellipsis."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
