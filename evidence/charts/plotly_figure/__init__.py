"""A scene as a plotly figure: a plain dict of what JSON can hold, made without plotly.

Items of one kind are gathered into few traces, as one trace an item takes seconds in a browser. What lies over what goes by
kind: bands and rules, bars, diamonds, intervals, arrows, marks, words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evidence.charts.palette import Theme, colour
from evidence.charts.plotly_figure.frame import (
    CLEAR,
    EDGE,
    LINE_WIDTH,
    SIZE,
    Part,
    area,
    axes_of,
    ends_of,
    key_trace,
    layout_of,
    room_around,
    symbol,
)
from evidence.charts.plotly_figure.words import linked, markup, paint
from evidence.charts.scene import Band, Bar, Diamond, Interval, Mark, Panel, Rule, Scene, Words

T = TypeVar("T")

#: Half the height of a diamond in rows, and the pixels of an arrow at a cut end.
_DIAMOND, _ARROW = 0.3, 10
_HOVER = "%{customdata[1]}<extra></extra>"
_ANCHORS = {"left": "left", "middle": "center", "right": "right"}
#: Ends of a vertical axis and of a horizontal one → the arrow that points beyond them.
_ARROWS = {
    (False, "start"): "triangle-left",
    (False, "end"): "triangle-right",
    (True, "start"): "triangle-up",
    (True, "end"): "triangle-down",
}


def to_plotly(scene: Scene, theme: Theme, *, clickable: bool = False) -> dict[str, Any]:
    """The scene as `{"data": …, "layout": …}`; what has an id or a hover carries `[id, hover]` as its custom data.

    With `clickable` a click on a mark or bar is an event, and what was not clicked does not fade.
    """
    room = room_around(scene)
    layout = layout_of(scene, theme, room)
    traces: list[Part] = []
    for number, (panel, inset) in enumerate(zip(scene.panels, room.insets, strict=True), 1):
        canvas = _Canvas(panel, "" if number == 1 else str(number), theme)
        layout |= axes_of(panel, number, theme, inset)
        layout["shapes"] += canvas.shapes(labels_outside=not inset)
        layout["annotations"] += canvas.annotations()
        traces += canvas.traces()
    if clickable:
        layout["clickmode"] = "event+select"
        traces = [{**trace, **_unfading(trace, theme)} for trace in traces]
    return {"data": [*traces, *(key_trace(key, theme) for key in scene.legend)], "layout": layout}


@dataclass(frozen=True, slots=True)
class _Canvas:
    """One panel being drawn; `suffix` tells its axes from those of others."""

    panel: Panel
    suffix: str
    theme: Theme

    def traces(self) -> list[Part]:
        """Bars, diamonds, intervals, arrows and marks, those below first."""
        return [*self._bars(), *self._diamonds(), *self._intervals(), *self._arrows(), *self._marks()]

    def shapes(self, labels_outside: bool) -> list[Part]:
        """Bands, rules, and the lines of the grid that plotly leaves out."""
        bands = [self._band(band, labels_outside) for band in self._items(Band) if _known(band.y0, band.y1)]
        rules = [*self._edges(), *self._items(Rule)]
        return bands + [shape for rule in rules if (shape := self._rule(rule)) is not None]

    def annotations(self) -> list[Part]:
        """Words in rows, and those of marks that are links: only annotations lie above what catches clicks."""
        free = [self._words(words) for words in self._items(Words) if words.text and _known(words.x, words.y)]
        return free + [self._mark_link(mark) for mark in self._known_marks() if _is_link(mark)]

    def _items(self, kind: type[T]) -> list[T]:
        return [item for item in self.panel.items if isinstance(item, kind)]

    def _x(self, value: float) -> float:
        return _clipped(value, *ends_of(self.panel.x))

    def _y(self, value: float) -> float:
        return _clipped(value, *ends_of(self.panel.y))

    def _trace(self, kind: str, **more: Any) -> Part:
        axes = {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}
        # What sticks out of the plot at its edges is drawn wholly.
        return {"type": kind, **axes, "cliponaxis": False, "showlegend": False, **more}

    def _marks(self) -> list[Part]:
        groups = _grouped(self._known_marks(), lambda mark: _response(mark.id, mark.hover))
        return [self._mark_trace(marks, response) for response, marks in groups.items()]

    def _known_marks(self) -> list[Mark]:
        return [mark for mark in self._items(Mark) if _known(mark.x, mark.y)]

    def _mark_trace(self, marks: list[Mark], response: str) -> Part:
        colours = [paint(mark.role, self.theme) for mark in marks]
        # The space keeps the words clear of wide marks.
        words = ["" if _is_link(mark) or not mark.words else f"\N{EN SPACE}{markup(mark.words)}" for mark in marks]
        written = {"text": words, "textposition": "middle right", "textfont": {"color": self.theme.text, "size": SIZE}}
        return self._trace(
            "scatter",
            mode="markers+text" if any(words) else "markers",
            x=[self._x(mark.x) for mark in marks],
            y=[self._y(mark.y) for mark in marks],
            marker={
                "symbol": [symbol(mark.shape, mark.fill) for mark in marks],
                "size": [float(mark.size) for mark in marks],
                "color": colours,
                "opacity": 1,
                "line": {"width": EDGE, "color": colours},
            },
            **(written if any(words) else {}),
            **_answering(response, [(mark.id, mark.hover) for mark in marks]),
        )

    def _bars(self) -> list[Part]:
        known = [bar for bar in self._items(Bar) if _known(bar.x0, bar.x1, bar.y0, bar.y1)]
        groups = _grouped(known, lambda bar: (bar.role, bar.fill, _response(bar.id, bar.hover)))
        return [self._bar_trace(bars, response) for (_, _, response), bars in groups.items()]

    def _bar_trace(self, bars: list[Bar], response: str) -> Part:
        role, fill = bars[0].role, bars[0].fill
        lefts, rights = [self._x(bar.x0) for bar in bars], [self._x(bar.x1) for bar in bars]
        tops, bottoms = [self._y(bar.y0) for bar in bars], [self._y(bar.y1) for bar in bars]
        return self._trace(
            "bar",
            orientation="h",
            base=lefts,
            x=[right - left for left, right in zip(lefts, rights, strict=True)],
            y=[(top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)],
            width=[abs(bottom - top) for top, bottom in zip(tops, bottoms, strict=True)],
            marker=area(fill, paint(role, self.theme), colour(role, self.theme)),
            **self._inside([markup(bar.words) for bar in bars], self._ink(bars[0])),
            **_answering(response, [(bar.id, bar.hover) for bar in bars]),
        )

    def _inside(self, words: list[str], ink: str) -> Part:
        """The words in bars, upright and in the middle."""
        if not any(words):
            return {}
        font = {"color": ink, "size": SIZE}
        place = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
        return {"text": words, "insidetextfont": font, **place}

    def _ink(self, bar: Bar) -> str:
        """White on mid-tones; on the colour of words that of the ground, and where the ground shows that of words."""
        if bar.fill != "filled" or bar.role in ("grid", "band"):
            return self.theme.text
        return self.theme.ground if bar.role == "text" else "#FFFFFF"

    def _diamonds(self) -> list[Part]:
        known = [
            diamond for diamond in self._items(Diamond) if _known(diamond.low, diamond.middle, diamond.high, diamond.at)
        ]
        groups = _grouped(known, lambda diamond: (diamond.role, diamond.hollow, bool(diamond.hover)))
        return [self._diamond_trace(diamonds) for diamonds in groups.values()]

    def _diamond_trace(self, diamonds: list[Diamond]) -> Part:
        shown = paint(diamonds[0].role, self.theme)
        xs: list[float | None] = []
        ys: list[float | None] = []
        for diamond in diamonds:
            low, middle, high = (self._x(end) for end in (diamond.low, diamond.middle, diamond.high))
            xs += [low, middle, high, middle, low, None]
            ys += [self._y(diamond.at) + step * _DIAMOND for step in (0, -1, 0, 1, 0)] + [None]
        return self._trace(
            "scatter",
            mode="lines",
            x=xs,
            y=ys,
            line={"color": shown, "width": EDGE},
            fill="toself",
            fillcolor=CLEAR if diamonds[0].hollow else shown,
            hoveron="points",
            **_answering(_response("", diamonds[0].hover), [("", d.hover) for d in diamonds for _ in range(6)]),
        )

    def _intervals(self) -> list[Part]:
        groups = _grouped(self._known_intervals(), lambda line: (line.role, line.dash, bool(line.hover)))
        return [self._interval_trace(lines) for lines in groups.values()]

    def _known_intervals(self) -> list[Interval]:
        return [interval for interval in self._items(Interval) if _known(interval.low, interval.high, interval.at)]

    def _interval_trace(self, intervals: list[Interval]) -> Part:
        xs: list[float | None] = []
        ys: list[float | None] = []
        for interval in intervals:
            along, across = (self._y, self._x) if interval.vertical else (self._x, self._y)
            low, high, at = along(interval.low), along(interval.high), across(interval.at)
            # The middle is there to be pointed at.
            ends = [low, (low + high) / 2, high, None]
            rows = [at, at, at, None]
            xs += rows if interval.vertical else ends
            ys += ends if interval.vertical else rows
        first = intervals[0]
        line = {"color": paint(first.role, self.theme), "width": LINE_WIDTH, "dash": "dash" if first.dash else "solid"}
        pointed_at = _answering(_response("", first.hover), [("", i.hover) for i in intervals for _ in range(4)])
        return self._trace("scatter", mode="lines", x=xs, y=ys, line=line, **pointed_at)

    def _arrows(self) -> list[Part]:
        """Triangles at the ends of intervals that lie beyond the axis."""
        points = [(interval, *end) for interval in self._known_intervals() for end in self._cut_ends(interval)]
        if not points:
            return []
        return [
            self._trace(
                "scatter",
                mode="markers",
                x=[self._x(interval.at) if interval.vertical else place for interval, _, place in points],
                y=[place if interval.vertical else self._y(interval.at) for interval, _, place in points],
                marker={
                    "symbol": [_ARROWS[interval.vertical, side] for interval, side, _ in points],
                    "size": _ARROW,
                    "color": [paint(interval.role, self.theme) for interval, _, _ in points],
                    "opacity": 1,
                },
                hoverinfo="skip",
            )
        ]

    def _cut_ends(self, interval: Interval) -> list[tuple[str, float]]:
        """The sides at which an interval leaves its axis, and where that is."""
        start, end = ends_of(self.panel.y if interval.vertical else self.panel.x)
        low, high = min(interval.low, interval.high), max(interval.low, interval.high)
        sides = (("start", start, end), ("end", end, start))
        return [(side, edge) for side, edge, other in sides if (low < edge if edge < other else high > edge)]

    def _words(self, words: Words) -> Part:
        x = (
            {"xref": "paper", "x": _clipped(words.x, 0, 1)}
            if words.beside
            else {"xref": f"x{self.suffix}", "x": self._x(words.x)}
        )
        return {
            **_annotation(linked(words.text, words.href, self.theme, words.bold), paint(words.role, self.theme)),
            **x,
            "yref": f"y{self.suffix}",
            "y": self._y(words.y),
            "xanchor": _ANCHORS[words.anchor],
            "align": _ANCHORS[words.anchor],
        }

    def _mark_link(self, mark: Mark) -> Part:
        place = {"x": self._x(mark.x), "y": self._y(mark.y), "xref": f"x{self.suffix}", "yref": f"y{self.suffix}"}
        words = _annotation(linked(mark.words, mark.href, self.theme), self.theme.text)
        return {**words, **place, "xanchor": "left", "align": "left", "xshift": round(mark.size / 2) + 4}

    def _band(self, band: Band, labels_outside: bool) -> Part:
        # Row labels in the margin lie left of what plotly calls its paper; the picture's edge cuts what is too long.
        left = -1 if labels_outside and self.panel.y.labels else 0
        across = (
            {"xref": "paper", "x0": left, "x1": 1}
            if band.across
            else {"xref": f"x{self.suffix} domain", "x0": 0, "x1": 1}
        )
        down = {"yref": f"y{self.suffix}", "y0": self._y(band.y0), "y1": self._y(band.y1)}
        fill = {"fillcolor": paint("band", self.theme), "line": {"width": 0}, "layer": "below"}
        return {"type": "rect", **across, **down, **fill}

    def _edges(self) -> Iterator[Rule]:
        """Lines of the grid at the very ends of an axis, of which only the inner half shows."""
        x, y = self.panel.x, self.panel.y
        for label in x.labels if x.grid else ():
            if label.at in ends_of(x):
                yield Rule(label.at, None, label.at, None, "grid", width=2)
        for label in y.labels if y.grid else ():
            if label.at in ends_of(y):
                yield Rule(None, label.at, None, label.at, "grid", width=2)

    def _rule(self, rule: Rule) -> Part | None:
        (left, right), (top, bottom) = ends_of(self.panel.x), ends_of(self.panel.y)
        x0, x1 = _or_edge(rule.x0, left), _or_edge(rule.x1, right)
        y0, y1 = _or_edge(rule.y0, top), _or_edge(rule.y1, bottom)
        if not all(math.isfinite(place) for place in (x0, x1, y0, y1)):
            return None
        line = {
            "color": paint(rule.role, self.theme),
            "width": float(rule.width),
            "dash": "dot" if rule.dash else "solid",
        }
        ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1, "xref": f"x{self.suffix}", "yref": f"y{self.suffix}"}
        return {"type": "line", **ends, "line": line, "layer": "below"}


def _known(*places: float) -> bool:
    return not any(math.isnan(place) for place in places)


def _clipped(value: float, start: float, end: float) -> float:
    return float(min(max(value, min(start, end)), max(start, end)))


def _or_edge(place: float | None, edge: float) -> float:
    return edge if place is None else float(place)


def _is_link(mark: Mark) -> bool:
    return bool(mark.words and mark.href)


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Any, list[T]]:
    """Items by what they have in common, in the order in which each first occurs."""
    groups: dict[Any, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _response(item_id: str, hover: str) -> str:
    """What plotly does under the pointer: show words, only tell of a click, or nothing."""
    return "hover" if hover else "click" if item_id else "nothing"


def _answering(response: str, values: Sequence[tuple[str, str]]) -> Part:
    if response == "nothing":
        return {"hoverinfo": "skip"}
    data = {"customdata": [[str(item_id), markup(hover)] for item_id, hover in values]}
    # plotly tells of no click on what it skips.
    return {**data, "hovertemplate": _HOVER} if response == "hover" else {**data, "hoverinfo": "none"}


def _annotation(text: str, ink: str) -> Part:
    return {"text": text, "showarrow": False, "yanchor": "middle", "font": {"color": ink, "size": SIZE}}


def _unfading(trace: Part, theme: Theme) -> Part:
    """What keeps points that were not clicked as they are."""
    if "marker" not in trace:
        return {}
    ink = trace.get("insidetextfont", {"color": theme.text})["color"]
    look = {"marker": {"opacity": 1}, "textfont": {"color": ink}}
    # plotly stops at a click on a bar where only the look of the others is given.
    return {"selected": look, "unselected": look}
