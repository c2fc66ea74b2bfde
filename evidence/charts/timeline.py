"""The timeline of a claim: findings so far by direction, year by year."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evidence.answers.timeline import counted_here, sentence, timeline
from evidence.charts.chart import Chart
from evidence.charts.direction_keys import direction_keys, direction_role
from evidence.charts.scene import Axis, Bar, Panel, Scene
from evidence.charts.ticks import count_axis, year_labels
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.library.strands import DIRECTIONS

#: The height of the plot and the least width at which its steps can be told apart, in pixels.
HEIGHT, WIDTH = 270, 480


@kept
def timeline_chart(library: Library, mechanism: str) -> Chart:
    """Cumulative findings against a control by direction, as steps over the years."""
    table = timeline(library, mechanism)
    schema = library.schema
    names = {direction: schema.label("direction", direction) for direction in DIRECTIONS}
    shown = table.rename(columns={**names, "year": "Year", "findings": "Findings so far", "studies": "Studies so far"})
    words = f"{sentence(table)} {counted_here(library, mechanism)}".strip()
    return Chart("How the evidence on this claim grew", _scene(table, schema), words, shown)


def _scene(table: pd.DataFrame, schema: Schema) -> Scene:
    years = [int(year) for year in table["year"]]
    first, last = (years[0], years[-1]) if years else (0, 0)
    highest = int(table["findings"].max()) if years else 0
    across = Axis(first, last + 1, year_labels(first, last) if years else (), grid=True)
    return Scene(
        panels=(Panel(across, count_axis(highest, "Findings so far"), tuple(_steps(table, schema))),),
        height=HEIGHT,
        least_width=WIDTH,
        legend=direction_keys(schema),
    )


def _steps(table: pd.DataFrame, schema: Schema) -> Iterator[Bar]:
    """The directions on top of each other, from each year to the next one with findings; none so far, no bar."""
    years = [int(year) for year in table["year"]]
    # A step needs somewhere to go: the last year is drawn as wide as any other.
    ends = [*years[1:], *(year + 1 for year in years[-1:])]
    for row, year, end in zip(table.to_dict("records"), years, ends, strict=True):
        below = 0
        for direction in DIRECTIONS:
            count = int(row[direction])
            if count:
                hover = f"{count} by {year}: {schema.label('direction', direction)}"
                yield Bar(year, end, below, below + count, direction_role(direction), hover=hover)
            below += count
