"""The items of a panel as SVG, each in the pixels of its plot."""

from __future__ import annotations

import math
from typing import Any

from evidence.charts.scene import Band, Bar, Diamond, Interval, Item, Mark, Rule, Words
from evidence.charts.svg.elements import element, hover_title, points, safe_address
from evidence.charts.svg.layout import SIZE, SMALL, Plot, Text, kept, share_of, within
from evidence.charts.svg.shapes import ARROW_LONG, Pen, arrow, rectangle, symbol
from evidence.charts.svg.words import room_for, text
from evidence.charts.text_width import cut, one_line, text_width

#: Half the height of a diamond, where rows are far enough apart.
DIAMOND_HALF = 8.0
#: Words inside a bar: their size, a smaller one for narrow bars, and what stays free beside them.
_SIZES_INSIDE, _BESIDE_INSIDE = (SMALL, 10.0), 4.0
_WHITE = "#FFFFFF"


def grid(plot: Plot, pen: Pen) -> str:
    """Faint lines at the labels of the axes that ask for them."""
    lines = []
    for axis, vertical in ((plot.panel.x, True), (plot.panel.y, False)):
        shares = sorted({share_of(axis, label.at) for label in axis.labels}) if axis.grid else []
        for share in (share for share in shares if 0 <= share <= 1):
            x, y = plot.x(share), plot.y(share)
            ends = (x, plot.top, x, plot.bottom) if vertical else (plot.left, y, plot.right, y)
            lines.append(_line(ends, **pen.line("grid", 1)))
    return "".join(lines)


def band(item: Band, plot: Plot, pen: Pen) -> str:
    """A faint band across the plot or the whole picture."""
    y0, y1 = sorted(plot.y(within(share_of(plot.panel.y, y))) for y in (item.y0, item.y1))
    x0, x1 = (0.0, pen.width) if item.across else (plot.left, plot.right)
    return element("rect", x=x0, y=y0, width=x1 - x0, height=y1 - y0, **pen.area("band", "filled"))


def rule(item: Rule, plot: Plot, pen: Pen) -> str:
    """A straight line, as much of it as lies in the plot."""
    x, y = plot.panel.x, plot.panel.y
    inside = _clipped(
        0.0 if item.x0 is None else share_of(x, item.x0),
        0.0 if item.y0 is None else share_of(y, item.y0),
        1.0 if item.x1 is None else share_of(x, item.x1),
        1.0 if item.y1 is None else share_of(y, item.y1),
    )
    if inside is None:
        return ""
    x0, y0, x1, y1 = inside
    ends = (plot.x(x0), plot.y(y0), plot.x(x1), plot.y(y1))
    return _line(ends, **pen.line(item.role, item.width, item.dash))


def bar(item: Bar, plot: Plot, pen: Pen) -> str:
    """A rectangle with its words inside, if they fit."""
    x0, x1 = sorted(plot.x(within(share_of(plot.panel.x, x))) for x in (item.x0, item.x1))
    y0, y1 = sorted(plot.y(within(share_of(plot.panel.y, y))) for y in (item.y0, item.y1))
    # A hairline between bars that touch, so that they are told apart by more than colour.
    drawn_to = x1 - 1 if x1 - x0 > 4 else x1
    words = one_line(item.words)
    inside = [
        size
        for size in _SIZES_INSIDE
        if text_width(words, size) + 2 * _BESIDE_INSIDE <= x1 - x0 and size + 2 <= y1 - y0
    ]
    drawn = rectangle(pen, item.role, item.fill, x0, y0, drawn_to, y1)
    if words and inside:
        white = item.fill == "filled" and item.role not in ("text", "grid", "band")
        place = Text((words,), (x0 + drawn_to) / 2, (y0 + y1) / 2, "middle", inside[0])
        drawn += text(place, pen, _WHITE if white else None)
    hover = item.hover if inside or not words or words in item.hover else f"{words}\n{item.hover}".strip()
    return _piece(drawn, pen, hover, item.id)


