"""The chain of evidence as a reader sees it: one cell a link, with support, certainty and the number of studies."""

from __future__ import annotations

import streamlit as st

from evidence.certainty import DOMAINS
from evidence.chain import UMBRELLA, Link, chain, claims, links_of
from evidence.library import Library
from evidence.wording import counted, studies_counted
from ui import navigation, show
from ui.text import plain


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
    """One link: its name and support as a link, certainty in dots and word, and how many studies bear on it."""
    schema = library.schema
    with st.container(border=True, gap=None):
        navigation.link(
            "mechanism",
            f"{schema.label('link', link.link)}: **{show.support_word(schema, link.support)}**",
            {"mech": link.mechanism, "link": link.link},
            icon=show.support_icon(link.support),
        )
        st.caption(f"{show.certainty_short(schema, link.certainty)} · {counted_studies(link)}")


def still_cell(library: Library, link: Link) -> None:
    """The same without the link, for the page that the link would lead to."""
    schema = library.schema
    with st.container(border=True, gap=None):
        st.markdown(
            f"{show.support_icon(link.support)} {schema.label('link', link.link)}: "
            f"**{show.support_word(schema, link.support)}**"
        )
        st.caption(f"{show.certainty(schema, link.certainty)} · {counted_studies(link)}")


def counted_studies(link: Link) -> str:
    """“45 studies, 2 reviews”; says so where no study of massage bears on the link."""
    if not link.direct and not link.syntheses:
        indirect = sum(link.studies.values())
        return f"only {indirect} indirect" if indirect else "no study"
    reviews = f", {counted(link.syntheses, 'review')}" if link.syntheses else ""
    return studies_counted(link.direct) + reviews


def judgement(library: Library, link: Link) -> None:
    """What the curators conclude for one link, how sure they are, and why, domain by domain."""
    schema = library.schema
    if not link.support:
        st.markdown("The curators made no judgement on this link; the findings below are shown for completeness.")
        return
    st.markdown(plain(link.conclusion))
    st.markdown(f"{show.support(schema, link.support)} · {show.certainty(schema, link.certainty)}")
    st.caption(
        f"{plain(schema.definition('support', link.support))} {plain(schema.definition('certainty', link.certainty))}"
    )
    titles = {name: schema.field("appraisals", name).title for name in DOMAINS}
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
