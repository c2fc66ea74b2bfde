"""Downloads of exactly what the reader chose; built when asked for, so that a waiting button holds no data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from evidence.library import Library
from evidence.library.library import TABLES
from evidence.selection import Selection
from evidence.takeaway import exports
from evidence.takeaway.handouts import handout, safety_sheet
from evidence.takeaway.reading_list import Source, csl_json, docx, markdown
from evidence.takeaway.reference_files import bibtex, ris
from evidence.words.phrases import sentence
from ui.address.navigation import full_address, public_address
from ui.show import pieces as show


@st.fragment
def downloads(library: Library, selection: Selection) -> None:
    """Studies and findings as CSV in a zip, references for reference managers, and a reading list."""
    popover = st.popover("Download", icon=":material/download:", key="downloads", on_change="rerun")
    if popover.open:
        with popover:
            _downloads(library, selection)


@show.guarded
def _downloads(library: Library, selection: Selection) -> None:
    address = full_address()
    _button("Data (CSV in a zip)", "touchstone-selection.zip", lambda: _bundle(library, selection, address))
    _button("References (RIS)", "touchstone-references.ris", lambda: ris(_records(library, selection)).encode())
    _button("References (BibTeX)", "touchstone-references.bib", lambda: bibtex(_records(library, selection)).encode())
    _button(
        "References (CSL-JSON)", "touchstone-references.json", lambda: csl_json(_records(library, selection)).encode()
    )
    source = Source(sentence(selection.describe(library.schema)), library.version, library.fingerprint, address)
    _button("Reading list (Word)", "touchstone-reading-list.docx", lambda: docx(_records(library, selection), source))
    _button(
        "Reading list (Markdown)",
        "touchstone-reading-list.md",
        lambda: markdown(_records(library, selection), source).encode(),
    )


def _button(label: str, file_name: str, build: Callable[[], bytes]) -> None:
    st.download_button(
        label, data=build, file_name=file_name, icon=":material/download:", on_click="ignore", key=file_name
    )


def _records(library: Library, selection: Selection) -> list[dict[str, object]]:
    return selection.apply(library).studies.to_dict("records")


def _bundle(library: Library, selection: Selection, address: str) -> bytes:
    chosen = selection.apply(library)
    readme = exports.readme(
        selection=sentence(selection.describe(library.schema)),
        data_version=library.version,
        data_fingerprint=library.fingerprint,
        date=dt.datetime.now(tz=dt.UTC).date(),
        studies=len(chosen.studies),
        findings=len(chosen.findings),
        link=address or None,
    )
    tables = library.schema.tables
    return exports.bundle(
        chosen.studies[list(tables["studies"])],
        chosen.findings[list(tables["findings"])],
        readme,
        library.schema.descriptor,
    )


#: What tells of the tables as a whole and lies beside them, where it does.
BESIDE = ("METHODS.md", "CHANGELOG.md", "LICENSE")


def all_tables(library: Library, folder: Path) -> None:
    """Every table of the library with its description in one zip, and what the curators wrote about them."""
    _button("All tables (CSV in a zip)", "touchstone-data.zip", lambda: all_tables_zip(library, folder))


def all_tables_zip(library: Library, folder: Path) -> bytes:
    """The zip behind the button."""
    frames = {table: getattr(library, table)[list(library.schema.tables[table])] for table in TABLES}
    readme = exports.package_readme(
        TABLES,
        library.schema.descriptor,
        data_version=library.version,
        data_fingerprint=library.fingerprint,
        date=dt.datetime.now(tz=dt.UTC).date(),
    )
    beside = {name: (folder / name).read_bytes() for name in BESIDE if (folder / name).is_file()}
    return exports.package(frames, readme, library.schema.descriptor, beside)


#: Paper of the handouts: code → words.
PAPERS = {"a4": "A4", "letter": "US Letter"}


@st.fragment
def condition_handouts(library: Library, condition: str) -> None:
    """One page on a condition as PDF, for clinicians and for patients, on the paper of choice."""
    popover = st.popover("Handout (PDF)", icon=":material/picture_as_pdf:", key="handouts", on_change="rerun")
    if popover.open:
        with popover:
            _condition_handouts(library, condition)


@show.guarded
def _condition_handouts(library: Library, condition: str) -> None:
    link, paper = public_address(), _paper()
    for version, words in (("clinician", "For clinicians"), ("patient", "For patients, in plain words")):
        _pdf(
            words,
            f"massage-{condition.replace('_', '-')}-{version}-{paper}.pdf",
            partial(handout, library, condition, version, paper, link),
            f"handout_{version}",
        )
    st.caption("One page each, with the numbers of this page, the data version, and a link back.")


@st.fragment
def safety_handout(library: Library) -> None:
    """All safety points on one page as PDF."""
    popover = st.popover("One page to print (PDF)", icon=":material/print:", key="safety_sheet", on_change="rerun")
    if popover.open:
        with popover:
            _safety_handout(library)


@show.guarded
def _safety_handout(library: Library) -> None:
    link, paper = public_address(), _paper()
    _pdf(
        "Safety on one page",
        f"massage-safety-{paper}.pdf",
        partial(safety_sheet, library, paper, link),
        "handout_safety",
    )


def _pdf(label: str, file_name: str, build: Callable[[], bytes], key: str) -> None:
    st.download_button(
        label,
        data=build,
        file_name=file_name,
        mime="application/pdf",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def _paper() -> str:
    return str(st.radio("Paper", list(PAPERS), format_func=PAPERS.__getitem__, horizontal=True, key="paper"))
