"""Native shapes of PowerPoint within a box in inches: lines, areas, symbols and words, and how much room words take."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Inches, Pt

from evidence.charts import palette
from evidence.charts.scene import Anchor, Fill, Role, Shape

FONT = "Arial"
#: Height of a line in parts of the type's size.
LINE = 1.2
ELLIPSIS = "…"
#: How much of the colour of slanted lines shows at least: thin ones in a faint colour would not be seen.
_LEAST_HATCHED = 0.6
_WHITE = RGBColor(0xFF, 0xFF, 0xFF)
_SYMBOLS = {
    "circle": MSO_SHAPE.OVAL,
    "square": MSO_SHAPE.RECTANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
    "triangle_up": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "triangle_down": MSO_SHAPE.FLOWCHART_MERGE,
    "star": MSO_SHAPE.STAR_5_POINT,
    "dash": MSO_SHAPE.RECTANGLE,
}
_ALIGN = {"left": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
#: Widths of Arial's letters in thousandths of the type's size, on the safe side; bold is a little wider.
_WIDTHS = {
    letter: wide
    for letters, wide in (
        ("ijl'|", 225),
        (" .,:;/!ftI[]\\", 280),
        ('·r()-`"', 350),
        ("*cksvxyzJ", 500),
        ("abdeghnopquL_?0123456789$#–", 557),
        ("~+<=>×−", 585),
        ("FTZ", 612),
        ("ABEKPSVXY&", 668),
        ("CDHNRUw", 723),
        ("GOQ", 779),
        ("Mm", 834),
        ("%", 890),
        ("W…—@▲●▼◆■◀▶★○△▽◇□", 1016),
    )
    for letter in letters
}
_OTHER, _BROAD, _BOLD = 640, 1050, 1.08


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """Text without the characters that XML forbids; line ends stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        letter
        for letter in text
        if letter == "\n" or (unicodedata.category(letter) not in ("Cc", "Cs") and ord(letter) & 0xFFFE != 0xFFFE)
    )


def line_height(size: float) -> float:
    """The height of a line in inches at a size in points."""
    return LINE * size / 72


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width in inches that the longest line of a text takes at a size in points, on the safe side."""
    longest = max(sum(map(_letter_width, part)) for part in text.split("\n"))
    return longest * (_BOLD if bold else 1.0) * size / 72_000


def _letter_width(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    return _BROAD if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The lines of a text in a room of so many inches; a word that is wider stays whole."""
    lines = []
    for part in text.split("\n"):
        current = ""
        for word in part.split():
            longer = f"{current} {word}".strip()
            if current and width_of(longer, size, bold) > room:
                lines.append(current)
                current = word
            else:
                current = longer
        lines.append(current)
    return lines


def fits(text: str, room: float, size: float, bold: bool = False, most: int = 1) -> bool:
    """Whether a text can stand in a room in at most so many lines, with no word broken."""
    lines = wrapped(text, room, size, bold)
    return len(lines) <= most and all(width_of(line, size, bold) <= room for line in lines)


