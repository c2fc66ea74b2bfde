"""Words of a chart as SVG, kept inside the picture and clear of what else stands in their row."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.charts.scene import Anchor, Diamond, Interval, Item, Mark, Words
from evidence.charts.svg.elements import element, escaped, hover_title, number, safe_address
from evidence.charts.svg.layout import LINE, SIZE, Plot, Text, share_of, within
from evidence.charts.svg.shapes import Pen
from evidence.charts.text_width import one_line, text_width

#: Between words of one row.
_BETWEEN = 6.0
#: From the middle of a line to the foot of its letters, as a share of the type size.
_FOOT = 0.35
_ANCHORS: dict[Anchor, str | None] = {"left": None, "middle": "middle", "right": "end"}
#: How much of the width of words lies to the left of their place.
_LEFT_PART: dict[Anchor, float] = {"left": 0.0, "middle": 0.5, "right": 1.0}


def text(place: Text, pen: Pen, fill: str | None = None) -> str:
    """Lines of words in their place, or moved as far as it takes to stay inside the picture."""
    x, y = _inside(place, pen)
    step = place.size * LINE
    address = safe_address(place.href) if place.href else None
    common: dict[str, str | float | None] = {
        "text_anchor": _ANCHORS[place.anchor],
        "font_size": None if place.size == SIZE else place.size,
        "font_weight": "600" if place.bold else None,
        "fill": fill or (None if place.role == "text" else pen.colour(place.role)),
        # A link is told from other words by more than its colour; in print it is words like others.
        "text_decoration": "underline" if address is not None and pen.theme is None else None,
    }
    lines = []
    for count, line in enumerate(place.lines):
        title = hover_title(place.whole) if count == 0 else ""
        if place.turned:
            foot = x + count * step + _FOOT * place.size
            turn = f"rotate(-90 {number(foot)} {number(y)})"
            lines.append(element("text", title, escaped(line), x=foot, y=y, transform=turn, **common))
        else:
            lines.append(element("text", title, escaped(line), x=x, y=y + count * step + _FOOT * place.size, **common))
    if address is not None:
        pen.links += 1
        return element("a", *lines, href=address, target="_self")
    return lines[0] if len(lines) == 1 else element("g", *lines)


def _inside(place: Text, pen: Pen) -> tuple[float, float]:
    """The place of words, moved as far as it takes to stay inside the picture."""
    wide = max(text_width(line, place.size, place.bold) for line in place.lines)
    before = _LEFT_PART[place.anchor] * wide
    half, more = place.size * LINE / 2, place.size * LINE * (len(place.lines) - 1)
    if place.turned:
        # Turned words run upwards: what is to the left of level words is below these.
        x = max(half, min(place.x, pen.width - half - more))
        return x, max(wide - before, min(place.y, pen.height - before))
    x = max(before, min(place.x, pen.width - wide + before))
    return x, max(half, min(place.y, pen.height - half - more))


def room_for(words: Words, plot: Plot, width: float) -> float:
    """How wide words may be before they leave the picture or, beside the plot, meet what stands to their right in the row."""
    if not words.beside:
        return width
    x = words.x * width
    if words.anchor == "right":
        return max(x, 1.0)
    start, _ = _reach_of_words(words, plot, width)
    others = (reach for item in plot.panel.items if item is not words for reach in _reach(item, words.y, plot, width))
    limit = min([other[0] - _BETWEEN for other in others if other[0] > start + 0.5], default=width)
    room = limit - start if words.anchor == "left" else 2 * (limit - x)
    return max(min(room, width), 1.0)


def _reach(item: Item, row: float, plot: Plot, width: float) -> Iterator[tuple[float, float]]:
    """From where to where an item takes room in a row; nothing for items elsewhere."""
    axis = plot.panel.x
    match item:
        case Words() if item.y == row and item.text.strip():
            yield _reach_of_words(item, plot, width)
        case Interval(vertical=False) | Diamond() if item.at == row:
            first, last = sorted(plot.x(within(share_of(axis, value))) for value in (item.low, item.high))
            yield first, last
        case Mark() if item.y == row:
            x = plot.x(within(share_of(axis, item.x)))
            yield x - item.size / 2, x + item.size / 2
        case _:
            return


def _reach_of_words(words: Words, plot: Plot, width: float) -> tuple[float, float]:
    wide = text_width(one_line(words.text), SIZE, words.bold)
    x = words.x * width if words.beside else plot.x(share_of(plot.panel.x, words.x))
    start = x - _LEFT_PART[words.anchor] * wide
    return start, start + wide
