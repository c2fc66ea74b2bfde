"""The evidence map as bubbles: size for how much there is, shape and a bar for where it points, hatching for nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.evidence_map import (
    DIMENSIONS,
    NO_STUDY,
    POOLABLE,
    SIDE_ONLY,
    EvidenceMap,
    cell_words,
    names_of,
    sentence,
)
from evidence.answers.targets import SIDE
from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.direction_plot import MARKERS
from evidence.charts.palette import DIRECTION, GRID, QUIET
from evidence.library.strands import DIRECTIONS

#: What the size of a bubble can mean: code in the address → words.
SIZES = {"studies": "Studies", "people": "People"}
ROW_HEIGHT, COLUMN_WIDTH, LABELS_WIDTH = 74, 92, 190
SMALLEST, LARGEST = 11.0, 38.0
#: Marks and colours of what the majority of a cell can be; side evidence has no direction.
_SHAPES = {**MARKERS, SIDE_ONLY: "square"}
_COLOURS = {**DIRECTION, SIDE_ONLY: QUIET}
HOW_TO_READ = (
    "Each cell is a pair of row and column. The larger the mark, the more studies (or people) there are; its shape shows where "
    "more than half of the findings on the claim itself point (a diamond where there is no majority, and where the curators call "
    "a link not shown although most findings favour massage), and the bar below shares the findings out by direction. Side "
    "evidence, which is about something else than the claim says, has no shape: a square without a bar holds nothing else. A "
    "filled mark means that at least one study prints numbers that can be pooled, an empty one that none does. A hatched cell "
    "holds no study in this library, which says nothing about whether massage works there. Counting findings is not weighing "
    "them."
)


def least_width(found: EvidenceMap) -> int:
    """The least number of pixels the map needs to be read."""
    return LABELS_WIDTH + COLUMN_WIDTH * len(found.columns)


@lru_cache(maxsize=32)
def map_chart(found: EvidenceMap, size: str = "studies") -> Chart:
    """The map with marks sized by `studies` or `people`; marks carry `row|column` as their first custom value."""
    return Chart(
        title=f"Evidence map: {DIMENSIONS[found.by_rows].words.lower()} by {DIMENSIONS[found.by_columns].words.lower()}",
        figure=_figure(found, size),
        sentence=sentence(found),
        table=_table(found),
    )


def _figure(found: EvidenceMap, size: str) -> go.Figure:
    place_x = {code: place for place, code in enumerate(found.columns)}
    place_y = {code: place for place, code in enumerate(found.rows)}
    cells = found.cells.assign(x=found.cells["column"].map(place_x), y=found.cells["row"].map(place_y))
    filled = cells[cells["state"] != NO_STUDY]
    data = [_hatching(cells[cells["state"] == NO_STUDY]), *_bars(filled), _marks(filled, found, size), *_legend(found)]
    schema = found.library.schema
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True}
    labels = {
        "x": [_wrapped(schema.label(DIMENSIONS[found.by_columns].vocabulary, code)) for code in found.columns],
        "y": [_wrapped(schema.label(DIMENSIONS[found.by_rows].vocabulary, code)) for code in found.rows],
    }
    shapes = [_line("x", place - 0.5) for place in range(len(found.columns) + 1)]
    shapes += [_line("y", place - 0.5) for place in range(len(found.rows) + 1)]
    drawn = layout(
        height=150 + ROW_HEIGHT * len(found.rows),
        clickmode="event+select",
        shapes=shapes,
        xaxis={
            **axis,
            "side": "top",
            "tickvals": list(range(len(found.columns))),
            "ticktext": labels["x"],
            "range": [-0.5, len(found.columns) - 0.5],
        },
        yaxis={
            **axis,
            "tickvals": list(range(len(found.rows))),
            "ticktext": labels["y"],
            "range": [len(found.rows) - 0.5, -0.5],
        },
    )
    drawn["legend"] = {
        "orientation": "h",
        "y": -0.02,
        "yanchor": "top",
        "x": 0,
        "itemclick": False,
        "itemdoubleclick": False,
    }
    return go.Figure({"data": data, "layout": drawn})


def _marks(cells: pd.DataFrame, found: EvidenceMap, size: str) -> dict[str, Any]:
    largest = max(cells[size].max(), 1) if len(cells) else 1
    records = cells.to_dict("records")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [record["x"] for record in records],
        "y": [record["y"] - 0.08 for record in records],
        # A space keeps the number clear of wide marks.
        "text": [f"\N{EN SPACE}{record[size]:,}" for record in records],
        "textposition": "middle right",
        "marker": {
            "symbol": [
                _SHAPES[record["majority"]] + ("" if record["state"] == POOLABLE else "-open") for record in records
            ],
            "size": [SMALLEST + (LARGEST - SMALLEST) * (record[size] / largest) ** 0.5 for record in records],
            "color": [_COLOURS[record["majority"]] for record in records],
            "line": {"width": 2, "color": [_COLOURS[record["majority"]] for record in records]},
            "opacity": 1,
        },
        "customdata": [[f"{record['row']}|{record['column']}", _hover(record, found)] for record in records],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _hover(record: dict[str, Any], found: EvidenceMap) -> str:
    row, column = names_of(found, record["row"], record["column"])
    words = cell_words(pd.Series(record), found.library.schema)
    return f"<b>{figure_text(row)} · {figure_text(column)}</b><br>{words}<br>(click to open the studies)"


def _bars(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """A thin bar below each mark, shared out by direction: one trace a direction, its pieces divided by gaps."""
    pieces: dict[str, tuple[list[float | None], list[float | None]]] = {direction: ([], []) for direction in DIRECTIONS}
    for record in cells[cells["majority"] != SIDE_ONLY].to_dict("records"):
        start = record["x"] - 0.36
        for direction in DIRECTIONS:
            width = 0.72 * record[direction] / (record["findings"] - record["side"])
            if width:
                xs, ys = pieces[direction]
                xs += [start, start + width, None]
                ys += [record["y"] + 0.4, record["y"] + 0.4, None]
                start += width
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": DIRECTION[direction], "width": 6},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for direction, (xs, ys) in pieces.items()
    ]


def _hatching(cells: pd.DataFrame) -> dict[str, Any]:
    """Slanted lines over every cell without a study."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, y in zip(cells["x"], cells["y"], strict=True):
        for offset in (-0.5, -0.25, 0.0, 0.25, 0.5):
            left, right = max(-0.5, offset - 0.5), min(0.5, offset + 0.5)
            xs += [x + left, x + right, None]
            ys += [y + left - offset, y + right - offset, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": GRID, "width": 1.5},
        "hoverinfo": "skip",
        "name": "hatched: no study in this library",
        "showlegend": True,
    }


