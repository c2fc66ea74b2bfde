"""The evidence map: for each pair of two dimensions how many primary studies there are, where they point, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from evidence.directions import DIRECTIONS, counts, on_benefit
from evidence.effect_table import effects_of
from evidence.library import Library
from evidence.results import SYMBOLS
from evidence.schema import split
from evidence.wording import counted, studies_counted


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
#: The direction of a cell that has no majority.
NO_MAJORITY = "mixed"


@dataclass(frozen=True, eq=False)
class EvidenceMap:
    """A crosstab of primary studies of massage, self-massage and devices; harms, reviews and indirect evidence are not in it.

    `cells`: one row for each pair, empty ones included: `row`, `column` (codes), `studies`, `people` (of studies whose size is
    known), `findings`, one column a direction (findings), `poolable` (studies with an effect size), `state` (`NO_STUDY`,
    `NONE_POOLABLE` or `POOLABLE`), `majority` (the direction of more than half of the findings, else `NO_MAJORITY`). `rows` and
    `columns`: their codes in order. A study of several conditions or techniques stands in several cells.
    """

    library: Library
    by_rows: str
    by_columns: str
    cells: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def cell(self, row: str, column: str) -> pd.Series:
        """The cell of two codes."""
        found = self.cells[(self.cells["row"] == row) & (self.cells["column"] == column)]
        return found.iloc[0]


@lru_cache(maxsize=16)
def evidence_map(whole: Library, chosen: Library, by_rows: str, by_columns: str) -> EvidenceMap:
    """The map of a selection; `whole` is the library it was chosen from, which decides the rows and columns there are.

    `by_rows` and `by_columns` are different codes of `DIMENSIONS`; raises ValueError if they are the same.
    """
    if by_rows == by_columns:
        raise ValueError("Rows and columns must be two different things.")
    rows, columns = _codes(whole, by_rows), _codes(whole, by_columns)
    placed = _placed(whole, chosen, by_rows, by_columns)
    groups = dict(list(placed.groupby(["row", "column"])))
    cells = [{"row": row, "column": column, **_cell(groups.get((row, column)))} for row in rows for column in columns]
    return EvidenceMap(whole, by_rows, by_columns, pd.DataFrame(cells), rows, columns)


def cell_words(cell: pd.Series) -> str:
    """“5 studies: 3 ▲ 1 ● 1 ▼; 2 poolable” for one row of `cells`."""
    if cell["state"] == NO_STUDY:
        return "no study"
    pointing = " ".join(f"{cell[d]} {SYMBOLS[d]}" for d in DIRECTIONS if cell[d])
    poolable = "none poolable" if cell["state"] == NONE_POOLABLE else f"{cell['poolable']} poolable"
    return f"{studies_counted(int(cell['studies']))}: {pointing}; {poolable}"


def sentence(found: EvidenceMap) -> str:
    """The largest cell, how many cells are empty, and how many hold studies of which none can be pooled."""
    cells = found.cells
    none = int((cells["state"] == NO_STUDY).sum())
    if none == len(cells):
        return "No primary study within this choice falls into any cell."
    largest = cells.loc[cells["studies"].idxmax()]
    where = " and ".join(f"“{name}”" for name in names_of(found, largest["row"], largest["column"]))
    unpoolable = int((cells["state"] == NONE_POOLABLE).sum())
    return (
        f"Of {counted(len(cells), 'cell')} {none} hold no study in this library and {unpoolable} hold studies of which none can "
        f"be pooled. Most studies ({largest['studies']}) are at {where}."
    )


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


def _placed(whole: Library, chosen: Library, by_rows: str, by_columns: str) -> pd.DataFrame:
    """Every finding of the selection once for each cell it belongs to."""
    findings = on_benefit(chosen.findings)
    effects = effects_of(whole)["g"]
    placed = pd.DataFrame(
        {
            "study_id": findings["study_id"].to_numpy(),
            "direction": findings["direction"].to_numpy(),
            "poolable": effects.reindex(findings["finding_id"]).notna().to_numpy(),
            "people": [whole.records.get(study_id, {}).get("n_total") for study_id in findings["study_id"]],
            "row": _values(whole, findings, DIMENSIONS[by_rows]),
            "column": _values(whole, findings, DIMENSIONS[by_columns]),
        }
    )
    # Without a control group there is no effect to pool, whatever else is printed.
    placed["poolable"] &= (findings["comparator_class"] != "uncontrolled").to_numpy()
    return placed.explode("row").explode("column")


def _cell(findings: pd.DataFrame | None) -> dict[str, object]:
    if findings is None or findings.empty:
        zeros = dict.fromkeys(("studies", "people", "findings", *DIRECTIONS, "poolable"), 0)
        return {**zeros, "state": NO_STUDY, "majority": NO_MAJORITY}
    found = counts(findings)
    poolable = int(findings.loc[findings["poolable"], "study_id"].nunique())
    majority = next((direction for direction in DIRECTIONS if 2 * found[direction] > len(findings)), NO_MAJORITY)
    people = pd.to_numeric(findings.drop_duplicates("study_id")["people"], errors="coerce").sum()
    return {
        "studies": int(findings["study_id"].nunique()),
        "people": int(people),
        "findings": len(findings),
        **found,
        "poolable": poolable,
        "state": POOLABLE if poolable else NONE_POOLABLE,
        "majority": majority,
    }
