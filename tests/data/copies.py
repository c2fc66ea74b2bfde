"""Copies of the data folder that are broken in one way, and what a folder holds byte by byte."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidence.library.schema import split

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
    studies = {row["study_id"]: row for row in rows_of(source, "studies")}
    kept = {*list(studies)[:30], "cherkin-2011"}
    for table, columns in RESTS_ON.items():
        rows = rows_of(source, table)
        if table == "summary_of_findings":  # one row a condition is enough
            rows = [row for row in rows if row["order"] == "1"]
        rows = [{**row, **{column: "; ".join(split(row[column])[:1]) for column in columns}} for row in rows]
        write_rows(target, table, rows)
        kept |= {row[column] for row in rows for column in columns}
    kept |= {studies[study_id]["same_people_as"] for study_id in kept & set(studies)}
    findings = rows_of(source, "findings")
    kept |= {row["taken_from"] for row in findings if row["study_id"] in kept}
    write_rows(target, "studies", [row for study_id, row in studies.items() if study_id in kept])
    write_rows(target, "findings", [row for row in findings if row["study_id"] in kept])


#: Tables whose rows rest on studies, and the columns that name them.
RESTS_ON = {
    "appraisals": ("key_studies", "best_study"),
    "conditions": ("key_studies",),
    "precautions": ("key_studies",),
    "summary_of_findings": ("basis",),
    "doses": ("basis",),
    "harms": ("basis",),
}


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
