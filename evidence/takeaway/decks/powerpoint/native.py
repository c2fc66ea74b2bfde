"""Native charts and tables of PowerPoint."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from evidence.charts.palette import ACCENT, DIRECTION
from evidence.takeaway.decks.powerpoint.drawings import colour
from evidence.takeaway.decks.powerpoint.text import FONT, INK, MARGIN, Box, height_needed
from evidence.takeaway.decks.slides import BarPicture
from evidence.words.numbers import number

_WHITE = RGBColor(0xFF, 0xFF, 0xFF)


def bars(slide: Any, picture: BarPicture, box: Box) -> Any:
    """Stacked bars of shares with their counts inside; the frame."""
    data = CategoryChartData(number_format="0")
    data.categories = picture.labels
    for code, label in picture.directions.items():
        data.add_series(label, [int(number) for number in picture.counts[code]])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED_100, *box.inches, data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(12), FONT
    chart.font.color.rgb = INK
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.reverse_order = True
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "0%", False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for series, code in zip(plot.series, picture.directions, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(DIRECTION[code])
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;;", False
        labels.font.size, labels.font.color.rgb, labels.font.bold = Pt(12), _WHITE, True
    return frame


def table(slide: Any, frame: pd.DataFrame, box: Box) -> Any:
    """A table at the largest type at which it fits; rows that do not fit at the smallest are counted in the last one."""
    cells = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    names = [str(name) for name in frame.columns]
    widths = _widths(names, cells, box.width)
    size, heights, shown = _sized(names, cells, widths, box.height)
    if shown < len(cells):
        cells = [*cells[:shown], [f"… {len(cells) - shown} more rows on the live page", *[""] * (len(names) - 1)]]
    rows = [names, *cells]
    graphic = slide.shapes.add_table(
        len(rows), len(names), Inches(box.left), Inches(box.top), Inches(box.width), Inches(sum(heights))
    )
    made = graphic.table
    for place, width in enumerate(widths):
        made.columns[place].width = Inches(width)
    for place, row in enumerate(rows):
        made.rows[place].height = Inches(heights[place])
        for column, text in enumerate(row):
            _fill(made.cell(place, column), text, size, bold=place == 0)
    return graphic


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value or value == "":
        return "–"
    return number(value) if isinstance(value, float) else str(value)


def _widths(names: list[str], cells: list[list[str]], width: float) -> list[float]:
    """Columns as wide as the root of their text, so that long texts get more, but not all."""
    lengths = [
        max(len(name), 6) + sum(len(row[place]) for row in cells) / max(len(cells), 1)
        for place, name in enumerate(names)
    ]
    shares = [length**0.6 for length in lengths]
    return [width * share / sum(shares) for share in shares]


def _sized(
    names: list[str], cells: list[list[str]], widths: list[float], height: float
) -> tuple[float, list[float], int]:
    """Type size, height of every row in inches (heading first), and how many rows are shown."""
    for size in (16.0, 14.0, 12.0, 11.0, 10.0, 9.0):
        heights = [_row_height(row, widths, size) for row in (names, *cells)]
        if sum(heights) <= height:
            return size, heights, len(cells)
    last = _row_height(["… more rows on the live page"], widths, size)
    shown = len(cells)
    while shown and sum(heights[: shown + 1]) + last > height:
        shown -= 1
    return size, [*heights[: shown + 1], last], shown


def _row_height(row: list[str], widths: list[float], size: float) -> float:
    # PowerPoint's cells have wider margins than our boxes; the text gets that much less room.
    return max(height_needed([text], width - 0.1, size) for text, width in zip(row, widths, strict=False)) + 0.04


def _fill(cell: Any, text: str, size: float, *, bold: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(MARGIN + 1)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = _WHITE if bold else INK
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(ACCENT) if bold else RGBColor(0xF7, 0xF8, 0xFA)
