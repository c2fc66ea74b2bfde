"""Charts on a page: the sentence, the picture, and, behind one fold, the numbers and what can be taken along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from evidence.charts import Chart
from evidence.charts.drawn import drawings_of, figure_of
from ui import data
from ui.show import figure_files
from ui.show import pieces as show
from ui.text import plain

#: Pixels for which a picture across the page, or in one of two columns, is drawn; also those of a tablet and of a phone.
WHOLE, HALF = 1000, 540
_NARROWER = (620, 340)
_PLOT = {"displayModeBar": False, "scrollZoom": False, "responsive": True}

#: Streamlit has no element for inline SVG: `st.image` makes words into pixels, and `st.html` takes SVG out.
_picture = st.components.v2.component(
    "touchstone_picture",
    html='<div data-picture="" role="region" tabindex="0" style="overflow-x:auto"></div>\n',
    js=Path(__file__).with_name("picture.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def chart(
    picture: Chart,
    key: str,
    *,
    width: int = WHOLE,
    hide: tuple[str, ...] = (),
    pick: Callable[[str], None] | None = None,
) -> None:
    """A chart as its sentence, its picture and, folded, its table with everything that can be taken along.

    `width` is the number of pixels for which the picture is drawn, at least what it needs; `hide` names table columns that are
    ids. `pick` is called with the id of a mark that the reader clicks, before the page runs again; `key` then has to change with
    what was picked, so that no old click is answered twice.
    """
    st.markdown(plain(picture.sentence))
    if picture.empty:
        return
    if pick is None:
        drawing(picture, f"{key}_picture", width)
    else:
        _clickable(picture, key, pick)
    _more(picture, key, hide)


def drawing(picture: Chart, key: str, width: int = WHOLE) -> None:
    """The picture alone, as SVG for this width and for narrower screens; what needs more room scrolls, also by keyboard."""
    drawn = drawings_of(data.library(), picture, widths(width))
    _picture(data={"title": picture.title, "key": drawn.key, "drawings": drawn.by_width}, key=key)


def widths(width: int) -> tuple[int, ...]:
    """The widths that a picture for a place is drawn in: that of the place, and those of narrower screens."""
    return (width, *(one for one in _NARROWER if one < width))


def _clickable(picture: Chart, key: str, pick: Callable[[str], None]) -> None:
    """The picture as a plotly figure whose marks can be clicked."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    figure = figure_of(data.library(), picture, theme, clickable=True)
    # The fold stands inside: what scrolls sideways must hold something that the keyboard reaches.
    with show.at_least(picture.scene.least_width):
        st.plotly_chart(
            figure,
            key=key,
            config=_PLOT,
            alt=f"{picture.title}. {picture.sentence}",
            on_select=partial(_picked, key, pick),
            selection_mode="points",
        )


def _picked(key: str, pick: Callable[[str], None]) -> None:
    """Hand on the id of the clicked mark; a click on one without an id changes nothing."""
    for point in st.session_state[key].selection.points[:1]:
        values = point.get("customdata") or []
        if values and values[0]:
            pick(str(values[0]))


@st.fragment
def _more(picture: Chart, key: str, hide: tuple[str, ...]) -> None:
    """The numbers and what can be taken along; opening it runs only this part."""
    fold = st.expander("Numbers, files and link of this picture", key=f"{key}_more", on_change="rerun")
    if fold.open:
        with fold:
            numbers = picture.table.drop(columns=list(hide)).to_dict("records")
            show.table(numbers, alt=picture.title, key=f"{key}_table")
            figure_files.take_along(picture, key, hide)
