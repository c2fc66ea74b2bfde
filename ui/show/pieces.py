"""How pages show what `evidence/` answers: charts with their sentence and table, counts, badges and studies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from evidence.answers.certainty import NOT_APPRAISED_ICON, SUPPORT_ICONS, dots
from evidence.answers.directions import counts, uncontrolled
from evidence.charts import Chart
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.studies import results
from evidence.studies.names import study_names
from evidence.words.numbers import number
from ui.address import navigation
from ui.show import figure_files
from ui.text import plain

_PLOT = {"displayModeBar": False, "scrollZoom": False, "responsive": True}


def at_least(width: int) -> AbstractContextManager[object]:
    """A place that is never narrower than this many pixels: on a small screen it scrolls sideways instead of squeezing."""
    return st.grid(1, min_column_width=width, wrap=False)


def chart(
    picture: Chart,
    key: str,
    *,
    hide: tuple[str, ...] = (),
    width: int = 0,
    pick: Callable[[str], None] | None = None,
) -> None:
    """A chart as its sentence, its figure and, folded, its table.

    `hide` names table columns that are ids; `width` is the least number of pixels the figure needs. `pick` is called with the
    id (the first custom value) of a point that the reader clicks, before the page runs again; `key` then has to change with what
    was picked, so that no old click is answered twice.
    """
    st.markdown(plain(picture.sentence))
    if not picture.table.empty:
        # The fold stands inside: what scrolls sideways must hold something that the keyboard reaches.
        with at_least(width) if width else nullcontext(), st.container():
            alt = f"{picture.title}. {picture.sentence}"
            _plot(picture.figure, key, alt, pick)
            with st.expander("The numbers as a table"):
                table(picture.table.drop(columns=list(hide)), alt=picture.title, key=f"{key}_table")
            fold = st.expander("Take this figure along", key=f"{key}_take", on_change="rerun")
            if fold.open:
                with fold:
                    figure_files.take_along(picture, key, hide)


#: The colour of words in figures; Streamlit's own grey for them has too little contrast on white.
_INK = {"light": "#3A424E", "dark": "#E6EAEF"}
_INKING = threading.Lock()


def figure(drawn: go.Figure, key: str, alt: str) -> None:
    """A figure alone, with its text alternative."""
    _plot(drawn, key, alt, None)


def _plot(figure: go.Figure, key: str, alt: str, pick: Callable[[str], None] | None) -> None:
    """The figure with its words in the colour of the visitor's theme."""
    ink = _INK["dark" if st.context.theme.type == "dark" else "light"]
    axis = {"tickfont": {"color": ink}, "title": {"font": {"color": ink}}}
    # Figures are shared between visitors, so that nobody else may draw between the colouring and the sending.
    with _INKING:
        figure.update_layout(font={"color": ink}, legend={"font": {"color": ink}})
        figure.update_xaxes(axis)
        figure.update_yaxes(axis)
        if pick is None:
            # A figure with a width of its own keeps it.
            width: Literal["stretch", "content"] = "content" if figure.layout.width else "stretch"
            st.plotly_chart(figure, key=key, config=_PLOT, alt=alt, width=width)
        else:
            answer = partial(_picked, key, pick)
            st.plotly_chart(figure, key=key, config=_PLOT, alt=alt, on_select=answer, selection_mode="points")


def _picked(key: str, pick: Callable[[str], None]) -> None:
    """Hand on the id of the clicked point; a click on a point without one changes nothing."""
    for point in st.session_state[key].selection.points[:1]:
        values = point.get("customdata") or []
        if values:
            pick(str(values[0]))


def table(frame: pd.DataFrame, alt: str, key: str, rows: int = 50) -> None:
    """A plain table of any text, page by page where it is long; every cell is shown as it is."""
    shown = page_of(frame, key, rows)
    years = [name for name in shown.columns if str(name).lower().endswith("year")]
    shown = shown.assign(**{name: shown[name].astype("string") for name in years})
    cells = shown.rename(columns={name: plain(name) for name in shown.columns}).map(cell)
    st.table(cells, hide_index=True, border="horizontal", alt=alt)


def page_of(frame: pd.DataFrame, key: str, rows: int) -> pd.DataFrame:
    """The rows of the page the reader is on, with the page control above them where there is more than one."""
    pages = -(-len(frame) // rows)
    if pages <= 1:
        return frame
    page = st.pagination(pages, key=f"{key}_page") or 1
    return frame.iloc[(page - 1) * rows : page * rows]


def cell(value: Any) -> str:
    """One table cell as Markdown that shows exactly its text; missing values as a dash."""
    if value is None or value is pd.NA or value != value or value == "":
        return "–"
    return plain(number(value) if isinstance(value, (int, float)) else value)


def support(schema: Schema, value: str) -> str:
    """Support as Markdown: icon and word."""
    return f"{support_icon(value)} {support_word(schema, value)}"


def support_icon(value: str) -> str:
    """The icon of a support word; a ring where nothing was judged."""
    return f":material/{SUPPORT_ICONS.get(value, NOT_APPRAISED_ICON)}:"


def support_word(schema: Schema, value: str) -> str:
    """The support word; “not appraised” where nothing was judged."""
    return schema.label("support", value).lower() if value else "not appraised"


def certainty(schema: Schema, value: str) -> str:
    """Certainty as Markdown: dots and word."""
    return f"{dots(value)} {schema.label('certainty', value).lower()} certainty" if value else "certainty not judged"


def certainty_short(schema: Schema, value: str) -> str:
    """Certainty as Markdown where there is little room: dots and the level."""
    return f"{dots(value)} {schema.label('certainty', value).lower()}" if value else "not judged"


def direction_counts(findings: pd.DataFrame, schema: Schema) -> str:
    """“▲ favours massage: 3 · ● no clear difference: 1”, as Markdown; says so where there is no finding."""
    parts = [
        f"{results.SYMBOLS[direction]} {schema.phrase('direction', direction)}: {number}"
        for direction, number in counts(findings).items()
        if number
    ]
    if without_control := uncontrolled(findings):
        parts.append(f"{without_control} of these without a control group")
    return " · ".join(parts) or "No finding on benefit"


def study_links(library: Library, study_ids: tuple[str, ...] | list[str]) -> None:
    """Studies as a row of links; an id that does not exist is named as such."""
    with st.container(horizontal=True, gap="small"):
        for study_id in study_ids:
            study = library.study(study_id)
            if study is None:
                st.caption(f"{plain(study_id)} (not in these data)")
            else:
                navigation.link("study", plain(study_names(library)[study_id]), {"id": study_id})
