"""The comparison ladder: where findings point as the comparison gets tougher."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.directions import ladder, ladder_sentence
from evidence.charts.chart import Chart, layout
from evidence.charts.palette import DIRECTION, GRID
from evidence.library import Library
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import SYMBOLS
from evidence.synthesis.rungs import Rung, pooled_rungs, sizes_sentence
from evidence.words.phrases import counted

STRAND_WORDS = {"massage": "findings of single studies", "synthesis": "findings of reviews"}
ROW_HEIGHT = 46
#: Added to each row where a line with the pooled effect stands in it.
SIZE_LINE = 16
#: A segment narrower than this share of the bar cannot hold its number.
NARROWEST_LABEL = 7


@lru_cache(maxsize=16)
def ladder_chart(library: Library, strand: str = "massage", whole: Library | None = None) -> Chart:
    """Shares of findings per direction on each rung, for one strand of the (already selected) library.

    Bars are shares in per cent of the rung's findings; numbers in the bars are counts. Rungs without findings stay visible.
    With `whole`, the library it was selected from, single studies' pooled effects on pain stand beside the counts.
    """
    counts = ladder(library.findings, strand)
    sentence = ladder_sentence(counts, library, STRAND_WORDS[strand])
    rungs = pooled_rungs(whole, library) if whole is not None and strand == "massage" else {}
    if rungs:
        sentence += " " + sizes_sentence(rungs, library)
    return Chart(
        title=f"Comparison ladder: {STRAND_WORDS[strand]}",
        figure=_figure(counts, library, rungs),
        sentence=sentence,
        table=_table(counts, library, rungs),
    )


def _figure(counts: pd.DataFrame, library: Library, rungs: dict[str, Rung]) -> go.Figure:
    labels = [_rung_label(row, library, rungs) for row in counts.to_dict("records")]
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
    figure.update_layout(
        layout(height=70 + (ROW_HEIGHT + (SIZE_LINE if rungs else 0)) * len(labels), barmode="stack", bargap=0.25)
    )
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(range=[0, 103], tickvals=ticks, ticktext=[f"{tick}%" for tick in ticks])
    figure.update_xaxes(gridcolor=GRID, zeroline=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True)
    return figure


def _rung_label(row: dict[str, object], library: Library, rungs: dict[str, Rung]) -> str:
    code = str(row["comparator_class"])
    label = f"{library.schema.label('comparator_class', code)}<br>{counted(int(str(row['findings'])), 'finding')}"
    if code not in rungs or not row["findings"]:
        return label
    return f"{label}<br>pain: {rungs[code].words}"


def _table(counts: pd.DataFrame, library: Library, rungs: dict[str, Rung]) -> pd.DataFrame:
    if rungs:
        words = [rungs[code].words if code in rungs else "" for code in counts["comparator_class"]]
        counts = counts.assign(**{"Pain, pooled": words})
    names = {direction: library.schema.label("direction", direction) for direction in DIRECTIONS}
    table = counts.assign(
        comparator_class=[library.schema.label("comparator_class", c) for c in counts["comparator_class"]]
    )
    return table.rename(
        columns={**names, "comparator_class": "Compared with", "findings": "Findings", "studies": "Studies"}
    )
