"""The comparison ladder: where findings point as the comparison gets tougher."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.charts.chart import Chart, layout
from evidence.charts.palette import DIRECTION, GRID
from evidence.directions import DIRECTIONS, ladder, ladder_sentence
from evidence.library import Library
from evidence.results import SYMBOLS
from evidence.wording import counted

STRAND_WORDS = {"massage": "findings of single studies", "synthesis": "findings of reviews"}
ROW_HEIGHT = 46
#: A segment narrower than this share of the bar cannot hold its number.
NARROWEST_LABEL = 7


@lru_cache(maxsize=16)
def ladder_chart(library: Library, strand: str = "massage") -> Chart:
    """Shares of findings per direction on each rung, for one strand of the (already selected) library.

    Bars are shares in per cent of the rung's findings; numbers in the bars are counts. Rungs without findings stay visible.
    """
    counts = ladder(library.findings, strand)
    return Chart(
        title=f"Comparison ladder: {STRAND_WORDS[strand]}",
        figure=_figure(counts, library),
        sentence=ladder_sentence(counts, library, STRAND_WORDS[strand]),
        table=_table(counts, library),
    )


def _figure(counts: pd.DataFrame, library: Library) -> go.Figure:
    labels = [_rung_label(row, library) for row in counts.to_dict("records")]
    totals = counts["findings"].where(counts["findings"] > 0, 1)
    bars = []
    for direction in DIRECTIONS:
        shares = 100 * counts[direction] / totals
        name = library.schema.label("direction", direction)
        bars.append(
            go.Bar(
                orientation="h",
                y=labels,
                x=shares,
                name=f"{SYMBOLS[direction]} {name}",
                marker={"color": DIRECTION[direction], "line": {"width": 0}},
                text=[
                    f"{SYMBOLS[direction]} {count}" if share >= NARROWEST_LABEL else ""
                    for count, share in zip(counts[direction], shares, strict=True)
                ],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": "white"},
                constraintext="none",
                customdata=counts[direction],
                hovertemplate=name + ": %{customdata} (%{x:.0f}%)<extra></extra>",
            )
        )
    figure = go.Figure(bars)
    figure.update_layout(layout(height=70 + ROW_HEIGHT * len(labels), barmode="stack", bargap=0.25))
    figure.update_xaxes(
        range=[0, 103], tickvals=[0, 25, 50, 75, 100], ticksuffix="%", gridcolor=GRID, zeroline=False, fixedrange=True
    )
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True)
    return figure


def _rung_label(row: dict[str, object], library: Library) -> str:
    name = library.schema.label("comparator_class", str(row["comparator_class"]))
    return f"{name}<br>{counted(int(str(row['findings'])), 'finding')}"


def _table(counts: pd.DataFrame, library: Library) -> pd.DataFrame:
    names = {direction: library.schema.label("direction", direction) for direction in DIRECTIONS}
    table = counts.assign(
        comparator_class=[library.schema.label("comparator_class", c) for c in counts["comparator_class"]]
    )
    return table.rename(
        columns={**names, "comparator_class": "Compared with", "findings": "Findings", "studies": "Studies"}
    )
