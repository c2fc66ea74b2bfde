"""Safety: urgent signs first, then what is common, who should ask first, and what trials report."""

import streamlit as st

from evidence.notices import CAUTION
from ui import data, safety_parts, takeaway

library = data.library()
st.title("Safety")
st.markdown(CAUTION)
takeaway.safety_handout(library)
safety_parts.points(library)
safety_parts.in_trials(library)