def interval(item: Interval, plot: Plot, pen: Pen) -> str:
    """A line between two values, with an arrow where it goes on beyond the axis."""
    along, other = (plot.panel.y, plot.panel.x) if item.vertical else (plot.panel.x, plot.panel.y)
    first, last = sorted((share_of(along, item.low), share_of(along, item.high)))
    at = within(share_of(other, item.at))

    def pixel(share: float) -> float:
        return plot.y(share) if item.vertical else plot.x(share)

    start, end = pixel(within(first)), pixel(within(last))
    across = plot.x(at) if item.vertical else plot.y(at)
    heads = _heads(first, last, start, end, across, item.vertical)
    # A head is no longer than the axis. The line ends inside it; a line of no length is still to be seen.
    long = min(ARROW_LONG, pixel(1.0) - pixel(0.0))
    start += max(long - 1, 0) if first < 0 else 0
    end -= max(long - 1, 0) if last > 1 else 0
    if end - start < 2 and not heads:
        start, end = (start + end) / 2 - 1, (start + end) / 2 + 1
    ends = (across, start, across, end) if item.vertical else (start, across, end, across)
    drawn = _line(ends, **pen.line(item.role, 2, item.dash)) if end > start else ""
    drawn += "".join(arrow(pen, item.role, x, y, way, long) for x, y, way in heads)
    # A thin line is hard to meet with the pointer: a wide one that is not seen takes it.
    if item.hover and end > start:
        drawn += _line(ends, stroke="none", stroke_width=12.0, pointer_events="stroke")
    return _piece(drawn, pen, item.hover)


def diamond(item: Diamond, plot: Plot, pen: Pen) -> str:
    """An average as a diamond, cut with an arrow where it goes on beyond the axis."""
    low, middle, high = sorted(share_of(plot.panel.x, value) for value in (item.low, item.middle, item.high))
    y = plot.y(within(share_of(plot.panel.y, item.at)))
    half = min(DIAMOND_HALF, max(4.0, 0.4 * _row_height(plot)))
    upper = [(share, _half_at(share, low, middle, high)) for share in _corners(low, middle, high)]
    outline = [(plot.x(share), y - half * tall) for share, tall in upper]
    outline += [(x, 2 * y - above) for x, above in reversed(outline)]
    area = pen.area(item.role, "open" if item.hollow else "filled")
    drawn = element("polygon", points=points(*outline), stroke_linejoin="round" if item.hollow else None, **area)
    start, end = plot.x(within(low)), plot.x(within(high))
    heads = _heads(low, high, start, end, y, vertical=False)
    # Heads stand outside, as they would not be seen on the diamond.
    drawn += "".join(arrow(pen, item.role, x + way[0] * ARROW_LONG, at, way) for x, at, way in heads)
    return _piece(drawn, pen, item.hover)


def mark(item: Mark, plot: Plot, pen: Pen) -> str:
    """A symbol at its point or at the edge, with its words to the right, or to the left at the end of the picture."""
    # Layout leaves room for symbols at an edge; very large ones are still kept in the picture.
    x = kept(plot.x(within(share_of(plot.panel.x, item.x))), item.size, (0, pen.width))
    y = kept(plot.y(within(share_of(plot.panel.y, item.y))), item.size, (0, pen.height))
    drawn = symbol(pen, item.shape, item.role, item.fill, x, y, item.size)
    words = one_line(item.words)
    if words:
        drawn += text(_beside(words, x, y, item.size / 2 + 3, pen.width), pen)
    return _piece(drawn, pen, item.hover, item.id, item.href, item.words)


def words_in(item: Words, plot: Plot, pen: Pen) -> str:
    """Words in a row, cut where they would run into what stands beside them."""
    x = item.x * pen.width if item.beside else plot.x(share_of(plot.panel.x, item.x))
    y = plot.y(share_of(plot.panel.y, item.y))
    whole = one_line(item.text)
    shown = cut(whole, room_for(item, plot, pen.width), SIZE, item.bold)
    left_out = "" if shown == whole else item.text
    return text(Text((shown,), x, y, item.anchor, SIZE, item.bold, item.role, item.href, left_out), pen)


