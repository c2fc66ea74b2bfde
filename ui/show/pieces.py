"""How pages show what `evidence/` answers: charts with their sentence and table, counts, badges and studies."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from evidence.answers.certainty import NOT_APPRAISED_ICON, SUPPORT_ICONS, certainty_words, dots, support_words
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.studies.names import study_names
from evidence.words.numbers import number
from ui.address import navigation
from ui.text import plain
from ui.turns import turn

P = ParamSpec("P")
T = TypeVar("T")

NOT_WORKED_OUT = "This part could not be worked out; nothing else on the page is affected. Reloading the page may help."
_LOG = logging.getLogger(__name__)


def at_least(width: int) -> AbstractContextManager[object]:
    """A place that is never narrower than this many pixels: on a small screen it scrolls sideways instead of squeezing."""
    return st.grid(1, min_column_width=width, wrap=False)


def guarded(draw: Callable[P, None]) -> Callable[P, None]:
    """Let a part of a page fail alone: a box says so in its place, the reason goes to the log, everything else stays."""

    @wraps(draw)
    def part(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with turn():
                draw(*args, **kwargs)
        except Exception:
            _LOG.exception("A part of a page failed: %s.%s", draw.__module__, draw.__qualname__)
            st.error(NOT_WORKED_OUT, icon=":material/error:")

    return part


def page_of(rows: Sequence[T], key: str, most: int) -> Sequence[T]:
    """The rows of the page the reader is on, with the page control above them where there is more than one."""
    pages = -(-len(rows) // most)
    if pages <= 1:
        return rows
    page = st.pagination(pages, key=f"{key}_page") or 1
    return rows[(page - 1) * most : page * most]


def table(rows: Sequence[Mapping[str, Any]], alt: str, key: str, most: int = 50) -> None:
    """A plain table of any text, page by page where it is long; every cell is shown as it is."""
    cells = [{plain(name): _cell(str(name), value) for name, value in row.items()} for row in page_of(rows, key, most)]
    st.table(cells, hide_index=True, border="horizontal", alt=alt)


def _cell(name: str, value: Any) -> str:
    """A year is no number to be divided by thousands."""
    is_year = name.lower().endswith("year") and value == value and value is not None
    return plain(str(value).removesuffix(".0")) if is_year else cell(value)


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
    return support_words(schema, value)


def certainty(schema: Schema, value: str) -> str:
    """Certainty as Markdown: dots and word."""
    return f"{dots(value)} {certainty_words(schema, value)}" if value else "certainty not judged"


def certainty_short(schema: Schema, value: str) -> str:
    """Certainty as Markdown where there is little room: dots and the level."""
    return f"{dots(value)} {schema.label('certainty', value).lower()}" if value else "not judged"


def study_links(library: Library, study_ids: tuple[str, ...] | list[str]) -> None:
    """Studies as a row of links; an id that does not exist is named as such."""
    with st.container(horizontal=True, gap="small"):
        for study_id in study_ids:
            study = library.study(study_id)
            if study is None:
                st.caption(f"{plain(study_id)} (not in these data)")
            else:
                navigation.link("study", plain(study_names(library)[study_id]), {"id": study_id})
