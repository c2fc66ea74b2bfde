"""Chains, forest plots and effect-direction plots drawn from shapes, so that every part can be edited."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from evidence.charts.direction_rows import NO_DIRECTION_SYMBOL, NO_DIRECTION_WORDS, SIDE_HEADING, TARGET_HEADING
from evidence.charts.forest import reach
from evidence.charts.intervals import effect, short
from evidence.charts.palette import ACCENT, DIRECTION, QUIET
from evidence.studies.results import SYMBOLS
from evidence.takeaway.decks.powerpoint.text import TIGHT, Box, fill, fitting, write
from evidence.takeaway.decks.slides import ChainPicture, DirectionPicture, ForestPicture
from evidence.words.numbers import rounded

#: More rows than this cannot be read on a slide.
MOST_STUDIES = 14
#: The height of the axis below a forest plot, of the names above an effect-direction plot, and of a lone chain, in inches.
_AXIS = 0.55
_COLUMN_NAMES = 0.52
CHAIN_HEIGHT = 1.9
_PALE = RGBColor(0xF3, 0xF5, 0xF7)
_SHAPES = {
    "favours_massage": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "no_clear_difference": MSO_SHAPE.OVAL,
    "mixed": MSO_SHAPE.DIAMOND,
    "favours_comparator": MSO_SHAPE.FLOWCHART_MERGE,
}
_BY_SYMBOL = {symbol: direction for direction, symbol in SYMBOLS.items()}
#: Columns of an effect-direction plot's marks that are no outcomes.
_NO_OUTCOMES = ("heading", "study", "bold")


def colour(hexadecimal: str) -> RGBColor:
    """A colour of the palette as PowerPoint wants it."""
    return RGBColor.from_string(hexadecimal.lstrip("#"))


def chain(group: Any, picture: ChainPicture, box: Box) -> None:
    """One row a claim: a box a link, with arrows between them; words carry support and certainty, not colours."""
    several = len(picture.rows) > 1
    row_height = min(box.height / max(len(picture.rows), 1), CHAIN_HEIGHT)
    label = 1.9 if several else 0.0
    for place, (name, cells) in enumerate(picture.rows.items()):
        top = box.top + place * row_height
        if several:
            write(group, Box(box.left, top, label, row_height - 0.12), [name], (14, 12, 11, 10), bold=True, middle=True)
        arrow = 0.35
        width = (box.width - label - arrow * (len(cells) - 1)) / max(len(cells), 1)
        for number, cell in enumerate(cells):
            left = box.left + label + number * (width + arrow)
            words = [cell.name, cell.support, cell.basis]
            _cell(group, Box(left, top, width, row_height - 0.12), words)
            if number < len(cells) - 1:
                middle = top + (row_height - 0.12) / 2
                shape = group.add_shape(
                    MSO_SHAPE.RIGHT_ARROW, *Box(left + width + 0.06, middle - 0.11, arrow - 0.12, 0.22).inches
                )
                _flat(shape, colour(QUIET))


def _cell(group: Any, box: Box, words: list[str]) -> None:
    shape = group.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.inches)
    _flat(shape, _PALE)
    shape.line.color.rgb = colour(QUIET)
    shape.line.width = Pt(0.75)
    size, kept = fitting(
        words, Box(box.left, box.top, box.width - 0.1, box.height), (22, 20, 18, 16, 14, 12, 11, 10, 9)
    )
    fill(shape.text_frame, kept, size, align="center", middle=True)
    shape.text_frame.paragraphs[min(1, len(kept) - 1)].runs[0].font.bold = True


def forest(group: Any, picture: ForestPicture, box: Box) -> None:
    """A row a study, the average and the prediction interval below; says so where not all studies are drawn."""
    answer = picture.answer
    rows = answer.rows
    if len(rows) > MOST_STUDIES:
        kept = rows["weight"].fillna(2.0).nlargest(MOST_STUDIES).index
        rows = rows.loc[sorted(kept)]
    pooled = answer.pooled
    extra = 0 if pooled is None or pooled.k < 2 else 1 + (pooled.pi_low == pooled.pi_low)
    height = min((box.height - _AXIS) / (len(rows) + extra + 1), 0.36)
    limit = reach(answer)
    plot = Box(box.left + 0.46 * box.width, box.top + height, 0.26 * box.width, height * (len(rows) + extra))
    middle = plot.left + plot.width / 2

    def across(value: float) -> float:
        return middle + float(np.clip(value, -limit, limit)) / limit * plot.width / 2

    columns = (
        Box(box.left, 0, 0.26 * box.width, height),
        Box(box.left + 0.26 * box.width, 0, 0.2 * box.width, height),
        Box(box.left + 0.72 * box.width, 0, 0.19 * box.width, height),
        Box(box.left + 0.91 * box.width, 0, 0.09 * box.width, height),
    )
    _line(group, middle, plot.top, middle, plot.top + plot.height, QUIET, 1.0)
    _words(group, columns, box.top, ("Study", "Compared with", "g (95% interval)", "Weight"), bold=True)
    for place, row in enumerate(rows.to_dict("records")):
        top = plot.top + place * height
        weight = f"{100 * row['weight']:.0f}%" if row["included"] else "left out"
        numbers = effect(row["g"], row["ci_low"], row["ci_high"])
        words = (short(row["study"], 28), short(row["comparator_words"], 22), numbers, weight)
        _words(group, columns, top, words)
        _line(group, across(row["ci_low"]), top + height / 2, across(row["ci_high"]), top + height / 2, ACCENT, 1.75)
        side = 0.08 + 0.12 * (float(row["weight"]) ** 0.5 if row["included"] else 0.0)
        square = group.add_shape(
            MSO_SHAPE.RECTANGLE, *Box(across(row["g"]) - side / 2, top + height / 2 - side / 2, side, side).inches
        )
        _flat(square, colour(ACCENT if row["included"] else "#FFFFFF"))
        square.line.color.rgb = colour(ACCENT)
    if extra and pooled is not None:
        top = plot.top + len(rows) * height
        ends = tuple(across(value) for value in (pooled.ci_low, pooled.estimate, pooled.ci_high))
        _diamond(group, ends, top + height / 2, 0.3 * height)
        _words(
            group, columns, top, ("Average", "", effect(pooled.estimate, pooled.ci_low, pooled.ci_high), ""), bold=True
        )
        if pooled.pi_low == pooled.pi_low:
            top += height
            line = _line(
                group, across(pooled.pi_low), top + height / 2, across(pooled.pi_high), top + height / 2, ACCENT, 1.75
            )
            line.line.dash_style = MSO_LINE.DASH
            _words(
                group,
                columns,
                top,
                ("Prediction interval", "", f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}", ""),
            )
    _axis(group, plot, limit, across)
    if len(rows) < len(answer.rows):
        drawn = f"Drawn: {len(rows)} of {len(answer.rows)} studies, those with the most weight; the notes have all."
        write(group, Box(box.left, plot.top + plot.height, 0.44 * box.width, 0.5), [drawn], (11, 10, 9, 8), quiet=True)


def _axis(group: Any, plot: Box, limit: float, across: Any) -> None:
    top = plot.top + plot.height
    for value in (-limit, 0.0, limit):
        box = Box(across(value) - 0.4, top, 0.8, 0.28)
        write(group, box, [rounded(value, 1)], (10, 9), align="center", quiet=True)
    words = "◀ favours comparator · favours massage ▶"
    write(group, Box(plot.left - 0.3, top + 0.22, plot.width + 0.6, 0.28), [words], (10, 9), align="center", quiet=True)


def _words(group: Any, columns: tuple[Box, ...], top: float, words: tuple[str, ...], *, bold: bool = False) -> None:
    for place, (column, text) in enumerate(zip(columns, words, strict=True)):
        if text:
            box = Box(column.left, top, column.width, column.height)
            align = "left" if place < 2 else "right"
            write(group, box, [text], (12, 11, 10, 9, 8), bold=bold, middle=True, margin=TIGHT, align=align)


def directions(group: Any, picture: DirectionPicture, box: Box) -> None:
    """A row a study under its block, a column an outcome, a shape for where each finding points; side evidence beside a line."""
    marks = picture.marks
    outcomes = [str(name) for name in marks.columns if name not in _NO_OUTCOMES]
    lines = len(marks) + marks["heading"].nunique() + bool(picture.side)
    height = min((box.height - _COLUMN_NAMES) / (lines + 1), 0.36)
    label = 0.3 * box.width
    width = (box.width - label) / max(len(outcomes), 1)
    names = [Box(box.left + label + place * width, box.top, width, _COLUMN_NAMES) for place in range(len(outcomes))]
    sizes = [fitting([name], names[0], (12, 11, 10, 9, 8, 7))[0] for name in outcomes]
    for name, place in zip(outcomes, names, strict=True):
        write(group, place, [name], (min(sizes),), align="center", middle=True, bold=True)
    top, heading = box.top + _COLUMN_NAMES, ""
    if picture.side:
        first = len(outcomes) - picture.side
        plot = Box(box.left + label, top, width * len(outcomes), lines * height)
        _sides(group, plot, first * width, height)
        top += height
    for row in marks.to_dict("records"):
        if row["heading"] != heading:
            heading = row["heading"]
            band = group.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, top, box.width, height).inches)
            _flat(band, _PALE)
            fill(band.text_frame, [heading], min(11.0, 72 * height * 0.6), bold=True, middle=True)
            top += height
        words = [short(row["study"], 46)]
        write(
            group,
            Box(box.left, top, label, height),
            words,
            (12, 11, 10, 9, 8, 7),
            bold=row["bold"],
            middle=True,
            margin=TIGHT,
        )
        for number, outcome in enumerate(outcomes):
            _symbols(group, row[outcome], box.left + label + (number + 0.5) * width, top + height / 2, 0.62 * height)
        top += height
    _legend(group, picture, Box(box.left, top + 0.05, box.width, height))


def _sides(group: Any, plot: Box, first: float, height: float) -> None:
    """The headings of the claim itself and of side evidence at the top of a plot, and the line between them."""
    sizes = (11, 10, 9, 8, 7)
    if first:
        claim = Box(plot.left, plot.top, first, height)
        write(group, claim, [TARGET_HEADING], sizes, align="center", bold=True, middle=True, margin=TIGHT)
        _line(group, plot.left + first, plot.top, plot.left + first, plot.top + plot.height, QUIET, 1.0)
    side = Box(plot.left + first, plot.top, plot.width - first, height)
    write(group, side, [SIDE_HEADING], sizes, align="center", bold=True, middle=True, margin=TIGHT)


def _symbols(group: Any, symbols: object, x: float, y: float, side: float) -> None:
    known = (*_BY_SYMBOL, NO_DIRECTION_SYMBOL)
    found = [symbol for symbol in str(symbols).split() if symbol in known] if symbols == symbols else []
    for place, symbol in enumerate(found[:4]):
        direction = _BY_SYMBOL.get(symbol, "")
        left = x + (place - (min(len(found), 4) - 1) / 2) * 1.25 * side - side / 2
        kind = _SHAPES.get(direction, MSO_SHAPE.RECTANGLE)
        shape = group.add_shape(kind, *Box(left, y - side / 2, side, side).inches)
        _flat(shape, colour(DIRECTION.get(direction, QUIET)))


def _legend(group: Any, picture: DirectionPicture, box: Box) -> None:
    words = [f"{symbol} {direction.replace('_', ' ')}" for direction, symbol in SYMBOLS.items()]
    if picture.marks.astype(str).map(lambda cell: NO_DIRECTION_SYMBOL in cell).any(axis=None):
        words.append(f"{NO_DIRECTION_SYMBOL} {NO_DIRECTION_WORDS.lower()}")
    write(group, box, ["   ".join([*words, picture.left_out]).strip()], (11, 10, 9, 8), quiet=True, margin=TIGHT)


def _diamond(group: Any, ends: tuple[float, ...], y: float, half: float) -> None:
    left, middle, right = (Emu(Inches(x)) for x in ends)
    centre, reach_ = Emu(Inches(y)), Emu(Inches(half))
    builder = group.build_freeform(left, centre)
    builder.add_line_segments([(middle, centre - reach_), (right, centre), (middle, centre + reach_)], close=True)
    _flat(builder.convert_to_shape(), colour(ACCENT))


def _line(group: Any, x0: float, y0: float, x1: float, y1: float, hexadecimal: str, width: float) -> Any:
    line = group.add_connector(MSO_CONNECTOR.STRAIGHT, Inches(x0), Inches(y0), Inches(x1), Inches(y1))
    line.line.color.rgb = colour(hexadecimal)
    line.line.width = Pt(width)
    return line


def _flat(shape: Any, fill_colour: RGBColor) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = fill_colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def text_of(frame: pd.DataFrame, most: int = 60) -> str:
    """A table as lines of text, for the notes of a slide."""
    lines = [
        "; ".join(f"{name}: {value}" for name, value in row.items() if _known(value))
        for row in frame.head(most).to_dict("records")
    ]
    if len(frame) > most:
        lines.append(f"And {len(frame) - most} more rows on the live page.")
    return "\n".join(lines)


def _known(value: object) -> bool:
    return value == value and value is not None and value is not pd.NA and str(value) != ""
