"""The effect-direction plot: one row a study, one column an outcome, a symbol for where each finding points."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from evidence.answers.directions import tally
from evidence.answers.link_findings import NO_SIZE
from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.direction_rows import (
    CLASS_ORDER,
    NO_DIRECTION,
    NO_DIRECTION_SYMBOL,
    NO_DIRECTION_WORDS,
    SIDE_HEADING,
    TARGET_HEADING,
    DirectionRow,
    DirectionRows,
    direction_rows,
)
from evidence.charts.palette import BAND, DIRECTION, GRID, QUIET
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import SYMBOLS, people, points_to
from evidence.words.phrases import counted, studies_counted

#: plotly's marker for each direction; with `-open` and `-open-dot` it also tells who was studied.
MARKERS = {
    "favours_massage": "triangle-up",
    "no_clear_difference": "circle",
    "mixed": "diamond",
    "favours_comparator": "triangle-down",
}
#: Marker and colour of what points nowhere.
NO_DIRECTION_MARKER, NO_DIRECTION_COLOUR = "square", QUIET
#: How the marker tells who was studied: filled for chronic pain, empty for people without it, dotted where mixed or unclear.
PEOPLE_MARKS = {"yes": "", "mixed": "-open-dot", "unclear": "-open-dot", "no": "-open"}
PEOPLE_LEGEND = (
    ("yes", "filled: chronic pain"),
    ("no", "empty: no chronic pain"),
    ("mixed", "dotted: mixed or unclear"),
)
ROW_HEIGHT = 22
#: Characters of a line in a column's name.
LONGEST_LINE = 10
SMALLEST, LARGEST = 8.0, 18.0
#: Number of people from which a marker has its full size.
LARGE_STUDY = 200


def direction_plot(library: Library, findings: pd.DataFrame, most: int = 60) -> Chart:
    """Where each finding points, one row per study and comparator class, columns by outcome group.

    `findings` is the part of the library's findings to draw. If there are more than `most` rows, those of the largest
    studies are drawn and the sentence says so; the table holds all.
    """
    placed = direction_rows(library, findings, most)
    return Chart(
        title="Where the findings point",
        figure=direction_figure(placed, library),
        sentence=_sentence(placed),
        table=direction_table(placed.frame, library.schema),
    )


def _sentence(placed: DirectionRows) -> str:
    frame = placed.frame
    if frame.empty:
        return "There are no findings to draw."
    text = f"{counted(len(frame), 'finding')} of {studies_counted(frame['study_id'].nunique())}: {tally(frame)}."
    return f"{text} {left_out(placed)}".strip()


def left_out(placed: DirectionRows) -> str:
    """What a large plot does not draw, in a sentence; empty where all is drawn."""
    if len(placed.drawn) == len(placed.frame):
        return ""
    number = studies_counted(placed.drawn["study_id"].nunique())
    first = (
        "that the conclusion rests on or that have the most people"
        if placed.frame["carries"].any()
        else "with the most people"
    )
    return f"Drawn are the {number} {first}; the table has all."


def direction_figure(placed: DirectionRows, library: Library) -> go.Figure:
    """The figure of placed findings; of a link with a line between the claim itself and side evidence."""
    lines = _lines(placed)
    points = _points(placed, lines, library)
    figure = go.Figure([_trace(points, direction, library.schema) for direction in (*DIRECTIONS, NO_DIRECTION)])
    _add_legend(figure, points, library.schema)
    columns = len(placed.columns)
    figure.update_layout(layout(height=150 + ROW_HEIGHT * max(len(lines), 1)))
    figure.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top", "itemclick": False})
    figure.update_xaxes(
        tickvals=list(range(columns)),
        ticktext=[_wrapped(library.schema.label("outcome_group", outcome)) for outcome in placed.columns],
        range=[-0.6, max(columns, 1) - 0.4],
        side="top",
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        automargin=True,
    )
    figure.update_yaxes(
        tickvals=list(range(len(lines))),
        ticktext=[_label(line) for line in lines],
        range=[len(lines) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        automargin=True,
    )
    bands = [_band(position) for position, line in enumerate(lines) if line is not None and line.heading]
    parts = _parts(placed)
    figure.update_layout(shapes=[*bands, *parts["shapes"]], annotations=parts["annotations"])
    return figure


def _lines(placed: DirectionRows) -> list[DirectionRow | None]:
    """The rows from the top down; of a link with side evidence a first one for the headings of the columns."""
    return [None, *placed.rows] if placed.side else list(placed.rows)


def _band(position: int) -> dict[str, Any]:
    """A band behind a heading, right across the plot."""
    ends = {"x0": 0, "x1": 1, "xref": "x domain", "y0": position - 0.5, "y1": position + 0.5}
    return {"type": "rect", **ends, "fillcolor": BAND, "line": {"width": 0}, "layer": "below"}


def _parts(placed: DirectionRows) -> dict[str, list[dict[str, Any]]]:
    """The headings of the claim itself and of side evidence, and the line between them."""
    if not placed.side:
        return {"shapes": [], "annotations": []}
    first = len(placed.columns) - placed.side
    headings = [(-0.5, TARGET_HEADING)] if first else []
    headings.append((first - 0.45, SIDE_HEADING))
    annotations = [
        {"x": x, "y": 0, "text": f"<b>{words}</b>", "showarrow": False, "xanchor": "left", "yanchor": "middle"}
        for x, words in headings
    ]
    ends = {"x0": first - 0.5, "x1": first - 0.5, "y0": 0, "y1": 1, "yref": "y domain"}
    line = {"type": "line", **ends, "line": {"color": QUIET, "width": 1.5, "dash": "dot"}}
    return {"shapes": [line] if first else [], "annotations": annotations}


def _label(line: DirectionRow | None) -> str:
    if line is None:
        return ""
    words = figure_text(line.words)
    if line.heading:
        return f"<b>{words}</b> ({line.count})"
    link = f'<a href="study?id={line.key[1]}" target="_self">{words}</a>'
    return f"<b>{link}</b>" if line.bold else link


def _trace(points: pd.DataFrame, direction: str, schema: Schema) -> go.Scatter:
    part = points[points["pointing"] == direction]
    colour = DIRECTION.get(direction, NO_DIRECTION_COLOUR)
    return go.Scatter(
        mode="markers",
        x=part["x"],
        y=part["y"],
        name=_name(direction, schema),
        legendgroup=direction,
        showlegend=False,
        marker={
            "symbol": part["symbol"],
            "size": part["marker_size"],
            "color": colour,
            "line": {"width": 1.5, "color": colour},
            "opacity": 1,
        },
        customdata=part[["study_id", "hover"]].to_numpy(dtype=object) if len(part) else None,
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _name(direction: str, schema: Schema) -> str:
    if direction == NO_DIRECTION:
        return f"{NO_DIRECTION_SYMBOL} {NO_DIRECTION_WORDS}"
    return f"{SYMBOLS[direction]} {schema.label('direction', direction)}"


def _points(placed: DirectionRows, lines: list[DirectionRow | None], library: Library) -> pd.DataFrame:
    frame = placed.drawn
    where = {line.key: position for position, line in enumerate(lines) if line is not None}
    column = {outcome: position for position, outcome in enumerate(placed.columns)}
    keys = zip(frame["block"], frame["study_id"], strict=True)
    points = frame.assign(
        y=[where.get(key, -1) for key in keys], column=frame["outcome_group"].map(column).astype(float)
    )
    points = points[points["y"] >= 0]
    place = points.groupby(["y", "column"])
    # Findings of one study on one outcome stand side by side instead of hiding each other.
    offset = place.cumcount() - (place["column"].transform("size") - 1) / 2
    spread = place["column"].transform("size").clip(lower=1)
    return points.assign(
        x=points["column"] + offset * np.minimum(0.22, 0.8 / spread),
        symbol=[
            MARKERS.get(direction, NO_DIRECTION_MARKER) + PEOPLE_MARKS.get(chronic, "-open-dot")
            for direction, chronic in zip(points["pointing"], points["chronic_pain"], strict=True)
        ],
        marker_size=_sizes(points["size"]),
        hover=[_hover(row, library) for row in points.to_dict("records")],
    )


def _sizes(people_counted: pd.Series) -> np.ndarray:
    """Marker sizes whose area grows with the number of people; unknown sizes are drawn smallest."""
    share = np.clip(people_counted.fillna(0).to_numpy(dtype=float) / LARGE_STUDY, 0, 1)
    return SMALLEST + (LARGEST - SMALLEST) * np.sqrt(share)


def _hover(row: dict[str, Any], library: Library) -> str:
    schema = library.schema
    size = NO_SIZE if pd.isna(row["size"]) else counted(int(row["size"]), "person", "people")
    lines = (
        f"<b>{figure_text(row['study'])}</b> ({size})",
        figure_text(row["apart"]),
        figure_text(row["outcome"]),
        points_to(row, schema),
        f"against {schema.phrase('comparator', row['comparator'])}, {figure_text(row['timepoint'])}",
    )
    return "<br>".join(line for line in lines if line)


def _add_legend(figure: go.Figure, points: pd.DataFrame, schema: Schema) -> None:
    entries = [(schema.label("direction", d), MARKERS[d], DIRECTION[d]) for d in DIRECTIONS]
    if (points["pointing"] == NO_DIRECTION).any():
        entries.append((NO_DIRECTION_WORDS, NO_DIRECTION_MARKER, NO_DIRECTION_COLOUR))
    entries += [(words, "circle" + PEOPLE_MARKS[code], QUIET) for code, words in PEOPLE_LEGEND]
    for name, symbol, color in entries:
        marker = {"symbol": symbol, "color": color, "size": 10, "line": {"width": 1.5, "color": color}}
        figure.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=marker, hoverinfo="skip")


def _wrapped(label: str) -> str:
    """A column's name in short lines; long words stay whole."""
    lines = textwrap.wrap(label, LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
    return "<br>".join(figure_text(line) for line in lines)


def direction_table(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Every placed finding in words, easiest comparison first, then the largest studies."""
    rank = {name: position for position, name in enumerate(CLASS_ORDER)}
    ordered = frame.assign(rank=frame["block"].map(rank)).sort_values(
        ["rank", "size", "study"], ascending=[True, False, True], na_position="last"
    )
    records = ordered.to_dict("records")
    return pd.DataFrame(
        {
            "finding_id": ordered["finding_id"].to_numpy(),
            "study_id": ordered["study_id"].to_numpy(),
            "Compared with": [schema.label("comparator_class", r["comparator_class"]) for r in records],
            "Study": [r["study"] for r in records],
            "People in the study": [None if pd.isna(r["size"]) else int(r["size"]) for r in records],
            "Chronic pain": [schema.label("chronic_pain", r["chronic_pain"]) for r in records],
            "Outcome group": [schema.label("outcome_group", r["outcome_group"]) for r in records],
            "Outcome": [r["outcome"] for r in records],
            "When": [r["timepoint"] for r in records],
            "Direction": [_direction(r, schema) for r in records],
            "People": [people(r) for r in records],
        }
    )


def _direction(record: dict[str, Any], schema: Schema) -> str:
    if record["pointing"] == NO_DIRECTION:
        return points_to(record, schema)
    return schema.label("direction", record["direction"])
