"""The parts of a claim's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from evidence.answers.chain import Link, chain
from evidence.answers.link_findings import LinkFindings, link_findings
from evidence.charts import link_plot, timeline_chart
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import DIRECT_SCOPES, STRANDS, about_harms, links_of
from evidence.selection import Selection
from evidence.words.phrases import counted, listed, studies_counted
from ui.address import filters, navigation, options
from ui.show import chain_view, findings_table
from ui.show import pieces as show
from ui.text import plain, sentence

_WHERE_FILTERS = ":small[Filters are in the side panel (» at the top left).]"
HARMS = "harms"
#: Heading and explanation of what is told apart from what primary studies of massage say of benefit.
APART = {
    HARMS: ("Harms and safety", "What studies of massage report on harms; never counted for or against a claim."),
    "synthesis": ("Reviews and guidelines", "Syntheses of other studies; never counted together with them."),
    "other_therapy": ("Touch and other manual therapy", "Indirect: not massage, but near enough to bear on the claim."),
    "association": ("Associations and background", "Nothing was given: associations, prevalence or definitions."),
    "animal": ("Animal studies", "Indirect: what happens in animals need not happen in people."),
}


def claim(library: Library, mechanism: Mapping[str, str]) -> None:
    """The claim, for whom it is made, how it is said to work as a row of steps, and what would show it."""
    named = listed([library.schema.phrase("condition", code) for code in split(mechanism["conditions_named"])])
    made_for = f" Usually made for {plain(named)}." if named else ""
    st.markdown(f"{chain_view.claimed_words(mechanism)}{made_for} How it is said to work:")
    steps = (
        ("Massage", "Hands or a device press, stroke, knead or stretch."),
        ("Said to happen", mechanism["how_it_is_said_to_work"]),
        ("Said to follow", "Less chronic pain, better daily life."),
    )
    for number, (column, (name, words)) in enumerate(zip(st.columns([1, 2, 1]), steps, strict=True), start=1):
        with column, st.container(border=True, gap="xsmall", height="stretch"):
            arrow = "" if number == len(steps) else " :material/arrow_forward:"
            st.caption(f"{number} · {name}{arrow}")
            st.markdown(f":small[{plain(words)}]")
    st.markdown(f"**Measured by:** :small[{plain(mechanism['measured_by'])}]")


def verdict(mechanism: Mapping[str, str]) -> None:
    """The verdict, its detail and what it means in practice."""
    with st.container(border=True):
        st.header(plain(sentence(mechanism["verdict"])), anchor=False)
        st.markdown(plain(mechanism["verdict_detail"]))
        st.markdown(f"**In practice.** {plain(mechanism['practice_note'])}")


def chosen_link(library: Library, mechanism_id: str) -> Link:
    """The whole chain side by side, a choice of link, and the judgement on the chosen one, which is returned."""
    schema = library.schema
    st.header("The chain, link by link")
    links = {link.link: link for link in chain(library, mechanism_id)}
    needed = [links[name] for name in links_of(mechanism_id)]
    for column, link in zip(st.columns(len(needed), gap="xsmall"), needed, strict=True):
        with column:
            chain_view.still_cell(library, link)
    asked = options.asked("link")
    if asked and asked not in links:
        st.info(
            f"This claim has no findings on the link “{plain(library.schema.label('link', asked))}”; its first link is shown."
        )
    chosen = links[options.segments("Link", "link", {name: schema.label("link", name) for name in links})]
    st.subheader(schema.label("link", chosen.link), anchor=False)
    st.caption(plain(schema.definition("link", chosen.link)))
    chain_view.judgement(library, chosen)
    if chosen.key_studies:
        st.markdown("**Key studies**")
        show.study_links(library, chosen.key_studies)
    return chosen


def findings(library: Library, selection: Selection, link: Link) -> None:
    """The findings on one link within the filters: what primary studies of massage say, everything else told apart."""
    st.header("The findings on this link")
    filters.remember(replace(selection, mechanism=(), link=()))
    with st.sidebar:
        st.header("Filters")
        filters.panel(library, selection, without=("mech", "link"))
    selection = replace(selection, mechanism=(link.mechanism,), link=(link.link,))
    chosen = selection.apply(library)
    everything = replace(selection, scope=()).apply(library) if selection.scope == DIRECT_SCOPES else chosen
    st.markdown(f"{plain(sentence(selection.describe(library.schema)))} {_WHERE_FILTERS}")
    with st.container(horizontal=True):
        filters.reset_button(selection, keep=("mech", "link"))
        navigation.link("studies", "Open these in the list", selection.to_params(), icon=":material/library_books:")
    found = link_findings(library, link, selection)
    _behind(library, found, filtered=bool(filters.beyond(selection, ("mech", "link"))))
    _told_apart(library, about_harms(_strand(chosen.findings, "massage")), HARMS)
    for strand in STRANDS[1:]:
        _told_apart(library, _strand(everything.findings, strand), strand)


def growth(library: Library, mechanism_id: str) -> None:
    """How the evidence on the whole claim grew over the years, whatever is filtered."""
    st.header("How the evidence grew")
    show.chart(timeline_chart(library, mechanism_id), "timeline", width=480)


def _behind(library: Library, found: LinkFindings, *, filtered: bool) -> None:
    """The plot of what stands behind the link, and the counted findings one by one."""
    if not found.study_ids:
        within = " within the filters chosen" if filtered else ""
        st.info(f"No study with a finding stands behind this link{within}.", icon=":material/help:")
        return
    show.chart(link_plot(library, found), "direction_plot", hide=("finding_id", "study_id"), width=640)
    if len(found.counted):
        st.subheader("The findings, one by one")
        findings_table.findings_table(library, found.counted, "primary_findings")


def _told_apart(library: Library, rows: pd.DataFrame, strand: str) -> None:
    if rows.empty:
        return
    heading, explanation = APART[strand]
    label = f"{heading}: {counted(len(rows), 'finding')} of {studies_counted(rows['study_id'].nunique())}"
    fold = st.expander(label, key=f"strand_{strand}", on_change="rerun")
    if fold.open:
        with fold:
            st.caption(explanation)
            findings_table.findings_table(library, rows, f"{strand}_findings")


def _strand(rows: pd.DataFrame, strand: str) -> pd.DataFrame:
    return rows[rows["strand"] == strand]
