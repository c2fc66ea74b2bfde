"""Studies to cite in tests: the shipped ones as plain rows, and made-up ones."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

STUDIES_FILE = Path(__file__).resolve().parents[2] / "data" / "studies.csv"


def read_studies() -> list[dict[str, Any]]:
    with STUDIES_FILE.open(encoding="utf-8", newline="") as file:
        return [{**row, "year": int(row["year"])} for row in csv.DictReader(file)]


STUDIES = read_studies()
BY_ID = {study["study_id"]: study for study in STUDIES}


def study(**cells: Any) -> dict[str, Any]:
    """A made-up row: the given cells, everything else empty."""
    empty: dict[str, Any] = dict.fromkeys(STUDIES[0], "")
    return {**empty, "study_id": "made-up", "title": "A title", "journal": "A journal", "year": 2020, **cells}
