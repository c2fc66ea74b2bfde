"""The ten tables as one library: types, added columns, version and fingerprint."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence.library import Library, load
from evidence.library import library as library_module
from evidence.library.__main__ import main
from evidence.library.library import TABLES, fingerprint
from evidence.library.problems import DataError, Problem
from evidence.library.strands import STRANDS, strand_of

#: From the scopes and roles of the curators to the body of evidence that is counted apart from the others.
EXPECTED_STRANDS = {
    ("massage", "primary"): "massage",
    ("self_massage_or_device", "primary"): "massage",
    ("massage", "synthesis"): "synthesis",
    ("self_massage_or_device", "synthesis"): "synthesis",
    ("other_manual_therapy", "primary"): "other_therapy",
    ("other_manual_therapy", "synthesis"): "other_therapy",
    ("touch", "primary"): "other_therapy",
    ("touch", "synthesis"): "other_therapy",
    ("no_intervention", "primary"): "association",
    ("no_intervention", "synthesis"): "association",
    ("animal", "primary"): "animal",
    ("animal", "synthesis"): "animal",
}


def lines(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_the_one_of_the_file(table: str, library: Library, data_folder: Path) -> None:
    frame, rows = getattr(library, table), lines(data_folder, table)
    assert len(frame) == len(rows)
    for name, field in library.schema.tables[table].items():
        cells, values = [row[name] for row in rows], frame[name].tolist()
        if field.type in {"integer", "number"}:
            expected = [float(cell) if cell else None for cell in cells]
            assert [None if pd.isna(value) else float(value) for value in values] == expected, name
        elif field.type == "boolean":
            expected = [{"true": True, "false": False, "": None}[cell] for cell in cells]
            assert [None if pd.isna(value) else bool(value) for value in values] == expected, name
        else:
            assert values == cells, name


@pytest.mark.parametrize("table", TABLES)
def test_text_is_never_a_missing_value(table: str, library: Library) -> None:
    frame = getattr(library, table)
    for name, field in library.schema.tables[table].items():
        if field.type in {"string", "date"}:
            assert all(isinstance(value, str) for value in frame[name].tolist()), name


@pytest.mark.parametrize(("scope_and_role", "strand"), EXPECTED_STRANDS.items())
def test_strands(scope_and_role: tuple[str, str], strand: str) -> None:
    assert strand_of(*scope_and_role) == strand


def test_every_study_and_every_finding_has_the_strand_of_its_scope_and_role(library: Library) -> None:
    assert set(EXPECTED_STRANDS.values()) == set(STRANDS)
    studies = {row["study_id"]: row for row in library.studies.to_dict("records")}
    for row in studies.values():
        assert row["strand"] == EXPECTED_STRANDS[row["scope"], row["role"]]
    for row in library.findings.to_dict("records"):
        assert row["strand"] == studies[row["study_id"]]["strand"]


def test_the_class_of_a_comparator_stands_beside_every_finding(library: Library) -> None:
    found = dict(zip(library.findings["comparator"], library.findings["comparator_class"], strict=True))
    assert found["sham"] == "credible"
    assert found["usual_care"] == "inactive"
    assert found["exercise"] == "active"
    assert found["within_person"] == "uncontrolled"
    assert "" not in found.values()


def test_rows_are_numbered_from_zero(library: Library) -> None:
    for table in TABLES:
        frame = getattr(library, table)
        np.testing.assert_array_equal(frame.index, np.arange(len(frame)))


def test_one_study_its_findings_and_one_mechanism(library: Library) -> None:
    study = library.study("cherkin-2011")
    assert study is not None
    assert study["year"] == 2011
    assert set(library.findings_of("cherkin-2011")["study_id"]) == {"cherkin-2011"}
    assert library.findings_of("cherkin-2011")["finding_id"].is_monotonic_increasing
    mechanism = library.mechanism("endorphins")
    assert mechanism is not None
    assert mechanism["name"] == "Endorphins"


@pytest.mark.parametrize("unknown", ["", "nobody-1999", "<script>", "CHERKIN-2011"])
def test_an_unknown_id_is_no_error(unknown: str, library: Library) -> None:
    assert library.study(unknown) is None
    assert library.mechanism(unknown) is None
    assert library.findings_of(unknown).empty


def test_the_fingerprint_names_the_content(data_folder: Path, tmp_path: Path, library: Library) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data_folder, copy)
    assert fingerprint(copy) == fingerprint(data_folder) == library.fingerprint
    assert len(library.fingerprint) == 12
    int(library.fingerprint, 16)


@pytest.mark.parametrize("name", ["datapackage.json", *(f"{table}.csv" for table in TABLES)])
def test_the_fingerprint_changes_with_every_file(name: str, data_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data_folder, copy)
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")
    assert fingerprint(copy) != fingerprint(data_folder)
    (copy / name).unlink()
    assert fingerprint(copy) != fingerprint(data_folder)


def test_the_version_is_that_of_the_file_else_of_the_package(data_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data_folder, copy)
    (copy / "VERSION").write_text("7.8.9\n", encoding="utf-8")
    assert load(copy).version == "7.8.9"
    (copy / "VERSION").unlink()
    assert load(copy).version == load(copy).schema.version != ""


def test_all_unreadable_tables_are_named_at_once(data_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data_folder, copy)
    (copy / "scales.csv").unlink()
    (copy / "precautions.csv").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        load(copy)
    assert {problem.file for problem in caught.value.problems} == {"scales.csv", "precautions.csv"}


def test_a_problem_on_one_line() -> None:
    assert (
        str(Problem("studies.csv", 7, "year", "2099 is in the future."))
        == "studies.csv, line 7, year: 2099 is in the future."
    )
    assert (
        str(Problem("studies.csv", None, "year", "The column is missing."))
        == "studies.csv, year: The column is missing."
    )
    assert str(Problem("studies.csv", None, "", "The file is missing.")) == "studies.csv: The file is missing."


def test_an_error_says_all_its_problems() -> None:
    error = DataError([Problem("a.csv", None, "", "One."), Problem("b.csv", 2, "", "Two.")])
    assert str(error) == "a.csv: One.; b.csv, line 2: Two."
    assert len(error.problems) == 2


def test_the_command_says_that_all_is_well(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(data_folder)]) == 0
    assert "no problems" in capsys.readouterr().out


def test_the_command_lists_what_is_wrong(data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data_folder, copy)
    (copy / "scales.csv").unlink()
    assert main([str(copy)]) == 1
    shown = capsys.readouterr().out
    assert "scales.csv: The file is missing." in shown
    assert "1 problem" in shown


def test_frictionless_is_not_loaded_before_it_is_needed() -> None:
    """It takes longer to import than the tables take to read, and visitors do not need it."""
    assert not hasattr(library_module, "frictionless")


def test_the_command_that_checks_a_folder_speaks(data_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evidence.library", str(data_folder)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.strip().endswith("no problems")) == (0, True)
