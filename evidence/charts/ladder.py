"""The comparison ladder: where findings point as the comparison gets tougher."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evidence.answers.directions import ladder, ladder_sentence
from evidence.charts.chart import Chart
from evidence.charts.direction_keys import direction_keys, direction_role
from evidence.charts.scene import Axis, Bar, Panel, Scene
from evidence.charts.ticks import PER_CENT, row_axis
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import SYMBOLS
from evidence.synthesis.rungs import Rung, pooled_rungs, sizes_sentence
from evidence.words.phrases import counted

STRAND_WORDS = {"massage": "findings of single studies", "synthesis": "findings of reviews"}
ROW_HEIGHT = 46
#: Added to each row where a line with the pooled effect stands in it.
SIZE_LINE = 16
#: The part of a row that its bar takes.
BAR = 0.75
#: A segment narrower than this share of the bar cannot hold its number.
NARROWEST_LABEL = 7


@kept
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
        scene=_scene(counts, library, rungs),
        sentence=sentence,
        table=_table(counts, library, rungs),
    )


def _scene(counts: pd.DataFrame, library: Library, rungs: dict[str, Rung]) -> Scene:
    labels = [_rung_label(row, library, rungs) for row in counts.to_dict("records")]
    # A little more than the whole, so that the last label does not stick out.
    across = Axis(0, 103, PER_CENT, grid=True)
    return Scene(
        panels=(Panel(across, row_axis(labels), tuple(_bars(counts, library))),),
        height=(ROW_HEIGHT + (SIZE_LINE if rungs else 0)) * len(labels),
        legend=direction_keys(library.schema),
    )


def _bars(counts: pd.DataFrame, library: Library) -> Iterator[Bar]:
    """The directions of each rung one after the other, in per cent of its findings; a direction without any has no bar."""
    for place, row in enumerate(counts.to_dict("records")):
        before = 0
        for direction in DIRECTIONS:
            count, total = int(row[direction]), int(row["findings"])
            if not count:
                continue
            share = 100 * count / total
            yield Bar(
                x0=100 * before / total,
                x1=100 * (before + count) / total,
                y0=place - BAR / 2,
                y1=place + BAR / 2,
                role=direction_role(direction),
                words=f"{SYMBOLS[direction]} {count}" if share >= NARROWEST_LABEL else "",
                hover=f"{library.schema.label('direction', direction)}: {count} ({share:.0f}%)",
            )
            before += count


def _rung_label(row: dict[str, object], library: Library, rungs: dict[str, Rung]) -> str:
    code = str(row["comparator_class"])
    label = f"{library.schema.label('comparator_class', code)}\n{counted(int(str(row['findings'])), 'finding')}"
    if code not in rungs or not row["findings"]:
        return label
    return f"{label}\npain: {rungs[code].words}"


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
