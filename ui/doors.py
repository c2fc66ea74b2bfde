"""Three ways into the library, for three readers."""

from __future__ import annotations

import streamlit as st

from evidence.library import Library
from evidence.selection import Selection
from ui import navigation, present_parts

Params = dict[str, str | list[str]]

#: Reader → what they came for, and the views that serve it: words and selection.
_SYNTHESES = Selection(
    design=("meta_analysis", "systematic_review", "overview", "guideline"), chronic_pain=("yes", "mixed")
)
_TRIALS = Selection(
    mechanism=("pain_quality_of_life",), design=("rct", "crossover_rct"), comparator_class=("credible", "active")
)


def doors(library: Library) -> None:
    """A card each for the clinician, the student and the presenter."""
    with st.grid(3, min_column_width=280, border=True) as grid:
        with grid.cell():
            st.subheader("For the clinician", anchor=False)
            st.markdown("Two minutes before a patient: what is the bottom line, and what stands behind it?")
            _door("condition", "The bottom line for a condition, with a handout")
            _door("synthesis", "How much, and how sure? Pooled results")
            _counted_door(library, "Reviews and guidelines", _SYNTHESES)
            _counted_door(library, "Trials against sham or other care", _TRIALS)
        with grid.cell():
            st.subheader("For the student", anchor=False)
            st.markdown("An hour to see what is claimed, how one would know, and where the argument breaks.")
            _door("learn", "A guide in five short lessons")
            _door("mechanism", "Follow one claim link by link", {"mech": "endorphins"})
            _door("map", "Where does each chain break?", {"chronic": "yes"})
            _door("learn", "A quiz worked out from the data", {"part": "quiz"})
        with grid.cell():
            st.subheader("For the presenter", anchor=False)
            st.markdown("Views that look the same on every laptop: the address of a page holds all that was chosen.")
            _door("present", "Five claims in ten minutes", present_parts.deck_params(library, "five"))
            _door("present", "Slides on one claim or condition")
            _door("studies", "The comparison ladder for any selection", {"view": "ladder"})
            _door("mechanism", "One claim and its chain on one page", {"mech": "muscle_tension"})
            _door("compare", "Two claims side by side")


def _door(address: str, label: str, params: Params | None = None) -> None:
    navigation.link(address, label, params, icon=":material/arrow_forward:")


def _counted_door(library: Library, label: str, selection: Selection) -> None:
    number = len(selection.apply(library).studies)
    _door("studies", f"{label} ({number})", selection.to_params())
