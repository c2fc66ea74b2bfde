"""The timeline of a claim: findings so far by direction, year by year."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.timeline import counted_here, sentence, timeline
from evidence.charts.chart import Chart, layout
from evidence.charts.palette import DIRECTION, GRID
from evidence.library import Library
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import SYMBOLS

HEIGHT = 340


@lru_cache(maxsize=16)
def timeline_chart(library: Library, mechanism: str) -> Chart:
    """Cumulative findings against a control by direction, as steps over the years."""
    table = timeline(library, mechanism)
    schema = library.schema
    # A step needs somewhere to go: the last year is drawn as wide as any other.
    last = table.tail(1).assign(year=table["year"].tail(1) + 1)
    steps = pd.concat([table, last])
    figure = go.Figure(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": steps["year"].tolist(),
                    "y": steps[direction].tolist(),
                    "name": f"{SYMBOLS[direction]} {schema.label('direction', direction)}",
                    "stackgroup": "findings",
                    "line": {"shape": "hv", "color": DIRECTION[direction], "width": 1},
                    "fillcolor": DIRECTION[direction],
                    "hovertemplate": "%{y} by %{x}<extra>" + schema.label("direction", direction) + "</extra>",
                }
                for direction in DIRECTIONS
            ],
            "layout": layout(
                height=HEIGHT,
                xaxis={"gridcolor": GRID, "fixedrange": True, "tickformat": "d"},
                yaxis={
                    "gridcolor": GRID,
                    "fixedrange": True,
                    "title": {"text": "Findings so far"},
                    "rangemode": "tozero",
                },
            ),
        }
    )
    names = {direction: schema.label("direction", direction) for direction in DIRECTIONS}
    shown = table.rename(columns={**names, "year": "Year", "findings": "Findings so far", "studies": "Studies so far"})
    words = f"{sentence(table)} {counted_here(library, mechanism)}".strip()
    return Chart("How the evidence on this claim grew", figure, words, shown)
