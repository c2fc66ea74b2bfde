"""Compare: two or three claims or conditions side by side."""

import streamlit as st

from evidence.views.explore import CompareView
from ui import data
from ui.address import views
from ui.parts import compare as compare_parts

library = data.library()
view = views.current(CompareView, library)
st.title("Compare")
compare_parts.chooser(library, view)
compared = view.answer(library)
if compared:
    compare_parts.in_words(library, compared)
    compare_parts.table(compared, library.schema)
    compare_parts.ladders(library, compared)
    compare_parts.key_studies(compared)
else:
    st.info("These data have nothing to compare.")
