"""Learn: a guide in five lessons, a glossary, and a quiz."""

import streamlit as st

from evidence.views.learn import PARTS, LearnView
from ui import data
from ui.address import options, views
from ui.parts import learn as learn_parts
from ui.parts import quiz as quiz_parts

library = data.library()
view = views.current(LearnView, library)
st.title("Learn")
options.segments("Part", "part", PARTS, view.part, LearnView.part)
if view.part == "guide":
    learn_parts.guide(library, view)
elif view.part == "glossary":
    learn_parts.glossary_part(library, view)
elif view.seed is None:
    quiz_parts.start(library)
else:
    quiz_parts.current(library)
