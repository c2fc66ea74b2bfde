"""A scene as native, editable shapes of PowerPoint."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from evidence.charts.powerpoint.layout import (
    AROUND_SIZES,
    GAP,
    KEY_SPACE,
    ROW_SHARE,
    Layout,
    Plot,
    are_numbers,
    height_above,
    key_width,
    label_rows,
    label_size,
    symbol_width,
    unclipped,
)
from evidence.charts.powerpoint.rows import flowed, lines_in_row, placed_words, readable
from evidence.charts.powerpoint.shapes import Box, Paper, all_at_once, clean, fitted, line_height, width_of, write
from evidence.charts.scene import Band, Bar, Diamond, Fill, Interval, Key, Label, Mark, Rule, Scene

#: Smaller than this, words in bars are left away.
_LEAST_IN_BAR = 7.0
#: Half the height of an average in rows and the most pixels it takes.
_HALF_ROW, _MOST_HALF = 0.3, 12.0
_TICK, _HAIR = 0.05, 0.75
#: Pixels: the width of an interval's line, of an outline, and of the triangle at a cut end.
_INTERVAL, _OUTLINE, _ARROW = 2.0, 1.5, 9.0
#: Points: the outline of a symbol in the legend.
_KEY_OUTLINE = 1.25
#: Words in bars are left away where the bar is less than so much wider than they are.
_INSET = 0.03
#: What rounding may add to a share of an axis.
_NEARLY = 1e-9
T = TypeVar("T")


class Place(Protocol):
    """A place on a slide, in inches."""

    @property
    def left(self) -> float:
        """From the left edge of the slide."""

    @property
    def top(self) -> float:
        """From the upper edge of the slide."""

    @property
    def width(self) -> float:
        """How wide it is."""

    @property
    def height(self) -> float:
        """How high it is."""


def to_pptx(scene: Scene, shapes: Any, box: Place) -> None:
    """Draw a scene into the shape collection of a slide or a group, on white; nothing leaves the box.

    The same scene and box give the same shapes in the same order. Links are not drawn. What stands at no number is left out, what
    lies beyond an axis is held or cut at its end.
    """
    if not scene.panels:
        return
    place = Box(box.left, box.top, box.width, box.height)
    layout = readable(scene, place)
    with all_at_once(shapes):
        _draw(Paper(shapes, place), layout, place)


def _draw(paper: Paper, layout: Layout, box: Box) -> None:
    for plot in layout.plots:
        _bands(paper, plot, box)
    for plot in layout.plots:
        _axes(paper, plot, layout)
        _items(paper, plot, layout)
        _row_labels(paper, plot, layout)
    for one in placed_words(layout, box):
        words = one.words
        lines = fitted(clean(words.text), one.room, layout.rows, words.bold, one.most)
        paper.words(one.x, one.y, lines, layout.rows, anchor=words.anchor, role=words.role, bold=words.bold)
    _legend(paper, layout, box)
    note = min(layout.around, 12)
    middle = layout.note_top + len(layout.note) * line_height(note) / 2
    paper.words(box.left, middle, layout.note, note, role="quiet")


def _bands(paper: Paper, plot: Plot, box: Box) -> None:
    for band in _of(plot, Band):
        top, bottom = sorted((plot.y(band.y0), plot.y(band.y1)))
        if _known(band.y0, band.y1) and bottom > top:
            left, right = (box.left, box.right) if band.across else (plot.box.left, plot.box.right)
            paper.area(Box(left, top, right - left, bottom - top), "band")


def _axes(paper: Paper, plot: Plot, layout: Layout) -> None:
    """Grid lines or ticks, the labels of the horizontal axis, and the titles."""
    box, x, y = plot.box, plot.panel.x, plot.panel.y
    for label in _within(x.labels, plot, across=True) if x.grid else ():
        paper.line((plot.x(label.at), box.top), (plot.x(label.at), box.bottom), "grid", _HAIR)
    for label in _within(y.labels, plot, across=False) if y.grid else ():
        paper.line((box.left, plot.y(label.at)), (box.right, plot.y(label.at)), "grid", _HAIR)
    if x.labels and not x.above:
        paper.line((box.left, box.bottom), (box.right, box.bottom), "quiet", _HAIR)
    if not (x.grid or x.above):
        for shown in plot.labels:
            paper.line((shown.x, box.bottom), (shown.x, box.bottom + _TICK), "quiet", _HAIR)
    _around(paper, plot, layout)


def _around(paper: Paper, plot: Plot, layout: Layout) -> None:
    size, line, box = layout.around, line_height(layout.around), plot.box
    top = box.top - plot.overhang[0] - height_above(plot, size)
    paper.words(box.left - plot.gutter, top + len(plot.heading) * line / 2, plot.heading, size, role="quiet")
    middle = box.left + box.width / 2
    if plot.panel.x.above:
        title = top + (len(plot.heading) + len(plot.title) / 2) * line
        paper.words(middle, title, plot.title, size, anchor="middle", role="quiet")
        for label in plot.labels:
            y = box.top - plot.overhang[0] - GAP - len(label.lines) * line / 2
            paper.words(label.x, y, label.lines, size, anchor="middle", bold=label.bold)
        return
    top = box.bottom + plot.overhang[1] + GAP
    for label in plot.labels:
        paper.words(label.x, top + len(label.lines) * line / 2, label.lines, size, anchor="middle", bold=label.bold)
    below = top + (label_rows(plot) + len(plot.title) / 2) * line
    paper.words(middle, below, plot.title, size, anchor="middle", role="quiet")


def _row_labels(paper: Paper, plot: Plot, layout: Layout) -> None:
    """The labels of the vertical axis; with headings among them they begin on the left, else they end at the axis."""
    labels = _within(plot.panel.y.labels, plot, across=False)
    size = label_size(labels, layout.rows, layout.around)
    headings = len({label.bold for label in labels}) > 1
    room, most = plot.gutter - GAP, lines_in_row(plot, size)
    for label in labels:
        own = flowed(label, room, size)
        lines = fitted(own, room, size, label.bold, max(most, own.count("\n") + 1))
        x = plot.box.left - (plot.gutter if headings else GAP)
        paper.words(x, plot.y(label.at), lines, size, anchor="left" if headings else "right", bold=label.bold)


def _items(paper: Paper, plot: Plot, layout: Layout) -> None:
    """Everything in the plot: lines behind, then areas, intervals, averages and marks."""
    for rule in _of(plot, Rule):
        _rule(paper, plot, rule, layout.scale)
    bars = list(_of(plot, Bar))
    size = _size_in_bars(plot, bars, layout)
    for bar in bars:
        _bar(paper, plot, bar, size, layout.scale)
    for interval in _of(plot, Interval):
        _interval(paper, plot, interval, layout.scale)
    for diamond in _of(plot, Diamond):
        _diamond(paper, plot, diamond, layout.scale)
    marks = [mark for mark in _of(plot, Mark) if _known(mark.x, mark.y)]
    for mark in marks:
        x, y = plot.x(mark.x), plot.y(mark.y)
        paper.symbol(x, y, mark.size * layout.scale, mark.shape, mark.role, mark.fill, _points(_OUTLINE, layout.scale))
    _words_of(paper, plot, marks, layout)


def _words_of(paper: Paper, plot: Plot, marks: list[Mark], layout: Layout) -> None:
    """The words of marks to their right, all of one size, at which they fit if that can be."""
    worded = [mark for mark in marks if clean(mark.words).strip()]
    largest = min(layout.rows, layout.around)
    sizes = [largest, *(size for size in AROUND_SIZES if size < largest)]
    rooms = [_room_of(plot, mark, marks, layout) for mark in worded]
    size = next(
        (
            size
            for size in sizes
            if all(width_of(clean(mark.words), size) <= room for mark, room in zip(worded, rooms, strict=True))
        ),
        sizes[-1],
    )
    for mark, room in zip(worded, rooms, strict=True):
        words = clean(mark.words)
        left = plot.x(mark.x) + mark.size * layout.scale / 2 + GAP / 2
        paper.words(left, plot.y(mark.y), fitted(words, room, size, most=words.count("\n") + 1), size)


def _room_of(plot: Plot, mark: Mark, marks: list[Mark], layout: Layout) -> float:
    """From a mark to the end of its column, to the next mark in its row, or to what stands beside the panel."""
    x, y = plot.x(mark.x), plot.y(mark.y)
    near = line_height(layout.around) / 2
    ends = [
        plot.x(other.x) - other.size * layout.scale / 2 - GAP / 2
        for other in marks
        if abs(plot.y(other.y) - y) < near and plot.x(other.x) > x
    ]
    if len(plot.labels) > 1 and not are_numbers(plot.panel.x.labels):
        places = [label.x for label in plot.labels]
        ends.append(x + min(b - a for a, b in pairwise(places)) / 2)
    return min([plot.high, *ends]) - x - mark.size * layout.scale / 2 - GAP / 2


def _rule(paper: Paper, plot: Plot, rule: Rule, scale: float) -> None:
    start = (_side(plot, rule.x0, 0.0, across=True), _side(plot, rule.y0, 0.0, across=False))
    end = (_side(plot, rule.x1, 1.0, across=True), _side(plot, rule.y1, 1.0, across=False))
    cut = _cut(start, end)
    if cut is not None:
        (x0, y0), (x1, y1) = ((plot.box.left + x * plot.box.width, plot.box.top + y * plot.box.height) for x, y in cut)
        role = rule.role
        paper.line((x0, y0), (x1, y1), role, _points(rule.width, scale), rule.dash)


def _side(plot: Plot, value: float | None, edge: float, *, across: bool) -> float:
    return edge if value is None else unclipped(plot.panel.x if across else plot.panel.y, value)


def _cut(
    start: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a line that lies in the plot, in shares of it; none if it lies outside or at no number."""
    if not all(math.isfinite(value) for value in (*start, *end)):
        return None
    first, last = 0.0, 1.0
    for a, b in zip(start, end, strict=True):
        if a == b:
            if not -_NEARLY <= a <= 1 + _NEARLY:
                return None
            continue
        one, other = sorted(((0 - a) / (b - a), (1 - a) / (b - a)))
        first, last = max(first, one), min(last, other)
    if first > last:
        return None
    along = [tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)) for part in (first, last)]
    return (along[0][0], along[0][1]), (along[1][0], along[1][1])


