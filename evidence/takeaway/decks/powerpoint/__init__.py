"""Decks as native, editable PowerPoint."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import segno
from pptx import Presentation
from pptx.util import Inches

from evidence.charts.powerpoint import to_pptx
from evidence.library import Library
from evidence.studies.citations import vancouver
from evidence.takeaway.decks.links import live_link
from evidence.takeaway.decks.powerpoint import drawings, native
from evidence.takeaway.decks.powerpoint.text import Box, describe, fill, fitting, height_needed, write
from evidence.takeaway.decks.slides import (
    BarPicture,
    ChainPicture,
    ChartPicture,
    Deck,
    Slide,
    TablePicture,
    alt_text,
    numbers_of,
)
from evidence.takeaway.office_files import stable
from evidence.words.notices import CAUTION

#: Sizes of slides in inches: code → width and height.
SHAPES = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5)}
MARGIN, TITLE_TOP, TITLE_HEIGHT, BODY_TOP, FOOT = 0.5, 0.3, 0.95, 1.3, 6.92
#: Layout “Title Only” of python-pptx's own template.
_TITLE_ONLY = 5
_REFERENCES, _REFERENCES_A_SLIDE, _MOST_IN_NOTES = "References", 8, 12
_LARGE = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0)
_SMALL = (13.0, 12.0, 11.0, 10.0, 9.0)
_DATE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - Office properties have no time zone


def powerpoint(library: Library, deck: Deck, shape: str = "16:9", base: str = "") -> bytes:
    """A deck as PPTX: titles in placeholders, native tables and charts, drawings from shapes, notes, the link at the end.

    `shape` is a key of `SHAPES`, `base` the app's own address, for links. The same input gives the same bytes. Raises ValueError
    for another shape.
    """
    if shape not in SHAPES:
        raise ValueError(f"There is no slide shape “{shape}”; choose one of {', '.join(SHAPES)}.")
    width, height = SHAPES[shape]
    file: Any = Presentation()
    file.slide_width, file.slide_height = Inches(width), Inches(height)
    for slide in _all_slides(library, deck):
        _slide(file, library, slide, width, base)
    _last(file, library, deck, width, base)
    properties = file.core_properties
    properties.title, properties.author, properties.subject = (
        deck.title,
        "Touchstone",
        f"Data version {library.version}",
    )
    properties.created = properties.modified = _DATE
    properties.last_modified_by, properties.revision = "Touchstone", 1
    out = io.BytesIO()
    file.save(out)
    return stable(out.getvalue())


def _all_slides(library: Library, deck: Deck) -> Iterator[Slide]:
    """The slides, with the list of references on as many as it needs."""
    for slide in deck.slides:
        citations = _citations(library, slide) if slide.title == _REFERENCES else []
        if not citations:
            yield slide
            continue
        for start in range(0, len(citations), _REFERENCES_A_SLIDE):
            part = tuple(citations[start : start + _REFERENCES_A_SLIDE])
            more = (
                f" ({start + 1} to {start + len(part)} of {len(citations)})"
                if len(citations) > _REFERENCES_A_SLIDE
                else ""
            )
            yield replace(slide, title=f"{_REFERENCES}{more}", points=part)


def _citations(library: Library, slide: Slide) -> list[str]:
    return [vancouver(library.records[key]) for key in dict.fromkeys(slide.study_ids) if key in library.records]


def _slide(file: Any, library: Library, slide: Slide, width: float, base: str) -> None:
    made = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    body = width - 2 * MARGIN
    _title(made, slide.title, body)
    top = _sentence(made, slide, body)
    if isinstance(slide.picture, ChainPicture) and len(slide.picture.rows) == 1:
        # A lone chain is low: what is to be added stands below it.
        below = top + drawings.CHAIN_HEIGHT + 0.2
        _picture(made, slide, Box(MARGIN, top + 0.1, body, drawings.CHAIN_HEIGHT))
        _points(made, slide, Box(MARGIN, below, body, FOOT - below - 0.1))
    elif slide.picture is not None:
        room = _room(slide, body)
        _points(made, slide, Box(MARGIN, top, body, room))
        _picture(made, slide, Box(MARGIN, top + room, body, FOOT - top - room - 0.1))
    else:
        _points(made, slide, Box(MARGIN, top, body, FOOT - top - 0.1))
    _footer(made, library, live_link(base, slide.page, slide.params), width)
    made.notes_slide.notes_text_frame.text = _notes(library, slide)


def _sentence(made: Any, slide: Slide, body: float) -> float:
    """The sentence below the title; where the rest begins, in inches."""
    if not slide.sentence:
        return BODY_TOP
    sizes: tuple[float, ...] = (20, 18, 16, 14, 12, 11) if slide.picture else (28, 24, 20, 18, 16, 14)
    room = 1.35 if slide.picture else 2.3
    size, kept = fitting([slide.sentence], Box(MARGIN, BODY_TOP, body, room), sizes)
    needed = min(height_needed(kept, body, size), room)
    write(made.shapes, Box(MARGIN, BODY_TOP, body, needed), kept, (size,))
    return BODY_TOP + needed + 0.1


def _points(made: Any, slide: Slide, box: Box) -> None:
    if slide.points:
        sizes = _LARGE if box.height > 1 and not slide.title.startswith(_REFERENCES) else _SMALL
        write(made.shapes, box, slide.points, sizes, bullets=len(slide.points) > 1, quiet=box.height <= 1)


def _room(slide: Slide, body: float) -> float:
    """The height that points above a picture get: enough for one or two lines, more for more words, at most a good inch."""
    if not slide.points:
        return 0.0
    return min(max(height_needed(slide.points, body, _SMALL[-2], 0.35), 0.6), 1.3)


def _title(made: Any, words: str, body: float) -> None:
    box = Box(MARGIN, TITLE_TOP, body, TITLE_HEIGHT)
    title = made.shapes.title
    title.left, title.top, title.width, title.height = box.inches
    size, kept = fitting([words], box, (32, 28, 24, 20, 18))
    fill(title.text_frame, kept, size, bold=True, middle=True)


def _picture(made: Any, slide: Slide, box: Box) -> None:
    """The picture of a slide in its native form, with its text alternative."""
    picture = slide.picture
    if isinstance(picture, BarPicture):
        shape = native.bars(made, picture, box)
    elif isinstance(picture, TablePicture):
        shape = native.table(made, numbers_of(picture), box)
    else:
        shape = made.shapes.add_group_shape()
        if isinstance(picture, ChainPicture):
            drawings.chain(shape.shapes, picture, box)
        elif isinstance(picture, ChartPicture):
            to_pptx(picture.chart.scene, shape.shapes, box)
    if picture is not None:
        describe(shape, alt_text(picture, slide.sentence))


def _footer(made: Any, library: Library, link: str, width: float) -> None:
    source = f"Touchstone, data version {library.version} ({library.fingerprint}), CC BY 4.0. Not medical advice."
    half = (width - 2 * MARGIN) / 2
    write(made.shapes, Box(MARGIN, FOOT, half, 0.45), [source], (10, 9, 8, 7), quiet=True)
    if link:
        shape = write(
            made.shapes, Box(MARGIN + half, FOOT, half, 0.45), [link], (10, 9, 8, 7), align="right", quiet=True
        )
        shape.text_frame.paragraphs[0].runs[0].hyperlink.address = link


def _notes(library: Library, slide: Slide) -> str:
    """Sentence, what to add, the numbers as text, and the citations of the studies."""
    citations = _citations(library, slide)
    named = citations[:_MOST_IN_NOTES]
    if len(citations) > len(named):
        named.append(f"And {len(citations) - len(named)} more on the live page.")
    numbers = drawings.text_of(numbers_of(slide.picture)) if slide.picture is not None else ""
    parts = [slide.sentence, *slide.points, slide.notes, f"Numbers:\n{numbers}" if numbers else ""]
    parts.append("Studies:\n" + "\n".join(named) if named else "")
    return "\n\n".join(part for part in parts if part)


def _last(file: Any, library: Library, deck: Deck, width: float, base: str) -> None:
    """The link to the live view, with its QR code, and the words of caution."""
    made = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    _title(made, "Look it up yourself", width - 2 * MARGIN)
    link = live_link(base, deck.page, deck.params)
    words = [
        f"The live view of “{deck.title}” holds every study, number and source behind these slides.",
        *([link] if link else []),
        f"Made with data version {library.version} (fingerprint {library.fingerprint}).",
        CAUTION,
    ]
    body = width - 2 * MARGIN - (3.4 if link else 0.0)
    write(made.shapes, Box(MARGIN, BODY_TOP, body, 4.5), words, (20, 18, 16, 14))
    if link:
        code = io.BytesIO()
        segno.make(link, micro=False, error="m").save(code, kind="png", scale=8, border=2)
        code.seek(0)
        picture = made.shapes.add_picture(
            code, Inches(width - MARGIN - 3.2), Inches(BODY_TOP), Inches(3.2), Inches(3.2)
        )
        describe(picture, f"QR code of the address of the live view: {link}")
    _footer(made, library, link, width)
    made.notes_slide.notes_text_frame.text = "\n".join(words)
