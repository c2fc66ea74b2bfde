"""A list of studies, as cards to read or as a table to scan."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from evidence.answers.study_list import StudyCard, StudyList, study_cards, study_table
from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.selection.ordering import ORDERS
from evidence.views.studies import FORMS, StudiesView
from evidence.words.phrases import sentence
from ui.address import filters, navigation, options
from ui.show import pictures, takeaway
from ui.show import pieces as show
from ui.text import plain


@show.guarded
def filter_panel(library: Library, view: StudiesView) -> None:
    """The filters in the side panel."""
    with st.sidebar:
        st.header("Filters")
        filters.panel(library, view.selection)


@show.guarded
def count(found: StudyList) -> None:
    """How many studies there are, and what was chosen in words."""
    st.markdown(
        f"**{len(found.study_ids):,} of {found.of:,} studies**, {found.findings:,} findings: "
        f"{plain(sentence(found.described))}"
    )
    st.caption("Filters are in the side panel (» at the top left of a small screen).")


@show.guarded
def tools(library: Library, view: StudiesView) -> None:
    """Form and order of the list, what can be taken along, and the way back to everything."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options.choice("Show as", "view", FORMS, view.form, StudiesView.form)
        options.choice("Order", "sort", ORDERS, view.order, StudiesView.order)
        takeaway.downloads(library, view.selection)
        filters.reset_button(view.selection)


@show.guarded
def nothing(schema: Schema, found: StudyList) -> None:
    """What to do where nothing is left."""
    st.header("No study matches")
    filters.advice(schema, found)


@show.guarded
def cards(library: Library, view: StudiesView, found: StudyList) -> None:
    """The studies page by page, one card each."""
    at = found.page_at(view.at)
    if found.pages > 1:
        options.page_number(found.pages, at)
    card_list(study_cards(library, view.selection, view.order, at))


def card_list(shown: Iterable[StudyCard]) -> None:
    """A card for each study: its name as a link, its title, what kind, what it says, and where its findings point."""
    # The rule below each card parts it from the next: a frame around each would be one more element for every study.
    with st.container(gap="xsmall"):
        for card in shown:
            navigation.link("study", f"**{plain(card.name)}**", {"id": card.study_id}, icon=":material/article:")
            journal = f"{plain(card.journal)} · " if card.journal else ""
            st.markdown(
                f"**{plain(card.title)}**  \n:small[{journal}{plain(card.facts)}]\n\n"
                f"{plain(card.summary)}\n\n:small[{plain(card.points_to)}]\n\n---"
            )


@show.guarded
def table(library: Library, view: StudiesView, found: StudyList) -> None:
    """All studies in a table that sorts by its headings; ticking a row opens the study."""
    st.caption("Tick a row to open the study. The cards say the same in a form that a screen reader can follow.")
    event = st.dataframe(
        study_table(library, view.selection, view.order),
        hide_index=True,
        height=560,
        key=f"studies_table_{library.fingerprint}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
            "Year": st.column_config.NumberColumn(format="%d"),
        },
        alt=f"Table of {len(found.study_ids)} studies",
    )
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(found.study_ids):
        navigation.go("study", {"id": found.study_ids[rows[0]]})


@show.guarded
def ladders(library: Library, view: StudiesView) -> None:
    """The comparison ladder of the chosen findings, of single studies and of reviews."""
    chosen = view.selection.apply(library)
    pictures.chart(ladder_chart(chosen, "massage", library), "ladder_studies")
    pictures.chart(ladder_chart(chosen, "synthesis"), "ladder_reviews")
