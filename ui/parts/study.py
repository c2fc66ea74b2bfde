"""The parts of a study's page."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from evidence.answers.study_answer import (
    NO_FINDING,
    NOTHING_SIMILAR,
    Fact,
    SizeRow,
    StudyAnswer,
    study_workings,
)
from evidence.answers.study_list import study_cards, study_list
from evidence.library import Library
from evidence.selection import Selection
from evidence.takeaway.reference_styles import reference_styles
from ui.address import filters, navigation
from ui.parts import studies as studies_parts
from ui.show import findings_table
from ui.show import pieces as show
from ui.text import plain

#: So much of an unknown id is repeated, and so many studies are shown that its page finds.
_LONGEST_ID, _MOST_FOUND = 80, 10


@show.guarded
def unknown(library: Library, study_id: str) -> None:
    """The page for an id that does not exist: what happened, and a search box."""
    st.title("No such study")
    asked = f"No study has the id **{plain(study_id[:_LONGEST_ID])}**." if study_id else "The address names no study."
    st.markdown(f"{asked} It may have been renamed, or the link may have been cut. Search for it instead:")
    text = st.text_input("Search", key="unknown_search", placeholder="Title, author, summary or outcome")
    if text:
        everywhere = Selection(scope=(), text=text)
        found = study_list(library, everywhere)
        st.markdown(f"{len(found.study_ids)} found." if found.study_ids else "Nothing found.")
        studies_parts.card_list(study_cards(library, everywhere, found.order, 1)[:_MOST_FOUND])
    navigation.link("studies", "Browse all studies", icon=":material/library_books:")


@show.guarded
def head(answer: StudyAnswer) -> None:
    """The way back, the title, the reference with links to the paper, and what kind of study it is."""
    navigation.link("studies", "Back to the list", filters.carried(), icon=":material/arrow_back:")
    st.title(plain(answer.title))
    badges = " ".join(f":gray-badge[{plain(word)}]" for word in answer.badges)
    synthesis = f":small[{plain(answer.synthesis)}]" if answer.synthesis else ""
    st.markdown("\n\n".join(part for part in (plain(answer.reference), badges, synthesis) if part))
    if answer.links:
        with st.container(horizontal=True):
            for link in answer.links:
                st.link_button(link.label, link.url, icon=":material/open_in_new:")


@show.guarded
def body(answer: StudyAnswer) -> None:
    """What it says, what to be careful about and its harms, beside what was done."""
    told, done = st.columns([3, 2], gap="medium")
    told.markdown(
        f"## What it says\n\n{plain(answer.summary)}\n\n"
        f"### Be careful\n\n{plain(answer.limitations)}\n\n"
        f"### {plain(answer.harms_title)}\n\n{plain(answer.harms)}"
    )
    with done:
        st.header("What was done")
        _facts(answer.done, "What was done in the study")
        if answer.silent:
            st.caption(plain(answer.silent))


@st.fragment
@show.guarded
def findings(answer: StudyAnswer) -> None:
    """Every finding with its numbers as printed; turning its pages runs only this part."""
    st.header(f"Findings ({len(answer.findings)})")
    if answer.findings:
        findings_table.findings_table(answer.findings, "study_findings", with_study=False)
    else:
        st.markdown(NO_FINDING)


@st.fragment
@show.guarded
def sizes(library: Library, answer: StudyAnswer) -> None:
    """Every finding on one scale, and, unfolded, each derivation with the numbers filled in."""
    if not answer.findings:
        return
    st.markdown(
        f"### The same on one scale\n\n{plain(answer.sized)} Positive means better with massage; "
        "0.2 is commonly called small, 0.5 moderate, 0.8 large."
    )
    with show.at_least(760):
        st.table(
            [_size(row) for row in show.page_of(answer.sizes, "sizes", 50)],
            hide_index=True,
            border="horizontal",
            alt="Hedges' g of every finding, how it was derived, or why it cannot be",
        )
    if answer.has_sizes:
        fold = st.expander("How each size was worked out, with the numbers", key="workings", on_change="rerun")
        if fold.open:
            fold.markdown("\n\n".join(_steps(*one) for one in study_workings(library, answer.study_id)))


def _size(row: SizeRow) -> dict[str, str]:
    cells = {
        "Outcome": row.outcome,
        "When": row.when,
        "Compared with": row.against,
        "g (95% interval)": row.g,
        "How it was derived": row.derived,
        "To note": row.note,
    }
    return {name: show.cell(words) for name, words in cells.items()}


def _steps(finding: str, steps: Iterable[str]) -> str:
    told = "\n".join(f"{number}. {plain(step)}" for number, step in enumerate(steps, start=1))
    return f"**{plain(finding)}**\n\n{told}"


@show.guarded
def trust(answer: StudyAnswer) -> None:
    """Quality signals beside how the record came to be."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("Quality signals")
        _facts(answer.quality, "Quality signals of the study")
        st.caption("“Not reported” is about the page that was read, often an abstract, not about the study itself.")
    with right:
        st.header("How it was read")
        _facts(answer.provenance, "How the study was read")


@show.guarded
def citations(library: Library, answer: StudyAnswer) -> None:
    """The reference in four styles, each with a copy button."""
    st.header("Cite it")
    styles = reference_styles(library, answer.study_id)
    for tab, text in zip(st.tabs(list(styles)), styles.values(), strict=True):
        tab.code(text, language=None, wrap_lines=True)


@show.guarded
def similar_studies(answer: StudyAnswer) -> None:
    """Links to the most similar studies, and what they share with this one."""
    st.header("Similar studies")
    if not answer.similar:
        st.markdown(NOTHING_SIMILAR)
    for other in answer.similar:
        navigation.link("study", plain(other.study), {"id": other.study_id}, icon=":material/article:")
        st.markdown(f"{plain(other.title)} :small[(same {plain(other.same)})]")


def _facts(told: Iterable[Fact], alt: str) -> None:
    st.table({plain(fact.name): plain(fact.words) for fact in told}, border="horizontal", alt=alt)
