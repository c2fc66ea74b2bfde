"""The curators' summary of findings: what is known of each outcome of a condition, by comparison and term, how sure, and why.

Pages, handouts, slides, briefing and talk all say what these rows say; none of them works out a certainty of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from evidence.answers.certainty import Domain, domains
from evidence.answers.cross_check import CrossCheck, cross_check
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.synthesis.grade import LEVELS
from evidence.words.phrases import counted, studies_counted

#: The sign of each effect; with the word it makes two signs for one thing.
EFFECT_SIGNS = {"better": "▲", "little_or_no_difference": "●", "worse": "▼", "unclear": "?"}
VERY_UNCERTAIN = "? very uncertain"
NOT_SUMMARISED = "Not summarised: the curators judged no outcome of this group, so nothing is concluded here."


@dataclass(frozen=True)
class SummaryRow:
    """One row of the summary of findings, its codes beside their words.

    `outcome_phrase` and `against` are outcome and comparison within a sentence, `number` the figure it rests on (positive =
    massage better, unless it says otherwise; empty where none was printed), `basis` the studies, the one that carries the row
    first; `n_studies` and `n_people` are None where the page read does not tell. `sentence` is in GRADE's wording, `plain` for
    patients. `pooled_here` is what this library can pool on the same question, a check and no conclusion.
    """

    condition: str
    order: int
    outcome: str
    outcome_words: str
    outcome_phrase: str
    outcome_groups: tuple[str, ...]
    comparison: str
    comparison_words: str
    against: str
    term: str
    term_words: str
    effect: str
    effect_words: str
    size: str
    size_words: str
    number: str
    certainty: str
    certainty_words: str
    domains: tuple[Domain, ...]
    n_studies: int | None
    n_people: int | None
    basis: tuple[str, ...]
    sentence: str
    plain: str
    pooled_here: CrossCheck | None

    @property
    def heading(self) -> str:
        """“Pain, short term, against no treatment, waiting or usual care”."""
        return f"{self.outcome_words}, {self.term_words.lower()}, against {self.against}"

    @property
    def effect_and_size(self) -> str:
        """“▲ better with massage, small”; without the size where none is told or where there is no effect to size.

        What is very uncertain has no direction that could be relied on, so none is shown.
        """
        if self.certainty == LEVELS[-1]:
            return VERY_UNCERTAIN
        words = f"{EFFECT_SIGNS.get(self.effect, '?')} {self.effect_words.lower()}"
        sized = self.effect in ("better", "worse") and self.size != "not_stated"
        return f"{words}, {self.size_words.lower()}" if sized else words

    @property
    def extent(self) -> str:
        """“7 studies, 761 people”; empty where the page read does not tell."""
        studies = (
            "" if self.n_studies is None else "no study" if self.n_studies == 0 else studies_counted(self.n_studies)
        )
        people = "" if self.n_people is None else counted(self.n_people, "person", "people")
        return ", ".join(words for words in (studies, people) if words)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the certainty is not higher: each domain with a worry, such as “Risk of bias: serious, people knew”."""
        return tuple(
            f"{domain.name.replace('_', ' ').capitalize()}: {', '.join(t for t in (domain.judgement, domain.reason) if t)}"
            for domain in self.domains
            if domain.judgement and not domain.judgement.startswith("not ")
        )


@kept
def summary_rows(library: Library, condition: str) -> tuple[SummaryRow, ...]:
    """The rows of one condition in the curators' order; none for a condition that they did not summarise."""
    return tuple(replace(row, pooled_here=_check(library, row)) for row in judged_rows(library, condition))


def _check(library: Library, row: SummaryRow) -> CrossCheck | None:
    groups = row.outcome_groups
    return cross_check(library, row.condition, row.outcome, groups, row.comparison, row.term, row.effect)


@kept
def judged_rows(library: Library, condition: str) -> tuple[SummaryRow, ...]:
    """The same without what this library can pool, for those who only read what the curators judged: pooling takes its time."""
    table = library.summary_of_findings
    rows = table[table["condition_id"] == condition].sort_values("order", kind="stable")
    return tuple(_row(library, row) for row in rows.to_dict("records"))


def _row(library: Library, row: dict[str, Any]) -> SummaryRow:
    schema = library.schema
    return SummaryRow(
        condition=row["condition_id"],
        order=int(row["order"]),
        outcome=row["outcome"],
        outcome_words=schema.label("summary_outcome", row["outcome"]),
        outcome_phrase=schema.phrase("summary_outcome", row["outcome"]),
        outcome_groups=tuple(split(row["outcome_groups"])),
        comparison=row["comparison"],
        comparison_words=schema.label("comparison", row["comparison"]),
        against=schema.phrase("comparison", row["comparison"]),
        term=row["time"],
        term_words=schema.label("term", row["time"]),
        effect=row["effect"],
        effect_words=schema.label("effect", row["effect"]),
        size=row["size"],
        size_words=schema.label("effect_size", row["size"]),
        number=row["number"],
        certainty=row["certainty"],
        certainty_words=schema.label("certainty", row["certainty"]),
        domains=domains(row),
        n_studies=_whole(row["n_studies"]),
        n_people=_whole(row["n_people"]),
        basis=tuple(split(row["basis"])),
        sentence=row["sentence"],
        plain=row["plain"],
        pooled_here=None,
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
