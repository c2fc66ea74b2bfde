"""What stands on every page: words of caution, data version, link to this view, and trouble with the data."""

from __future__ import annotations

import streamlit as st

from evidence.learn.glossary import on_page
from evidence.library import Library
from evidence.words.notices import APPRAISAL, CAUTION
from ui.address import navigation
from ui.address.navigation import PageSpec, full_address, href
from ui.data import FOLDER_VARIABLE, Loaded
from ui.parts import present as present_parts
from ui.text import plain

#: Pages with a print view → the parameter that names what they are about, and what they open with.
BRIEFED = {"mechanism": "mech", "condition": "cond"}
_CODES = {"mech": "mechanism", "cond": "condition"}
_FIRST = {"mech": "muscle_tension", "cond": "low_back_pain"}
_GO_ON = "use_data_with_problems"


def share_link() -> None:
    """A button that opens the address of this view, ready to be copied."""
    with st.popover("Copy link to this view", icon=":material/link:"):
        st.caption("This address opens the same view on any computer. The button at its right end copies it.")
        st.code(full_address(), language=None, wrap_lines=True)


def _briefed(library: Library, page: PageSpec) -> dict[str, str]:
    """What the page is about, as the print view's address names it; what the address asks for in vain is not passed on."""
    name = BRIEFED[page.address]
    value = (navigation.here().get(name) or [""])[-1]
    return {name: value if value in library.schema.vocabularies[_CODES[name]] else _FIRST[name]}


def words_on_page(page: PageSpec) -> None:
    """A button that opens the terms of this page in plain words, by click or keyboard."""
    with st.popover("Words on this page", icon=":material/menu_book:"):
        lines = [
            f"- **[{plain(entry.term)}]({href('learn', {'part': 'glossary', 'term': entry.slug})})**: {plain(entry.plain)}"
            for entry in on_page(page.title)
        ]
        st.markdown("\n".join(lines) or "No terms to explain here.")


def footer(library: Library, page: PageSpec) -> None:
    """The standing words and the data version, at the end of every page; buttons only where it is not embedded."""
    st.divider()
    if not st.context.is_embedded:
        _buttons(library, page)
    st.caption(CAUTION)
    st.caption(
        f"{APPRAISAL} Data version {plain(library.version)} (fingerprint {plain(library.fingerprint)}), "
        f"licensed CC BY 4.0."
    )


def _buttons(library: Library, page: PageSpec) -> None:
    with st.container(horizontal=True):
        share_link()
        words_on_page(page)
        if page.address not in ("present", "briefing"):
            present_parts.present_this(library, page)
        if page.address in BRIEFED:
            navigation.link("briefing", "Print view", _briefed(library, page), icon=":material/print:")


def may_go_on(loaded: Loaded) -> bool:
    """Whether pages can be shown: the data are good, or the visitor chose to use them with their problems."""
    if not loaded.problems:
        return loaded.library is not None
    return loaded.library is not None and bool(st.session_state.get(_GO_ON))


def problem_page(loaded: Loaded) -> None:
    """The plain page that lists what is wrong with the data, and says what to do."""
    st.title("The data need attention")
    st.markdown(
        f"The folder **{plain(loaded.folder.name)}** cannot be shown as it is. Nothing was changed in it. Mend what is "
        f"listed here and reload this page, or set `{FOLDER_VARIABLE}` to another folder and start again."
    )
    _list(loaded)
    if loaded.library is not None:
        st.markdown("The tables can be read in spite of this; what the problems touch may be missing or wrong.")
        st.button("Use these data all the same", on_click=_go_on)


def problem_banner(loaded: Loaded) -> None:
    """A reminder on every page while data with problems are in use."""
    with st.expander(f"These data have {len(loaded.problems)} problem(s)", icon=":material/warning:"):
        _list(loaded)


def _list(loaded: Loaded) -> None:
    st.table(
        [
            {
                "File": plain(problem.file),
                "Line": str(problem.row or ""),
                "Field": plain(problem.field),
                "What is wrong": plain(problem.message),
            }
            for problem in loaded.problems[:200]
        ],
        alt="Problems of the data folder",
    )
    if len(loaded.problems) > 200:
        st.caption(f"The first 200 of {len(loaded.problems)} problems. `make data-check` lists all.")


def _go_on() -> None:
    st.session_state[_GO_ON] = True
