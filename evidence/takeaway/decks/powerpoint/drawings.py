"""Chains drawn from shapes, so that every part can be edited, and tables as text for the notes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from evidence.charts.palette import QUIET
from evidence.takeaway.decks.powerpoint.text import Box, fill, fitting, write
from evidence.takeaway.decks.slides import ChainPicture

#: The height of a lone chain, in inches.
CHAIN_HEIGHT = 1.9
_PALE = RGBColor(0xF3, 0xF5, 0xF7)


def colour(hexadecimal: str) -> RGBColor:
    """A colour of the palette as PowerPoint wants it."""
    return RGBColor.from_string(hexadecimal.lstrip("#"))


def chain(group: Any, picture: ChainPicture, box: Box) -> None:
    """One row a claim: a box a link, with arrows between them; words carry support and certainty, not colours."""
    several = len(picture.rows) > 1
    row_height = min(box.height / max(len(picture.rows), 1), CHAIN_HEIGHT)
    label = 1.9 if several else 0.0
    for place, (name, cells) in enumerate(picture.rows.items()):
        top = box.top + place * row_height
        if several:
            write(group, Box(box.left, top, label, row_height - 0.12), [name], (14, 12, 11, 10), bold=True, middle=True)
        arrow = 0.35
        width = (box.width - label - arrow * (len(cells) - 1)) / max(len(cells), 1)
        for number, cell in enumerate(cells):
            left = box.left + label + number * (width + arrow)
            words = [cell.name, cell.support, cell.basis]
            _cell(group, Box(left, top, width, row_height - 0.12), words)
            if number < len(cells) - 1:
                middle = top + (row_height - 0.12) / 2
                shape = group.add_shape(
                    MSO_SHAPE.RIGHT_ARROW, *Box(left + width + 0.06, middle - 0.11, arrow - 0.12, 0.22).inches
                )
                _flat(shape, colour(QUIET))


def _cell(group: Any, box: Box, words: list[str]) -> None:
    shape = group.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.inches)
    _flat(shape, _PALE)
    shape.line.color.rgb = colour(QUIET)
    shape.line.width = Pt(0.75)
    size, kept = fitting(
        words, Box(box.left, box.top, box.width - 0.1, box.height), (22, 20, 18, 16, 14, 12, 11, 10, 9)
    )
    fill(shape.text_frame, kept, size, align="center", middle=True)
    shape.text_frame.paragraphs[min(1, len(kept) - 1)].runs[0].font.bold = True


def _flat(shape: Any, fill_colour: RGBColor) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = fill_colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def text_of(frame: pd.DataFrame, most: int = 60) -> str:
    """A table as lines of text, for the notes of a slide."""
    lines = [
        "; ".join(f"{name}: {value}" for name, value in row.items() if _known(value))
        for row in frame.head(most).to_dict("records")
    ]
    if len(frame) > most:
        lines.append(f"And {len(frame) - most} more rows on the live page.")
    return "\n".join(lines)


def _known(value: object) -> bool:
    return value == value and value is not None and value is not pd.NA and str(value) != ""
