"""Words in rows: how much room each has between its neighbours and the panels, and the type size at which all can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.charts.powerpoint.layout import (
    GAP,
    ROW_SIZES,
    Layout,
    Plot,
    label_size,
    laid_out,
    row_limit,
)
from evidence.charts.powerpoint.shapes import Box, clean, fits, line_height, width_of
from evidence.charts.scene import Label, Scene, Words

#: Scenes without words in rows have type of this size and the same around them; smaller than this, words are shortened rather.
_PLAIN, _READABLE = 14.0, 11.0
#: Down to this size smaller type is better than words in several lines.
_COMFORTABLE = 12.0
#: What stands around the panels is better no smaller than this, even at the cost of the rows.
_LEAST_AROUND = 10.0
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Words at a place in inches, with the room they have and the number of lines the row has."""

    words: Words
    x: float
    y: float
    room: float = 0.0
    most: int = 1


def readable(scene: Scene, box: Box) -> Layout:
    """The layout with the largest type in the rows at which nothing is shortened, or else about the least that can be read.

    Rows that are too low for the least size have what they hold.
    """
    layouts = [
        layout for layout in (laid_out(scene, box, size) for size in ROW_SIZES) if layout.rows <= row_limit(layout)
    ]
    if not layouts:
        return laid_out(scene, box, max(row_limit(laid_out(scene, box, ROW_SIZES[-1])), 1.0))
    if math.isinf(row_limit(layouts[0])):
        layouts = [layout for layout in layouts if layout.rows <= _PLAIN]
    for layout in layouts:
        if layout.rows >= _COMFORTABLE and _tidy(layout, box, several=False):
            return layout
    for layout in layouts:
        if layout.rows >= _READABLE and _tidy(layout, box, several=True):
            return layout
    return next(
        (layout for layout in layouts if layout.rows <= _READABLE and _most_needed_whole(layout, box)), layouts[-1]
    )


def _tidy(layout: Layout, box: Box, *, several: bool) -> bool:
    """Whether no words in rows are shortened and those around the panels are not too small.

    Unless `several`, words beside the panels also stay in the lines they have.
    """
    if layout.around < _LEAST_AROUND:
        return False
    for plot in layout.plots:
        size = label_size(plot.panel.y.labels, layout.rows, layout.around)
        room, most = plot.gutter - GAP, lines_in_row(plot, size)
        if not all(fits(flowed(label, room, size), room, size, label.bold, most) for label in plot.panel.y.labels):
            return False
    return all(
        fits(
            clean(one.words.text),
            one.room,
            layout.rows,
            one.words.bold,
            one.most if several else one.words.text.count("\n") + 1,
        )
        for one in placed_words(layout, box)
    )


def _most_needed_whole(layout: Layout, box: Box) -> bool:
    """Whether numbers and headings are whole: half a number misleads. Numbers end at their place or stand in its middle."""
    return all(
        fits(clean(one.words.text), one.room, layout.rows, one.words.bold, one.most)
        for one in placed_words(layout, box)
        if one.words.bold or one.words.anchor != "left"
    )


def lines_in_row(plot: Plot, size: float) -> int:
    """How many lines of this size a row of the panel holds."""
    return min(max(int(plot.row_height() / line_height(size) + 0.01), 1), _MOST_LINES)


def flowed(label: Label, room: float, size: float) -> str:
    """A label with its own line ends where its lines fit the room, else as one run of words."""
    words = clean(label.words)
    own = fits(words, room, size, label.bold, words.count("\n") + 1)
    return words if own else " ".join(words.split())


def placed_words(layout: Layout, box: Box) -> list[Placed]:
    """All words that items write, with the room up to their neighbours, the panels and the edges of the box."""
    found = [
        (plot, Placed(item, box.left + item.x * box.width if item.beside else plot.x(item.x), plot.y(item.y)))
        for plot in layout.plots
        for item in plot.panel.items
        if isinstance(item, Words) and math.isfinite(item.x) and math.isfinite(item.y) and clean(item.text).strip()
    ]
    placed = []
    for row in _in_rows(found, line_height(layout.rows) / 2):
        placed += [_with_room(row, number, layout, box) for number in range(len(row))]
    return placed


def _in_rows(found: list[tuple[Plot, Placed]], near: float) -> list[list[tuple[Plot, Placed]]]:
    """Words whose places are at the same height, from the left to the right."""
    rows: list[list[tuple[Plot, Placed]]] = []
    for one in sorted(found, key=lambda pair: pair[1].y):
        if not rows or one[1].y - rows[-1][0][1].y > near:
            rows.append([])
        rows[-1].append(one)
    return [sorted(row, key=lambda pair: pair[1].x) for row in rows]


def _with_room(row: Sequence[tuple[Plot, Placed]], number: int, layout: Layout, box: Box) -> Placed:
    plot, one = row[number]
    left, right = _free(one, plot, layout, box)
    if number:
        left = min(left, _split(row[number - 1][1], one, layout.rows)[1])
    if number < len(row) - 1:
        right = min(right, _split(one, row[number + 1][1], layout.rows)[0])
    room = {"left": right, "right": left, "middle": 2 * min(left, right)}[one.words.anchor]
    # Words that begin at their place may wrap; numbers, which end there or stand in the middle, stay in one piece.
    wraps = one.words.beside and one.words.anchor == "left"
    most = max(lines_in_row(plot, layout.rows) if wraps else 1, one.words.text.count("\n") + 1)
    return Placed(one.words, one.x, one.y, max(room, 0.0), most)


def _free(one: Placed, plot: Plot, layout: Layout, box: Box) -> tuple[float, float]:
    """The room to the left and to the right up to the edges of the box and, for words beside, to the panels of their row."""
    if not one.words.beside:
        return one.x - plot.box.left, max(plot.box.right, plot.high - GAP) - one.x
    left, right = one.x - box.left, box.right - one.x
    for other in layout.plots:
        start = other.box.left - (other.gutter if other.panel.y.labels else 0.0)
        if not other.box.top - GAP <= one.y <= other.box.bottom + GAP:
            continue
        if one.x <= start:
            right = min(right, start - GAP - one.x)
        elif one.x >= other.box.right:
            left = min(left, one.x - GAP - other.box.right)
    return left, right


def _split(one: Placed, other: Placed, size: float) -> tuple[float, float]:
    """How far one may reach to the right and the next to the left: what each wants, or else the shorter first."""
    room = max(other.x - one.x - GAP, 0.0)
    wide = [width_of(clean(each.words.text), size, each.words.bold) for each in (one, other)]
    wants = {"left": 1.0, "middle": 0.5, "right": 0.0}[one.words.anchor] * wide[0]
    wishes = {"left": 0.0, "middle": 0.5, "right": 1.0}[other.words.anchor] * wide[1]
    if wants + wishes <= room or not wants or not wishes:
        return room - wishes if wishes < room else room, room - wants if wants < room else room
    if min(wants, wishes) <= room / 2:
        return (wants, room - wants) if wants <= wishes else (room - wishes, wishes)
    return room / 2, room / 2
