"""Evidence map: what was studied how often, where it points, and what is missing."""

import streamlit as st

from evidence.views.explore import MapView
from evidence.words.phrases import sentence
from ui import data
from ui.address import filters, views
from ui.parts import map as map_parts
from ui.text import plain

library = data.library()
view = views.current(MapView, library)
map_parts.follow_click()
answer = view.answer(library)
st.title("Evidence map")
filters.remember(view.selection)
with st.sidebar:
    st.header("Filters")
    filters.panel(library, view.selection)

map_parts.presets()
map_parts.axes(view)
st.markdown(
    f"{plain(sentence(answer.described))}\n\n"
    f":small[Primary studies only. {plain(answer.left_out)} A study of several conditions or techniques stands in several cells. "
    "Numbers count every study; shape and bar count findings on what a claim is about.]"
)
filters.reset_button(view.selection)
map_parts.chart(library, view)
map_parts.cells(library)
