"""Present: decks on the screen and as PowerPoint."""

import streamlit as st

from evidence.takeaway.decks.deck_views import PresentView
from ui import data
from ui.address import navigation, views
from ui.parts import present as present_parts

library = data.library()
if navigation.presenting():
    present_parts.slides(library, views.current(PresentView, library))
else:
    st.title("Present")
    present_parts.chooser(library)
