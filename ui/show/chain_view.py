"""The chain of evidence as a reader sees it: one cell a link, with support, certainty and the number of studies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from evidence.answers.certainty import DOMAINS
from evidence.answers.chain import Link, chain, claimed, claims
from evidence.answers.link_findings import best_study_label, size_and_kind
from evidence.library import Library
from evidence.library.strands import UMBRELLA, links_of
from evidence.studies.names import study_names
from ui.address import navigation
from ui.show import pieces as show
from ui.text import plain, sentence


def matrix(library: Library) -> None:
    """Five mechanisms by three links, each cell a link to that place on the claim's page; the umbrella claim below."""
    with st.container(gap="xsmall"):
        for mechanism in claims(library).to_dict("records"):
            mechanism_id = mechanism["mechanism_id"]
            links = [link for link in chain(library, mechanism_id) if link.link in links_of(mechanism_id)]
            widths = [0.7, 3] if mechanism_id == UMBRELLA else [0.7, 1, 1, 1]
            name, *cells = st.columns(widths, gap="xsmall", vertical_alignment="center")
            name.markdown(f"**{plain(mechanism['name'])}**")
            for column, link in zip(cells, links, strict=True):
                with column:
                    cell(library, link)


def cell(library: Library, link: Link) -> None:
    """One link: its name and support as a link, certainty in dots and word, and how many studies measured the claim itself."""
    schema = library.schema
    with st.container(border=True, gap=None):
        navigation.link(
            "mechanism",
            f"{schema.label('link', link.link)}: **{show.support_word(schema, link.support)}**",
            {"mech": link.mechanism, "link": link.link},
            icon=show.support_icon(link.support),
        )
        st.caption(_joined(_certainty(link, show.certainty_short(schema, link.certainty)), link.studied))


def still_cell(library: Library, link: Link) -> None:
    """The same without the link, for the page that the link would lead to, and with what there is besides."""
    schema = library.schema
    with st.container(border=True, gap=None, height="stretch"):
        st.markdown(
            f"{show.support_icon(link.support)} {schema.label('link', link.link)}: "
            f"**{show.support_word(schema, link.support)}**"
        )
        certainty = _certainty(link, show.certainty(schema, link.certainty))
        st.caption(_joined(certainty, link.studied, link.studied_beside))


def _certainty(link: Link, words: str) -> str:
    """The words for a link's certainty; a link that no study tests has none."""
    return words if link.tested else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def judgement(library: Library, link: Link) -> None:
    """What the curators conclude for one link, how sure they are, and why; no certainty where no study tests it."""
    schema = library.schema
    if not link.support:
        st.markdown("The curators made no judgement on this link; the findings below are shown for completeness.")
        return
    st.markdown(plain(link.conclusion))
    sure = show.certainty(schema, link.certainty) if link.tested else link.studied
    st.markdown(_joined(show.support(schema, link.support), sure, plain(link.indirect)))
    _best_study(library, link)
    definitions = (schema.definition("support", link.support), schema.definition("certainty", link.certainty))
    st.caption(plain(" ".join(words for words in definitions if words)))
    if link.tested:
        _domains(library, link)


def _best_study(library: Library, link: Link) -> None:
    """The one study that shows the link best, its size, and why it was chosen."""
    if link.best_study not in library.records:
        return
    with st.container(gap=None):
        label = f"**{best_study_label(link)}:** {plain(study_names(library)[link.best_study])}"
        navigation.link("study", label, {"id": link.best_study}, icon=":material/article:")
        details = sentence(size_and_kind(library, link.best_study))
        st.caption(f"{plain(details)} Why this one: {plain(sentence(link.best_study_reason))}")


def _domains(library: Library, link: Link) -> None:
    titles = {name: library.schema.field("appraisals", name).title for name in DOMAINS}
    st.table(
        [
            {
                "GRADE domain": plain(titles[domain.name]),
                "Judgement": plain(domain.judgement),
                "Reason": plain(domain.reason) or "–",
            }
            for domain in link.domains
        ],
        border="horizontal",
        alt="The five GRADE domains of this link with their reasons",
    )


def claimed_words(mechanism: Mapping[str, Any]) -> str:
    """The sentence of a claim as Markdown, its mark in bold."""
    mark, _, words = claimed(mechanism).partition(" ")
    return f"**{plain(mark)}** {plain(words)}"
