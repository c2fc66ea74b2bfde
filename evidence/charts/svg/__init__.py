"""A scene as one SVG that stands in a page, in a file or on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from evidence.charts.palette import Theme
from evidence.charts.scene import Band, Bar, Diamond, Interval, Mark, Rule, Scene, Words
from evidence.charts.svg.elements import element, escaped
from evidence.charts.svg.items import band, bar, diamond, grid, interval, is_drawn, mark, rule, words_in
from evidence.charts.svg.layout import SIZE, Layout, PlacedKey, Plot, laid_out
from evidence.charts.svg.shapes import Pen, symbol
from evidence.charts.svg.words import text
from evidence.charts.text_width import one_line

#: Widths of letters are estimated by those of Arial, so that it comes first where no page gives its font.
FONTS = "Arial, 'Helvetica Neue', Helvetica, 'Liberation Sans', system-ui, sans-serif"
_LEGEND_SIZE = 11.0
Drawn = TypeVar("Drawn", Band, Rule, Bar, Interval, Diamond, Mark, Words)


def to_svg(scene: Scene, *, width: int, title: str, description: str, theme: Theme | None = None) -> str:
    """The scene as an inline SVG of a width in pixels, with its title and description for those who do not see it.

    Without a theme it takes font and colour of words from the page and draws no ground; with one it stands on its own.
    """
    places = laid_out(scene, width)
    pen = Pen(theme, _key(scene, width, title, description, theme), places.width, places.height)
    body = _body(places, pen)
    return element(
        "svg",
        element("title", escaped(title)) if title.strip() else "",
        element("desc", escaped(description)) if description.strip() else "",
        pen.definitions(),
        _ground(places, theme),
        body,
        xmlns="http://www.w3.org/2000/svg",
        # What has the role of an image hides all in it from those who listen, links as well.
        role="group" if pen.links else "img",
        aria_label=". ".join(words.rstrip(". ") for words in (one_line(title), one_line(description)) if words) or None,
        viewBox=f"0 0 {width} {places.height}",
        width=width,
        height=places.height,
        style=f"width:100%;max-width:{width}px;height:auto",
        font_family="inherit" if theme is None else FONTS,
        font_size=SIZE,
        fill=pen.colour("text"),
    )


def _key(*content: object) -> str:
    """Letters that differ between pictures that differ, for the ids of one that stands beside others on a page."""
    return "p" + hashlib.sha256(repr(content).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def _ground(places: Layout, theme: Theme | None) -> str:
    if theme is None:
        return ""
    return element("rect", x=0, y=0, width=places.width, height=places.height, fill=theme.ground)


def _body(places: Layout, pen: Pen) -> str:
    """All that is drawn, from the back to the front and over all plots, as bands and words may reach beyond their own."""
    layers: list[Callable[[Plot], str]] = [
        lambda plot: _each(plot, Band, lambda item: band(item, plot, pen)),
        lambda plot: grid(plot, pen),
        lambda plot: _each(plot, Rule, lambda item: rule(item, plot, pen)),
        lambda plot: _each(plot, Bar, lambda item: bar(item, plot, pen)),
        lambda plot: _each(plot, Interval, lambda item: interval(item, plot, pen)),
        lambda plot: _each(plot, Diamond, lambda item: diamond(item, plot, pen)),
        lambda plot: _each(plot, Mark, lambda item: mark(item, plot, pen)),
        lambda plot: _each(plot, Words, lambda item: words_in(item, plot, pen)),
    ]
    drawn = [layer(plot) for layer in layers for plot in places.plots]
    drawn += [_legend_symbol(placed, pen) for placed in places.keys]
    drawn += [text(place, pen) for place in places.texts]
    return "".join(drawn)


def _each(plot: Plot, kind: type[Drawn], draw: Callable[[Drawn], str]) -> str:
    return "".join(draw(item) for item in plot.panel.items if isinstance(item, kind) and is_drawn(item))


def _legend_symbol(placed: PlacedKey, pen: Pen) -> str:
    key = placed.key
    if key.line:
        return element("line", x1=placed.x - 8, y1=placed.y, x2=placed.x + 8, y2=placed.y, **pen.line(key.role, 2))
    return symbol(pen, key.shape, key.role, key.fill, placed.x, placed.y, _LEGEND_SIZE)
