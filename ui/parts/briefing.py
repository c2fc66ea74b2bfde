"""The parts of the print view: everything in the open, tables as tables, pictures that print sharp."""

from __future__ import annotations

import streamlit as st

from evidence.library import Library
from evidence.takeaway.decks import numbers, references
from evidence.takeaway.decks.slides import BarPicture, ChartPicture, Deck, Slide, alt_text
from ui.address import navigation
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

_REFERENCES = "References"
#: Pixels that fit on A4 and US Letter between the margins.
PAPER = 660


def head(deck: Deck) -> None:
    """Title and how to print."""
    st.title(plain(f"Briefing: {deck.title}"))
    st.caption("A print view: your browser's Print command (Ctrl P, ⌘ P) puts it on A4 or US Letter.")


def body(library: Library, deck: Deck) -> None:
    """Every part one below the other."""
    for number, slide in enumerate(deck.slides):
        _part(library, slide, number)
    navigation.link(deck.page, "The live view", deck.params, icon=":material/arrow_forward:")


@show.guarded
def _part(library: Library, slide: Slide, number: int) -> None:
    st.header(plain(slide.title), anchor=False)
    points = references(library, slide.study_ids) if slide.title == _REFERENCES else list(slide.points)
    words = [plain(slide.sentence), "\n".join(f"- {plain(point)}" for point in points)]
    st.markdown("\n\n".join(part for part in words if part))
    _picture(library, slide, number)


def _picture(library: Library, slide: Slide, number: int) -> None:
    picture = slide.picture
    if isinstance(picture, ChartPicture | BarPicture):
        pictures.drawing(picture.chart, f"briefing_{number}", PAPER)
    elif picture is not None:
        show.table(numbers(library, slide), alt=alt_text(picture, slide.sentence), key=f"briefing_{number}")
    if slide.notes and picture is not None:
        st.markdown(plain(slide.notes))
