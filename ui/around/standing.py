"""What stands on every page: words of caution, data version, link to this view, and trouble with the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from evidence.learn.glossary import on_page
from evidence.library import Library
from evidence.views.claim import ClaimView
from evidence.views.condition import ConditionView
from evidence.views.view import View
from evidence.words.notices import APPRAISAL, CAUTION
from ui.address import navigation
from ui.address.navigation import PageSpec, full_address, href
from ui.data import FOLDER_VARIABLE, Loaded
from ui.parts import present as present_parts
from ui.text import plain

_GO_ON = "use_data_with_problems"


def _share_link() -> None:
    """The address of this view, ready to be copied."""
    st.caption("This address opens the same view on any computer. The button at its right end copies it.")
    st.code(full_address(), language=None, wrap_lines=True)


def _briefed(view: View) -> dict[str, str] | None:
    """What the page is about, as the print view's address names it; None on a page that has none."""
    if isinstance(view, ClaimView) and view.mechanism:
        return {"mech": view.mechanism}
    if isinstance(view, ConditionView) and view.condition:
        return {"cond": view.condition}
    return None


def _words_on_page(page: PageSpec) -> None:
    """The terms of this page in plain words."""
    lines = [
        f"- **[{plain(entry.term)}]({href('learn', {'part': 'glossary', 'term': entry.slug})})**: {plain(entry.plain)}"
        for entry in on_page(page.title)
    ]
    st.markdown("\n".join(lines) or "No terms to explain here.")


def footer(library: Library, page: PageSpec, view: View) -> None:
    """The standing words and the data version, at the end of every page; buttons only where it is not embedded."""
    st.divider()
    if not st.context.is_embedded:
        _tools(library, page, view)
    st.caption(CAUTION)
    st.caption(
        f"{APPRAISAL} Data version {plain(library.version)} (fingerprint {plain(library.fingerprint)}), "
        f"licensed CC BY 4.0."
    )


@st.fragment
def _tools(library: Library, page: PageSpec, view: View) -> None:
    """Link, words, slides, print. What a button opens is made when it is opened, and only this part runs then."""
    with st.container(horizontal=True):
        _opened("Copy link to this view", ":material/link:", _share_link)
        _opened("Words on this page", ":material/menu_book:", partial(_words_on_page, page))
        if page.address not in ("present", "briefing"):
            present = partial(present_parts.present_this, library, page)
            _opened("Present this", ":material/slideshow:", present)
        briefed = _briefed(view)
        if briefed:
            navigation.link("briefing", "Print view", briefed, icon=":material/print:")


def _opened(label: str, icon: str, draw: Callable[[], None]) -> None:
    """A button that opens what `draw` draws, by click or keyboard."""
    popover = st.popover(label, icon=icon, key=f"tool_{label}", on_change="rerun")
    if popover.open:
        with popover:
            draw()


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
