"""Studies: search, filter, sort and take along."""

import streamlit as st

from evidence.views.studies import StudiesView
from ui import data
from ui.address import filters, views
from ui.parts import studies as studies_parts

library = data.library()
view = views.current(StudiesView, library)
st.title("Studies")
filters.remember(view.selection)
found = view.answer(library)
studies_parts.filter_panel(library, view)
filters.search(library.schema, view.selection)
studies_parts.count(found)
studies_parts.tools(library, view)
filters.scope_note(found)
if not found.study_ids:
    studies_parts.nothing(library.schema, found)
elif view.form == "cards":
    studies_parts.cards(library, view, found)
elif view.form == "table":
    studies_parts.table(library, view, found)
else:
    studies_parts.ladders(library, view)
