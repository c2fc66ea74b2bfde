"""The effect-direction plot: one row a study, one column an outcome, a symbol for where each finding points."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import Any

import pandas as pd

from evidence.answers.directions import tally
from evidence.answers.link_findings import NO_SIZE
from evidence.charts.chart import Chart
from evidence.charts.direction_keys import direction_role
from evidence.charts.direction_rows import (
    CLASS_ORDER,
    NO_DIRECTION,
    NO_DIRECTION_WORDS,
    SIDE_HEADING,
    TARGET_HEADING,
    DirectionRow,
    DirectionRows,
    direction_rows,
    on_outcomes,
)
from evidence.charts.scene import Axis, Band, Fill, Item, Key, Label, Mark, Panel, Role, Rule, Scene, Shape, Words
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import people, points_to
from evidence.words.phrases import counted, studies_counted

#: The shape of each direction.
MARKERS: dict[str, Shape] = {
    "favours_massage": "triangle_up",
    "no_clear_difference": "circle",
    "mixed": "diamond",
    "favours_comparator": "triangle_down",
}
#: Shape and colour of what points nowhere.
NO_DIRECTION_MARKER: Shape = "square"
NO_DIRECTION_ROLE: Role = "quiet"
#: How a mark tells who was studied: filled for chronic pain, empty for people without it, dotted where mixed or unclear.
PEOPLE_MARKS: dict[str, Fill] = {"yes": "filled", "mixed": "dotted", "unclear": "dotted", "no": "open"}
PEOPLE_LEGEND = (
    ("yes", "filled: chronic pain"),
    ("no", "empty: no chronic pain"),
    ("mixed", "dotted: mixed or unclear"),
)
ROW_HEIGHT = 22
#: Pixels that a column and the names of the studies need to be read, and the least width of any plot.
COLUMN_WIDTH, NAMES_WIDTH, LEAST_WIDTH = 78, 230, 640
#: Characters of a line in a column's name.
LONGEST_LINE = 10
SMALLEST, LARGEST = 8.0, 18.0
#: Number of people from which a mark has its full size.
LARGE_STUDY = 200


def direction_plot(library: Library, findings: pd.DataFrame, most: int = 60, most_outcomes: int | None = None) -> Chart:
    """Where each finding points, one row per study and comparator class, columns by outcome group.

    `findings` is the part of the library's findings to draw. If there are more than `most` rows, those of the largest
    studies are drawn, of more than `most_outcomes` columns the most frequent; sentence and scene say so, the table holds all.
    """
    placed = direction_rows(library, findings, most, most_outcomes=most_outcomes)
    return Chart(
        title="Where the findings point",
        scene=direction_scene(placed, library),
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
    frame = placed.frame
    drawn = {row.key for row in placed.rows if not row.heading}
    there_are = _number_of_rows(frame)
    on_these = _number_of_rows(on_outcomes(frame, placed.columns)) if placed.cut else there_are
    number = len({study_id for _, study_id in drawn})
    outcomes = f"{len(placed.columns)} of {frame['outcome_group'].nunique()} outcomes"
    first = (
        "that the conclusion rests on or that have the most people"
        if frame["carries"].any()
        else "with the most people"
    )
    if not placed.cut:
        words = f"the {studies_counted(number)} {first}" if len(drawn) < there_are else ""
    elif len(drawn) < on_these:
        words = f"{outcomes} and, among studies of these, the {number} {first}"
    else:
        words = (
            f"{outcomes} and the {studies_counted(number)} with findings on them"
            if len(drawn) < there_are
            else outcomes
        )
    return f"Drawn are {words}; the table has all." if words else ""


def _number_of_rows(frame: pd.DataFrame) -> int:
    return len(frame[["block", "study_id"]].drop_duplicates())


def direction_scene(placed: DirectionRows, library: Library) -> Scene:
    """The scene of placed findings; of a link with a line between the claim itself and side evidence."""
    schema = library.schema
    lines = _lines(placed)
    columns = len(placed.columns)
    names = [_wrapped(schema.label("outcome_group", outcome)) for outcome in placed.columns]
    bands = [
        Band(place - 0.5, place + 0.5, across=True)
        for place, line in enumerate(lines)
        if line is not None and line.heading
    ]
    panel = Panel(
        x=Axis(
            start=-0.6,
            end=max(columns, 1) - 0.4,
            labels=tuple(Label(place, name) for place, name in enumerate(names)),
            grid=True,
            above=True,
        ),
        y=Axis(
            start=-0.6,
            end=max(len(lines), 1) - 0.4,
            labels=tuple(_label(place, line) for place, line in enumerate(lines) if line is not None),
        ),
        items=(*bands, *_parts(placed), *_marks(placed, lines, library)),
    )
    return Scene(
        panels=(panel,),
        height=ROW_HEIGHT * max(len(lines), 1),
        least_width=max(LEAST_WIDTH, NAMES_WIDTH + COLUMN_WIDTH * columns),
        legend=_legend(placed, schema),
        note=left_out(placed),
    )


def _lines(placed: DirectionRows) -> list[DirectionRow | None]:
    """The rows from the top down; of a link with side evidence a first one for the headings of the columns."""
    return [None, *placed.rows] if placed.side else list(placed.rows)


def _parts(placed: DirectionRows) -> Iterator[Item]:
    """The headings of the claim itself and of side evidence, and the line between them."""
    if not placed.side:
        return
    first = len(placed.columns) - placed.side
    if first:
        yield Words(-0.5, 0, TARGET_HEADING, bold=True)
        yield Rule(first - 0.5, None, first - 0.5, None, dash=True)
    yield Words(first - 0.45, 0, SIDE_HEADING, bold=True)


def _label(place: int, line: DirectionRow) -> Label:
    if line.heading:
        return Label(place, f"{line.words} ({line.count})", bold=True)
    return Label(place, line.words, href=_study(line.key[1]), bold=line.bold)


def _study(study_id: str) -> str:
    """Where a click on a study leads."""
    return f"study?id={study_id}"


def _marks(placed: DirectionRows, lines: list[DirectionRow | None], library: Library) -> Iterator[Mark]:
    """A mark a finding; findings of one study on one outcome stand side by side instead of hiding each other."""
    rows = {line.key: place for place, line in enumerate(lines) if line is not None}
    columns = {outcome: place for place, outcome in enumerate(placed.columns)}
    cells: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for record in placed.drawn.to_dict("records"):
        row = rows.get((record["block"], record["study_id"]))
        if row is not None:
            cells.setdefault((columns[record["outcome_group"]], row), []).append(record)
    for (column, row), records in cells.items():
        step = min(0.22, 0.8 / len(records))
        for number, record in enumerate(records):
            yield _mark(record, column + (number - (len(records) - 1) / 2) * step, row, library)


def _mark(record: dict[str, Any], x: float, y: float, library: Library) -> Mark:
    pointing = record["pointing"]
    return Mark(
        x,
        y,
        shape=MARKERS.get(pointing, NO_DIRECTION_MARKER),
        role=NO_DIRECTION_ROLE if pointing == NO_DIRECTION else direction_role(pointing),
        size=_size(record["size"]),
        fill=PEOPLE_MARKS.get(record["chronic_pain"], "dotted"),
        hover=_hover(record, library),
        id=record["study_id"],
        href=_study(record["study_id"]),
    )


def _size(people_counted: float) -> float:
    """A mark's width: its area grows with the number of people; unknown numbers are drawn smallest."""
    share = 0.0 if pd.isna(people_counted) else min(max(people_counted / LARGE_STUDY, 0.0), 1.0)
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share)


