"""The chain of evidence as a reader sees it: what is known of each link, in a word, in dots and in the number of studies."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import streamlit as st

from evidence.answers.certainty import DOMAINS
from evidence.answers.chain import Link
from evidence.answers.claim_answer import ClaimAnswer
from evidence.answers.link_answer import LinkAnswer
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.library.strands import CHAIN_LINKS
from evidence.words.phrases import sentence
from ui.address import navigation
from ui.show import pieces as show
from ui.text import plain

#: Pixels of a column of the matrix, four of which fit on a beamer, and the letters that fit into one: labels are not wrapped.
_COLUMN, _LETTERS = 210, 28


@show.guarded
def matrix(claims: Sequence[ClaimAnswer], schema: Schema) -> None:
    """A row a claim, a column a link, each cell a link to that place on the claim's page; a claim of one link has a wide cell."""
    grid = st.grid(
        1 + len(CHAIN_LINKS),
        min_column_width=_COLUMN,
        wrap=False,
        gap="xsmall",
        vertical_alignment="center",
    )
    grid.markdown("Claim")
    for number, code in enumerate(CHAIN_LINKS, start=1):
        arrow = " →" if number < len(CHAIN_LINKS) else ""
        grid.markdown(f"**{plain(schema.label('link', code))}**{arrow}")
    for claim in claims:
        grid.markdown(f"**{plain(claim.name)}**")
        if len(claim.links) == 1:
            with grid.cell(column_span=len(CHAIN_LINKS)):
                _cell(claim.links[0], schema, named=True)
            continue
        with grid:
            for link in claim.links:
                _cell(link, schema)


def _cell(link: Link, schema: Schema, *, named: bool = False) -> None:
    """One link: its support as a link, certainty in dots and word, and how many studies measured the claim itself."""
    name = f"{plain(link.name)}: " if named else ""
    certainty = show.certainty_short(schema, link.certainty) if link.tested else ""
    one_line = named or len(f"{link.support_words} {certainty}") <= _LETTERS
    label = _lines(
        f"{name}**{plain(link.support_words)}** {certainty if one_line else ''}".strip(),
        "" if one_line else certainty,
        *(plain(line) for line in textwrap.wrap(link.studied, _LETTERS)),
    )
    place = {"mech": link.mechanism, "link": link.link}
    navigation.link("mechanism", label, place, icon=show.support_icon(link.support))


@show.guarded
def chain(claim: ClaimAnswer, schema: Schema) -> None:
    """The links of one claim side by side, for the page that links would lead to, and with what there is besides."""
    grid = st.grid(len(claim.links), min_column_width=220, border=True, gap="xsmall")
    for link in claim.links:
        grid.markdown(
            f"{show.support_icon(link.support)} {plain(link.name)}: **{plain(link.support_words)}**  \n"
            f":small[{_counted(link, schema)}]"
        )


def _counted(link: Link, schema: Schema) -> str:
    """Certainty, and how many studies there are on the claim itself and besides."""
    certainty = show.certainty(schema, link.certainty) if link.tested else ""
    return _joined(certainty, plain(link.studied), plain(link.studied_beside))


@show.guarded
def judgement(library: Library, answer: LinkAnswer) -> None:
    """What the curators conclude for one link, how sure they are, and why; no certainty where no study tests it."""
    link, schema = answer.link, library.schema
    st.subheader(plain(link.name), anchor=False)
    definition = f":small[{plain(link.definition)}]"
    if not link.support:
        st.markdown(
            f"{definition}\n\nThe curators made no judgement on this link; the findings below are shown for completeness."
        )
        return
    sure = show.certainty(schema, link.certainty) if link.tested else plain(link.studied)
    judged = _joined(show.support(schema, link.support), sure, plain(link.indirect))
    st.markdown(f"{definition}\n\n{plain(link.conclusion)}\n\n{judged}")
    if answer.best_study:
        label = f"**{answer.best_study_label}:** {plain(answer.best_study)}"
        navigation.link("study", label, {"id": link.best_study}, icon=":material/article:")
    st.caption("\n\n".join(_explained(answer, schema)))
    if link.tested:
        _domains(link, schema)
    if link.key_studies:
        st.markdown("**Key studies**")
        show.study_links(library, link.key_studies)


def _explained(answer: LinkAnswer, schema: Schema) -> list[str]:
    """Why the best single study is the best, and what the words of the judgement mean."""
    link, lines = answer.link, []
    if answer.best_study:
        details, why = sentence(answer.best_study_details), sentence(link.best_study_reason)
        lines.append(f"{plain(details)} Why this one: {plain(why)}")
    meanings = (schema.definition("support", link.support), schema.definition("certainty", link.certainty))
    lines.append(plain(" ".join(words for words in meanings if words)))
    return lines


def _domains(link: Link, schema: Schema) -> None:
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


def claimed_words(claim: ClaimAnswer) -> str:
    """The sentence of a claim as Markdown, its mark in bold."""
    mark, _, words = claim.claimed.partition(" ")
    return f"**{plain(mark)}** {plain(words)}"


def _lines(*lines: str) -> str:
    return "  \n".join(line for line in lines if line)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
