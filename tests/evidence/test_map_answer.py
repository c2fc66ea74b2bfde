"""The map in plain values: every cell of the map once, in its words, with the selection that opens its studies."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import permutations

import pytest

from evidence.answers.evidence_map import DIMENSIONS, NO_STUDY, cell_words, evidence_map, not_on_the_map, sentence
from evidence.answers.map_answer import map_answer
from evidence.library import Library, load
from evidence.library.strands import on_benefit
from evidence.selection import Selection
from tests.conftest import ROOT

PAIRS = list(permutations(DIMENSIONS, 2))
CHRONIC = Selection(chronic_pain=("yes",))


@pytest.mark.parametrize(("rows", "columns"), PAIRS)
def test_every_cell_of_the_map_is_there_once_and_in_its_words(rows: str, columns: str, library: Library) -> None:
    found = evidence_map(library, CHRONIC.apply(library), rows, columns)
    answer = map_answer(library, CHRONIC, rows, columns)
    assert [(cell.row, cell.column) for cell in answer.cells] == [
        (row, column) for row in found.rows for column in found.columns
    ]
    for cell in answer.cells:
        counted = found.cell(cell.row, cell.column)
        assert (cell.studies, cell.people, cell.state) == (counted["studies"], counted["people"], counted["state"])
        assert cell.words == cell_words(counted, library.schema)
        assert cell.column_name == library.schema.label(DIMENSIONS[columns].vocabulary, cell.column)
    assert tuple(code for code, _ in answer.row_names) == found.rows
    assert all(name == library.schema.label(DIMENSIONS[rows].vocabulary, code) for code, name in answer.row_names)
    assert answer.sentence == sentence(found)
    assert answer.left_out == not_on_the_map(CHRONIC.apply(library))
    assert answer.described == CHRONIC.describe(library.schema)


@pytest.mark.parametrize(
    ("rows", "columns"), [pair for pair in PAIRS if "outcome" not in pair and {"condition", "technique"} - {*pair}]
)
def test_a_cell_opens_exactly_the_studies_it_counts(rows: str, columns: str, library: Library) -> None:
    answer = map_answer(library, CHRONIC, rows, columns)
    for cell in (cell for row, _ in answer.row_names for cell in answer.filled(row)):
        kept = cell.opens.apply(library)
        # The list also holds reviews, and studies whose findings are on harms only; the map counts those on benefit.
        assert on_benefit(kept.findings)["study_id"].nunique() == cell.studies


def test_what_a_cell_opens_keeps_the_readers_other_filters(library: Library) -> None:
    cell = map_answer(library, CHRONIC, "mechanism", "comparator").cell("anxiety_depression", "active")
    assert cell is not None
    assert cell.opens == Selection(
        chronic_pain=("yes",), mechanism=("anxiety_depression",), comparator_class=("active",)
    )


def test_an_outcome_cannot_be_asked_for_so_that_the_other_half_is_kept(library: Library) -> None:
    answer = map_answer(library, Selection(), "outcome", "mechanism")
    assert {cell.opens for cell in answer.cells if cell.column == "endorphins"} == {
        Selection(mechanism=("endorphins",))
    }


def test_the_filled_cells_of_a_row_are_those_with_a_study(library: Library) -> None:
    answer = map_answer(library, CHRONIC, "technique", "mechanism")
    for row, _ in answer.row_names:
        assert answer.filled(row) == tuple(
            cell for cell in answer.cells if cell.row == row and cell.state != NO_STUDY and cell.studies
        )
    assert answer.filled("no such row") == ()
    assert answer.cell("no such row", "endorphins") is None


def test_as_json_it_is_complete_and_the_same_every_time(library: Library) -> None:
    answer = map_answer(library, CHRONIC, "mechanism", "link")
    written = json.dumps(answer.to_dict(), allow_nan=False)
    assert written == json.dumps(
        map_answer(load(ROOT / "data"), CHRONIC, "mechanism", "link").to_dict(), allow_nan=False
    )
    assert set(json.loads(written)) == {field.name for field in fields(answer)}


def test_the_same_map_is_worked_out_once(library: Library) -> None:
    assert map_answer(library, CHRONIC, "mechanism", "link") is map_answer(library, CHRONIC, "mechanism", "link")


def test_rows_and_columns_must_differ(library: Library) -> None:
    with pytest.raises(ValueError, match="two different things"):
        map_answer(library, Selection(), "link", "link")
