"""The headline of a condition, made from its summary of findings: what holds soon, against what, and what is left later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.answers.summary_of_findings import SummaryRow
from evidence.words.phrases import listed

#: Outcomes that a headline speaks of, beside that of the condition's first row.
_SPOKEN_OF = ("pain", "function")
_TERMS = {"short": "In the short term", "long": "Three months or more after the course"}
#: How a row of each certainty is said: what is likely, then what it is like with massage.
_VERBS = {"high": "is", "moderate": "is probably", "low": "may be"}
_PLURAL_VERBS = {"high": "are", "moderate": "are probably", "low": "may be"}
_EFFECTS = {
    "better": "better than with",
    "worse": "worse than with",
    "little_or_no_difference": "about the same as with",
}
_SIZES = {"small": "slightly ", "moderate": "moderately ", "large": "much "}
UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Headline:
    """What can be said of one condition in two sentences; `later` says so where nothing was judged for later."""

    soon: str
    later: str

    @property
    def sentence(self) -> str:
        """Both together."""
        return f"{self.soon} {self.later}".strip()


def headline(rows: Sequence[SummaryRow]) -> Headline:
    """The headline of a condition's rows; without rows both sentences are empty."""
    if not rows:
        return Headline("", "")
    spoken = dict.fromkeys((rows[0].outcome, *_SPOKEN_OF))
    chosen = [row for row in rows if row.outcome in spoken]
    return Headline(*(_sentence(term, [row for row in chosen if row.term == term]) for term in _TERMS))


def _sentence(term: str, rows: Sequence[SummaryRow]) -> str:
    if not rows:
        return f"{_TERMS[term]}: nothing was judged."
    groups: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for row in rows:
        groups.setdefault(_alike(row), {}).setdefault(row.outcome_phrase, []).append(row.against)
    clauses = [_clause(kind, outcomes) for kind, outcomes in sorted(groups.items(), key=lambda item: _rank(item[0]))]
    if list(groups) == [(UNCERTAIN,)] and len(rows) > 1:
        names = listed(list(dict.fromkeys(row.outcome_phrase for row in rows)))
        return f"{_TERMS[term]}, the evidence on {names} is very uncertain against every comparison that was judged."
    if (UNCERTAIN,) in groups:
        clauses[-1] = f"the evidence is very uncertain {clauses[-1]}"
    return f"{_TERMS[term]}, {'; '.join(clauses)}."


def _alike(row: SummaryRow) -> tuple[str, ...]:
    """Rows with the same key are said together: what is very uncertain has neither direction nor size."""
    if row.certainty not in _VERBS or row.effect not in _EFFECTS:
        return (UNCERTAIN,)
    size = row.size if row.effect != "little_or_no_difference" else ""
    return row.certainty, row.effect, size


def _rank(kind: tuple[str, ...]) -> tuple[int, int]:
    """The surest first, and what is uncertain last."""
    if kind == (UNCERTAIN,):
        return len(_VERBS), 0
    return list(_VERBS).index(kind[0]), list(_EFFECTS).index(kind[1])


def _clause(kind: tuple[str, ...], outcomes: dict[str, list[str]]) -> str:
    """One clause for all outcomes of a kind, those with the same comparisons together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for outcome, against in outcomes.items():
        together.setdefault(tuple(dict.fromkeys(against)), []).append(outcome)
    return " and ".join(_part(kind, names, against) for against, names in together.items())


def _part(kind: tuple[str, ...], names: Sequence[str], against: Sequence[str]) -> str:
    what = listed(names)
    if kind == (UNCERTAIN,):
        return f"on {what} {listed([f'against {one}' for one in against])}"
    certainty, effect, size = kind
    verb = (_PLURAL_VERBS if len(names) > 1 else _VERBS)[certainty]
    return f"{what} {verb} {_SIZES.get(size, '')}{_EFFECTS[effect]} {listed(against, 'and with')}"
