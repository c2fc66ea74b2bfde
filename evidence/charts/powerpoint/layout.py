"""Where the parts of a scene stand in a box in inches, and at which type sizes; it draws nothing.

Widths come first: gutters for the labels of vertical axes, then the size and lines of what stands around the panels. What height
is left sets the scale of the scene's pixels, and that the height of the rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evidence.charts.powerpoint.shapes import Box, clean, fits, fitted, line_height, width_of
from evidence.charts.scene import Axis, Key, Label, Mark, Panel, Scene, Words

#: Type sizes in points for words in rows and for what stands around the panels, largest first.
ROW_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
AROUND_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
#: Type in a row is at most so high, in parts of the row.
ROW_SHARE = 0.72
#: Space between neighbours, and the most inches a pixel may become: larger, type of 20 points would look lost.
GAP, MOST_SCALE = 0.07, 2.0 / 96
#: The labels of a vertical axis take at most this part of their panel, what sticks out on the right at most that part.
GUTTER_SHARE, OVERHANG_SHARE = 0.45, 0.25
MOST_LABEL_LINES, MOST_TITLE_LINES, MOST_NOTE_LINES, MOST_LEGEND_LINES = 3, 2, 2, 2
KEY_SPACE, LINE_KEY = 0.24, 0.3
#: From this size down smaller type is worse than fewer numbers along an axis or shortened words.
_READABLE = 10.0


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """What is written at one place of a horizontal axis, in lines."""

    x: float
    lines: tuple[str, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Where something is written along a vertical axis, in how many lines, and whether it is a label of that axis."""

    at: float
    lines: int
    label: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A panel in its place: `box` lies within the axes, `low` and `high` are how far words around it may reach."""

    panel: Panel
    box: Box
    gutter: float
    low: float
    high: float
    labels: tuple[AxisLabel, ...] = ()
    title: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    overhang: tuple[float, float] = (0.0, 0.0)
    rows: tuple[Row, ...] = ()

    def x(self, value: float) -> float:
        """The place of a number on the horizontal axis; beyond its ends it is held there."""
        return self.box.left + share(self.panel.x, value) * self.box.width

    def y(self, value: float) -> float:
        """The place of a number on the vertical axis; beyond its ends it is held there."""
        return self.box.top + share(self.panel.y, value) * self.box.height

    def row_height(self) -> float:
        """The least distance between two rows in inches; without any, the height of the plot."""
        places = sorted({round(self.y(row.at), 4) for row in self.rows})
        return min((b - a for a, b in pairwise(places)), default=self.box.height)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole scene in its place; `scale` is inches a pixel, sizes are in points, places in inches."""

    plots: tuple[Plot, ...]
    scale: float
    rows: float
    around: float
    legend: tuple[tuple[Key, ...], ...]
    legend_top: float
    note: tuple[str, ...]
    note_top: float


def unclipped(axis: Axis, value: float) -> float:
    """A number as share of an axis, below 0 or above 1 beyond its ends."""
    span = axis.end - axis.start
    return (value - axis.start) / span if span else 0.5


def share(axis: Axis, value: float) -> float:
    """A number as share of an axis, held between 0 and 1."""
    return min(max(unclipped(axis, value), 0.0), 1.0)


def _rows(panel: Panel) -> tuple[Row, ...]:
    """The rows of a panel: those of the labels of its vertical axis and of the words beside it."""
    labels = ((label.at, label.words, True) for label in panel.y.labels)
    words = ((item.y, item.text, False) for item in panel.items if isinstance(item, Words) and item.beside)
    found = (Row(at, clean(text).count("\n") + 1, label) for at, text, label in (*labels, *words) if math.isfinite(at))
    return tuple(dict.fromkeys(found))


def are_numbers(labels: Sequence[Label]) -> bool:
    """Whether labels are numbers, of which some may be left out."""
    return not any(letter.isalpha() for label in labels for letter in label.words)


def laid_out(scene: Scene, box: Box, rows: float) -> Layout:
    """The layout with type of this size in the rows; whether that is too large is for `row_limit` to say."""
    frames: tuple[Plot, ...] = ()
    legend: tuple[tuple[Key, ...], ...] = ()
    for around in (size for size in AROUND_SIZES if size <= max(rows, _READABLE)):
        frames = _frames(scene, box, rows, around)
        legend = _flowing(scene.legend, box.width, around)
        if all(_labels_fit(frame, around) for frame in frames) and len(legend) <= MOST_LEGEND_LINES:
            break
    frames = tuple(replace(frame, rows=_rows(frame.panel)) for frame in frames)
    note = tuple(fitted(clean(scene.note), box.width, min(around, 12), most=MOST_NOTE_LINES)) if scene.note else ()
    return _stacked(scene, box, frames, legend, note, (rows, around))


