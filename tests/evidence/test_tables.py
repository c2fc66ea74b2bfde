"""One table: reading it from its file, and giving its columns their types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evidence.library.problems import DataError, Problem
from evidence.library.schema import Field
from evidence.library.tables import read_table, typed

FIELDS = {
    name: Field("t", name, name, "", kind)
    for name, kind in (("id", "string"), ("n", "integer"), ("x", "number"), ("ok", "boolean"), ("day", "date"))
}


def written(folder: Path, text: str | bytes) -> Path:
    (folder / "t.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        typed(read_table(folder, "t"), FIELDS, "t")
    return caught.value.problems


def test_cells_are_read_as_they_stand(tmp_path: Path) -> None:
    text = 'id,note\na,"one, two"\nb,"say ""so"""\nc,NA\nd,007\n'
    frame = read_table(written(tmp_path, text), "t")
    assert frame.columns.tolist() == ["id", "note"]
    assert frame.to_numpy().tolist() == [["a", "one, two"], ["b", 'say "so"'], ["c", "NA"], ["d", "007"]]


@pytest.mark.parametrize(
    "text",
    [
        "id,note\na,ü\nb,\n",
        "id,note\r\na,ü\r\nb,\r\n",
        "id,note\na,ü\nb,",
        "\ufeffid,note\na,ü\nb,\n",
        "\ufeffid,note\r\na,ü\r\nb,\r\n",
        'id,note\n"a","ü"\n"b",""\n',
        "id,note\na,ü\nb\n",
    ],
    ids=["plain", "Windows", "no last line end", "mark", "mark and Windows", "quoted", "short row"],
)
def test_forms_of_the_same_table(text: str, tmp_path: Path) -> None:
    frame = read_table(written(tmp_path, text), "t")
    assert frame.to_dict("records") == [{"id": "a", "note": "ü"}, {"id": "b", "note": ""}]
    assert frame.index.tolist() == [2, 3]


def test_a_row_knows_the_line_on_which_it_begins(tmp_path: Path) -> None:
    frame = read_table(written(tmp_path, 'id,note\n\na,"two\nlines"\nb,x\n\n\nc,y\n'), "t")
    assert frame["id"].to_dict() == {3: "a", 5: "b", 8: "c"}


@pytest.mark.parametrize(
    ("text", "row", "field", "words"),
    [
        ("", None, "", "empty"),
        ("\n\n", None, "", "empty"),
        (b"id\n\xff\n", None, "", "not UTF-8"),
        ("id,note\na,b\nc,d,e\n", 3, "", "3 cells, the header only 2"),
        ("id,note,id\na,b,c\n", 1, "id", "more than once"),
        ('id,note\na,b\nc,"d\n', 3, "", "cannot be read as a table"),
        ('id,note\na,"b"c\n', 2, "", "cannot be read as a table"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(
    text: str | bytes, row: int | None, field: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        read_table(written(tmp_path, text), "t")
    [problem] = caught.value.problems
    assert (problem.file, problem.row, problem.field) == ("t.csv", row, field)
    assert words in problem.message


def test_a_missing_file_and_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.csv: The file is missing"):
        read_table(tmp_path, "t")
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(DataError, match="cannot be read") as caught:
        read_table(tmp_path, "t")
    assert str(tmp_path) not in str(caught.value), "a visitor has no use for a path of the server"


def test_columns_get_the_described_types(tmp_path: Path) -> None:
    folder = written(tmp_path, "id,n,x,ok,day,extra\na,3,-0.5,true,2026-11-22,5\nb,,,,,\nc,-1,2,false,2026-01-01,\n")
    frame = typed(read_table(folder, "t"), FIELDS, "t")
    assert frame["n"].dtype == pd.Int64Dtype()
    assert frame["x"].dtype == "float64"
    assert frame["ok"].dtype == pd.BooleanDtype()
    assert frame["n"].tolist() == [3, pd.NA, -1]
    assert frame["x"].isna().tolist() == [False, True, False]
    assert frame["ok"].tolist() == [True, pd.NA, False]
    assert frame["day"].tolist() == ["2026-11-22", "", "2026-01-01"]
    assert frame["extra"].tolist() == ["5", "", ""], "a column that nobody described stays text"


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("many", "n"),
        ("1.5", "n"),
        ("1_000", "n"),
        ("1,000", "n"),
        ("99999999999999999999", "n"),
        ("nan", "x"),
        ("inf", "x"),
        ("-Infinity", "x"),
        ("1e999", "x"),
        ("0,5", "x"),
        ("yes", "ok"),
        ("TRUE", "ok"),
        ("1", "ok"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_named_with_its_line(cell: str, field: str, tmp_path: Path) -> None:
    row = {"id": "b", "n": "1", "x": "1", "ok": "true", "day": "", field: f'"{cell}"'}
    text = "id,n,x,ok,day\na,1,1,true,\n" + ",".join(row.values()) + "\n"
    [problem] = problems_of(written(tmp_path, text))
    assert (problem.file, problem.row, problem.field) == ("t.csv", 3, field)
    assert f"“{cell}” is not" in problem.message


def test_every_wrong_cell_is_named(tmp_path: Path) -> None:
    found = problems_of(written(tmp_path, "id,n,x,ok,day\na,?,1,true,\nb,1,?,maybe,\n"))
    assert {(problem.row, problem.field) for problem in found} == {(2, "n"), (3, "x"), (3, "ok")}


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    found = problems_of(written(tmp_path, "id,x,day\na,1,\n"))
    assert [(problem.row, problem.field) for problem in found] == [(None, "n"), (None, "ok")]
