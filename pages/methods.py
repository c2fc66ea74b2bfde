"""Methods: how the evidence came to be, how it is judged, what every field means, and how to cite it."""

import streamlit as st

from evidence.charts import codes_chart, years_chart
from ui import data
from ui.parts import methods as methods_parts
from ui.show import pieces as show
from ui.show import takeaway

loaded = data.loaded()
library = data.library()
st.title("Methods")
methods_parts.corpus_figures(library)
methods_parts.text(loaded.folder)

st.header("How support and certainty are assigned")
methods_parts.scales_of_judgement(library)

st.header("Why counting is not weighing")
methods_parts.vote_counting(library)

st.header("How sizes are derived and pooled")
methods_parts.effects_and_pooling()

st.header("What the library holds")
show.chart(years_chart(library), "corpus_years")
designs, conditions = st.columns(2, gap="medium")
with designs:
    st.subheader("Designs", anchor=False)
    show.chart(codes_chart(library, "design"), "corpus_designs")
with conditions:
    st.subheader("Conditions", anchor=False)
    show.chart(codes_chart(library, "conditions", is_list=True), "corpus_conditions")

st.header("Data dictionary")
methods_parts.dictionary(library)
takeaway.all_tables(library, loaded.folder)

st.header("Version, citation, licence, contact")
methods_parts.colophon(library, loaded.folder)