def row_limit(layout: Layout) -> float:
    """The largest type that fits the rows of a layout, infinite if nothing is written in rows."""
    limit = math.inf
    for plot in layout.plots:
        lines: dict[float, int] = {}
        for row in plot.rows:
            place = round(plot.y(row.at), 3)
            lines[place] = max(lines.get(place, 1), row.lines)
        for (a, lines_a), (b, lines_b) in pairwise(sorted(lines.items())):
            limit = min(limit, ROW_SHARE * 72 * (b - a) / ((lines_a + lines_b) / 2))
    return limit


def _frames(scene: Scene, box: Box, rows: float, around: float) -> tuple[Plot, ...]:
    """The panels with their widths; panels one above the other have the same gutter, so that their axes agree."""
    gutters: dict[tuple[float, float], float] = {}
    for panel in scene.panels:
        gutters[panel.across] = max(gutters.get(panel.across, 0.0), _gutter(panel, box, rows, around))
    pixel = min(MOST_SCALE, box.height / max(scene.height, 1.0))
    frames = [_frame(scene, panel, box, gutters[panel.across], around, pixel) for panel in scene.panels]
    # A common right edge as well: the end that sticks out most counts for all.
    return tuple(_worded(_level(frame, frames), around) for frame in frames)


def _gutter(panel: Panel, box: Box, rows: float, around: float) -> float:
    size = label_size(panel.y.labels, rows, around)
    width = (panel.across[1] - panel.across[0]) * box.width
    widest = max((width_of(clean(label.words), size, label.bold) for label in panel.y.labels), default=-GAP)
    return min(widest + GAP, GUTTER_SHARE * width)


def label_size(labels: Sequence[Label], rows: float, around: float) -> float:
    """Numbers along a vertical axis are as large as those along the horizontal one, words as large as the rows allow."""
    return min(rows, around) if are_numbers(labels) else rows


def _frame(scene: Scene, panel: Panel, box: Box, gutter: float, around: float, pixel: float) -> Plot:
    left, right = (box.left + side * box.width for side in panel.across)
    beside = [other for other in scene.panels if other is not panel and _level_with(other, panel)]
    low = max([box.left, *(box.left + p.across[1] * box.width for p in beside if p.across[1] <= panel.across[0])])
    high = min([box.right, *(box.left + p.across[0] * box.width for p in beside if p.across[0] >= panel.across[1])])
    plot = Plot(panel, Box(left + gutter, 0, max(right - left - gutter, 0.05), 0), gutter, low, high)
    before, after = _overhangs(plot, around, pixel)
    most = OVERHANG_SHARE * (right - left)
    before = left + max(gutter, min(before, most))
    return replace(plot, box=Box(before, 0, max(right - min(after, most) - before, 0.05), 0))


def _level_with(one: Panel, other: Panel) -> bool:
    """Whether two panels stand side by side."""
    return one.down[0] < other.down[1] and other.down[0] < one.down[1]


def _level(frame: Plot, frames: Sequence[Plot]) -> Plot:
    """The panel with the narrowest sides of all panels above or below it."""
    same = [other.box for other in frames if other.panel.across == frame.panel.across]
    left, right = max(box.left for box in same), min(box.right for box in same)
    return replace(frame, box=Box(left, 0, max(right - left, 0.05), 0))


def _overhangs(plot: Plot, around: float, pixel: float) -> tuple[float, float]:
    """How far labels, marks and their words would stick out of a plot to the left and to the right."""
    before = after = 0.0
    for label in _label_lines(plot, around):
        half = max(width_of(line, around, label.bold) for line in label.lines) / 2
        before, after = max(before, half - label.x + plot.box.left), max(after, half - plot.box.right + label.x)
    for mark in plot.panel.items:
        if isinstance(mark, Mark) and math.isfinite(mark.x):
            x, half = plot.x(mark.x), mark.size * pixel / 2
            words = width_of(clean(mark.words), around) + GAP if mark.words else 0.0
            before, after = max(before, half - x + plot.box.left), max(after, half + words - plot.box.right + x)
    return before, after


