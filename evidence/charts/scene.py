"""What a chart draws, without saying how: panels with axes and items in data units, roles instead of colours.

A scene knows nothing of plotly, SVG or PowerPoint; `to_plotly`, `to_svg` and `to_pptx` draw the same one. All words are plain
text (a renderer escapes them), lines within words are divided by a line end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: What a colour stands for. Directions have the words of the data; `grid` and `band` are faint on either ground.
Role = Literal[
    "text",
    "quiet",
    "accent",
    "grid",
    "band",
    "favours_massage",
    "no_clear_difference",
    "mixed",
    "favours_comparator",
]
Shape = Literal["circle", "square", "diamond", "triangle_up", "triangle_down", "star", "dash"]
#: How an area is filled: wholly, its outline only, its outline with a dot in the middle, with slanted lines.
Fill = Literal["filled", "open", "dotted", "hatched"]
Anchor = Literal["left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of an axis; `href` is where a click on them leads (an address of this app), empty for nowhere."""

    at: float
    words: str
    href: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis from `start` (left, or top) to `end` (right, or bottom); `start` may be the larger number.

    `labels` are all that is written along it; `grid` draws a faint line at each. `above` puts the labels of a horizontal axis
    on top of its panel.
    """

    start: float
    end: float
    labels: tuple[Label, ...] = ()
    title: str = ""
    grid: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A line from `low` to `high` at `at` on the other axis; an end beyond the axis is cut and gets an arrow."""

    low: float
    high: float
    at: float
    role: Role = "accent"
    dash: bool = False
    vertical: bool = False
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol at a point; `size` is its width in pixels, `words` stand to its right, `id` is what a click hands on."""

    x: float
    y: float
    shape: Shape = "circle"
    role: Role = "accent"
    size: float = 10.0
    fill: Fill = "filled"
    words: str = ""
    hover: str = ""
    id: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Diamond:
    """An average as a diamond as wide as its interval, `at` a row; `hollow` for a result set beside the one that counts."""

    low: float
    middle: float
    high: float
    at: float
    role: Role = "accent"
    hollow: bool = False
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row `y`. `beside` makes `x` a share (0 to 1) of the whole scene's width instead of a place on the axis."""

    x: float
    y: float
    text: str
    anchor: Anchor = "left"
    role: Role = "text"
    bold: bool = False
    beside: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A faint band from `y0` to `y1` behind everything; `across` takes the whole scene's width instead of the panel's."""

    y0: float
    y1: float
    across: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line behind the marks; a missing coordinate is the panel's edge (start for the first point, else end)."""

    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    role: Role = "quiet"
    width: float = 1.5
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in data units, with words inside where they fit; `id` is what a click hands on."""

    x0: float
    x1: float
    y0: float
    y1: float
    role: Role = "accent"
    fill: Fill = "filled"
    words: str = ""
    hover: str = ""
    id: str = ""


Item = Interval | Mark | Diamond | Words | Band | Rule | Bar


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes with what is drawn on it.

    `across` and `down` are the shares (0 to 1, from the left and from the top) of the scene that the panel takes. The labels of
    its vertical axis stand inside that share, to the left of the plot; those of the horizontal axis outside, above or below.
    """

    x: Axis
    y: Axis
    items: tuple[Item, ...]
    across: tuple[float, float] = (0.0, 1.0)
    down: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a mark, or a line, and its words."""

    words: str
    role: Role
    shape: Shape = "circle"
    fill: Fill = "filled"
    line: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a chart draws.

    `height` is that of the panels in pixels at the usual type size, without what stands around them (labels of horizontal axes,
    titles, legend), which a renderer adds. `least_width` is the least number of pixels at which it can be read. `legend_below`
    puts the legend at the end. `note` says what is not drawn, empty where all is.
    """

    panels: tuple[Panel, ...]
    height: float
    least_width: int = 320
    legend: tuple[Key, ...] = field(default=())
    legend_below: bool = False
    note: str = ""
