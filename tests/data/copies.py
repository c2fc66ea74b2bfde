"""Copies of the data folder that are broken in one way, and what a folder holds byte by byte."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidence.schema import split

Row = dict[str, str]


def rows_of(folder: Path, table: str) -> list[Row]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder: Path, table: str, rows: list[Row]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def excerpt(source: Path, target: Path) -> None:
    """A smaller data folder without problems: some studies, one study for every conclusion, and their findings."""
    shutil.copytree(source, target)
    studies = rows_of(source, "studies")
    kept = {row["study_id"] for row in studies[:30]} | {"cherkin-2011"}
    for table in ("appraisals", "conditions", "precautions"):
        rows = [{**row, "key_studies": split(row["key_studies"])[0]} for row in rows_of(source, table)]
        write_rows(target, table, rows)
        kept |= {row["key_studies"] for row in rows}
    write_rows(target, "studies", [row for row in studies if row["study_id"] in kept])
    write_rows(target, "findings", [row for row in rows_of(source, "findings") if row["study_id"] in kept])


def edit(folder: Path, table: str, position: int, **cells: str) -> int:
    """Change cells of one row, counted from 0; the line of that row in the file (the header is line 1)."""
    rows = rows_of(folder, table)
    rows[position] = {**rows[position], **cells}
    write_rows(folder, table, rows)
    return position + 2


def first(folder: Path, table: str, fits: Callable[[Row], object]) -> int:
    """Position of the first row that fits."""
    return next(position for position, row in enumerate(rows_of(folder, table)) if fits(row))


def edit_description(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def edit_bytes(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


def contents(folder: Path) -> dict[str, str]:
    """A hash for every file below the folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
