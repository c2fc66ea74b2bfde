"""Studies: search, filter, sort and take along."""

import streamlit as st

from evidence.charts import ladder_chart
from evidence.selection.ordering import ORDERS, in_order
from ui import data
from ui.address import filters, options
from ui.around import address
from ui.parts import studies as studies_list
from ui.show import pieces as show
from ui.show import takeaway
from ui.text import plain, sentence

library = data.library()
st.title("Studies")
selection = filters.current(library)
filters.remember(selection)
with st.sidebar:
    st.header("Filters")
    filters.panel(library, selection)

filters.search(library, selection)
chosen = selection.apply(library)
st.markdown(
    f"**{len(chosen.studies):,} of {len(library.studies):,} studies**, {len(chosen.findings):,} findings: "
    f"{plain(sentence(selection.describe(library.schema)))}"
)
st.caption("Filters are in the side panel (» at the top left of a small screen).")
with st.container(horizontal=True, vertical_alignment="bottom"):
    view = options.choice("Show as", "view", address.VIEWS)
    order = options.choice("Order", "sort", ORDERS)
    with st.popover("Download", icon=":material/download:"):
        takeaway.downloads(library, selection)
    filters.reset_button(selection)

filters.scope_note(library, selection)
if chosen.studies.empty:
    st.header("No study matches")
    filters.advice(library, selection)
elif view == "cards":
    studies_list.cards(library, in_order(chosen.studies, order))
elif view == "table":
    studies_list.table(library, in_order(chosen.studies, order))
else:
    show.chart(ladder_chart(chosen, "massage", library), "ladder_studies")
    show.chart(ladder_chart(chosen, "synthesis"), "ladder_reviews")
