"""Safety: urgent signs first, then what is common, who should ask first, and what trials report."""

import streamlit as st

from evidence.views.condition import SafetyView
from evidence.words.notices import CAUTION
from ui import data
from ui.address import views
from ui.parts import safety as safety_parts
from ui.show import takeaway

library = data.library()
answer = views.current(SafetyView, library).answer(library)
st.title("Safety")
st.markdown(CAUTION)
takeaway.safety_handout(library)
safety_parts.points(answer)
safety_parts.in_trials(answer)
safety_parts.findings(answer)