def _bar(paper: Paper, plot: Plot, bar: Bar, size: float, scale: float) -> None:
    if not _known(bar.x0, bar.x1, bar.y0, bar.y1):
        return
    left, right = sorted((plot.x(bar.x0), plot.x(bar.x1)))
    top, bottom = sorted((plot.y(bar.y0), plot.y(bar.y1)))
    if right <= left or bottom <= top:
        return
    shape = paper.area(Box(left, top, right - left, bottom - top), bar.role, bar.fill, _points(_OUTLINE / 2, scale))
    words = clean(bar.words)
    if words and bar.fill == "filled" and size >= _LEAST_IN_BAR and width_of(words, size) <= right - left - _INSET:
        write(shape, words.split("\n"), size)


def _size_in_bars(plot: Plot, bars: Iterable[Bar], layout: Layout) -> float:
    """The type of the words in bars, the same for all: as large as in the rows, but no larger than the lowest bar takes."""
    heights = [abs(plot.y(bar.y1) - plot.y(bar.y0)) for bar in bars if bar.words and _known(bar.y0, bar.y1)]
    return math.floor(2 * min([layout.rows, *(ROW_SHARE * 72 * height for height in heights)])) / 2


def _interval(paper: Paper, plot: Plot, interval: Interval, scale: float) -> None:
    """A line with a small triangle at an end that lies beyond the axis."""
    if not _known(interval.low, interval.high, interval.at):
        return
    axis = plot.panel.y if interval.vertical else plot.panel.x
    first, last = sorted((interval.low, interval.high), key=lambda value: unclipped(axis, value))
    start, end = _end(plot, interval, first), _end(plot, interval, last)
    if start != end:
        paper.line(start, end, interval.role, _points(_INTERVAL, scale), interval.dash)
    before, after = (0, 180) if interval.vertical else (270, 90)
    if unclipped(axis, first) < -_NEARLY:
        paper.arrow(*start, _ARROW * scale, before, interval.role)
    if unclipped(axis, last) > 1 + _NEARLY:
        paper.arrow(*end, _ARROW * scale, after, interval.role)


