"""Briefing: a claim or a condition to print, without anything folded."""

import streamlit as st

from evidence.takeaway.decks.deck_views import BriefingView
from ui import data
from ui.address import views
from ui.parts import briefing as briefing_parts

library = data.library()
deck = views.current(BriefingView, library).answer(library)
if deck is None:
    st.title("Briefing")
    st.info("These data have nothing to brief on.")
else:
    briefing_parts.head(deck)
    briefing_parts.body(library, deck)
