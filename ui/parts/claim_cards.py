"""The six claims as cards."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from evidence.answers.chain import claims
from evidence.answers.targets import SIDE, beside_target, on_target
from evidence.library import Library
from evidence.library.strands import on_benefit
from evidence.selection import Selection
from evidence.words.phrases import counted, studies_counted
from ui.address import navigation
from ui.show import chain_view
from ui.show import pieces as show
from ui.text import plain, sentence


def cards(library: Library) -> None:
    """One card a claim: what is claimed, the verdict, where the findings point, and the way to its page."""
    with st.grid(3, min_column_width=280, border=True) as grid:
        for mechanism in claims(library).to_dict("records"):
            with grid.cell():
                _card(library, mechanism)


def _card(library: Library, mechanism: dict[str, Any]) -> None:
    chosen = Selection(mechanism=(mechanism["mechanism_id"],)).apply(library)
    primary = on_benefit(chosen.findings)
    st.subheader(plain(mechanism["name"]), anchor=False)
    st.markdown(chain_view.claimed_words(mechanism))
    st.markdown(f"**Found:** {plain(sentence(mechanism['verdict']))}")
    st.caption(_counts(library, primary))
    navigation.link(
        "mechanism",
        f"The evidence on {plain(library.schema.phrase('mechanism', mechanism['mechanism_id']))}",
        {"mech": mechanism["mechanism_id"]},
        icon=":material/arrow_forward:",
    )


def _counts(library: Library, primary: pd.DataFrame) -> str:
    """Where findings on the claim itself point, and how many further ones are side evidence."""
    target, side = on_target(primary), beside_target(primary)
    words = (
        f"{studies_counted(target['study_id'].nunique())} with {counted(len(target), 'finding')}: "
        f"{show.direction_counts(target, library.schema)}"
    )
    return f"{words} · {SIDE}, not counted here: {counted(len(side), 'finding')}" if len(side) else words
