"""A pooled answer to take along, built when asked for."""

from __future__ import annotations

import streamlit as st

from evidence.library import Library
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.takeaway.recipe import contents, recipe
from ui.address.navigation import full_address
from ui.text import plain


def recipe_button(library: Library, question: Question) -> None:
    """A download of everything needed to pool the same studies again, with a caption of what is inside."""
    address = full_address()
    st.download_button(
        "Recipe (zip)",
        data=lambda: recipe(pooled_studies(library, question), address),
        file_name="touchstone-pooled.zip",
        icon=":material/download:",
        on_click="ignore",
        key="recipe",
    )
    st.caption(plain(contents(pooled_studies(library, question))))
