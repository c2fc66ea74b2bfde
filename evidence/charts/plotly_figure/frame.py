"""What stands around the panels of a plotly figure: axes, legend, note, and the room that they take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evidence.charts.palette import Theme, colour
from evidence.charts.plotly_figure.words import linked, markup, paint
from evidence.charts.scene import Axis, Fill, Key, Label, Panel, Scene, Shape, Words
from evidence.charts.text_width import text_width, wrapped

Part = dict[str, Any]

SIZE, SMALL = 12, 11
#: Pixels of a line of words, around the picture, between parts, and from words to a plot.
LINE, MARGIN, APART, GAP = 16, 8, 8, 6
#: Widths of pictures: one for which the lines of the legend are counted, and one in which a note is not cut.
USUAL_WIDTH, _PHONE_WIDTH = 640, 360
#: What an entry of the legend takes beside its words, and how high it is.
_KEY_WIDTH, _KEY_LINE = 48, 19
#: The most of a panel's width that the labels of its vertical axis take.
_MOST_LABELS = 0.6
LINE_WIDTH, EDGE = 2, 1.5
CLEAR = "rgba(0,0,0,0)"
_SYMBOLS = {"triangle_up": "triangle-up", "triangle_down": "triangle-down", "dash": "line-ew-open"}
_FILLS = {"filled": "", "open": "-open", "dotted": "-open-dot", "hatched": "-open"}
_PATTERNS = {"hatched": "/", "dotted": "."}


@dataclass(frozen=True, slots=True)
class Room:
    """Pixels above and below the panels, from them down to note and legend, and shares of the width for row labels."""

    top: float
    bottom: float
    to_note: float
    to_legend: float
    insets: tuple[float, ...]


def room_around(scene: Scene) -> Room:
    """The room that labels, titles, legend and note of a scene take."""
    width = max(scene.least_width, USUAL_WIDTH)
    above = [_beyond(panel.x, panel.down[0] * scene.height) for panel in scene.panels if panel.x.above]
    below = [_beyond(panel.x, (1 - panel.down[1]) * scene.height) for panel in scene.panels if not panel.x.above]
    legend = _legend_height(scene.legend, width)
    over, under = (0.0, legend) if scene.legend_below else (legend, 0.0)
    to_note = max(below, default=0.0)
    to_legend = to_note + (LINE * len(_note_lines(scene)) + APART if scene.note.strip() else 0)
    return Room(
        top=MARGIN + over + max(above, default=0.0),
        bottom=MARGIN + to_legend + under,
        to_note=to_note,
        to_legend=to_legend,
        insets=_insets(scene, width),
    )


def layout_of(scene: Scene, theme: Theme, room: Room) -> Part:
    """The layout without its axes, so high that the panels keep the scene's height."""
    words = {"color": theme.text, "size": SIZE}
    layout: Part = {
        "height": round(scene.height + room.top + room.bottom),
        "margin": {"l": MARGIN, "r": MARGIN, "t": round(room.top), "b": round(room.bottom)},
        "font": words,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "hovermode": "closest",
        "barmode": "overlay",
        # Words that do not fit their bar are left out; the hover and the table have them.
        "uniformtext": {"minsize": SMALL, "mode": "hide"},
        "showlegend": bool(scene.legend),
        "legend": _legend(scene, words, room),
        "shapes": [],
        "annotations": [_note(scene, theme, room)] if scene.note.strip() else [],
    }
    return layout if scene.panels else {**layout, "xaxis": {"visible": False}, "yaxis": {"visible": False}}


def axes_of(panel: Panel, number: int, theme: Theme, inset: float) -> Part:
    """The two axes of a panel; the first has the number 1."""
    suffix = "" if number == 1 else str(number)
    start, end = (_share(share) for share in panel.across)
    upper, lower = (_share(share) for share in panel.down)
    x, y = panel.x, panel.y
    return {
        f"xaxis{suffix}": {
            **_axis(x, theme),
            "domain": [min(start + inset, end), end],
            "range": list(ends_of(x)),
            "anchor": f"y{suffix}",
            "side": "top" if x.above else "bottom",
        },
        f"yaxis{suffix}": {
            **_axis(y, theme),
            "domain": [1 - lower, 1 - upper],
            "range": list(reversed(ends_of(y))),
            "anchor": f"x{suffix}",
            "side": "left",
        },
    }


def ends_of(axis: Axis) -> tuple[float, float]:
    """Start and end of an axis, a little apart where the scene has them at one place."""
    start, end = float(axis.start), float(axis.end)
    if not (math.isfinite(start) and math.isfinite(end)):
        return 0.0, 1.0
    return (start, end) if start != end else (start - 0.5, end + 0.5)


def symbol(shape: Shape, fill: Fill) -> str:
    """The name that plotly has for a mark."""
    # Of a line there is nothing to fill.
    return _SYMBOLS[shape] if shape == "dash" else _SYMBOLS.get(shape, shape) + _FILLS[fill]


