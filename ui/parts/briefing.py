"""The parts of the print view: everything in the open, tables as tables, nothing on a canvas."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from evidence.library import Library
from evidence.takeaway.decks import FIVE, deck_names, ready_deck, references
from evidence.takeaway.decks.slides import ChainPicture, Deck, ForestPicture, Slide, TablePicture, alt_text, numbers_of
from ui.address import navigation, options
from ui.show import pieces as show
from ui.text import plain

_REFERENCES = "References"
#: Pixels that fit on A4 and US Letter between the margins: figures do not shrink when they are printed.
PAPER = 660
_HEIGHT, _TYPE, _FOREST_TYPE = 420, 11, 9


def current(library: Library) -> Deck | None:
    """The claim or the condition that the address names, else all claims."""
    names = deck_names(library)
    for code in (f"condition-{options.asked('cond')}", f"claim-{options.asked('mech')}", FIVE):
        if code in names and len(names) > 1:
            return ready_deck(library, code)
    return None


def head(deck: Deck) -> None:
    """Title and how to print."""
    st.title(plain(f"Briefing: {deck.title}"))
    st.caption("A print view: your browser's Print command (Ctrl P, ⌘ P) puts it on A4 or US Letter.")


def body(library: Library, deck: Deck) -> None:
    """Every part one below the other."""
    for slide in deck.slides:
        st.header(plain(slide.title), anchor=False)
        if slide.sentence:
            st.markdown(plain(slide.sentence))
        points = references(library, slide.study_ids) if slide.title == _REFERENCES else list(slide.points)
        st.markdown("\n".join(f"- {plain(point)}" for point in points))
        if slide.picture is not None:
            _picture(slide)
    navigation.link(deck.page, "The live view", deck.params, icon=":material/arrow_forward:")


def _picture(slide: Slide) -> None:
    picture = slide.picture
    if isinstance(picture, ChainPicture | TablePicture):
        frame = numbers_of(picture).astype(str)
        cells = frame.rename(columns={name: plain(name) for name in frame.columns}).map(show.cell)
        st.table(cells, hide_index=True, border="horizontal", alt=alt_text(picture, slide.sentence))
        if isinstance(picture, TablePicture) and slide.notes:
            st.markdown(plain(slide.notes))
    elif picture is not None:
        figure = go.Figure(picture.chart.figure)
        size = _FOREST_TYPE if isinstance(picture, ForestPicture) else _TYPE
        height = max(int(figure.layout.height or 0), _HEIGHT)
        figure.update_layout(width=PAPER, height=height, font={"size": size})
        show.figure(figure, f"briefing_{slide.title}", alt_text(picture, slide.sentence))
        if slide.notes:
            st.caption(plain(slide.notes))
