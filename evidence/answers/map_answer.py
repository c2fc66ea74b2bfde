"""The evidence map in plain values: every cell in words, with the selection that opens it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from evidence.answers.evidence_map import (
    DIMENSIONS,
    NO_STUDY,
    cell_words,
    evidence_map,
    names_of,
    not_on_the_map,
    sentence,
)
from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.library.facets import ATTRIBUTES
from evidence.library.kept import kept
from evidence.selection import Selection

EMPTY_ROW = "This row holds no study in this library."


@dataclass(frozen=True, slots=True)
class MapCell(Answer):
    """One cell: its codes, its column's name, its state, how much there is, what it holds in words, and what opens it."""

    row: str
    column: str
    column_name: str
    state: str
    studies: int
    people: int
    words: str
    opens: Selection


@dataclass(frozen=True)
class MapAnswer(Answer):
    """A map of a selection.

    `row_names` gives the name of each row in order; `cells` all pairs row by row. `described` is the selection as a phrase,
    `left_out` what a map never holds, `sentence` the map in words. An outcome cannot be asked for on the list of studies, so
    that `opens` of such a cell keeps the other half only.
    """

    by_rows: str
    by_columns: str
    selection: Selection
    described: str
    left_out: str
    sentence: str
    row_names: tuple[tuple[str, str], ...]
    cells: tuple[MapCell, ...]

    def filled(self, row: str) -> tuple[MapCell, ...]:
        """The cells of a row that hold a study."""
        return tuple(cell for cell in self.cells if cell.row == row and cell.state != NO_STUDY)

    def cell(self, row: str, column: str) -> MapCell | None:
        """The cell of two codes; None for a pair that is not on the map."""
        return next((cell for cell in self.cells if (cell.row, cell.column) == (row, column)), None)


@kept
def map_answer(library: Library, selection: Selection, by_rows: str, by_columns: str) -> MapAnswer:
    """The map of a selection by two different codes of `DIMENSIONS`; raises ValueError if they are the same."""
    chosen = selection.apply(library)
    found = evidence_map(library, chosen, by_rows, by_columns)
    cells = [
        MapCell(
            row=cell["row"],
            column=cell["column"],
            column_name=names_of(found, cell["row"], cell["column"])[1],
            state=cell["state"],
            studies=int(cell["studies"]),
            people=int(cell["people"]),
            words=cell_words(cell, library.schema),
            opens=_opened(selection, {by_rows: cell["row"], by_columns: cell["column"]}),
        )
        for cell in found.cells.to_dict("records")
    ]
    vocabulary = DIMENSIONS[by_rows].vocabulary
    return MapAnswer(
        by_rows=by_rows,
        by_columns=by_columns,
        selection=selection,
        described=selection.describe(library.schema),
        left_out=not_on_the_map(chosen),
        sentence=sentence(found),
        row_names=tuple((code, library.schema.label(vocabulary, code)) for code in found.rows),
        cells=tuple(cells),
    )


def _opened(selection: Selection, codes: dict[str, str]) -> Selection:
    """The selection with the filters of a cell set to its codes."""
    filters: dict[str, Any] = {
        ATTRIBUTES[DIMENSIONS[by].parameter]: (code,) for by, code in codes.items() if DIMENSIONS[by].parameter
    }
    return replace(selection, **filters)
