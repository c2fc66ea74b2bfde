"""The parts of the evidence map's page."""

from __future__ import annotations

import streamlit as st

from evidence.answers.evidence_map import DIMENSIONS
from evidence.answers.map_answer import EMPTY_ROW
from evidence.charts.evidence_map import HOW_TO_READ, SIZES, map_chart
from evidence.library import Library
from evidence.views.explore import MapView
from ui.address import navigation, options, views
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

AXES = {code: dimension.words for code, dimension in DIMENSIONS.items()}
#: The question of a preset → the address that answers it.
PRESETS: dict[str, navigation.Params] = {
    "Where does each chain break?": {"chronic": "yes"},
    "Who was studied?": {"rows": "condition", "cols": "chronic"},
    "How tough was the comparison?": {"cols": "comparator"},
    "What has never been tested?": {"rows": "technique", "cols": "mechanism"},
}
_CLICKED = "map_clicked"


@show.guarded
def presets() -> None:
    """Questions that the map answers, each a link to its view."""
    with st.container(horizontal=True, gap="small"):
        for question, params in PRESETS.items():
            navigation.link("map", question, params, icon=":material/arrow_forward:")


@show.guarded
def axes(view: MapView) -> None:
    """The choice of rows, columns and what the size means; columns cannot be what the rows are."""
    others = {code: words for code, words in AXES.items() if code != view.rows}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options.choice("Rows", "rows", AXES, view.rows, MapView.rows)
        options.choice("Columns", "cols", others, view.columns, view.default_columns(view.rows))
        options.choice("Size", "size", SIZES, view.size, MapView.size)


def follow_click() -> None:
    """Leave for the studies of the cell that was clicked, if one was."""
    clicked = st.session_state.pop(_CLICKED, None)
    if clicked is not None:
        navigation.go("studies", clicked)


@show.guarded
def chart(library: Library, view: MapView) -> None:
    """The map, whose marks open their studies, and its reading guide."""
    answer = view.answer(library)

    def clicked(mark: str) -> None:
        row, _, column = mark.partition("|")
        cell = answer.cell(row, column)
        if cell is not None:
            st.session_state[_CLICKED] = cell.opens.to_params()

    picture = map_chart(library, view.selection, view.rows, view.columns, view.size)
    pictures.chart(picture, "evidence_map", pick=clicked)
    with st.expander("How to read this"):
        st.markdown(plain(HOW_TO_READ))


@st.fragment
@show.guarded
def cells(library: Library) -> None:
    """The cells of a row as links, for the keyboard; another row runs only this part."""
    view = views.current(MapView, library)
    answer = view.answer(library)
    rows = dict(answer.row_names)
    first = next(iter(rows), "")
    row = view.row if view.row in rows else first
    st.header("Open a cell")
    if "outcome" in (view.rows, view.columns):
        st.caption(
            "The list of studies has no filter for outcomes: it opens with the other half of the cell and your filters."
        )
    options.choice(AXES[view.rows], "row", rows, row, first)
    filled = answer.filled(row)
    if not filled:
        st.markdown(EMPTY_ROW)
        return
    with st.container(gap=None):
        for cell in filled:
            navigation.link("studies", plain(cell.column_name), cell.opens.to_params(), icon=":material/library_books:")
            st.caption(plain(cell.words))
