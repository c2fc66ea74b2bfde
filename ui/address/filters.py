"""The filters as widgets. The address is the truth: widgets are set from it on every run, and write to it when changed.

Streamlit's own `bind="query-params"` writes the label of an option into the address; ours carry changing counts, and links
must carry codes, so the two directions are spelled out here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import streamlit as st

from evidence.answers.study_list import StudyList
from evidence.library import Library
from evidence.library.facets import ATTRIBUTES, FACETS, NOT_REPORTED, PARAMETERS, Facet
from evidence.library.schema import Schema
from evidence.selection import Selection
from evidence.selection.choice import LONGEST_TEXT
from evidence.selection.filter_counts import FilterCounts, filter_counts
from evidence.words.phrases import counted, listed, studies_counted
from ui.address.navigation import PageSpec, here
from ui.text import plain

#: What a filter of one value takes, and what stands where it takes none.
Value = int | str | None
_ANY = "Any"
#: So many filters can be dropped by a button where nothing is left.
_MOST_WAYS = 4
_CARRIED = "carried_filters"
_LAST_PAGE = "last_page"

#: The column that describes each filter: its title is the label, its description the tooltip.
_COLUMNS = {
    **{facet.parameter: (facet.table, facet.column) for facet in FACETS},
    "comp": ("findings", "comparator"),
    "from": ("studies", "year"),
    "to": ("studies", "year"),
    "nmin": ("studies", "n_total"),
}
_ADDED = {"from": ", from", "to": ", to", "nmin": ", at least"}


def label(schema: Schema, parameter: str) -> str:
    """What a filter is called, from the description of the field it looks at."""
    if parameter == "q":
        return "Search"
    return schema.field(*_COLUMNS[parameter]).title + _ADDED.get(parameter, "")


def _help(schema: Schema, parameter: str) -> str:
    return plain(schema.field(*_COLUMNS[parameter]).description)


def carry(page: PageSpec) -> None:
    """Bring the filters along when the visitor comes to a page that has some and its address says nothing about them."""
    changed = st.session_state.get(_LAST_PAGE) not in (None, page.address)
    params = here()
    if (
        page.has_filters
        and changed
        and not any(name in PARAMETERS for name in params)
        and st.session_state.get(_CARRIED)
    ):
        st.query_params.from_dict({**params, **st.session_state[_CARRIED]})
    st.session_state[_LAST_PAGE] = page.address


def remember(selection: Selection) -> None:
    """Keep the filters for the next page that has some."""
    st.session_state[_CARRIED] = selection.to_params()


def carried() -> dict[str, str | list[str]]:
    """The filters last remembered, for the way back to the list."""
    return dict(st.session_state.get(_CARRIED) or {})


def panel(library: Library, selection: Selection, without: Collection[str] = ()) -> None:
    """All filter widgets but the search and those named, each option with the number of studies it would show."""
    drawn = [parameter for parameter in PARAMETERS if parameter not in ("q", *without)]
    schema, counts = library.schema, filter_counts(library, selection)
    write = _writer(drawn, schema)
    for facet in FACETS:
        if facet.parameter in drawn:
            _codes(schema, selection, facet, counts.codes[facet.parameter], write)
    if "from" in drawn:
        _years(schema, selection, counts, write)
    if "nmin" in drawn:
        _size(schema, selection, counts, write)


def _beyond(selection: Selection, kept: Collection[str]) -> list[str]:
    """The parameters of the active filters other than those named."""
    return [parameter for parameter in selection.active() if parameter not in kept]


def reset_button(selection: Selection, keep: Collection[str] = ()) -> None:
    """One button that puts every filter but those kept back, shown only when there is something to put back."""
    if _beyond(selection, keep):
        plain_again = replace(Selection(), **{ATTRIBUTES[name]: getattr(selection, ATTRIBUTES[name]) for name in keep})
        st.button(
            "Reset filters",
            icon=":material/restart_alt:",
            on_click=_write_selection,
            args=(plain_again,),
            key="reset_filters",
        )


def scope_note(found: StudyList) -> None:
    """Says what the default scope leaves out, with a button that brings it in."""
    if found.beyond:
        with st.container(horizontal=True, vertical_alignment="center"):
            verb = "is" if found.beyond == 1 else "are"
            st.caption(
                f"{counted(found.beyond, 'more study', 'more studies')} of other scope (touch, other manual therapy, "
                f"animals, or no treatment) {verb} left out: indirect evidence.",
                width="content",
            )
            st.button(
                "Include them",
                icon=":material/add:",
                key="every_scope",
                on_click=_write_selection,
                args=(found.selection.without("scope"),),
            )


def advice(schema: Schema, found: StudyList) -> None:
    """What to loosen when nothing is left: the filters without which there would be studies, one button each."""
    if not found.ways:
        st.markdown("No single filter is to blame: loosen several, or reset them all.")
        return
    counts = [f"{studies_counted(count)} without “{label(schema, parameter)}”" for parameter, count in found.ways]
    st.markdown(f"Which filter to loosen: there would be {listed(counts, 'or')}.")
    with st.container(horizontal=True):
        for parameter, _ in found.ways[:_MOST_WAYS]:
            st.button(
                f"Drop “{label(schema, parameter)}”",
                key=f"drop_{parameter}",
                on_click=_write_selection,
                args=(found.selection.without(parameter),),
            )


def _key(parameter: str) -> str:
    return f"filter_{parameter}"


def search(schema: Schema, selection: Selection) -> None:
    """The search box: words in any order, typing errors forgiven."""
    st.session_state[_key("q")] = selection.text
    st.text_input(
        label(schema, "q"),
        key=_key("q"),
        on_change=_writer(["q"], schema),
        max_chars=LONGEST_TEXT,
        placeholder="Title, author, summary or outcome",
        icon=":material/search:",
    )


def _codes(
    schema: Schema, selection: Selection, facet: Facet, counts: Mapping[str, int], write: Callable[[], None]
) -> None:
    labels = {code.value: f"{code.label} ({counts.get(code.value, 0):,})" for code in schema.codes(facet.vocabulary)}
    chosen = getattr(selection, facet.attribute)
    offered = [code for code in labels if counts.get(code, 0) or code in chosen]
    st.session_state[_key(facet.parameter)] = list(chosen)
    st.multiselect(
        label(schema, facet.parameter),
        offered,
        format_func=lambda code: labels.get(code, code),
        key=_key(facet.parameter),
        on_change=write,
        placeholder=_ANY,
        help=_help(schema, facet.parameter),
    )


def _years(schema: Schema, selection: Selection, counts: FilterCounts, write: Callable[[], None]) -> None:
    first, last = st.columns(2)
    with first:
        _one_of(schema, "from", selection.year_from, _year_labels(counts.since), write)
    with last:
        _one_of(schema, "to", selection.year_to, _year_labels(counts.until), write)


def _year_labels(totals: Mapping[int, int]) -> dict[Value, str]:
    return {None: _ANY, **{year: f"{year} ({total:,})" for year, total in totals.items()}}


def _size(schema: Schema, selection: Selection, counts: FilterCounts, write: Callable[[], None]) -> None:
    labels: dict[Value, str] = {
        None: _ANY,
        **{step: f"{step:,} or more ({total:,})" for step, total in counts.at_least.items()},
        NOT_REPORTED: f"Not reported ({counts.no_size:,})",
    }
    _one_of(schema, "nmin", selection.n_min, labels, write)


def _one_of(
    schema: Schema, parameter: str, chosen: Value, labels: Mapping[Value, str], write: Callable[[], None]
) -> None:
    """A filter that takes one value, or any."""
    st.session_state[_key(parameter)] = chosen
    st.selectbox(
        label(schema, parameter),
        list(labels),
        format_func=lambda value: labels[value],
        placeholder=_ANY,
        key=_key(parameter),
        on_change=write,
    )


def _writer(parameters: Collection[str], schema: Schema) -> Callable[[], None]:
    """A callback that reads the drawn widgets and writes the address; filters not drawn stay as the address has them."""

    def write() -> None:
        params = {name: values for name, values in here().items() if name not in parameters}
        for parameter in parameters:
            value = st.session_state.get(_key(parameter))
            if isinstance(value, list):
                params[parameter] = [str(item) for item in value] or [""]
            elif value is not None:
                params[parameter] = [str(value)]
        _write_selection(Selection.from_params(params, schema))

    return write


def _write_selection(selection: Selection) -> None:
    others = {name: values for name, values in here().items() if name not in PARAMETERS and name != "page"}
    st.query_params.from_dict({**others, **selection.to_params()})
