"""The parts of the safety page."""

from __future__ import annotations

import streamlit as st

from evidence.answers.harms_answer import HarmsAnswer
from evidence.answers.safety import Precaution
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


@show.guarded
def points(answer: HarmsAnswer) -> None:
    """Every precaution by level, each with its reason and its studies."""
    if answer.empty:
        st.info(answer.empty)
    for level in answer.levels:
        heading, icon = HEADINGS[level]
        st.header(f"{icon} {heading}", anchor=False)
        grid = st.grid(2, min_column_width=320, border=True)
        for point in answer.of_level(level):
            grid.markdown(_point(point, answer))


def _point(point: Precaution, answer: HarmsAnswer) -> str:
    words = [f"### {plain(point.topic)}", plain(point.advice), f":small[Why: {plain(point.why)}]"]
    if point.study_ids:
        studies = (_study(study_id, answer) for study_id in point.study_ids)
        words.append(f":small[{' · '.join(studies)}]")
    return "\n\n".join(words)


def _study(study_id: str, answer: HarmsAnswer) -> str:
    name = answer.names.get(study_id)
    return findings_table.study_cell(study_id, name) if name else f"{plain(study_id)} (not in these data)"


@show.guarded
def in_trials(answer: HarmsAnswer) -> None:
    """What trials report on harms, and how often they say nothing."""
    st.header("Harms in trials", anchor=False)
    st.markdown(plain(answer.sentence))
    st.table(
        {plain(kind): f"{number:,}" for kind, number in answer.by_report},
        border="horizontal",
        alt="Trials of massage by what is reported on harms",
    )


@st.fragment
@show.guarded
def findings(answer: HarmsAnswer) -> None:
    """Every finding on harms, folded; opening the fold or turning its pages runs only this part."""
    fold = st.expander(
        f"Every finding on harms in this library ({len(answer.findings)})", key="harms", on_change="rerun"
    )
    if fold.open:
        with fold:
            findings_table.findings_table(answer.findings, "harms_findings")