def area(fill: Fill, role_paint: str, edge: str) -> Part:
    """How a bar is filled."""
    if fill == "filled":
        return {"color": role_paint, "line": {"width": 0}}
    if fill == "open":
        return {"color": CLEAR, "line": {"width": EDGE, "color": edge}}
    pattern = {"shape": _PATTERNS[fill], "fillmode": "replace", "fgcolor": role_paint, "bgcolor": CLEAR}
    return {"color": role_paint, "line": {"width": 0}, "pattern": {**pattern, "size": 8, "solidity": 0.25}}


def key_trace(key: Key, theme: Theme) -> Part:
    """A trace without points that stands for an entry of the legend."""
    shown = paint(key.role, theme)
    entry: Part = {"x": [None], "y": [None], "name": markup(key.words), "showlegend": True, "hoverinfo": "skip"}
    if key.line:
        return {**entry, "type": "scatter", "mode": "lines", "line": {"color": shown, "width": LINE_WIDTH}}
    if key.fill == "hatched":
        return {**entry, "type": "bar", "marker": area(key.fill, shown, shown)}
    marker = {
        "symbol": symbol(key.shape, key.fill),
        "size": 10,
        "color": shown,
        "line": {"width": EDGE, "color": shown},
    }
    return {**entry, "type": "scatter", "mode": "markers", "marker": marker}


def _axis(axis: Axis, theme: Theme) -> Part:
    words = {"color": theme.text, "size": SIZE}
    labels = [label for label in axis.labels if math.isfinite(label.at)]
    return {
        "type": "linear",
        "visible": bool(labels or axis.title),
        "tickmode": "array",
        "tickvals": [float(label.at) for label in labels],
        "ticktext": [linked(label.words, label.href, theme, label.bold) for label in labels],
        "showticklabels": bool(labels),
        "tickfont": words,
        "ticks": "",
        "showline": False,
        "showgrid": axis.grid,
        "gridcolor": paint("grid", theme),
        "gridwidth": 1,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 4,
        # For an empty text plotly would keep room.
        "title": {**({"text": markup(axis.title)} if axis.title else {}), "font": words, "standoff": 4},
    }


def _share(share: float) -> float:
    return min(max(float(share), 0.0), 1.0)


def _beyond(axis: Axis, free: float) -> float:
    """How far labels and title of a horizontal axis reach beyond all panels, where so many pixels are free."""
    labels = max((_lines(label.words) for label in axis.labels), default=0)
    title = _lines(axis.title)
    return max((LINE * labels + GAP if labels else 0) + (LINE * title + GAP if title else 0) - free, 0.0)


def _lines(words: str) -> int:
    return len(words.splitlines())


def _widest(words: str, bold: bool = False) -> float:
    return max((text_width(line, SIZE, bold) for line in words.splitlines()), default=0.0)


def _insets(scene: Scene, width: float) -> tuple[float, ...]:
    """The shares of the width that row labels take from their panels.

    Panels at the left edge give none, as the margin of the picture grows instead, unless words stand at shares of its width.
    """
    beside = any(isinstance(item, Words) and item.beside for panel in scene.panels for item in panel.items)
    needed: dict[float, float] = {}
    for panel in scene.panels:
        start, end = panel.across
        wanted = _labels_width(panel.y.labels, panel.y.title) / width if start > 0 or beside else 0.0
        needed[start] = max(needed.get(start, 0.0), min(wanted, _MOST_LABELS * (end - start)))
    return tuple(needed[panel.across[0]] for panel in scene.panels)


def _labels_width(labels: Sequence[Label], title: str) -> float:
    widest = max((_widest(label.words, label.bold) for label in labels), default=0.0)
    return (widest + GAP if widest else 0) + (LINE + GAP if title else 0)


def _legend_height(keys: Sequence[Key], width: float) -> float:
    """The height of the legend: once it takes more than a line, each entry is as wide as the widest."""
    if not keys:
        return 0
    widths = [_KEY_WIDTH + _widest(key.words) for key in keys]
    columns = len(keys) if sum(widths) <= width else max(int(width // max(widths)), 1)
    return math.ceil(len(keys) / columns) * _KEY_LINE + APART


def _legend(scene: Scene, words: Part, room: Room) -> Part:
    place: Part = {"xref": "container", "yref": "container", "y": 1}
    if scene.legend_below:
        # Close to what it follows, also where it takes fewer lines than counted.
        place = {"xref": "paper", "yref": "paper", "y": max(-(room.to_legend + APART / 2) / max(scene.height, 1), -2)}
    return {
        "orientation": "h",
        **place,
        "yanchor": "top",
        "x": 0,
        "xanchor": "left",
        "traceorder": "normal",
        "font": words,
        "bgcolor": CLEAR,
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _note_lines(scene: Scene) -> list[str]:
    """The note in lines that fit beside the row labels of the narrowest picture."""
    labels = max((_labels_width(panel.y.labels, panel.y.title) for panel in scene.panels), default=0.0)
    width = max(scene.least_width, _PHONE_WIDTH) - 2 * MARGIN
    return wrapped(scene.note, max(width - labels, width / 2), SMALL)


def _note(scene: Scene, theme: Theme, room: Room) -> Part:
    return {
        "text": markup("\n".join(_note_lines(scene))),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -round(room.to_note + APART / 2),
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"color": colour("text", theme), "size": SMALL},
    }
