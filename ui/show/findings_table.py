"""Findings as a table that can be read, copied, printed and read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from evidence.library import Library
from evidence.library.schema import Schema
from evidence.studies import results
from evidence.studies.names import study_names
from ui.address import navigation
from ui.show.pieces import at_least, page_of
from ui.text import plain


def findings_table(library: Library, findings: pd.DataFrame, key: str, *, with_study: bool = True) -> None:
    """One row a finding: outcome, time, comparator, people, direction in symbol and words, numbers as printed."""
    shown = page_of(findings, key, 40)
    rows = [_row(library, record, with_study=with_study) for record in shown.to_dict("records")]
    with at_least(860):
        st.table(
            pd.DataFrame(rows),
            hide_index=True,
            border="horizontal",
            alt=f"{len(findings)} findings with comparator, direction and numbers",
        )
    st.caption("Links in the table open in a new tab. On a small screen, scroll the table sideways for all columns.")


def study_cell(library: Library, study_id: str) -> str:
    """A study's short name as a Markdown link to its page."""
    name = study_names(library).get(study_id, study_id)
    return f"[{plain(name)}]({navigation.href('study', {'id': study_id})})"


def _row(library: Library, finding: dict[str, Any], *, with_study: bool) -> dict[str, str]:
    schema = library.schema
    source = results.taken_from(finding, study_names(library))
    if with_study:
        first = {"Study": study_cell(library, finding["study_id"])}
    else:
        first = {"Claim and link": _claim_cell(schema, finding["mechanism"], finding["link"])}
    return first | {
        "Outcome": _lines(finding["outcome"], finding["instrument"]),
        "When": plain(finding["timepoint"]),
        "Compared with": plain(schema.label("comparator", finding["comparator"])),
        "People": plain(results.people(finding)) or "–",
        "Direction": plain(results.points_to(finding, schema)),
        "Numbers": _lines(results.result(finding, schema), finding["metric_note"], source),
    }


def _claim_cell(schema: Schema, mechanism: str, link: str) -> str:
    """Claim and link as a Markdown link to that place on the claim's page."""
    words = f"{schema.label('mechanism', mechanism)}: {schema.phrase('link', link)}"
    return f"[{plain(words)}]({navigation.href('mechanism', {'mech': mechanism, 'link': link})})"


def _lines(first: str, *more: str) -> str:
    parts: Sequence[str] = [plain(first), *(f":small[{plain(words)}]" for words in more if words)]
    return "  \n".join(part for part in parts if part)
