"""The parts of the page that sets claims or conditions side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence.answers.side_by_side import KINDS, MOST, NOT_JUDGED, Side, differences, first, names, sides
from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.words.phrases import studies_counted
from ui.address import navigation, options
from ui.show import pieces as show
from ui.text import plain

#: The page of one side, and the parameter that names it.
_PAGES = {"mechanism": "mech", "condition": "cond"}


def chooser(library: Library) -> tuple[Side, ...]:
    """The choice of what to compare; two to three of one kind."""
    kind = options.segments("Compare", "of", KINDS)
    known = names(library, kind)
    asked = options.several(
        "Two or three to set side by side", "item", known, help="What you choose stands in the address.", most=MOST
    )
    chosen = asked or first(library, kind)
    if not asked:
        st.caption(f"Nothing is chosen yet, so {plain(' and '.join(known[code] for code in chosen))} are shown.")
    return sides(library, kind, chosen[:MOST])


def in_words(library: Library, compared: Sequence[Side]) -> None:
    """How they differ, in a sentence."""
    with st.container(border=True):
        st.markdown(plain(differences(library, compared)))
        st.caption(
            "Counts say where findings point, not how much or how well; certainty is the curators' or follows from them."
        )


def table(library: Library, compared: Sequence[Side]) -> None:
    """Everything side by side, a column each."""
    st.header("Side by side")
    rows = [_row("Verdict", {side.name: plain(side.verdict) or "–" for side in compared})]
    if any(side.certainty for side in compared):
        rows.append(
            _row("Certainty", {side.name: show.certainty_short(library.schema, side.certainty) for side in compared})
        )
    aspects = dict.fromkeys(aspect.name for side in compared for aspect in side.aspects)
    rows += [_row(name, {side.name: _aspect(library, side, name) for side in compared}) for name in aspects]
    facts = dict.fromkeys(name for side in compared for name, _ in side.facts)
    rows += [
        _row(name, {side.name: plain(dict(side.facts).get(name, "")) or "–" for side in compared}) for name in facts
    ]
    rows.append(_row("Studies of massage", {side.name: f"{side.studies:,}" for side in compared}))
    rows.append(_row("Reviews and guidelines", {side.name: f"{side.reviews:,}" for side in compared}))
    favouring = {side.name: f"{side.favouring} of {side.controlled}" for side in compared}
    rows.append(_row("Findings against a control that favour massage", favouring))
    with show.at_least(200 + 220 * len(compared)), st.container():
        st.table(rows, border="horizontal", alt="The chosen claims or conditions side by side")
        st.caption("On a small screen, scroll the table sideways for all columns.")


def _row(name: str, cells: dict[str, str]) -> dict[str, str]:
    return {"What": f"**{plain(name)}**", **{plain(side): words for side, words in cells.items()}}


def _aspect(library: Library, side: Side, name: str) -> str:
    aspect = next((aspect for aspect in side.aspects if aspect.name == name), None)
    if aspect is None:
        return NOT_JUDGED
    certainty = show.certainty_short(library.schema, aspect.certainty) if aspect.certainty else ""
    return "  \n".join(words for words in (plain(aspect.words), certainty) if words)


def pictures(library: Library, compared: Sequence[Side]) -> None:
    """The comparison ladder, key studies and the way to the whole page, a column each."""
    st.header("Does it survive a tougher comparison?")
    with st.grid(len(compared), min_column_width=320) as grid:
        for side in compared:
            with grid.cell():
                st.subheader(plain(side.name), anchor=False)
                chosen = side.ladder.apply(library)
                show.chart(ladder_chart(chosen, "massage"), f"ladder_{side.code}")
    st.header("Key studies")
    with st.grid(len(compared), min_column_width=320) as grid:
        for side in compared:
            with grid.cell():
                _key_studies(library, side)


def _key_studies(library: Library, side: Side) -> None:
    st.subheader(plain(side.name), anchor=False)
    show.study_links(library, side.key_studies)
    label = f"The whole page on {plain(side.name)}"
    navigation.link(side.kind, label, {_PAGES[side.kind]: side.code}, icon=":material/arrow_forward:")
    number = len(side.selection.apply(library).studies)
    words = f"{studies_counted(number)} in the list"
    navigation.link("studies", words, side.selection.to_params(), icon=":material/library_books:")