def _hover(row: dict[str, Any], library: Library) -> str:
    schema = library.schema
    size = NO_SIZE if pd.isna(row["size"]) else counted(int(row["size"]), "person", "people")
    lines = (
        f"{row['study']} ({size})",
        row["apart"],
        row["outcome"],
        points_to(row, schema),
        f"against {schema.phrase('comparator', row['comparator'])}, {row['timepoint']}",
    )
    return "\n".join(line for line in lines if line)


def marker_keys(schema: Schema) -> list[Key]:
    """The legend of the directions by their shapes."""
    return [Key(schema.label("direction", code), direction_role(code), MARKERS[code]) for code in DIRECTIONS]


def _legend(placed: DirectionRows, schema: Schema) -> tuple[Key, ...]:
    keys = marker_keys(schema)
    if (placed.drawn["pointing"] == NO_DIRECTION).any():
        keys.append(Key(NO_DIRECTION_WORDS, NO_DIRECTION_ROLE, NO_DIRECTION_MARKER))
    return (*keys, *(Key(words, "quiet", fill=PEOPLE_MARKS[code]) for code, words in PEOPLE_LEGEND))


def _wrapped(label: str) -> str:
    """A column's name in short lines; long words stay whole."""
    return "\n".join(textwrap.wrap(label, LONGEST_LINE, break_long_words=False, break_on_hyphens=False))


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