def _end(plot: Plot, interval: Interval, value: float) -> tuple[float, float]:
    """The place of an end of an interval, held on the axis."""
    if interval.vertical:
        return plot.x(interval.at), plot.y(value)
    return plot.x(value), plot.y(interval.at)


def _diamond(paper: Paper, plot: Plot, diamond: Diamond, scale: float) -> None:
    if not _known(diamond.low, diamond.middle, diamond.high, diamond.at):
        return
    left, middle, right = sorted(plot.x(value) for value in (diamond.low, diamond.middle, diamond.high))
    # An average that is sure of itself still has to be seen.
    left, right = min(left, middle - 2 * scale), max(right, middle + 2 * scale)
    row = plot.box.height / abs(plot.panel.y.end - plot.panel.y.start or 1.0)
    half = min(_HALF_ROW * row, _MOST_HALF * scale)
    fill: Fill = "open" if diamond.hollow else "filled"
    paper.diamond(left, middle, right, plot.y(diamond.at), half, diamond.role, fill, _points(_OUTLINE, scale))


def _legend(paper: Paper, layout: Layout, box: Box) -> None:
    size, line = layout.around, line_height(layout.around)
    for number, keys in enumerate(layout.legend):
        x, y = box.left, layout.legend_top + (number + 0.5) * 1.25 * line
        for key in keys:
            _key(paper, key, x, y, size, box.right)
            x += key_width(key, size) + KEY_SPACE


def _key(paper: Paper, key: Key, x: float, y: float, size: float, end: float) -> None:
    wide = symbol_width(key, size)
    if key.line:
        paper.line((x, y), (x + wide, y), key.role, 2.0)
    else:
        paper.symbol(x + wide / 2, y, wide, key.shape, key.role, key.fill, _KEY_OUTLINE)
    left = x + wide + GAP
    paper.words(left, y, fitted(clean(key.words), end - left, size), size)


def _of(plot: Plot, kind: type[T]) -> Iterator[T]:
    return (item for item in plot.panel.items if isinstance(item, kind))


def _within(labels: Iterable[Label], plot: Plot, *, across: bool) -> list[Label]:
    """The labels whose place lies on the axis."""
    axis = plot.panel.x if across else plot.panel.y
    return [label for label in labels if -_NEARLY <= unclipped(axis, label.at) <= 1 + _NEARLY]


def _known(*values: float) -> bool:
    return not any(math.isnan(value) for value in values)


def _points(pixels: float, scale: float) -> float:
    """So many pixels in points, never too thin to be seen."""
    return max(round(72 * scale * pixels, 2), _HAIR)