def _worded(plot: Plot, around: float) -> Plot:
    """The panel with the words around it; titles may be wider than the plot where there is room beside it."""
    middle = plot.box.left + plot.box.width / 2
    room = 2 * min(middle - plot.low, plot.high - middle) - GAP
    title, heading = clean(plot.panel.x.title), clean(plot.panel.y.title)
    wide = plot.high - plot.box.left + plot.gutter
    return replace(
        plot,
        labels=tuple(_label_lines(plot, around)),
        title=tuple(fitted(title, room, around, most=MOST_TITLE_LINES)) if title else (),
        heading=tuple(fitted(heading, wide, around, most=MOST_TITLE_LINES)) if heading else (),
    )


def _label_lines(plot: Plot, around: float) -> Iterator[AxisLabel]:
    labels = _placed(plot)
    if are_numbers([label for _, label in labels]):
        labels = _thinned(labels, around)
    rooms = _rooms([x for x, _ in labels], plot.box.width)
    for (x, label), room in zip(labels, rooms, strict=True):
        lines = fitted(_flowed(label, room, around), room, around, label.bold, MOST_LABEL_LINES)
        if lines:
            yield AxisLabel(x, tuple(lines), label.bold)


def _placed(plot: Plot) -> list[tuple[float, Label]]:
    """The labels of the horizontal axis from left to right."""
    labels = [
        label for label in plot.panel.x.labels if label.words and -1e-9 <= unclipped(plot.panel.x, label.at) <= 1 + 1e-9
    ]
    return sorted(((plot.x(label.at), label) for label in labels), key=lambda placed: placed[0])


def _rooms(places: Sequence[float], single: float) -> list[float]:
    """How wide words around each place may be without touching the next."""
    if not places:
        return []
    gaps = [math.inf, *(b - a for a, b in pairwise(places)), math.inf]
    return [min(before, after, single) - GAP for before, after in pairwise(gaps)]


def _flowed(label: Label, room: float, size: float) -> str:
    """The words with their own line ends where these fit, else as one run of words to be wrapped anew."""
    words = clean(label.words)
    return words if fits(words, room, size, label.bold, MOST_LABEL_LINES) else " ".join(words.split())


def _thinned(labels: list[tuple[float, Label]], size: float) -> list[tuple[float, Label]]:
    """Every label, or every second, third … so that they do not touch; zero stays."""
    zero = next((place for place, (_, label) in enumerate(labels) if label.at == 0), 0)
    for step in range(1, len(labels) + 1):
        kept = labels[zero % step :: step]
        ends = [(x, width_of(clean(label.words), size, label.bold) / 2) for x, label in kept]
        if all(b - a >= half_a + half_b + GAP for (a, half_a), (b, half_b) in pairwise(ends)):
            return kept
    return labels[:1]


def _labels_fit(plot: Plot, size: float) -> bool:
    """Whether the labels of the horizontal axis stand at this size without shortening, and numbers without leaving any out."""
    labels = _placed(plot)
    if are_numbers([label for _, label in labels]):
        return size <= _READABLE or len(_thinned(labels, size)) == len(labels)
    rooms = _rooms([x for x, _ in labels], plot.box.width)
    return all(
        fits(_flowed(label, room, size), room, size, label.bold, MOST_LABEL_LINES)
        for (_, label), room in zip(labels, rooms, strict=True)
    )


def _flowing(keys: Sequence[Key], room: float, size: float) -> tuple[tuple[Key, ...], ...]:
    """The entries of the legend in lines, as many in each as there is room for."""
    lines: list[list[Key]] = []
    used = math.inf
    for key in keys:
        width = key_width(key, size)
        if used + width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += width + KEY_SPACE
    return tuple(map(tuple, lines))


def key_width(key: Key, size: float) -> float:
    """The width of one entry of the legend with its symbol."""
    return symbol_width(key, size) + GAP + width_of(clean(key.words), size)


def symbol_width(key: Key, size: float) -> float:
    """The width of the symbol of an entry."""
    return LINE_KEY if key.line else 0.62 * line_height(size)