def fitted(text: str, room: float, size: float, bold: bool = False, most: int = 1) -> list[str]:
    """The lines of a text, at most so many, each shortened with an ellipsis to the room there is."""
    lines = wrapped(text, room, size, bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    shortened = [_shortened(line, room, size, bold) for line in lines]
    return shortened if any(shortened) else []


def _shortened(text: str, room: float, size: float, bold: bool) -> str:
    if width_of(text, size, bold) <= room:
        return text
    while text and width_of(text + ELLIPSIS, size, bold) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS if text else ""


def colour(role: Role, least: float = 0.0) -> RGBColor:
    """The colour of a role on white; a faint one is mixed with white, because shapes have no simple transparency.

    At `least` so much of it shows, as fine lines need.
    """
    whole = palette.colour(role, palette.LIGHT).lstrip("#")
    share = max(palette.opacity(role), least)
    return RGBColor(*(round(255 + (int(whole[i : i + 2], 16) - 255) * share) for i in (0, 2, 4)))


@contextmanager
def all_at_once(shapes: Any) -> Iterator[None]:
    """Let a group work out its extents once at the end, not anew at every shape, which takes seconds for a long plot."""
    shapes.turbo_add_enabled, shapes._recalculate_extents = True, lambda: None
    try:
        yield
    finally:
        shapes.turbo_add_enabled = False
        del shapes._recalculate_extents
        shapes._recalculate_extents()


class Paper:
    """Draws native shapes into a shape collection; nothing leaves the box."""

    def __init__(self, shapes: Any, box: Box) -> None:
        self._shapes = shapes
        self._box = box

    def line(
        self, start: tuple[float, float], end: tuple[float, float], role: Role, points: float, dash: bool = False
    ) -> None:
        """A straight connector between two points."""
        (x0, y0), (x1, y1) = self._inside(*start), self._inside(*end)
        line = self._shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Inches(x0), Inches(y0), Inches(x1), Inches(y1))
        _plain(line)
        line.line.color.rgb = colour(role)
        line.line.width = Pt(points)
        if dash:
            line.line.dash_style = MSO_LINE.DASH

    def area(self, box: Box, role: Role, fill: Fill = "filled", points: float = 1.0) -> Any:
        """A rectangle; the shape, for words in it."""
        return self._shape(MSO_SHAPE.RECTANGLE, box, role, fill, points)

    def symbol(
        self, x: float, y: float, width: float, shape: Shape, role: Role, fill: Fill = "filled", points: float = 1.0
    ) -> None:
        """A symbol around a point, with a dot in it if it is dotted."""
        height = width / 4 if shape == "dash" else width
        # The outline lies half outside the shape: with it, a symbol is as wide as asked for.
        edge = 0.0 if fill == "filled" else min(points / 72, width / 2)
        box = Box(x - (width - edge) / 2, y - (height - edge) / 2, width - edge, max(height - edge, 0.01))
        self._shape(_SYMBOLS[shape], box, role, fill, points)
        if fill == "dotted":
            dot = width * 0.36
            middle = y + _lower_middle(shape) * width
            self._shape(MSO_SHAPE.OVAL, Box(x - dot / 2, middle - dot / 2, dot, dot), role, "filled", points)

    def arrow(self, x: float, y: float, side: float, turn: int, role: Role) -> None:
        """A small triangle whose tip lies at a point; `turn` is 0 for up, 90 for right, 180 for down, 270 for left."""
        across = {90: -side / 2, 270: side / 2}.get(turn, 0.0)
        down = {0: side / 2, 180: -side / 2}.get(turn, 0.0)
        box = Box(x + across - side / 2, y + down - side / 2, side, side)
        shape = self._shape(MSO_SHAPE.ISOSCELES_TRIANGLE, box, role, "filled", 1.0)
        shape.rotation = turn

    def diamond(
        self, left: float, middle: float, right: float, y: float, half: float, role: Role, fill: Fill, points: float
    ) -> None:
        """A freeform diamond as wide as an interval, its upper and lower corner at the middle."""
        corners = [(left, y), (middle, y - half), (right, y), (middle, y + half)]
        places = [(int(Inches(x)), int(Inches(y))) for x, y in (self._inside(*corner) for corner in corners)]
        builder = self._shapes.build_freeform(*places[0])
        builder.add_line_segments(places[1:], close=True)
        _paint(builder.convert_to_shape(), role, fill, points)

    def words(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        *,
        anchor: Anchor = "left",
        role: Role = "text",
        bold: bool = False,
    ) -> None:
        """A text box just as large as its lines, anchored at `x`, its middle at `y`; moved inwards where it would leave."""
        if not any(lines):
            return
        width = min(max(width_of(line, size, bold) for line in lines), self._box.width)
        height = min(len(lines) * line_height(size), self._box.height)
        left = x - {"left": 0.0, "middle": width / 2, "right": width}[anchor]
        left = min(max(left, self._box.left), self._box.right - width)
        top = min(max(y - height / 2, self._box.top), self._box.bottom - height)
        shape = self._shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
        write(shape, lines, size, colour(role), anchor=anchor, bold=bold)

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        box = self._box
        return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)

    def _shape(self, kind: Any, box: Box, role: Role, fill: Fill, points: float) -> Any:
        width, height = min(box.width, self._box.width), min(box.height, self._box.height)
        left = min(max(box.left, self._box.left), self._box.right - width)
        top = min(max(box.top, self._box.top), self._box.bottom - height)
        shape = self._shapes.add_shape(kind, Inches(left), Inches(top), Inches(width), Inches(height))
        _paint(shape, role, fill, points)
        return shape


def write(
    shape: Any,
    lines: Sequence[str],
    size: float,
    rgb: RGBColor = _WHITE,
    *,
    anchor: Anchor = "middle",
    bold: bool = False,
) -> None:
    """Put lines into a shape, without margins and without letting them wrap; white and centred unless told otherwise."""
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = False, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.line_spacing = _ALIGN[anchor], 1.0
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = rgb


def _plain(shape: Any) -> None:
    """Take away the theme's style, which brings a shadow; fill, outline and type are all set here."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def _paint(shape: Any, role: Role, fill: Fill, points: float) -> None:
    _plain(shape)
    # Outlines of slanted lines in a faint colour are as visible as the lines themselves.
    least = _LEAST_HATCHED if fill == "hatched" else 0.0
    if fill == "hatched":
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(role, least), _WHITE
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(role) if fill == "filled" else _WHITE
    if fill == "filled":
        shape.line.fill.background()
    else:
        shape.line.color.rgb = colour(role, least)
        shape.line.width = Pt(points)


def _lower_middle(shape: Shape) -> float:
    """How far below the middle of its box a triangle's own middle lies, in parts of its width."""
    return {"triangle_up": 1 / 6, "triangle_down": -1 / 6}.get(shape, 0.0)
