"""The parts of the safety page."""

from __future__ import annotations

import streamlit as st

from evidence.answers.safety import (
    EVERYONE,
    LEVELS,
    Precaution,
    harm_findings,
    harms_reported,
    harms_sentence,
    precautions,
)
from evidence.library import Library
from ui.show import findings_table
from ui.show import pieces as show
from ui.text import plain

#: Heading and icon of each level of urgency; the words carry the meaning, the icon only helps to find them.
HEADINGS = {
    "urgent": ("Urgent signs", ":material/emergency:"),
    "common": ("Common and passing", ":material/schedule:"),
    "caution": ("Ask first", ":material/medical_information:"),
    "information": ("Good to know", ":material/info:"),
    "general": ("Before the first session", ":material/handshake:"),
}


def points(library: Library) -> None:
    """Every precaution by level, each with its reason and its studies."""
    found = precautions(library)
    for level in (*LEVELS, EVERYONE):
        entries = [point for point in found if point.level == level]
        if not entries:
            continue
        heading, icon = HEADINGS[level]
        st.header(f"{icon} {heading}", anchor=False)
        with st.grid(2, min_column_width=320, border=True) as grid:
            for entry in entries:
                with grid.cell():
                    _point(library, entry)


def _point(library: Library, entry: Precaution) -> None:
    st.subheader(plain(entry.topic), anchor=False)
    st.markdown(plain(entry.advice))
    st.markdown(f":small[Why: {plain(entry.why)}]")
    show.study_links(library, entry.study_ids)


def in_trials(library: Library) -> None:
    """What trials report on harms, and how often they say nothing."""
    st.header("Harms in trials", anchor=False)
    harms = harms_reported(library)
    st.markdown(plain(harms_sentence(harms, library)))
    table = {library.schema.label("adverse_events", code): f"{number:,}" for code, number in harms.counts.items()}
    st.table(table, border="horizontal", alt="Trials of massage by what is reported on harms")
    rows = harm_findings(library)
    fold = st.expander(f"Every finding on harms in this library ({len(rows)})", key="harms", on_change="rerun")
    if fold.open:
        with fold:
            findings_table.findings_table(library, rows, "harms_findings")
