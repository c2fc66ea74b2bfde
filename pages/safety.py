"""Safety: urgent signs first, then what is common, who should ask first, and what trials report."""

import streamlit as st

from ui import data, safety_parts
from ui.standing import CAUTION

library = data.library()
st.title("Safety")
st.markdown(CAUTION)
safety_parts.points(library)
safety_parts.in_trials(library)
