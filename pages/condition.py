"""One condition: does it help, how sure, against what, how much, what can go wrong, says who."""

import streamlit as st

from evidence.views.condition import ConditionView
from ui import data
from ui.address import views
from ui.parts import condition as condition_parts
from ui.show import takeaway
from ui.text import plain

library = data.library()
view = views.current(ConditionView, library)
answer = view.answer(library)
if answer is None:
    st.title("Conditions")
    st.info("These data have no conditions.")
else:
    title, choice = st.columns([1, 1], vertical_alignment="bottom")
    title.title(plain(answer.label))
    with choice, st.container(horizontal=True, vertical_alignment="bottom"):
        condition_parts.chooser(library, view)
        takeaway.condition_handouts(library, answer.condition)
    condition_parts.bottom_line(answer)
    condition_parts.outcomes(library.schema, answer)
    condition_parts.practice(library.schema, answer)
    condition_parts.pictures(library, answer)
    condition_parts.mechanisms(answer)
    condition_parts.everyday_terms(answer)
    condition_parts.reviews(answer)
