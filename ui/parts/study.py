"""The parts of a study's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from evidence.effects.effect_table import sizes_of, workings_of
from evidence.library import Library
from evidence.selection import Selection
from evidence.studies import citations as cite
from evidence.studies.names import study_names
from evidence.studies.similar import similar
from evidence.takeaway.reference_files import bibtex, ris
from evidence.words.numbers import number
from evidence.words.phrases import counted, listed
from ui.address import filters, navigation
from ui.parts import studies as studies_list
from ui.show import findings_table
from ui.show import pieces as show
from ui.text import plain, sentence

Study = Mapping[str, Any]

_DONE = (
    "population",
    "country",
    "n_total",
    "n_studies",
    "techniques",
    "strokes",
    "session_minutes",
    "sessions",
    "weeks",
    "provider",
    "comparators",
    "follow_up",
)
_QUALITY = ("randomised", "assessor_blinded", "concealed_allocation", "intention_to_treat", "pedro_score")
_PROVENANCE = (
    "source_read",
    "checked_on",
    "extraction",
    "confidence",
    "confidence_note",
    "registration",
    "open_access",
)
_SHARED_KINDS = {"claim": "claim and link", "technique": "technique", "comparator": "comparator"}


def unknown(library: Library, study_id: str) -> None:
    """The page for an id that does not exist: what happened, and a search box."""
    st.title("No such study")
    asked = f"No study has the id **{plain(study_id[:80])}**." if study_id else "The address names no study."
    st.markdown(f"{asked} It may have been renamed, or the link may have been cut. Search for it instead:")
    text = st.text_input("Search", key="unknown_search", placeholder="Title, author, summary or outcome")
    if text:
        found = Selection(scope=(), text=text).apply(library).studies
        st.markdown(f"{len(found)} found." if len(found) else "Nothing found.")
        studies_list.cards(library, found.head(10))
    navigation.link("studies", "Browse all studies", icon=":material/library_books:")


def head(library: Library, study: Study) -> None:
    """The way back, the title, the reference with links to the paper, and what kind of study it is."""
    navigation.link("studies", "Back to the list", filters.carried(), icon=":material/arrow_back:")
    st.title(plain(study["title"]))
    st.markdown(plain(cite.vancouver(study)))
    with st.container(horizontal=True):
        for link in cite.links(study):
            st.link_button(link.label, link.url, icon=":material/open_in_new:")
    _badges(library, study)


def body(library: Library, study: Study) -> None:
    """What it says, what to be careful about and its harms, beside what was done."""
    told, facts = st.columns([3, 2], gap="medium")
    with told:
        st.header("What it says")
        st.markdown(plain(study["summary"]))
        st.subheader("Be careful")
        st.markdown(plain(study["limitations"]))
        adverse_events(library, study)
    with facts:
        st.header("What was done")
        what_was_done(library, study)


def findings(library: Library, study: Study) -> None:
    """Every finding with its numbers as printed."""
    rows = library.findings_of(study["study_id"])
    st.header(f"Findings ({len(rows)})")
    if rows.empty:
        st.markdown("This library holds no finding of this study.")
    else:
        findings_table.findings_table(library, rows, "study_findings", with_study=False)
        sizes(library, study["study_id"])


def sizes(library: Library, study_id: str) -> None:
    """Every finding on one scale, and, unfolded, each derivation with the numbers filled in."""
    st.subheader("The same on one scale")
    table = sizes_of(library, study_id)
    derived = int((table["g (95% interval)"] != "").sum())
    st.markdown(
        f"Hedges' g can be derived for {derived} of {counted(len(table), 'finding')}. Positive means better with massage; "
        "0.2 is commonly called small, 0.5 moderate, 0.8 large."
    )
    with show.at_least(760):
        show.table(table, alt="Hedges' g of every finding, how it was derived, or why it cannot be", key="sizes")
    if derived:
        fold = st.expander("How each size was worked out, with the numbers", key="workings", on_change="rerun")
        if fold.open:
            with fold:
                for name, steps in workings_of(library, study_id):
                    st.markdown(f"**{plain(name)}**")
                    st.markdown("\n".join(f"{number}. {plain(step)}" for number, step in enumerate(steps, start=1)))


def trust(library: Library, study: Study) -> None:
    """Quality signals beside how the record came to be."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("Quality signals")
        quality(library, study)
    with right:
        st.header("How it was read")
        provenance(library, study)