def _legend(found: EvidenceMap) -> list[dict[str, Any]]:
    schema = found.library.schema
    entries = [(schema.label("direction", d), MARKERS[d], DIRECTION[d]) for d in DIRECTIONS]
    if (found.cells["majority"] == SIDE_ONLY).any():
        entries.append((f"{SIDE} only", _SHAPES[SIDE_ONLY], _COLOURS[SIDE_ONLY]))
    entries += [("filled: some can be pooled", "circle", QUIET), ("empty: none can be pooled", "circle-open", QUIET)]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": name,
            "marker": {"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2, "color": colour}},
            "hoverinfo": "skip",
        }
        for name, symbol, colour in entries
    ]


def _line(axis: str, place: float) -> dict[str, Any]:
    other = "y" if axis == "x" else "x"
    ends = {f"{axis}0": place, f"{axis}1": place, f"{other}0": 0, f"{other}1": 1}
    reference = {f"{axis}ref": axis, f"{other}ref": f"{other} domain"}
    return {"type": "line", **ends, **reference, "line": {"color": GRID, "width": 1}, "layer": "below"}


def _wrapped(label: str, longest: int = 14) -> str:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(figure_text(line) for line in lines)


def _table(found: EvidenceMap) -> pd.DataFrame:
    schema = found.library.schema
    by_row, by_column = DIMENSIONS[found.by_rows], DIMENSIONS[found.by_columns]
    words = {(cell["row"], cell["column"]): cell_words(cell, schema) for cell in _records(found)}
    table: dict[str, list[str]] = {by_row.words: [schema.label(by_row.vocabulary, row) for row in found.rows]}
    for column in found.columns:
        table[schema.label(by_column.vocabulary, column)] = [words[row, column] for row in found.rows]
    return pd.DataFrame(table)


def _records(found: EvidenceMap) -> list[pd.Series]:
    return [pd.Series(record) for record in found.cells.to_dict("records")]
