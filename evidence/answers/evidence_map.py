"""The evidence map: for each pair of two dimensions how many primary studies there are, where they point, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from evidence.answers.certainty import NOT_SHOWN
from evidence.answers.targets import SIDE
from evidence.effects.effect_table import effects_of
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema, split
from evidence.library.strands import DIRECTIONS, on_benefit
from evidence.studies.results import SYMBOLS
from evidence.words.phrases import counted, studies_counted


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to sort findings: where its codes stand, and the filter that keeps one code (empty if there is none)."""

    words: str
    table: str
    column: str
    vocabulary: str
    parameter: str
    is_list: bool = False
    #: Whether codes without any study are left out, as their vocabulary is long.
    only_used: bool = False


DIMENSIONS = {
    "mechanism": Dimension("Claim", "findings", "mechanism", "mechanism", "mech"),
    "link": Dimension("Link of the chain", "findings", "link", "link", "link"),
    "outcome": Dimension("Outcome", "findings", "outcome_group", "outcome_group", "", only_used=True),
    "condition": Dimension("Condition", "studies", "conditions", "condition", "cond", is_list=True, only_used=True),
    "comparator": Dimension("Comparison", "findings", "comparator_class", "comparator_class", "comp"),
    "technique": Dimension("Technique", "studies", "techniques", "technique", "tech", is_list=True, only_used=True),
    "design": Dimension("Design", "studies", "design", "design", "design", only_used=True),
    "chronic": Dimension("Chronic pain", "studies", "chronic_pain", "chronic_pain", "chronic"),
}
#: What a cell can be.
NO_STUDY, NONE_POOLABLE, POOLABLE = "no_study", "none_poolable", "poolable"
#: The direction of a cell that has no majority, and of one that holds side evidence only.
NO_MAJORITY, SIDE_ONLY = "mixed", "side"


@dataclass(frozen=True, eq=False)
class EvidenceMap:
    """A crosstab of primary studies of massage, self-massage and devices; harms, reviews and indirect evidence are not in it.

    How much there is counts everything, where it points only what speaks of the claim that a finding belongs to; on a map of
    outcomes without claims each outcome speaks for itself. `cells`: one row for each pair, empty ones included: `row`, `column`
    (codes), `studies`, `people` (of studies whose size is known), `findings`, one column a direction (findings without side
    evidence), `side` (findings of side evidence), `poolable` (studies with an effect size), `state` (`NO_STUDY`,
    `NONE_POOLABLE` or `POOLABLE`), `majority` (the direction of more than half of the findings that are no side evidence, else
    `NO_MAJORITY`; `SIDE_ONLY` where there are none), `judged` (the curators' judgement on the link where a cell is one, else
    empty; a link that they call not shown or contradicted has no majority for massage, as counting is not weighing). `rows` and
    `columns`: their codes in order, `chosen` the key of the selection. A study of several conditions or techniques stands in
    several cells.
    """

    library: Library
    chosen: tuple[Hashable, ...]
    by_rows: str
    by_columns: str
    cells: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What the map is told by in a store: the part of the data and its two dimensions."""
        return (*self.chosen, self.by_rows, self.by_columns)

    def cell(self, row: str, column: str) -> pd.Series:
        """The cell of two codes."""
        found = self.cells[(self.cells["row"] == row) & (self.cells["column"] == column)]
        return found.iloc[0]


@kept
def evidence_map(whole: Library, chosen: Library, by_rows: str, by_columns: str) -> EvidenceMap:
    """The map of a selection; `whole` is the library it was chosen from, which decides the rows and columns there are.

    `by_rows` and `by_columns` are different codes of `DIMENSIONS`; raises ValueError if they are the same.
    """
    if by_rows == by_columns:
        raise ValueError("Rows and columns must be two different things.")
    rows, columns = _codes(whole, by_rows), _codes(whole, by_columns)
    groups: dict[tuple[str, str], list[_Placed]] = {}
    for finding in _placed(whole, chosen, by_rows, by_columns):
        for cell in product(finding.rows, finding.columns):
            groups.setdefault(cell, []).append(finding)
    judged = _judgements(whole, by_rows, by_columns)
    cells = [
        {"row": row, "column": column, **_cell(groups.get((row, column), []), judged.get((row, column), ""))}
        for row in rows
        for column in columns
    ]
    return EvidenceMap(whole, chosen.key, by_rows, by_columns, pd.DataFrame(cells), rows, columns)


def cell_words(cell: Mapping[str, Any] | pd.Series, schema: Schema) -> str:
    """“5 studies: 3 ▲ 1 ● 1 ▼, 4 findings of side evidence; 2 poolable; judged not shown” for one row of `cells`."""
    if cell["state"] == NO_STUDY:
        return "no study"
    pointing = " ".join(f"{cell[d]} {SYMBOLS[d]}" for d in DIRECTIONS if cell[d])
    beside = f"{counted(int(cell['side']), 'finding')} of {SIDE}" if cell["side"] else ""
    if beside and not pointing:
        beside = f"only {beside}"
    found = ", ".join(words for words in (pointing, beside) if words)
    poolable = "none poolable" if cell["state"] == NONE_POOLABLE else f"{cell['poolable']} poolable"
    judged = f"judged {schema.phrase('support', cell['judged'])}" if cell["judged"] else ""
    return "; ".join(
        words for words in (f"{studies_counted(int(cell['studies']))}: {found}", poolable, judged) if words
    )


def sentence(found: EvidenceMap) -> str:
    """The largest cell, how many cells are empty, hold studies of which none can be pooled, or side evidence only."""
    cells = found.cells
    none = int((cells["state"] == NO_STUDY).sum())
    if none == len(cells):
        return "No primary study within this choice falls into any cell."
    largest = cells.loc[cells["studies"].idxmax()]
    where = " and ".join(f"“{name}”" for name in names_of(found, largest["row"], largest["column"]))
    unpoolable = int((cells["state"] == NONE_POOLABLE).sum())
    beside = int((cells["majority"] == SIDE_ONLY).sum())
    return (
        f"Of {counted(len(cells), 'cell')} {_holding(none)} no study in this library and {_holding(unpoolable)} studies of which "
        f"none can be pooled{f'; {_holding(beside)} {SIDE} only' if beside else ''}. Most studies ({largest['studies']}) are at "
        f"{where}."
    )


def _holding(cells: int) -> str:
    return f"{cells or 'none'} {'holds' if cells == 1 else 'hold'}"


def names_of(found: EvidenceMap, row: str, column: str) -> tuple[str, str]:
    """The labels of a cell's row and column."""
    schema = found.library.schema
    by_row, by_column = DIMENSIONS[found.by_rows], DIMENSIONS[found.by_columns]
    return schema.label(by_row.vocabulary, row), schema.label(by_column.vocabulary, column)


