"""One table of a data folder: read from its file as text, and typed as its description says."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from evidence.library.problems import DataError, Problem
from evidence.library.schema import Field


def read_table(folder: Path, table: str) -> pd.DataFrame:
    """One table as text, cell by cell; the index is the line of the file on which a row begins (the header is line 1).

    A byte order mark, Windows line ends and blank lines do not matter; cells that a short row lacks are empty. Raises
    `DataError` if the file is missing, is not UTF-8 or is not a table.
    """
    name = f"{table}.csv"
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DataError([Problem(name, None, "", "The file is missing.")]) from error
    except UnicodeDecodeError as error:
        raise DataError([Problem(name, None, "", "The file is not UTF-8 text.")]) from error
    except OSError as error:
        raise DataError([Problem(name, None, "", f"The file cannot be read ({error.strerror}).")]) from error
    return _rectangle(list(_records(text, name)), name)


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV text but the blank ones, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"The file cannot be read as a table from here on ({error})."
        raise DataError([Problem(name, line, "", message)]) from error


def _rectangle(records: list[tuple[int, list[str]]], name: str) -> pd.DataFrame:
    if not records:
        raise DataError([Problem(name, None, "", "The file is empty: not even a header line.")])
    (line, header), *rows = records
    twice = sorted({column for column in header if header.count(column) > 1})
    problems = [Problem(name, line, column, "The column is there more than once.") for column in twice]
    problems += [
        Problem(name, line, "", f"The row has {len(cells)} cells, the header only {len(header)}.")
        for line, cells in rows
        if len(cells) > len(header)
    ]
    if problems:
        raise DataError(problems)
    filled = [cells + [""] * (len(header) - len(cells)) for _, cells in rows]
    return pd.DataFrame(filled, index=[line for line, _ in rows], columns=header, dtype="str")


def typed(frame: pd.DataFrame, fields: Mapping[str, Field], table: str) -> pd.DataFrame:
    """The table of `read_table` with every described column as text, `Int64`, `float64` or `boolean`.

    Columns that are not described stay text. Raises `DataError` with every missing column, else with every wrong cell.
    """
    missing = [name for name in fields if name not in frame.columns]
    if missing:
        raise DataError([Problem(f"{table}.csv", None, name, "The column is missing.") for name in missing])
    problems: list[Problem] = []
    columns = {name: _column(frame[name], fields.get(name), table, problems) for name in frame.columns}
    if problems:
        raise DataError(problems)
    return pd.DataFrame(columns, index=frame.index)


def _column(cells: pd.Series, field: Field | None, table: str, problems: list[Problem]) -> pd.Series:
    if field is None or field.type not in _KINDS:
        return cells.astype("str")
    if field.type == "boolean":
        values = cells.map({"true": True, "false": False}).astype("boolean")
    else:
        values = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype("float64")
        usable = values.abs() < (MOST_EXACT if field.type == "integer" else math.inf)
        values = values.where(usable & (values % 1 == 0) if field.type == "integer" else usable)
    wrong = values.isna() & (cells != "")
    for position in wrong.to_numpy().nonzero()[0]:
        message = f"“{cells.iloc[position]}” is not {_KINDS[field.type]}."
        problems.append(Problem(f"{table}.csv", int(cells.index[position]), field.name, message))
    if wrong.any():
        return cells
    return values.astype("Int64") if field.type == "integer" else values


_KINDS = {"boolean": "true or false", "integer": "a whole number", "number": "a number"}
#: From here on a float cannot tell neighbouring whole numbers apart.
MOST_EXACT = 2.0**53
