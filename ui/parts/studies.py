"""A list of studies, as cards to read or as a table to scan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from evidence.library import Library
from evidence.library.schema import Schema
from evidence.library.strands import about_benefit
from evidence.studies.names import study_names
from evidence.words.phrases import counted
from ui.address import navigation, options
from ui.show import pieces as show
from ui.text import plain

PER_PAGE = 20


def cards(library: Library, studies: pd.DataFrame) -> None:
    """The studies page by page, one card each."""
    pages = -(-len(studies) // PER_PAGE)
    page = options.page_number(pages) if pages > 1 else 1
    shown = studies.iloc[(page - 1) * PER_PAGE : page * PER_PAGE]
    findings = about_benefit(library.findings[library.findings["study_id"].isin(shown["study_id"])])
    findings = findings[findings["strand"] != "association"]
    for study in shown.to_dict("records"):
        card(library, study, findings)


def card(library: Library, study: Mapping[str, Any], findings: pd.DataFrame) -> None:
    """One study: title, its name as a link, what kind, what it says, where its findings (among those given) point."""
    schema = library.schema
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(study['title'])}**")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            navigation.link(
                "study",
                f"**{plain(study_names(library)[study['study_id']])}**",
                {"id": study["study_id"]},
                icon=":material/article:",
            )
            st.caption(f"{plain(study['journal'])} · {facts(study, schema)}", width="content")
        st.markdown(plain(study["summary"]))
        st.caption(show.direction_counts(findings[findings["study_id"] == study["study_id"]], schema))


def facts(study: Mapping[str, Any], schema: Schema) -> str:
    """Design, size, conditions and whether the people had chronic pain, as Markdown on one line."""
    size = study["n_total"]
    words = [
        schema.label("design", study["design"]),
        counted(int(size), "person", "people") if pd.notna(size) else "size not reported",
        schema.labels("condition", study["conditions"]),
        "" if study["chronic_pain"] == "unclear" else schema.label("chronic_pain", study["chronic_pain"]),
    ]
    return " · ".join(plain(word) for word in words if word)


def table(library: Library, studies: pd.DataFrame) -> None:
    """All studies in a table that sorts by its headings; ticking a row opens the study."""
    schema = library.schema
    frame = pd.DataFrame(
        {
            "Study": [study_names(library)[study_id] for study_id in studies["study_id"]],
            "Year": studies["year"].to_numpy(),
            "Title": studies["title"].to_numpy(),
            "Design": [schema.label("design", code) for code in studies["design"]],
            "People": studies["n_total"].to_numpy(),
            "Conditions": [schema.labels("condition", cell) for cell in studies["conditions"]],
            "Techniques": [schema.labels("technique", cell) for cell in studies["techniques"]],
            "Chronic pain": [schema.label("chronic_pain", code) for code in studies["chronic_pain"]],
            "Read": [schema.label("source_read", code) for code in studies["source_read"]],
        }
    )
    st.caption("Tick a row to open the study. The cards say the same in a form that a screen reader can follow.")
    event = st.dataframe(
        frame,
        hide_index=True,
        height=560,
        key=f"studies_table_{library.fingerprint}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
            "Year": st.column_config.NumberColumn(format="%d"),
        },
        alt=f"Table of {len(frame)} studies",
    )
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(studies):
        navigation.go("study", {"id": studies["study_id"].iloc[rows[0]]})