def not_on_the_map(chosen: Library) -> str:
    """What of a selection the map leaves out, in one sentence; empty if nothing."""
    findings = chosen.findings
    rest = len(findings) - len(on_benefit(findings))
    if not rest:
        return ""
    return f"Not on the map: {counted(rest, 'finding')} of reviews, on harms, or of indirect evidence."


def _codes(whole: Library, code: str) -> tuple[str, ...]:
    dimension = DIMENSIONS[code]
    every = tuple(entry.value for entry in whole.schema.codes(dimension.vocabulary))
    if code == "comparator":
        # A comparison that reviews pool is no comparison of a single study.
        every = tuple(value for value in every if value != "pooled")
    if not dimension.only_used:
        return every
    used = {value for values in _values(whole, on_benefit(whole.findings), dimension) for value in values}
    return tuple(value for value in every if value in used)


def _values(whole: Library, findings: pd.DataFrame, dimension: Dimension) -> list[tuple[str, ...]]:
    """The codes of each finding on one dimension."""
    if dimension.table == "findings":
        return [(value,) for value in findings[dimension.column]]
    cells = [str(whole.records.get(study_id, {}).get(dimension.column, "")) for study_id in findings["study_id"]]
    return [tuple(split(cell)) if dimension.is_list else (cell,) for cell in cells]


class _Placed(NamedTuple):
    """A finding with the rows and columns that it stands in, and what counts there."""

    study_id: str
    direction: str
    speaks: bool
    poolable: bool
    people: int
    rows: Sequence[str]
    columns: Sequence[str]


def _placed(whole: Library, chosen: Library, by_rows: str, by_columns: str) -> list[_Placed]:
    """Every finding of the selection; of a study whose size is not known no people are counted."""
    findings = on_benefit(chosen.findings)
    # Without a control group there is no effect to pool, whatever else is printed.
    poolable = effects_of(whole)["g"].reindex(findings["finding_id"]).notna().to_numpy()
    poolable = poolable & (findings["comparator_class"] != "uncontrolled").to_numpy()
    sizes = (whole.records.get(study_id, {}).get("n_total") for study_id in findings["study_id"])
    columns = (
        findings["study_id"],
        findings["direction"],
        _speaks(findings, (by_rows, by_columns)).tolist(),
        poolable.tolist(),
        [0 if size is None or size != size or size is pd.NA else int(size) for size in sizes],
        _values(whole, findings, DIMENSIONS[by_rows]),
        _values(whole, findings, DIMENSIONS[by_columns]),
    )
    return [_Placed(*values) for values in zip(*columns, strict=True)]


def _speaks(findings: pd.DataFrame, axes: tuple[str, str]) -> pd.Series:
    """Which findings say where a cell points: those on their claim itself, or all of them on a map of outcomes without claims."""
    about_outcomes = "outcome" in axes and "mechanism" not in axes
    return findings["is_target"] | about_outcomes


def _judgements(whole: Library, by_rows: str, by_columns: str) -> dict[tuple[str, str], str]:
    """The curators' judgement on each cell of a map of claims and links; empty for any other map."""
    if {by_rows, by_columns} != {"mechanism", "link"}:
        return {}
    names = {"mechanism": "mechanism_id", "link": "link"}
    rows = whole.appraisals
    return {
        (row, column): support
        for row, column, support in zip(rows[names[by_rows]], rows[names[by_columns]], rows["support"], strict=True)
    }


def _cell(findings: Sequence[_Placed], judged: str) -> dict[str, object]:
    if not findings:
        zeros = dict.fromkeys(("studies", "people", "findings", *DIRECTIONS, "side", "poolable"), 0)
        return {**zeros, "state": NO_STUDY, "majority": NO_MAJORITY, "judged": judged}
    speaking = Counter(finding.direction for finding in findings if finding.speaks)
    found = {direction: speaking[direction] for direction in DIRECTIONS}
    people = {finding.study_id: finding.people for finding in findings}
    poolable = len({finding.study_id for finding in findings if finding.poolable})
    return {
        "studies": len(people),
        "people": sum(people.values()),
        "findings": len(findings),
        **found,
        "side": sum(not finding.speaks for finding in findings),
        "poolable": poolable,
        "state": POOLABLE if poolable else NONE_POOLABLE,
        "majority": _majority(found, judged),
        "judged": judged,
    }


def _majority(found: dict[str, int], judged: str) -> str:
    whole = sum(found.values())
    if not whole:
        return SIDE_ONLY
    majority = next((direction for direction in DIRECTIONS if 2 * found[direction] > whole), NO_MAJORITY)
    return NO_MAJORITY if majority == "favours_massage" and judged in NOT_SHOWN else majority
