"""Learn: a guide in five lessons, a glossary, and a quiz."""

import streamlit as st

from ui import data
from ui.address import options
from ui.parts import learn as learn_parts
from ui.parts import quiz as quiz_parts

library = data.library()
st.title("Learn")
part = options.segments("Part", "part", learn_parts.PARTS)
if part == "guide":
    learn_parts.guide(library)
elif part == "glossary":
    learn_parts.glossary(library)
else:
    quiz_parts.current(library)
