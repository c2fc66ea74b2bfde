"""Where the parts of a scene stand in pixels: plots, the labels around them, the legend, the note."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence.charts.scene import Anchor, Axis, Bar, Diamond, Interval, Item, Key, Mark, Panel, Role, Scene, Words
from evidence.charts.svg.axis_labels import (
    BETWEEN,
    GAP,
    PlacedLabel,
    height_of,
    is_number,
    spread_across,
    spread_down,
    width_of,
)
from evidence.charts.text_width import Fitted, fitted

SIZE, SMALL = 13.0, 12.0
LINE = 1.25
#: Above everything and below it.
MARGIN = 3.0
#: Beside a plot, so that arrows and marks at its edge stand clear.
PAD = 8.0
#: Between plots, legend and note.
APART = 10.0
LEAST_PANEL = 5 * PAD
#: The most that the labels of a vertical axis take of their panel's width, and that labels at the ends of a horizontal one take.
GUTTER_SHARE, END_SHARE = 0.45, 0.15
SYMBOL, SYMBOL_GAP, KEY_GAP = 16.0, 6.0, 18.0


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of words; `y` is the middle of the first line, `whole` what was cut, empty where nothing was.

    Turned words run upwards from their place, or end there, with `x` the middle of their first line.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: Anchor = "left"
    size: float = SIZE
    bold: bool = False
    role: Role = "text"
    href: str = ""
    whole: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A panel with the pixels between which its axes run."""

    panel: Panel
    left: float
    right: float
    top: float
    bottom: float

    def x(self, share: float) -> float:
        """The pixel at a share of the horizontal axis."""
        return self.left + share * (self.right - self.left)

    def y(self, share: float) -> float:
        """The pixel at a share of the vertical axis."""
        return self.top + share * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class PlacedKey:
    """One entry of the legend and the middle of its symbol."""

    key: Key
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """All places of a scene at one width."""

    width: float
    height: int
    plots: tuple[Plot, ...]
    keys: tuple[PlacedKey, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """A panel's places from left to right, and the room that it needs above and below its plot.

    `share` is the panel's own part of the width, `free` what it may use for what stands above and below its plot.
    """

    panel: Panel
    share: tuple[float, float]
    free: tuple[float, float]
    left: float
    right: float
    rows: tuple[PlacedLabel, ...]
    row_size: float
    columns: tuple[PlacedLabel, ...]
    titles: tuple[Fitted, Fitted]
    above: float
    below: float
    gap: float


def share_of(axis: Axis, value: float) -> float:
    """Where a value lies on an axis, 0 at its start and 1 at its end; the middle on an axis without a length."""
    length = axis.end - axis.start
    if not math.isfinite(length) or length == 0:
        return 0.5
    return (value - axis.start) / length


def within(share: float) -> float:
    """A share, at the edge where it lies beyond the axis."""
    return min(max(share, 0.0), 1.0)


def laid_out(scene: Scene, width: float) -> Layout:
    """The places of all parts of a scene."""
    apart = [_sides(panel, scene, width) for panel in scene.panels]
    sides = [_levelled(side, apart) for side in apart]
    top = MARGIN
    keys: list[PlacedKey] = []
    texts: list[Text] = []
    if scene.legend and not scene.legend_below:
        keys, texts, top = _legend(scene.legend, width, top)
        top += APART
    plots, bottom = _stacked(sides, scene.height, top)
    for plot, side in zip(plots, sides, strict=True):
        texts += _around(plot, side)
    if scene.legend and scene.legend_below:
        keys, below, bottom = _legend(scene.legend, width, bottom + APART)
        texts += below
    if scene.note.strip():
        note = fitted(scene.note, width, SMALL)
        texts.append(_text(note, 0, bottom + APART, "left", SMALL, scene.note, role="quiet"))
        bottom += APART + height_of(note, SMALL)
    return Layout(width, max(1, math.ceil(bottom + MARGIN)), tuple(plots), tuple(keys), tuple(texts))


def _sides(panel: Panel, scene: Scene, width: float) -> _Sides:
    start, end = _share(panel, width)
    free = _free(panel, scene, width)
    tall = max(scene.height * abs(panel.down[1] - panel.down[0]), 1.0)
    row_size = SMALL if all(is_number(label) for label in panel.y.labels) else SIZE
    rows = spread_down(_on_axis(panel.y), tall, GUTTER_SHARE * (end - start), row_size)
    gutter = max((label.width for label in rows), default=0.0)
    left, right = start + gutter, end
    first = spread_across(_on_axis(panel.x), left, right, free, SMALL)
    before, after = _beyond_sides(panel, first, left, right)
    left = min(left + max(PAD, before if gutter == 0 else PAD + _marks_beyond(panel, right - left)[0]), end)
    right = max(right - max(PAD, after), left)
    columns = spread_across(_on_axis(panel.x), left, right, free, SMALL)
    titles = fitted(panel.x.title, free[1] - free[0], SMALL), fitted(panel.y.title, free[1] - start, SMALL)
    over, under = _beyond_ends(panel, rows, tall)
    above, below = _room(panel, columns, titles, (over, under))
    gap = max(GAP, (over if panel.x.above else under) + 2)
    return _Sides(panel, (start, end), free, left, right, rows, row_size, columns, titles, above, below, gap)


def _levelled(side: _Sides, sides: Sequence[_Sides]) -> _Sides:
    """A panel between the narrowest sides of those that take the same share of the width, so that their axes line up."""
    same = [other for other in sides if other.panel.across == side.panel.across]
    left, right = max(other.left for other in same), min(other.right for other in same)
    if (left, right) == (side.left, side.right) or right <= left:
        return side
    columns = spread_across(_on_axis(side.panel.x), left, right, side.free, SMALL)
    return replace(side, left=left, right=right, columns=columns)


def _share(panel: Panel, width: float) -> tuple[float, float]:
    """The pixels between which a panel stands, never so near that nothing could be drawn between them."""
    start, end = (within(share) * width for share in sorted(panel.across))
    return min(start, width - LEAST_PANEL), max(end, min(start, width - LEAST_PANEL) + LEAST_PANEL)


def _free(panel: Panel, scene: Scene, width: float) -> tuple[float, float]:
    """The pixels that labels and titles above and below a plot may use: up to the panels at its sides."""
    start, end = _share(panel, width)
    beside = [
        _share(other, width)
        for other in scene.panels
        if min(other.down) < max(panel.down) and min(panel.down) < max(other.down)
    ]
    before = max((its[1] + BETWEEN / 2 for its in beside if its[1] <= start + 1), default=0.0)
    after = min((its[0] - BETWEEN / 2 for its in beside if its[0] >= end - 1), default=width)
    return before, max(after, before + 1)


def _on_axis(axis: Axis) -> list[tuple[float, PlacedLabel]]:
    """The labels that lie on an axis, with their shares of it, in order."""
    placed = [(share_of(axis, label.at), PlacedLabel(label)) for label in axis.labels]
    return sorted((pair for pair in placed if -1e-9 <= pair[0] <= 1 + 1e-9), key=lambda pair: pair[0])


def _room(
    panel: Panel, columns: tuple[PlacedLabel, ...], titles: tuple[Fitted, Fitted], beyond: tuple[float, float]
) -> tuple[float, float]:
    """The room above a plot and below it, for labels, titles and what sticks out of the plot."""
    over, under = beyond
    labels = max((label.height for label in columns), default=0.0)
    if panel.x.title:
        labels += height_of(titles[0], SMALL) + (GAP / 2 if columns else 0)
    if panel.x.above and labels:
        over = labels + max(GAP, over + 2)
    elif labels:
        under = labels + max(GAP, under + 2)
    if panel.y.title:
        over += height_of(titles[1], SMALL) + GAP
    return over, under


def _beyond(places: Iterable[tuple[float, float]], length: float) -> tuple[float, float]:
    """How far things that reach half their size around their share of an axis stick out at its two ends."""
    known = [(within(share) * length, half) for share, half in places if not math.isnan(share)]
    start = max((half - place for place, half in known), default=0.0)
    end = max((half - (length - place) for place, half in known), default=0.0)
    return max(start, 0.0), max(end, 0.0)


def _marks_beyond(panel: Panel, length: float) -> tuple[float, float]:
    marks = [item for item in panel.items if isinstance(item, Mark)]
    return _beyond(((share_of(panel.x, mark.x), mark.size / 2 + 1) for mark in marks), length)


def _beyond_sides(panel: Panel, columns: tuple[PlacedLabel, ...], left: float, right: float) -> tuple[float, float]:
    """The room that marks and the labels at the ends of the horizontal axis need beside a plot."""
    length = right - left
    labels = _beyond(((share_of(panel.x, label.label.at), label.width / 2) for label in columns), length)
    marks = _marks_beyond(panel, length)
    most = END_SHARE * length
    return max(min(labels[0], most), marks[0]), max(min(labels[1], most), marks[1])


def _beyond_ends(panel: Panel, rows: tuple[PlacedLabel, ...], tall: float) -> tuple[float, float]:
    """The room that marks, diamonds and row labels need above and below a plot."""
    places = [(share_of(panel.y, label.label.at), label.height / 2) for label in rows]
    places += [place for item in panel.items if (place := _reach(item, panel)) is not None]
    return _beyond(places, tall)


def _reach(item: Item, panel: Panel) -> tuple[float, float] | None:
    """The vertical share of an item that is drawn around a point, and half its height."""
    match item:
        case Mark():
            return share_of(panel.y, item.y), item.size / 2 + 1
        case Diamond():
            return share_of(panel.y, item.at), 9.0
        case Interval(vertical=False):
            return share_of(panel.y, item.at), 4.0
        case Words():
            share = share_of(panel.y, item.y)
            # Words may stand outside on purpose; they are kept in the picture when drawn.
            return (share, SIZE * LINE / 2) if 0 <= share <= 1 else None
        case Bar() | _:
            return None


def _stacked(sides: list[_Sides], height: float, top: float) -> tuple[list[Plot], float]:
    """The plots with the room for labels put in where one panel ends and the next begins, and where all end."""
    starts = sorted({round(min(side.panel.down), 4) for side in sides})
    room = {start: _room_before(sides, start, height) for start in starts}
    plots = []
    bottom = top + (0 if sides else max(height, 0))
    for side in sides:
        first, last = sorted(round(share, 4) for share in side.panel.down)
        y0 = top + first * height + sum(room[start] for start in starts if start <= first)
        y1 = top + last * height + sum(room[start] for start in starts if start < last)
        plots.append(Plot(side.panel, side.left, side.right, y0, max(y0, y1)))
        bottom = max(bottom, plots[-1].bottom + side.below)
    return plots, bottom


def _room_before(sides: list[_Sides], start: float, height: float) -> float:
    """The room to add above the panels that begin at a share: what they and those above need beyond the gap between them."""
    above = max(side.above for side in sides if round(min(side.panel.down), 4) == start)
    ends = [round(max(side.panel.down), 4) for side in sides]
    end = max((end for end in ends if end <= start), default=0.0)
    below = max((side.below for side, its in zip(sides, ends, strict=True) if its == end <= start), default=0.0)
    apart = APART if below and above else 0.0
    return max(0.0, above + below + apart - (start - end) * height)


def _around(plot: Plot, side: _Sides) -> list[Text]:
    """The labels and titles of a plot."""
    texts = [_row_text(plot, side, row) for row in side.rows]
    labels = max((label.height for label in side.columns), default=0.0)
    texts += [_column_text(plot, side, label) for label in side.columns]
    x_title, y_title = side.titles
    if side.panel.x.title:
        away = side.gap + labels + (GAP / 2 if side.columns else 0)
        top = plot.top - away - height_of(x_title, SMALL) if side.panel.x.above else plot.bottom + away
        middle = kept((plot.left + plot.right) / 2, width_of(x_title, SMALL), side.free)
        texts.append(_text(x_title, middle, top, "middle", SMALL, side.panel.x.title))
    if side.panel.y.title:
        texts.append(_text(y_title, side.share[0], plot.top - side.above, "left", SMALL, side.panel.y.title))
    return texts


def _row_text(plot: Plot, side: _Sides, row: PlacedLabel) -> Text:
    middle = plot.y(share_of(side.panel.y, row.label.at))
    # Row labels end where the gutter ends: at the left of the plot, less its pad.
    gutter = side.share[0] + max(label.width for label in side.rows)
    return _label_text(row, gutter, middle - row.height / 2, "right", side.row_size)


def _column_text(plot: Plot, side: _Sides, column: PlacedLabel) -> Text:
    above = side.panel.x.above
    edge = plot.top - side.gap if above else plot.bottom + side.gap
    middle = kept(column.x, column.width, side.free)
    if not column.turned:
        return _label_text(column, middle, edge - column.height if above else edge, "middle", SMALL)
    first_line = middle - column.width / 2 + SMALL * LINE / 2
    words = _label_text(column, first_line, 0, "left" if above else "right", SMALL)
    return replace(words, y=edge, turned=True)


def _label_text(label: PlacedLabel, x: float, top: float, anchor: Anchor, size: float) -> Text:
    found = label.label
    return _text(label.words, x, top, anchor, size, found.words, bold=found.bold, href=found.href)


def _text(
    words: Fitted,
    x: float,
    top: float,
    anchor: Anchor,
    size: float,
    whole: str,
    *,
    bold: bool = False,
    role: Role = "text",
    href: str = "",
) -> Text:
    middle = top + size * LINE / 2
    return Text(words.lines, x, middle, anchor, size, bold, role, href, "" if words.complete else whole)


def kept(middle: float, wide: float, between: tuple[float, float]) -> float:
    """The middle of something that is not to leave a stretch."""
    return max(between[0] + wide / 2, min(middle, between[1] - wide / 2))


def _legend(keys: tuple[Key, ...], width: float, top: float) -> tuple[list[PlacedKey], list[Text], float]:
    """Symbols and words of a legend, from left to right over as many lines as it takes, and where it ends."""
    placed: list[PlacedKey] = []
    texts: list[Text] = []
    x, tall = 0.0, 0.0
    for key in keys:
        words = fitted(key.words, width - SYMBOL - SYMBOL_GAP, SIZE)
        wide = SYMBOL + SYMBOL_GAP + width_of(words, SIZE)
        if x and x + wide > width:
            x, top, tall = 0.0, top + tall + 2, 0.0
        placed.append(PlacedKey(key, x + SYMBOL / 2, top + SIZE * LINE / 2))
        texts.append(_text(words, x + SYMBOL + SYMBOL_GAP, top, "left", SIZE, key.words))
        x += wide + KEY_GAP
        tall = max(tall, height_of(words, SIZE))
    return placed, texts, top + tall
