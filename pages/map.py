"""Evidence map: what was studied how often, where it points, and what is missing."""

import streamlit as st

from evidence.answers.evidence_map import evidence_map, not_on_the_map
from ui import data
from ui.address import filters
from ui.parts import map as map_parts
from ui.text import plain, sentence

library = data.library()
st.title("Evidence map")
selection = filters.current(library)
map_parts.follow_click(selection)
filters.remember(selection)
with st.sidebar:
    st.header("Filters")
    filters.panel(library, selection)

map_parts.presets()
rows, columns, size = map_parts.axes()
chosen = selection.apply(library)
st.markdown(plain(sentence(selection.describe(library.schema))))
st.caption(
    f"Primary studies only. {plain(not_on_the_map(chosen))} A study of several conditions or techniques stands in several cells. "
    "Numbers count every study; shape and bar count findings on what a claim is about."
)
filters.reset_button(selection)
map_parts.chart(evidence_map(library, chosen, rows, columns), size, selection)