def is_drawn(item: Item) -> bool:
    """Whether an item has all its numbers; words also need a place in the picture."""
    match item:
        case Interval():
            numbers = [item.low, item.high, item.at]
        case Diamond():
            numbers = [item.low, item.middle, item.high, item.at]
        case Mark():
            numbers = [item.x, item.y, item.size]
        case Bar():
            numbers = [item.x0, item.x1, item.y0, item.y1]
        case Band():
            numbers = [item.y0, item.y1]
        case Rule():
            numbers = [value for value in (item.x0, item.y0, item.x1, item.y1) if value is not None]
        case Words():
            return math.isfinite(item.x) and math.isfinite(item.y) and bool(item.text.strip())
    return not any(math.isnan(value) for value in numbers)


def _piece(drawn: str, pen: Pen, hover: str = "", name: str = "", href: str = "", words: str = "") -> str:
    """What is drawn with its hover words and link around it."""
    title = hover_title(hover)
    address = safe_address(href) if href else None
    if address is not None:
        pen.links += 1
        label = one_line(hover or words) or None
        return element("a", title, drawn, href=address, target="_self", data_id=name or None, aria_label=label)
    return element("g", title, drawn, data_id=name or None) if title or name else drawn


def _line(ends: tuple[float, float, float, float], **attributes: Any) -> str:
    x1, y1, x2, y2 = ends
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def _heads(
    first: float, last: float, start: float, end: float, across: float, vertical: bool
) -> list[tuple[float, float, tuple[int, int]]]:
    """The tips of the arrows at the ends that lie beyond the axis, and where they point."""
    heads: list[tuple[float, float, tuple[int, int]]] = []
    if first < 0:
        heads.append((across, start, (0, -1)) if vertical else (start, across, (-1, 0)))
    if last > 1:
        heads.append((across, end, (0, 1)) if vertical else (end, across, (1, 0)))
    return heads


def _corners(low: float, middle: float, high: float) -> list[float]:
    """The shares at which the outline of a diamond turns, as far as they lie on the axis."""
    if high < 0 or low > 1:
        return []
    return sorted({within(low), within(middle), within(high)})


def _half_at(share: float, low: float, middle: float, high: float) -> float:
    """How high a diamond is at a share of the axis: 1 in its middle, 0 at its ends."""
    end = low if share < middle else high
    if share == middle or not math.isfinite(end) or end == middle:
        return 1.0
    return within((share - end) / (middle - end))


def _row_height(plot: Plot) -> float:
    length = abs(plot.panel.y.end - plot.panel.y.start)
    return (plot.bottom - plot.top) / length if length else plot.bottom - plot.top


def _beside(words: str, x: float, y: float, away: float, width: float) -> Text:
    """The place of words beside a symbol: to its right, or to its left where they would leave the picture."""
    wide = text_width(words, SMALL)
    if x + away + wide <= width or x < width / 2:
        shown = cut(words, width - x - away, SMALL)
        return Text((shown,), x + away, y, "left", SMALL, whole="" if shown == words else words)
    shown = cut(words, x - away, SMALL)
    return Text((shown,), x - away, y, "right", SMALL, whole="" if shown == words else words)


def _clipped(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float] | None:
    """The part of a line that lies in the square of shares (Liang and Barsky); None where none does."""
    dx, dy = x1 - x0, y1 - y0
    if not all(map(math.isfinite, (x0, y0, x1, y1, dx, dy))):
        return None
    first, last = 0.0, 1.0
    for step, away in ((-dx, x0), (dx, 1 - x0), (-dy, y0), (dy, 1 - y0)):
        if step == 0 and away < 0:
            return None
        if step < 0:
            first = max(first, away / step)
        elif step > 0:
            last = min(last, away / step)
    if first > last:
        return None
    return x0 + first * dx, y0 + first * dy, x0 + last * dx, y0 + last * dy
