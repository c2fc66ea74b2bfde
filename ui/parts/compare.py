"""The parts of the page that sets claims or conditions side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence.answers.side_by_side import KINDS, MOST, NOT_JUDGED, Side, differences, names
from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.views.explore import CompareView
from evidence.words.phrases import studies_counted
from ui.address import navigation, options
from ui.show import pictures
from ui.show import pieces as show
from ui.show.findings_table import study_cell
from ui.text import plain

#: The page of one side, and the parameter that names it.
_PAGES = {"mechanism": "mech", "condition": "cond"}
#: Pixels for which a ladder is drawn where two, and where three stand side by side.
_LADDERS = {1: pictures.WHOLE, 2: pictures.HALF, 3: 380}


def chooser(library: Library, view: CompareView) -> None:
    """The choice of what to compare; two to three of one kind."""
    options.segments("Compare", "of", KINDS, view.kind, CompareView.kind)
    known = names(library, view.kind)
    options.several(
        "Two or three to set side by side",
        "item",
        known,
        view.chosen,
        help="What you choose stands in the address.",
        most=MOST,
    )
    if view.codes and not view.chosen:
        st.caption(f"Nothing is chosen yet, so {plain(' and '.join(known[code] for code in view.codes))} are shown.")


@show.guarded
def in_words(library: Library, compared: Sequence[Side]) -> None:
    """How they differ, in a sentence."""
    with st.container(border=True):
        st.markdown(
            f"{plain(differences(library, compared))}\n\n"
            ":small[Counts say where findings point, not how much or how well; certainty is the curators’ or follows from them.]"
        )


@show.guarded
def table(compared: Sequence[Side], schema: Schema) -> None:
    """Everything side by side, a column each."""
    st.header("Side by side")
    with show.at_least(200 + 220 * len(compared)), st.container():
        st.table(_rows(compared, schema), border="horizontal", alt="The chosen claims or conditions side by side")
        st.caption("On a small screen, scroll the table sideways for all columns.")


def _rows(compared: Sequence[Side], schema: Schema) -> list[dict[str, str]]:
    rows = [_row("Verdict", {side.name: plain(side.verdict) or "–" for side in compared})]
    if any(side.certainty for side in compared):
        rows.append(_row("Certainty", {side.name: show.certainty_short(schema, side.certainty) for side in compared}))
    aspects = dict.fromkeys(aspect.name for side in compared for aspect in side.aspects)
    rows += [_row(name, {side.name: _aspect(schema, side, name) for side in compared}) for name in aspects]
    facts = dict.fromkeys(name for side in compared for name, _ in side.facts)
    rows += [
        _row(name, {side.name: plain(dict(side.facts).get(name, "")) or "–" for side in compared}) for name in facts
    ]
    favouring = {side.name: f"{side.favouring} of {side.controlled}" for side in compared}
    return [
        *rows,
        _row("Studies of massage", {side.name: f"{side.studies:,}" for side in compared}),
        _row("Reviews and guidelines", {side.name: f"{side.reviews:,}" for side in compared}),
        _row("Findings against a control that favour massage", favouring),
    ]


def _row(name: str, cells: dict[str, str]) -> dict[str, str]:
    return {"What": f"**{plain(name)}**", **{plain(side): words for side, words in cells.items()}}


def _aspect(schema: Schema, side: Side, name: str) -> str:
    aspect = next((aspect for aspect in side.aspects if aspect.name == name), None)
    if aspect is None:
        return NOT_JUDGED
    certainty = show.certainty_short(schema, aspect.certainty) if aspect.certainty else ""
    return "  \n".join(words for words in (plain(aspect.words), certainty) if words)


@show.guarded
def ladders(library: Library, compared: Sequence[Side]) -> None:
    """The comparison ladder, a column each."""
    st.header("Does it survive a tougher comparison?")
    with st.grid(len(compared), min_column_width=320) as grid:
        for side in compared:
            with grid.cell():
                st.subheader(plain(side.name), anchor=False)
                chart = ladder_chart(side.ladder.apply(library), "massage")
                pictures.chart(chart, f"ladder_{side.code}", width=_LADDERS[len(compared)])


@show.guarded
def key_studies(compared: Sequence[Side]) -> None:
    """Key studies and the way to the whole page, a column each."""
    st.header("Key studies")
    st.caption("Links to studies open in a new tab.")
    with st.grid(len(compared), min_column_width=320) as grid:
        for side in compared:
            with grid.cell():
                _ways_on(side)


def _ways_on(side: Side) -> None:
    studies = (
        study_cell(study_id, name) if name else f"{plain(study_id)} (not in these data)"
        for study_id, name in side.key_studies
    )
    st.markdown(f"### {plain(side.name)}\n\n:small[{' · '.join(studies) or 'None named.'}]")
    label = f"The whole page on {plain(side.name)}"
    navigation.link(side.kind, label, {_PAGES[side.kind]: side.code}, icon=":material/arrow_forward:")
    words = f"{studies_counted(side.listed)} in the list"
    navigation.link("studies", words, side.selection.to_params(), icon=":material/library_books:")
