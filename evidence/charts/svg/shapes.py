"""The shapes of a chart as SVG: what marks, areas and lines look like in each role and fill."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from evidence.charts.palette import LIGHT, Theme, colour, opacity
from evidence.charts.scene import Fill, Role, Shape
from evidence.charts.svg.elements import element, points

OUTLINE = 2.0
#: How much of slanted lines shows, such that words on them can be read.
HATCHING = 0.5
ARROW_LONG, ARROW_HALF = 7.0, 4.0
_SPACING = 6
_STAR = tuple(
    (reach * math.sin(turn * math.pi / 5), -reach * math.cos(turn * math.pi / 5))
    for turn in range(10)
    for reach in (1.1 if turn % 2 == 0 else 0.5,)
)
#: Corners of shapes in halves of their size; triangles of the same area look smaller, so they reach out a little.
_CORNERS: dict[Shape, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle_up": ((0, -1), (1, 0.8), (-1, 0.8)),
    "triangle_down": ((0, 1), (1, -0.8), (-1, -0.8)),
    "star": _STAR,
}


@dataclass(slots=True)
class Pen:
    """Turns roles into colours in one picture of a width and height, and remembers which patterns and links were used.

    Without a theme words have the colour of the text around the picture.
    """

    theme: Theme | None
    key: str
    width: float
    height: float
    hatched: set[Role] = field(default_factory=set)
    links: int = 0

    def colour(self, role: Role) -> str:
        """The colour of a role, as an attribute has it."""
        if role == "text" and self.theme is None:
            return "currentColor"
        return colour(role, self.theme or LIGHT)

    def area(self, role: Role, fill: Fill) -> dict[str, str | float | None]:
        """The attributes of an area: how it is filled and outlined."""
        shown = opacity(role) if opacity(role) < 1 else None
        if fill == "filled":
            return {"fill": self.colour(role), "fill_opacity": shown}
        inside = "none"
        if fill == "hatched":
            self.hatched.add(role)
            inside = f"url(#{self._pattern(role)})"
        return {"fill": inside, **self.line(role, OUTLINE if fill != "hatched" else 1.0), "pointer_events": "all"}

    def line(self, role: Role, width: float, dash: bool = False) -> dict[str, str | float | None]:
        """The attributes of a line."""
        return {
            "stroke": self.colour(role),
            "stroke_width": width,
            "stroke_opacity": opacity(role) if opacity(role) < 1 else None,
            "stroke_dasharray": "5 3" if dash else None,
        }

    def definitions(self) -> str:
        """The patterns that were used."""
        patterns = [
            element(
                "pattern",
                element(
                    "line",
                    x1=_SPACING / 2,
                    y1=0,
                    x2=_SPACING / 2,
                    y2=_SPACING,
                    **{**self.line(role, 1.5), "stroke_opacity": min(opacity(role), HATCHING)},
                ),
                id=self._pattern(role),
                width=_SPACING,
                height=_SPACING,
                patternUnits="userSpaceOnUse",
                patternTransform="rotate(45)",
            )
            for role in sorted(self.hatched)
        ]
        return element("defs", *patterns) if patterns else ""

    def _pattern(self, role: Role) -> str:
        return f"{self.key}-{role.replace('_', '-')}"


def symbol(pen: Pen, shape: Shape, role: Role, fill: Fill, x: float, y: float, size: float) -> str:
    """A symbol around a point."""
    # An outline is drawn half outside: without this an open symbol would be larger than a filled one.
    half = max(size - (OUTLINE if fill in ("open", "dotted") else 0), 1) / 2
    if shape == "dash":
        return element("line", x1=x - size / 2, y1=y, x2=x + size / 2, y2=y, **pen.line(role, 3))
    area = pen.area(role, fill)
    if shape == "circle":
        drawn = element("circle", cx=x, cy=y, r=half, **area)
    else:
        corners = points(*((x + half * dx, y + half * dy) for dx, dy in _CORNERS[shape]))
        drawn = element("polygon", points=corners, stroke_linejoin="round" if "stroke" in area else None, **area)
    return drawn + (dot(pen, role, x, y, size / 7) if fill == "dotted" else "")


def dot(pen: Pen, role: Role, x: float, y: float, radius: float) -> str:
    """The dot in the middle of a dotted area."""
    return element("circle", cx=x, cy=y, r=max(radius, 1.2), **pen.area(role, "filled"))


def rectangle(pen: Pen, role: Role, fill: Fill, x0: float, y0: float, x1: float, y1: float) -> str:
    """A rectangle between two corners, its outline inside."""
    inset = min(OUTLINE / 2, (x1 - x0) / 2, (y1 - y0) / 2) if fill != "filled" else 0.0
    drawn = element(
        "rect",
        x=x0 + inset,
        y=y0 + inset,
        width=x1 - x0 - 2 * inset,
        height=y1 - y0 - 2 * inset,
        **pen.area(role, fill),
    )
    if fill == "dotted":
        drawn += dot(pen, role, (x0 + x1) / 2, (y0 + y1) / 2, min(3, (y1 - y0) / 4))
    return drawn


def arrow(pen: Pen, role: Role, x: float, y: float, way: tuple[int, int], long: float = ARROW_LONG) -> str:
    """The head of an arrow with its tip at a point; `way` is where it points, right (1, 0), up (0, -1) and so on."""
    back_x, back_y = x - long * way[0], y - long * way[1]
    side_x, side_y = ARROW_HALF * way[1], ARROW_HALF * way[0]
    corners = points((x, y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y))
    return element("polygon", points=corners, **pen.area(role, "filled"))