def _stacked(
    scene: Scene,
    box: Box,
    frames: tuple[Plot, ...],
    legend: tuple[tuple[Key, ...], ...],
    note: tuple[str, ...],
    sizes: tuple[float, float],
) -> Layout:
    """Everything from the top down, with the largest scale at which it fits."""
    rows, around = sizes
    legend_height = len(legend) * 1.25 * line_height(around) + GAP if legend else 0.0
    note_height = len(note) * line_height(min(around, 12)) + GAP if note else 0.0
    room = box.height - legend_height - note_height
    low, high = 0.0, MOST_SCALE
    if _heights(scene, frames, sizes, high)[1] > room:
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if _heights(scene, frames, sizes, middle)[1] <= room else (low, middle)
    else:
        low = high
    tops, height = _heights(scene, frames, sizes, low)
    first = box.top + (0.0 if scene.legend_below else legend_height)
    plots = []
    for frame, top in zip(frames, tops, strict=True):
        tall = max((frame.panel.down[1] - frame.panel.down[0]) * scene.height * low, 0.01)
        place = Box(frame.box.left, first + top, frame.box.width, tall)
        overhang = _sticking_out(frame, tall, sizes)
        plots.append(replace(frame, box=place, overhang=overhang))
    legend_top = first + height + GAP if scene.legend_below else box.top
    note_top = box.top + legend_height + height + GAP
    return Layout(tuple(plots), low, rows, around, legend, legend_top, note, note_top)


def _heights(
    scene: Scene, frames: tuple[Plot, ...], sizes: tuple[float, float], scale: float
) -> tuple[list[float], float]:
    """The top of every panel at a scale, counted from the first thing above the panels, and the height of all."""
    tops: dict[int, float] = {}
    bottom = below = last = 0.0
    for tier in _tiers(frames):
        start = min(frames[place].panel.down[0] for place in tier)
        end = max(frames[place].panel.down[1] for place in tier)
        parts = [_around(frames[place], scene.height * scale, sizes) for place in tier]
        above = max(part[0] for part in parts)
        if tops:
            above = max(below + above + GAP, (start - last) * scene.height * scale)
        for place in tier:
            tops[place] = bottom + above + (frames[place].panel.down[0] - start) * scene.height * scale
        bottom += above + (end - start) * scene.height * scale
        below, last = max(part[1] for part in parts), end
    return [tops[place] for place in range(len(frames))], bottom + below


def _around(frame: Plot, height: float, sizes: tuple[float, float]) -> tuple[float, float]:
    """What a panel needs above and below itself where all panels together have this height."""
    out = _sticking_out(frame, (frame.panel.down[1] - frame.panel.down[0]) * height, sizes)
    return out[0] + height_above(frame, sizes[1]), out[1] + height_below(frame, sizes[1])


def _tiers(frames: tuple[Plot, ...]) -> list[list[int]]:
    """The places of panels that stand side by side, from the top tier down."""
    tiers: list[list[int]] = []
    end = -math.inf
    for place in sorted(range(len(frames)), key=lambda place: frames[place].panel.down):
        down = frames[place].panel.down
        if down[0] >= end - 1e-9:
            tiers.append([])
        tiers[-1].append(place)
        end = max(end, down[1])
    return tiers


def height_above(plot: Plot, around: float) -> float:
    """What the title of the vertical axis, and the labels and title of a horizontal axis on top, take above a plot."""
    lines = len(plot.heading) + (_axis_lines(plot) if plot.panel.x.above else 0)
    return lines * line_height(around) + (GAP if lines else 0.0)


def height_below(plot: Plot, around: float) -> float:
    """What labels and title of a horizontal axis below take below a plot."""
    lines = 0 if plot.panel.x.above else _axis_lines(plot)
    return lines * line_height(around) + (GAP if lines else 0.0)


def _axis_lines(plot: Plot) -> int:
    return label_rows(plot) + len(plot.title)


def label_rows(plot: Plot) -> int:
    """How many lines the labels of the horizontal axis take."""
    return max((len(label.lines) for label in plot.labels), default=0)


def _sticking_out(plot: Plot, tall: float, sizes: tuple[float, float]) -> tuple[float, float]:
    """How far words in rows near the edges stick out above and below a plot of this height."""
    above = below = 0.0
    for row in plot.rows:
        size = label_size(plot.panel.y.labels, *sizes) if row.label else sizes[0]
        half = row.lines * line_height(size) / 2
        place = share(plot.panel.y, row.at) * tall
        above, below = max(above, half - place), max(below, half - tall + place)
    return above, below
