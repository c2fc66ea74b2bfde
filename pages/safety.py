"""Safety: urgent signs first, then what is common, who should ask first, and what trials report."""

import streamlit as st

from evidence.words.notices import CAUTION
from ui import data
from ui.parts import safety as safety_parts
from ui.show import takeaway

library = data.library()
st.title("Safety")
st.markdown(CAUTION)
takeaway.safety_handout(library)
safety_parts.points(library)
safety_parts.in_trials(library)
