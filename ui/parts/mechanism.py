"""The parts of a claim's page."""

from __future__ import annotations

import streamlit as st

from evidence.answers.claim_answer import ClaimAnswer
from evidence.answers.finding_rows import FindingRow
from evidence.answers.link_answer import FindingsApart, LinkAnswer
from evidence.charts import link_plot, timeline_chart
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.views.claim import ClaimView
from evidence.words.phrases import sentence
from ui.address import filters, navigation, options
from ui.show import chain_view, findings_table, pictures
from ui.show import pieces as show
from ui.text import plain

_WHERE_FILTERS = ":small[Filters are in the side panel (» at the top left).]"
#: Pixels for which the two charts of the page are drawn.
LINK_PLOT, TIMELINE = 640, 480
#: The filters that the page itself stands for.
_OWN = ("mech", "link")


@show.guarded
def claim(answer: ClaimAnswer) -> None:
    """The claim, for whom it is made, how it is said to work as a row of steps, and what would show it."""
    made_for = f" {plain(answer.made_for)}" if answer.made_for else ""
    st.markdown(f"{chain_view.claimed_words(answer)}{made_for} How it is said to work:")
    steps = (
        ("Massage", "Hands or a device press, stroke, knead or stretch."),
        ("Said to happen", answer.explanation),
        ("Said to follow", "Less chronic pain, better daily life."),
    )
    grid = st.grid(len(steps), min_column_width=220, border=True)
    for number, (name, words) in enumerate(steps, start=1):
        arrow = "" if number == len(steps) else " →"
        grid.markdown(f":small[{number} · {name}{arrow}]  \n:small[{plain(words)}]")
    st.markdown(f"**Measured by:** :small[{plain(answer.measured_by)}]")


@show.guarded
def verdict(answer: ClaimAnswer) -> None:
    """The verdict, its detail and what it means in practice."""
    with st.container(border=True):
        st.markdown(
            f"## {plain(sentence(answer.verdict))}\n\n"
            f"{plain(answer.verdict_detail)}\n\n"
            f"**In practice.** {plain(answer.practice_note)}"
        )


@show.guarded
def links(answer: ClaimAnswer, view: ClaimView, schema: Schema) -> None:
    """The whole chain side by side, and the choice of a link."""
    st.header("The chain, link by link")
    chain_view.chain(answer, schema)
    names = {code: link.name for code, link in answer.all_links.items()}
    options.segments("Link", "link", names, view.link, view.first[1])


@show.guarded
def judgement(library: Library, view: ClaimView) -> None:
    """What the curators judge on the link that is open."""
    chain_view.judgement(library, view.at_link(library))


@show.guarded
def findings(library: Library, view: ClaimView) -> None:
    """The findings on the open link within the filters: what primary studies of massage say, everything else told apart."""
    st.header("The findings on this link")
    answer = view.at_link(library)
    selection = answer.selection
    st.markdown(f"{plain(sentence(answer.described))} {_WHERE_FILTERS}")
    with st.container(horizontal=True):
        filters.reset_button(selection, keep=_OWN)
        navigation.link("studies", "Open these in the list", selection.to_params(), icon=":material/library_books:")
    _behind(library, view, answer)
    for part in answer.apart:
        _told_apart(part)


@show.guarded
def filter_panel(library: Library, view: ClaimView) -> None:
    """The filters in the side panel."""
    with st.sidebar:
        st.header("Filters")
        filters.panel(library, view.selection, without=_OWN)


@show.guarded
def growth(library: Library, mechanism: str) -> None:
    """How the evidence on the whole claim grew over the years, whatever is filtered."""
    st.header("How the evidence grew")
    pictures.chart(timeline_chart(library, mechanism), "timeline", width=TIMELINE)


def _behind(library: Library, view: ClaimView, answer: LinkAnswer) -> None:
    """The plot of what stands behind the link, and the counted findings one by one."""
    if answer.empty:
        st.info(answer.empty, icon=":material/help:")
        return
    plot = link_plot(library, view.mechanism, view.link, view.selection)
    pictures.chart(plot, "direction_plot", hide=("finding_id", "study_id"), width=LINK_PLOT)
    if answer.counted:
        st.subheader("The findings, one by one")
        _one_by_one(answer.counted, "primary_findings")


@st.fragment
@show.guarded
def _one_by_one(rows: tuple[FindingRow, ...], key: str) -> None:
    """The table alone runs when its pages are turned."""
    findings_table.findings_table(rows, key)


@st.fragment
@show.guarded
def _told_apart(part: FindingsApart) -> None:
    """Findings that are not counted with the others, folded; opening the fold runs only this part."""
    fold = st.expander(part.heading, key=f"strand_{part.kind}", on_change="rerun")
    if fold.open:
        with fold:
            st.caption(part.explanation)
            findings_table.findings_table(part.rows, f"{part.kind}_findings")
