"""Briefing: a claim or a condition to print, without anything folded."""

import streamlit as st

from ui import data
from ui.parts import briefing as briefing_parts

library = data.library()
deck = briefing_parts.current(library)
if deck is None:
    st.title("Briefing")
    st.info("These data have nothing to brief on.")
else:
    briefing_parts.head(deck)
    briefing_parts.body(library, deck)
