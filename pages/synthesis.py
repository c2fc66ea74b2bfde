"""Pooled results: one question, the studies that can be pooled, and how far the result can be trusted."""

import streamlit as st

from evidence.views.explore import PooledView
from ui import data
from ui.address import views
from ui.parts import synthesis as synthesis_parts
from ui.parts import synthesis_question
from ui.text import plain

library = data.library()
view = views.current(PooledView, library)
st.title("Pooled results")
synthesis_question.chooser(library, view.question)
try:
    answer = view.answer(library)
except ValueError as reason:
    st.error(f"These studies cannot be pooled. {plain(reason)}", icon=":material/error:")
else:
    synthesis_parts.answer_in_words(library, answer)
    synthesis_parts.forest(library, answer)
    synthesis_parts.others(library, answer)
    synthesis_parts.doubts(library, answer)
    synthesis_parts.trust(library)
    synthesis_parts.reviews(library, answer)
    synthesis_parts.take_home(library, answer)
