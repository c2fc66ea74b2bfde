"""The six claims as cards."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence.answers.claim_answer import ClaimAnswer
from evidence.words.phrases import sentence
from ui.address import navigation
from ui.show import chain_view
from ui.show import pieces as show
from ui.text import plain


@show.guarded
def cards(claims: Sequence[ClaimAnswer]) -> None:
    """One card a claim: what is claimed, the verdict, where the findings point, and the way to its page."""
    with st.grid(3, min_column_width=280, border=True) as grid:
        for claim in claims:
            with grid.cell():
                _card(claim)


def _card(claim: ClaimAnswer) -> None:
    st.markdown(
        f"### {plain(claim.name)}\n\n"
        f"{chain_view.claimed_words(claim)}\n\n"
        f"**Found:** {plain(sentence(claim.verdict))}\n\n"
        f":small[{plain(claim.evidence)}]"
    )
    label = f"The evidence on {plain(claim.phrase)}"
    navigation.link("mechanism", label, {"mech": claim.mechanism}, icon=":material/arrow_forward:")
