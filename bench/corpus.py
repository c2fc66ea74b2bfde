"""Larger corpora for measuring: every study and finding copied under new ids, in a temporary folder."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

Row = dict[str, str]

#: No real paper has a PubMed or PubMed Central number as large as these.
FIRST_PMID = 90_000_000
FIRST_PMCID = 900_000_000


def enlarge(source: Path, target: Path, times: int) -> Path:
    """Copy the data folder `source` to the new folder `target`, with `times` as many studies and findings.

    The copies differ from their originals in ids and identifiers only, so that the checks of the data still pass. The other
    tables stay as they are and go on referring to the originals.
    """
    shutil.copytree(source, target)
    studies = _read(target / "studies.csv")
    findings = _read(target / "findings.csv")
    copies = range(2, times + 1)
    new_studies = [_study(row, copy, at + len(studies) * copy) for copy in copies for at, row in enumerate(studies)]
    new_findings = [_finding(row, copy) for copy in copies for row in findings]
    _write(target / "studies.csv", studies + new_studies)
    _write(target / "findings.csv", findings + new_findings)
    return target


def _study(row: Row, copy: int, number: int) -> Row:
    changed = {
        "study_id": _copied(row["study_id"], copy),
        "pmid": row["pmid"] and str(FIRST_PMID + number),
        "doi": row["doi"] and f"{row['doi']}.copy{copy}",
        "pmcid": row["pmcid"] and f"PMC{FIRST_PMCID + number}",
    }
    return row | changed


def _finding(row: Row, copy: int) -> Row:
    study_id = _copied(row["study_id"], copy)
    return row | {"study_id": study_id, "finding_id": study_id + row["finding_id"].removeprefix(row["study_id"])}


def _copied(study_id: str, copy: int) -> str:
    return f"{study_id}-copy{copy}"


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
