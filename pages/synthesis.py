"""Pooled results: one question, the studies that can be pooled, and how far the result can be trusted."""

import streamlit as st

from evidence.synthesis.pooled_answer import pooled_answer
from ui import data
from ui.parts import synthesis as synthesis_parts
from ui.parts import synthesis_question
from ui.text import plain

library = data.library()
st.title("Pooled results")
question = synthesis_question.current(library)
synthesis_question.chooser(library, question)
try:
    answer = pooled_answer(library, question)
except ValueError as reason:
    st.error(f"These studies cannot be pooled. {plain(reason)}", icon=":material/error:")
else:
    synthesis_parts.answer_in_words(answer)
    synthesis_parts.forest(answer)
    synthesis_parts.others(answer)
    synthesis_parts.doubts(answer)
    synthesis_parts.trust(answer)
    synthesis_parts.reviews(answer)
    synthesis_parts.take_home(answer)
