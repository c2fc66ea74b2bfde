"""Compare: two or three claims or conditions side by side."""

import streamlit as st

from ui import data
from ui.parts import compare as compare_parts

library = data.library()
st.title("Compare")
compared = compare_parts.chooser(library)
if compared:
    compare_parts.in_words(library, compared)
    compare_parts.table(library, compared)
    compare_parts.pictures(library, compared)
else:
    st.info("These data have nothing to compare.")
