"""Text boxes for slides: the largest type that fits, and never more text than the box holds."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

FONT = "Arial"
INK, QUIET = RGBColor(0x1B, 0x22, 0x2C), RGBColor(0x55, 0x5D, 0x68)
#: Width of an average letter and height of a line, in parts of the type's size; on the safe side for Arial.
LETTER, LINE = 0.58, 1.22
#: Inner margin of a box in points, each side; rows that stand close together have the tight one.
MARGIN, TIGHT = 4.0, 0.5


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def inches(self) -> tuple[Any, Any, Any, Any]:
        """As python-pptx wants it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


def lines_needed(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a box of so many inches at a size in points, by the average width of letters."""
    letters = max(int((72 * width - 2 * MARGIN) / (LETTER * size)), 1)
    return sum(max(len(textwrap.wrap(part, letters)), 1) for part in text.splitlines() or [""])


def height_needed(
    paragraphs: Sequence[str], width: float, size: float, gap: float = 0.0, margin: float = MARGIN
) -> float:
    """The height in inches that paragraphs take, with `gap` lines between them."""
    lines = sum(lines_needed(text, width, size) for text in paragraphs) + gap * max(len(paragraphs) - 1, 0)
    return (lines * LINE * size + 2 * margin) / 72


def fitting(
    paragraphs: Sequence[str], box: Box, sizes: Sequence[float], gap: float = 0.0, margin: float = MARGIN
) -> tuple[float, list[str]]:
    """The largest of the sizes at which the paragraphs fit, and the paragraphs; at the smallest, cut with an ellipsis."""
    for size in sizes:
        if height_needed(paragraphs, box.width, size, gap, margin) <= box.height:
            return size, list(paragraphs)
    size, kept = sizes[-1], list(paragraphs)
    while kept and height_needed(kept, box.width, size, gap, margin) > box.height:
        words = kept[-1].rstrip("… ").rsplit(" ", 1)
        if len(words) > 1:
            kept[-1] = f"{words[0]} …"
        else:
            kept.pop()
    return size, kept


def write(
    shapes: Any,
    box: Box,
    paragraphs: Sequence[str],
    sizes: Sequence[float] = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0),
    *,
    bold: bool = False,
    bullets: bool = False,
    align: str = "left",
    middle: bool = False,
    quiet: bool = False,
    margin: float = MARGIN,
) -> Any:
    """A text box with these paragraphs at the largest size that fits; the shape."""
    gap = 0.35 if len(paragraphs) > 1 else 0.0
    marked = [f"• {text}" for text in paragraphs] if bullets else list(paragraphs)
    size, kept = fitting(marked, box, sizes, gap, margin)
    shape = shapes.add_textbox(*box.inches)
    fill(shape.text_frame, kept, size, bold=bold, align=align, middle=middle, quiet=quiet, gap=gap)
    shape.text_frame.margin_top = shape.text_frame.margin_bottom = Pt(margin)
    return shape


def fill(
    frame: Any,
    paragraphs: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    align: str = "left",
    middle: bool = False,
    quiet: bool = False,
    gap: float = 0.0,
) -> None:
    """Put paragraphs into a text frame without letting it grow."""
    frame.word_wrap = True
    frame.auto_size = None
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(MARGIN)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}[align]
        paragraph.line_spacing = 1.0
        if place:
            paragraph.space_before = Pt(gap * LINE * size)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = QUIET if quiet else INK


def describe(shape: Any, words: str) -> None:
    """Give a shape its text alternative."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", " ".join(words.split()))