def what_was_done(library: Library, study: Study) -> None:
    """Population, technique, dose and comparator; what the source read does not say is named as not reported."""
    _facts(library, study, [name for name in _DONE if study[name] != "" and pd.notna(study[name])])
    missing = [
        library.schema.field("studies", name).title.lower()
        for name in _DONE
        if name not in ("n_studies", "strokes") and (study[name] == "" or pd.isna(study[name]))
    ]
    if missing:
        st.caption(f"Not reported in what was read: {plain(listed(missing))}.")


def quality(library: Library, study: Study) -> None:
    """Randomisation, blinding, concealment, intention to treat: yes, no or not reported in what was read."""
    _facts(library, study, [name for name in _QUALITY if not pd.isna(study[name])])
    st.caption("“Not reported” is about the page that was read, often an abstract, not about the study itself.")


def provenance(library: Library, study: Study) -> None:
    """What was read and when, whether the numbers were extracted twice, and what to be careful about."""
    _facts(library, study, [name for name in _PROVENANCE if study[name] != "" and pd.notna(study[name])])


def adverse_events(library: Library, study: Study) -> None:
    """What is said about harms."""
    schema = library.schema
    st.subheader(schema.field("studies", "adverse_events").title)
    said = schema.label("adverse_events", study["adverse_events"])
    note = sentence(study["adverse_events_note"])
    if study["adverse_events"] == "not_reported":
        # A record coded as silent may still hold words on harms; then they stand alone.
        st.markdown(plain(note or f"{said} in what was read."))
        return
    st.markdown(plain(f"{said}. {note}".strip()))


def citations(study: Study) -> None:
    """The reference in four styles, each with a copy button."""
    st.header("Cite it")
    styles = {
        "Vancouver": cite.vancouver(study),
        "APA": cite.apa(study),
        "BibTeX": bibtex([study]),
        "RIS": ris([study]),
    }
    for tab, text in zip(st.tabs(list(styles)), styles.values(), strict=True):
        tab.code(text.strip(), language=None, wrap_lines=True)


def similar_studies(library: Library, study: Study) -> None:
    """Links to the most similar studies, and what they share with this one."""
    st.header("Similar studies")
    found = similar(library, study["study_id"])
    if found.empty:
        st.markdown("No other study shares a claim or a condition with this one.")
    for other_id, shared in zip(found["study_id"], found["shared"], strict=True):
        other = library.study(other_id)
        if other is None:
            continue
        with st.container(gap="xsmall"):
            navigation.link("study", plain(study_names(library)[other_id]), {"id": other_id}, icon=":material/article:")
            same = listed([_SHARED_KINDS.get(kind, kind) for kind in shared])
            st.markdown(f"{plain(other['title'])} :small[(same {same})]")


def _badges(library: Library, study: Study) -> None:
    """Design, scope and whether the people had chronic pain, each as a word in a frame."""
    schema = library.schema
    unclear = study["chronic_pain"] == "unclear"
    words = (
        schema.label("design", study["design"]),
        schema.label("scope", study["scope"]),
        schema.labels("condition", study["conditions"]),
        "Chronic pain unclear" if unclear else schema.label("chronic_pain", study["chronic_pain"]),
    )
    with st.container(horizontal=True, gap="xsmall"):
        for word in words:
            st.badge(plain(word), color="gray")
    if study["role"] == "synthesis":
        st.caption("A synthesis of other studies: it is never counted or pooled together with primary studies.")


def _facts(library: Library, study: Study, names: list[str]) -> None:
    schema = library.schema
    rows = {}
    for name in names:
        field = schema.field("studies", name)
        value = study[name]
        if field.vocabulary:
            words = schema.labels(field.vocabulary, value)
        elif isinstance(value, bool):
            words = "yes" if value else "no"
        else:
            words = number(value) if isinstance(value, (int, float)) else str(value)
        says_unit = field.unit in (field.title.lower(), words)
        unit = f" {field.unit}" if field.unit and not says_unit else ""
        rows[plain(field.title)] = plain(words + unit)
    st.table(rows, border="horizontal", alt="Facts about the study")
