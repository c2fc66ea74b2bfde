"""What the library holds, held against the rows of the files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.answers.corpus import (
    by_code,
    by_year,
    designs_of,
    figures,
    full_reports_sentence,
    second_hand_sentence,
    taken_from_reviews,
)
from evidence.library import Library
from evidence.library.schema import split
from evidence.studies.names import study_names
from tests.data.copies import rows_of


@pytest.fixture(scope="module")
def rows(data_folder: Path) -> list[dict[str, str]]:
    return rows_of(data_folder, "studies")


def test_the_headline_counts(library: Library, rows: list[dict[str, str]], data_folder: Path) -> None:
    found = figures(library)
    assert (found.studies, found.findings) == (len(rows), len(rows_of(data_folder, "findings")))
    assert found.primary == sum(row["role"] == "primary" for row in rows)
    assert found.syntheses == sum(row["role"] == "synthesis" for row in rows)
    assert found.primary + found.syntheses == found.studies
    assert found.randomised == sum(row["randomised"] == "yes" and row["role"] == "primary" for row in rows)
    assert found.double_extracted == sum(row["extraction"] == "double" for row in rows)
    assert found.full_text == sum(row["source_read"] == "full_text" for row in rows)
    years = [int(row["year"]) for row in rows]
    assert (found.year_first, found.year_last) == (min(years), max(years))
    assert found.checked_last == max(row["checked_on"] for row in rows)


def test_an_empty_library_has_zeros_and_no_years(library: Library) -> None:
    found = figures(replace(library, studies=library.studies.head(0), findings=library.findings.head(0)))
    assert (found.studies, found.findings, found.primary, found.full_text) == (0, 0, 0, 0)
    assert (found.year_first, found.year_last, found.checked_last) == (None, None, "")


def test_designs_of_a_role_are_asked_of_the_data(library: Library, rows: list[dict[str, str]]) -> None:
    for role in ("primary", "synthesis"):
        assert set(designs_of(library, role)) == {row["design"] for row in rows if row["role"] == role}
    assert "network_meta_analysis" in designs_of(library, "synthesis")
    assert designs_of(library, "none") == ()


def test_numbers_from_reviews_are_counted_by_review_and_told(library: Library, data_folder: Path) -> None:
    expected = Counter(row["taken_from"] for row in rows_of(data_folder, "findings") if row["taken_from"])
    assert taken_from_reviews(library) == expected
    told = second_hand_sentence(library)
    assert f"{sum(expected.values())} findings" in told
    for review, number in expected.items():
        assert f"{number} from {study_names(library)[review]}" in told
    none = replace(library, findings=library.findings.assign(taken_from=""))
    assert taken_from_reviews(none) == {}
    assert "the studies themselves" in second_hand_sentence(none)


def test_full_reports_are_told_from_the_table_of_harms(library: Library, data_folder: Path) -> None:
    read = sum(int(row["n_full_reports_read"]) for row in rows_of(data_folder, "harms"))
    assert f"read of {read or 'none'}" in full_reports_sentence(library)
    three = library.harms.assign(n_full_reports_read=[3] + [0] * (len(library.harms) - 1))
    assert "read of 3 of them" in full_reports_sentence(replace(library, harms=three))


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
