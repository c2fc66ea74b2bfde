"""Three ways into the library, for three readers."""

from __future__ import annotations

import streamlit as st

from evidence.answers.condition_answer import condition_names
from evidence.answers.corpus import designs_of
from evidence.library import Library
from evidence.selection import Selection
from ui.address import navigation
from ui.parts import present as present_parts

Params = dict[str, str | list[str]]

#: Trials that a clinician asks for first.
_TRIALS = Selection(
    mechanism=("pain_quality_of_life",), design=("rct", "crossover_rct"), comparator_class=("credible", "active")
)


def doors(library: Library) -> None:
    """A card each for the clinician, the student and the presenter."""
    with st.grid(3, min_column_width=280, border=True) as grid:
        with grid.cell():
            st.subheader("For the clinician", anchor=False)
            st.markdown("Two minutes before a patient: what is the bottom line, and what stands behind it?")
            _condition_finder(library)
            _door("synthesis", "How much, and how sure? Pooled results")
            _counted_door(library, "Reviews and guidelines", _syntheses(library))
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


def _condition_finder(library: Library) -> None:
    """Type a few letters, arrive at the page of the condition; with nothing chosen, a link to the first one."""
    names = condition_names(library)
    code = st.selectbox(
        "Find a condition",
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder="Type a few letters, such as “knee”",
        key="condition_finder",
    )
    if code in names:
        navigation.go("condition", {"cond": code})
    _door("condition", "The bottom line for a condition, with a handout")


def _syntheses(library: Library) -> Selection:
    """Reviews that looked for studies by a plan, and guidelines, in people with chronic pain."""
    designs = tuple(design for design in designs_of(library, "synthesis") if design != "narrative_review")
    return Selection(design=designs, chronic_pain=("yes", "mixed"))


def _door(address: str, label: str, params: Params | None = None) -> None:
    navigation.link(address, label, params, icon=":material/arrow_forward:")


def _counted_door(library: Library, label: str, selection: Selection) -> None:
    number = len(selection.apply(library).studies)
    _door("studies", f"{label} ({number})", selection.to_params())
