"""The checks of a folder: what counts as wrong, on which line, and what does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from evidence.library import Library
from evidence.library.checks import check_folder
from tests.data.copies import edit, edit_bytes, excerpt, first, rows_of


@pytest.fixture
def copy(data_folder: Path, tmp_path: Path) -> Path:
    excerpt(data_folder, tmp_path / "data")
    return tmp_path / "data"


def an_effect(folder: Path) -> int:
    return first(folder, "findings", lambda row: row["metric"] == "smd" and row["ci_low"])


def test_a_year_is_held_against_the_day_of_the_check(copy: Path) -> None:
    newest = max(int(row["year"]) for row in rows_of(copy, "studies"))
    assert check_folder(copy, dt.date(newest, 1, 1)) == []
    problems = check_folder(copy, dt.date(newest - 1, 12, 31))
    lines = [number for number, row in enumerate(rows_of(copy, "studies"), start=2) if row["year"] == str(newest)]
    assert [(problem.row, problem.field) for problem in problems] == [(line, "year") for line in lines]
    assert all(f"{newest} is in the future" in problem.message for problem in problems)


@pytest.mark.parametrize(("estimate", "low", "high"), [("0", "0", "1"), ("1", "0", "1"), ("0.5", "0.5", "0.5")])
def test_an_estimate_may_lie_on_the_edge_of_its_interval(estimate: str, low: str, high: str, copy: Path) -> None:
    edit(copy, "findings", an_effect(copy), estimate=estimate, ci_low=low, ci_high=high)
    assert check_folder(copy) == []


@pytest.mark.parametrize("estimate", ["-0.0001", "1.0001"])
def test_an_estimate_may_not_lie_beyond_it(estimate: str, copy: Path) -> None:
    edit(copy, "findings", an_effect(copy), estimate=estimate, ci_low="0", ci_high="1")
    [problem] = check_folder(copy)
    assert (problem.field, estimate in problem.message) == ("estimate", True)


@pytest.mark.parametrize("metric", ["smd", "md", "rr", "or"])
def test_effects_need_a_sign_convention(metric: str, copy: Path) -> None:
    cells = {"metric": metric, "estimate": "1", "ci_low": "0.5", "ci_high": "2", "estimate_favours_massage_when": ""}
    line = edit(copy, "findings", an_effect(copy), **cells)
    assert [(p.row, p.field) for p in check_folder(copy)] == [(line, "estimate_favours_massage_when")]


@pytest.mark.parametrize("metric", ["proportion", "r"])
def test_what_compares_nothing_needs_none(metric: str, copy: Path) -> None:
    cells = {
        "metric": metric,
        "estimate": "0.5",
        "ci_low": "0.2",
        "ci_high": "0.7",
        "estimate_favours_massage_when": "",
    }
    edit(copy, "findings", an_effect(copy), **cells)
    assert check_folder(copy) == []


def test_an_effect_without_interval_needs_none(copy: Path) -> None:
    edit(copy, "findings", an_effect(copy), estimate="1", ci_low="", ci_high="", estimate_favours_massage_when="")
    assert check_folder(copy) == []


def test_empty_identifiers_are_not_the_same_identifier(library: Library, data_folder: Path) -> None:
    assert (library.studies["pmid"] == "").sum() > 1
    assert check_folder(data_folder) == []


def test_a_claim_without_a_verdict_needs_no_appraisals(copy: Path) -> None:
    at = first(copy, "mechanisms", lambda row: row["mechanism_id"] == "endorphins")
    edit(copy, "mechanisms", at, verdict="", verdict_detail="")
    edit_bytes(
        copy,
        "appraisals.csv",
        lambda content: b"".join(line for line in content.splitlines(True) if not line.startswith(b"endorphins,")),
    )
    assert check_folder(copy) == []


def test_lines_are_those_of_the_file_also_after_blank_lines_and_line_breaks_in_cells(copy: Path) -> None:
    edit(copy, "studies", 3, summary="One.\nTwo.\nThree.")
    edit(copy, "studies", 9, design="guess")
    edit(copy, "studies", 10, title="")
    edit_bytes(copy, "studies.csv", lambda content: content.replace(b"\n", b"\n\n", 1))
    text = (copy / "studies.csv").read_text(encoding="utf-8").splitlines()
    problems = {problem.field: problem.row for problem in check_folder(copy)}
    assert problems["design"] is not None
    assert ",guess," in text[problems["design"] - 1]
    assert problems["title"] == problems["design"] + 1


def test_problems_come_file_by_file_and_line_by_line_without_repeats(copy: Path) -> None:
    edit(copy, "studies", 9, design="guess")
    edit(copy, "studies", 3, design="guess")
    edit(copy, "findings", 3, link="guess")
    problems = check_folder(copy)
    places = [(problem.file, problem.row) for problem in problems]
    assert places == [("findings.csv", 5), ("studies.csv", 5), ("studies.csv", 11)]
    assert len(set(problems)) == len(problems)
