"""The evidence map as bubbles: size for how much there is, shape and a bar for where it points, hatching for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from evidence.answers.evidence_map import (
    DIMENSIONS,
    NO_STUDY,
    POOLABLE,
    SIDE_ONLY,
    EvidenceMap,
    cell_words,
    evidence_map,
    names_of,
    sentence,
)
from evidence.answers.targets import SIDE
from evidence.charts.chart import Chart
from evidence.charts.direction_keys import direction_role
from evidence.charts.direction_plot import MARKERS, marker_keys
from evidence.charts.scene import Axis, Bar, Key, Label, Mark, Panel, Role, Rule, Scene, Shape
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import DIRECTIONS
from evidence.selection import Selection

#: What the size of a bubble can mean: code in the address → words.
SIZES = {"studies": "Studies", "people": "People"}
ROW_HEIGHT, COLUMN_WIDTH, LABELS_WIDTH = 74, 92, 190
SMALLEST, LARGEST = 11.0, 38.0
#: A mark stands a little above the middle of its cell, the bar of its directions below, in shares of a row.
MARK_ABOVE, BAR_TOP, BAR_BOTTOM, BAR_WIDTH = 0.08, 0.36, 0.44, 0.72
#: Characters of a line in the name of a row or column.
LONGEST_LINE = 14
#: Shapes and colours of what the majority of a cell can be; side evidence has no direction.
_SHAPES: dict[str, Shape] = {**MARKERS, SIDE_ONLY: "square"}
_ROLES: dict[str, Role] = {**{code: direction_role(code) for code in DIRECTIONS}, SIDE_ONLY: "quiet"}
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


@kept
def map_chart(
    library: Library,
    selection: Selection,
    by_rows: str,
    by_columns: str,
    size: str = "studies",
    most_rows: int | None = None,
) -> Chart:
    """The map of a selection with marks sized by `studies` or `people`; the id of a mark is `row|column`.

    Of more than `most_rows` rows those with the most studies are drawn, in their order; the scene says so, the table has all.
    Raises ValueError if rows and columns are the same.
    """
    found = evidence_map(library, selection.apply(library), by_rows, by_columns)
    return Chart(
        title=f"Evidence map: {DIMENSIONS[found.by_rows].words.lower()} by {DIMENSIONS[found.by_columns].words.lower()}",
        scene=_scene(found, size, _drawn_rows(found, most_rows)),
        sentence=sentence(found),
        table=_table(found),
    )


def _drawn_rows(found: EvidenceMap, most: int | None) -> tuple[str, ...]:
    if most is None or len(found.rows) <= most:
        return found.rows
    kept = set(found.cells.groupby("row", sort=False)["studies"].sum().nlargest(most).index)
    return tuple(code for code in found.rows if code in kept)


def _scene(found: EvidenceMap, size: str, rows: tuple[str, ...]) -> Scene:
    place_x = {code: place for place, code in enumerate(found.columns)}
    place_y = {code: place for place, code in enumerate(rows)}
    cells = found.cells[found.cells["row"].isin(rows)]
    records = cells.assign(x=cells["column"].map(place_x), y=cells["row"].map(place_y)).to_dict("records")
    filled = [record for record in records if record["state"] != NO_STUDY]
    empty = [record for record in records if record["state"] == NO_STUDY]
    panel = Panel(
        x=_axis(found, found.by_columns, found.columns, above=True),
        y=_axis(found, found.by_rows, rows),
        items=(
            *_lines(len(found.columns), len(rows)),
            *map(_hatched, empty),
            *(bar for record in filled for bar in _bars(record)),
            *_marks(filled, found, size),
        ),
    )
    return Scene(
        panels=(panel,),
        height=ROW_HEIGHT * len(rows),
        least_width=least_width(found),
        legend=_legend(found, cells),
        legend_below=True,
        note=_left_out(found, rows),
    )


def _left_out(found: EvidenceMap, rows: tuple[str, ...]) -> str:
    if len(rows) == len(found.rows):
        return ""
    return f"Drawn are the {len(rows)} of {len(found.rows)} rows with the most studies; the table has all."


def _axis(found: EvidenceMap, by: str, codes: tuple[str, ...], *, above: bool = False) -> Axis:
    names = [found.library.schema.label(DIMENSIONS[by].vocabulary, code) for code in codes]
    labels = tuple(Label(place, _wrapped(name)) for place, name in enumerate(names))
    return Axis(-0.5, len(codes) - 0.5, labels, above=above)


def _lines(columns: int, rows: int) -> Iterator[Rule]:
    """The lines between the cells and around them."""
    for place in range(columns + 1):
        yield Rule(place - 0.5, None, place - 0.5, None, role="grid", width=1)
    for place in range(rows + 1):
        yield Rule(None, place - 0.5, None, place - 0.5, role="grid", width=1)


def _hatched(record: dict[str, Any]) -> Bar:
    """Slanted lines over a cell without a study."""
    x, y = record["x"], record["y"]
    return Bar(x - 0.5, x + 0.5, y - 0.5, y + 0.5, role="grid", fill="hatched")


def _bars(record: dict[str, Any]) -> Iterator[Bar]:
    """A thin bar below a mark, shared out by direction; none where all is side evidence."""
    speaking = record["findings"] - record["side"]
    start = record["x"] - BAR_WIDTH / 2
    for direction in DIRECTIONS:
        if record[direction]:
            end = start + BAR_WIDTH * record[direction] / speaking
            yield Bar(start, end, record["y"] + BAR_TOP, record["y"] + BAR_BOTTOM, role=_ROLES[direction])
            start = end


def _marks(records: list[dict[str, Any]], found: EvidenceMap, size: str) -> Iterator[Mark]:
    largest = max([1, *(record[size] for record in records)])
    for record in records:
        yield Mark(
            x=record["x"],
            y=record["y"] - MARK_ABOVE,
            shape=_SHAPES[record["majority"]],
            role=_ROLES[record["majority"]],
            size=SMALLEST + (LARGEST - SMALLEST) * (record[size] / largest) ** 0.5,
            fill="filled" if record["state"] == POOLABLE else "open",
            words=f"{record[size]:,}",
            hover=_hover(record, found),
            id=f"{record['row']}|{record['column']}",
        )


def _hover(record: dict[str, Any], found: EvidenceMap) -> str:
    row, column = names_of(found, record["row"], record["column"])
    words = cell_words(pd.Series(record), found.library.schema)
    return f"{row} · {column}\n{words}\n(click to open the studies)"


def _legend(found: EvidenceMap, cells: pd.DataFrame) -> tuple[Key, ...]:
    keys = [
        Key("hatched: no study in this library", "grid", "square", "hatched"),
        *marker_keys(found.library.schema),
    ]
    if (cells["majority"] == SIDE_ONLY).any():
        keys.append(Key(f"{SIDE} only", _ROLES[SIDE_ONLY], _SHAPES[SIDE_ONLY]))
    return (
        *keys,
        Key("filled: some can be pooled", "quiet"),
        Key("empty: none can be pooled", "quiet", fill="open"),
    )


def _wrapped(label: str) -> str:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


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
