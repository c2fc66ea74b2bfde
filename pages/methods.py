"""Methods: how the evidence came to be, how it is judged, what every field means, and how to cite it."""

import streamlit as st

from evidence.views.overview import MethodsView
from ui import data
from ui.address import views
from ui.parts import methods as methods_parts
from ui.show import takeaway

loaded = data.loaded()
library = data.library()
answer = views.current(MethodsView, library).answer(library)
st.title("Methods")
methods_parts.corpus_figures(library, answer)
methods_parts.text(loaded.folder)

st.header("How support and certainty are assigned")
methods_parts.scales_of_judgement(library)

st.header("Why counting is not weighing")
methods_parts.vote_counting(library)

st.header("How sizes are derived and pooled")
methods_parts.effects_and_pooling()
methods_parts.check_of_itself(library)

st.header("What the library holds")
methods_parts.holdings(library)

st.header("Data dictionary")
methods_parts.dictionary(library)
takeaway.all_tables(library, loaded.folder)

st.header("Version, citation, licence, contact")
methods_parts.colophon(library, loaded.folder, answer.figures.checked_last[:4])
methods_parts.store()
