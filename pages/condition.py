"""One condition: does it help, how sure, against what, how much, what can go wrong, says who."""

import streamlit as st

from evidence.answers.condition_answer import condition_answer, condition_names
from ui import data
from ui.parts import condition as condition_parts
from ui.show import takeaway
from ui.text import plain

library = data.library()
if condition_names(library):
    title, choice = st.columns([1, 1], vertical_alignment="bottom")
    with choice, st.container(horizontal=True, vertical_alignment="bottom"):
        answer = condition_answer(library, condition_parts.chooser(library))
        takeaway.condition_handouts(library, answer.condition)
    title.title(plain(answer.label))
    condition_parts.bottom_line(library, answer)
    condition_parts.outcomes(library, answer)
    condition_parts.practice(library, answer)
    condition_parts.pictures(library, answer)
    condition_parts.mechanisms(answer)
    condition_parts.everyday_terms(library, answer)
    condition_parts.reviews(library, answer)
else:
    st.title("Conditions")
    st.info("These data have no conditions.")
