"""What the library holds, held against the rows of the files."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.corpus import by_code, by_year, figures
from evidence.library import Library
from evidence.schema import split


@pytest.fixture(scope="module")
def rows(data_folder: Path) -> list[dict[str, str]]:
    with (data_folder / "studies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_headline_counts(library: Library, rows: list[dict[str, str]]) -> None:
    found = figures(library)
    assert (found.studies, found.findings) == (278, 747)
    assert found.primary == sum(row["role"] == "primary" for row in rows)
    assert found.syntheses == sum(row["role"] == "synthesis" for row in rows)
    assert found.primary + found.syntheses == found.studies
    assert found.randomised == sum(row["randomised"] == "yes" for row in rows)
    assert found.double_extracted == sum(row["extraction"] == "double" for row in rows)
    assert found.full_text == sum(row["source_read"] == "full_text" for row in rows)
    years = [int(row["year"]) for row in rows]
    assert (found.year_first, found.year_last) == (min(years), max(years))
    assert found.checked_last == max(row["checked_on"] for row in rows)


def test_an_empty_library_has_zeros_and_no_years(library: Library) -> None:
    found = figures(replace(library, studies=library.studies.head(0), findings=library.findings.head(0)))
    assert (found.studies, found.findings, found.primary, found.full_text) == (0, 0, 0, 0)
    assert (found.year_first, found.year_last, found.checked_last) == (None, None, "")


def test_every_year_is_named_and_no_study_lost(library: Library, rows: list[dict[str, str]]) -> None:
    table = by_year(library.studies)
    years = [int(row["year"]) for row in rows]
    assert table["year"].tolist() == list(range(min(years), max(years) + 1))
    for role in ("primary", "synthesis"):
        expected = Counter(int(row["year"]) for row in rows if row["role"] == role)
        assert {year: count for year, count in zip(table["year"], table[role], strict=True) if count} == expected


def test_studies_by_year_where_one_role_is_missing(library: Library) -> None:
    primary = library.studies[library.studies["role"] == "primary"]
    assert by_year(primary)["synthesis"].sum() == 0
    assert by_year(library.studies.head(0)).columns.tolist() == ["year", "primary", "synthesis"]


@pytest.mark.parametrize("column", ["design", "condition", "source_read", "provider", "chronic_pain"])
def test_studies_per_code(column: str, library: Library, rows: list[dict[str, str]]) -> None:
    table = by_code(library.studies, column)
    expected = Counter(row[column] for row in rows if row[column])
    assert dict(zip(table["code"], table["studies"], strict=True)) == expected
    assert table["studies"].is_monotonic_decreasing


@pytest.mark.parametrize("column", ["conditions", "techniques", "comparators", "strokes"])
def test_a_study_with_two_codes_counts_in_both(column: str, library: Library, rows: list[dict[str, str]]) -> None:
    table = by_code(library.studies, column, is_list=True)
    expected = Counter(code for row in rows for code in split(row[column]))
    assert dict(zip(table["code"], table["studies"], strict=True)) == expected
    assert table["studies"].sum() > (table["studies"] > 0).sum()


def test_codes_of_no_studies(library: Library) -> None:
    assert by_code(library.studies.head(0), "design").empty
    assert by_code(library.studies.head(0), "conditions", is_list=True).empty
