"""Findings as a table that can be read, copied, printed and read aloud."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence.answers.finding_rows import FindingRow
from evidence.words.phrases import counted
from ui.address import navigation
from ui.show.pieces import at_least, page_of
from ui.text import plain

#: Rows on one page of the table.
_MOST = 40


def findings_table(rows: Sequence[FindingRow], key: str, with_study: bool = True) -> None:
    """One row a finding: outcome, time, comparator, people, direction in symbol and words, numbers as printed.

    The first column holds the study or, on the page of a study, the claim and link that a finding bears on.
    """
    shown = page_of(rows, key, _MOST)
    with at_least(860):
        st.table(
            [_cells(row, with_study=with_study) for row in shown],
            hide_index=True,
            border="horizontal",
            alt=f"{counted(len(rows), 'finding')} with comparator, direction and numbers",
        )
    st.caption("Links in the table open in a new tab. On a small screen, scroll the table sideways for all columns.")


def study_cell(study_id: str, name: str) -> str:
    """A study's short name as a Markdown link to its page."""
    return f"[{plain(name)}]({navigation.href('study', {'id': study_id})})"


def _cells(row: FindingRow, *, with_study: bool) -> dict[str, str]:
    first = {"Study": study_cell(row.study_id, row.study)} if with_study else {"Claim and link": _claim_cell(row)}
    return first | {
        "Outcome": _lines(row.outcome, row.instrument),
        "When": plain(row.when),
        "Compared with": plain(row.against),
        "People": plain(row.people) or "–",
        "Direction": plain(row.points_to),
        "Numbers": _lines(row.numbers, row.note, row.source),
    }


def _claim_cell(row: FindingRow) -> str:
    """Claim and link as a Markdown link to that place on the claim's page."""
    return f"[{plain(row.bears_on)}]({navigation.href('mechanism', {'mech': row.mechanism, 'link': row.link})})"


def _lines(first: str, *more: str) -> str:
    parts = (plain(first), *(f":small[{plain(words)}]" for words in more if words))
    return "  \n".join(part for part in parts if part)
