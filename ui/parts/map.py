"""The parts of the evidence map's page."""

from __future__ import annotations

import streamlit as st

from evidence.answers.evidence_map import DIMENSIONS, NO_STUDY, EvidenceMap, cell_words, names_of
from evidence.charts.evidence_map import HOW_TO_READ, SIZES, least_width, map_chart
from evidence.selection import Selection
from ui.address import navigation, options
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


def presets() -> None:
    """Questions that the map answers, each a link to its view."""
    with st.container(horizontal=True, gap="small"):
        for question, params in PRESETS.items():
            navigation.link("map", question, params, icon=":material/arrow_forward:")


def axes() -> tuple[str, str, str]:
    """The choice of rows, columns and what the size means; columns cannot be what the rows are."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = options.choice("Rows", "rows", AXES)
        others = {code: words for code, words in AXES.items() if code != rows}
        first = "link" if rows != "link" else "mechanism"
        columns = options.choice("Columns", "cols", {first: others[first], **others})
        size = options.choice("Size", "size", SIZES)
    return rows, columns, size


def follow_click(selection: Selection) -> None:
    """Leave for the studies of the cell that was clicked, if one was."""
    clicked = st.session_state.pop(_CLICKED, None)
    if clicked:
        rows, columns, row, column = clicked
        navigation.go("studies", cell_params(selection, {rows: row, columns: column}))


def cell_params(selection: Selection, codes: dict[str, str]) -> dict[str, str | list[str]]:
    """The address parameters that keep the studies of a cell; an outcome group cannot be asked for there."""
    asked = {DIMENSIONS[by].parameter: code for by, code in codes.items() if DIMENSIONS[by].parameter}
    return {**selection.to_params(), **asked}


def chart(found: EvidenceMap, size: str, selection: Selection) -> None:
    """The map, its reading guide, and its cells as links for the keyboard."""

    def clicked(cell: str) -> None:
        row, _, column = cell.partition("|")
        st.session_state[_CLICKED] = (found.by_rows, found.by_columns, row, column)

    show.chart(map_chart(found, size), "evidence_map", width=least_width(found), pick=clicked)
    with st.expander("How to read this"):
        st.markdown(plain(HOW_TO_READ))
    _links(found, selection)


def _links(found: EvidenceMap, selection: Selection) -> None:
    st.header("Open a cell")
    if "outcome" in (found.by_rows, found.by_columns):
        st.caption(
            "The list of studies has no filter for outcomes: it opens with the other half of the cell and your filters."
        )
    by = DIMENSIONS[found.by_rows]
    schema = found.library.schema
    row = options.choice(by.words, "row", {code: schema.label(by.vocabulary, code) for code in found.rows})
    cells = found.cells[(found.cells["row"] == row) & (found.cells["state"] != NO_STUDY)]
    if cells.empty:
        st.markdown("This row holds no study in this library.")
    for record in cells.to_dict("records"):
        _, column = names_of(found, row, record["column"])
        params = cell_params(selection, {found.by_rows: row, found.by_columns: record["column"]})
        with st.container(gap=None):
            navigation.link("studies", plain(column), params, icon=":material/library_books:")
            st.caption(plain(cell_words(found.cell(row, record["column"]), schema)))
