"""Honest sentences on massage in one condition, to say in a conversation: soon, against tougher care, later, and care."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.answers.cross_check import AFTER_SESSION
from evidence.answers.summary_of_findings import SummaryRow
from evidence.words.texts import sections

#: The tougher comparisons in the order in which a sceptic asks for them.
_TOUGHER = ("credible", "active")


def talk(rows: Sequence[SummaryRow]) -> tuple[str, ...]:
    """The plain sentences of rows on the main outcome: the first one soon, the toughest one soon, the first one later; then care.

    The words are those of the summary of findings; only the sentence on care, the same for everybody, stands in
    `evidence/words/text/talk.md`.
    """
    words = sections("talk")
    main = [row for row in rows if row.outcome == _main_outcome(rows)]
    soon, later = ([row for row in main if row.term == term] for term in ("short", "long"))
    tougher = [row for comparison in _TOUGHER for row in soon[1:] if row.comparison == comparison]
    said = [row.plain for row in (*soon[:1], *tougher[:1], *later[:1])] or [words["nothing judged"]]
    return tuple(f"“{sentence}”" for sentence in (*said, words["care"]))


def _main_outcome(rows: Sequence[SummaryRow]) -> str:
    """What the first row is about; what holds for the hours after a session only is not the main thing."""
    return next((row.outcome for row in rows if row.outcome != AFTER_SESSION), "")
