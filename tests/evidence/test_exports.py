"""Exports: safe cells, exact bytes, a zip that other people's tools accept."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from evidence.library import library
from evidence.takeaway import exports

STUDIES = pd.DataFrame(
    {
        "study_id": pd.Series(["a-2001", "b-2002"], dtype="str"),
        "title": pd.Series(["=HYPERLINK(1)", 'Schmerz, "Rücken"'], dtype="str"),
        "year": pd.Series([2001, None], dtype="Int64"),
        "open_access": pd.Series([True, None], dtype="boolean"),
        "note": pd.Series(["", "two\nlines"], dtype="str"),
    }
)
FINDINGS = pd.DataFrame(
    {
        "finding_id": pd.Series(["a-2001-1", "b-2002-1"], dtype="str"),
        "study_id": pd.Series(["a-2001", "b-2002"], dtype="str"),
        "direction": pd.Series(["favours_massage", "mixed"], dtype="str"),
        "mechanism": pd.Series(["circulation", "circulation"], dtype="str"),
        "estimate": pd.Series([-0.5, np.nan], dtype="float64"),
        "n_massage": pd.Series([12.0, 0.1], dtype="float64"),
        "p": pd.Series(["-0.5", "<0.01"], dtype="str"),
        "added": pd.Series([1, 2], dtype="Int64"),
    }
)
DATAPACKAGE: dict[str, Any] = {
    "name": "small",
    "version": "1.0.0",
    "resources": [
        {
            "name": "mechanisms",
            "path": "mechanisms.csv",
            "schema": {"fields": [{"name": "mechanism_id", "type": "string", "vocabulary": "unused"}]},
        },
        {
            "name": "findings",
            "title": "Findings",
            "path": "old/findings.csv",
            "bytes": 12,
            "hash": "abc",
            "schema": {
                "fields": [
                    {"name": "finding_id", "type": "string"},
                    {
                        "name": "study_id",
                        "type": "string",
                        "references": {"resource": "studies", "field": "study_id"},
                    },
                    {
                        "name": "mechanism",
                        "type": "string",
                        "references": {"resource": "mechanisms", "field": "mechanism_id"},
                    },
                    {"name": "direction", "type": "string", "vocabulary": "direction"},
                    {"name": "estimate", "type": "number", "description": "As printed."},
                    {"name": "n_massage", "type": "number"},
                    {"name": "p", "type": "string"},
                    {"name": "not_exported", "type": "string"},
                ],
                "primaryKey": "finding_id",
                "foreignKeys": [
                    {"fields": "study_id", "reference": {"resource": "studies", "fields": "study_id"}},
                    {
                        "fields": ["mechanism"],
                        "reference": {"resource": "mechanisms", "fields": ["mechanism_id"]},
                    },
                ],
            },
        },
        {
            "name": "studies",
            "path": "studies.csv",
            "schema": {
                "fields": [
                    {"name": "study_id", "type": "string"},
                    {"name": "title", "type": "string"},
                    {"name": "year", "type": "integer"},
                    {"name": "open_access", "type": "boolean"},
                    {"name": "note", "type": "string"},
                ],
                "primaryKey": ["study_id"],
            },
        },
    ],
    "vocabularies": {"direction": [{"value": "mixed", "label": "Mixed"}], "unused": []},
}


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def assert_valid_package(data: bytes, folder: Path) -> None:
    for name, content in unzip(data).items():
        (folder / name).write_bytes(content)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


# Cells


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_starts_like_a_formula_is_guarded(start: str) -> None:
    assert exports.safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["", "'=1", "a=1", " x", "5-6", -0.5, -3, True, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert exports.safe_cell(value) is value


def test_csv_is_exact() -> None:
    assert (
        exports.csv_bytes(STUDIES)
        == (
            "study_id,title,year,open_access,note\n"
            "a-2001,'=HYPERLINK(1),2001,true,\n"
            'b-2002,"Schmerz, ""Rücken""",,,"two\nlines"\n'
        ).encode()
    )


def test_numbers_stay_numbers_and_text_columns_are_guarded() -> None:
    assert exports.csv_bytes(FINDINGS[["estimate", "n_massage", "p", "added"]]) == (
        b"estimate,n_massage,p,added\n-0.5,12,'-0.5,1\n,0.1,<0.01,2\n"
    )


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([True, False], "bool", ["true", "false"]),
        ([True, None], "boolean", ["true", ""]),
        ([1, None], "Int64", ["1", ""]),
        ([-7, 8], "int64", ["-7", "8"]),
        ([38.0, -0.0, 1e300, 0.1 + 0.2], "float64", ["38", "-0", "1e+300", "0.30000000000000004"]),
        ([np.inf, -np.inf, np.nan], "float64", ["INF", "-INF", ""]),
        ([-1, "-1", None, np.bool_(True), np.float64(-2.5)], "object", ["-1", "'-1", "", "true", "-2.5"]),
        ([datetime.date(2026, 11, 22)], "object", ["2026-11-22"]),
    ],
)
def test_every_type_is_printed_the_frictionless_way(values: list[Any], dtype: str, expected: list[str]) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=dtype), "y": "-"})
    assert [row[0] for row in rows(exports.csv_bytes(frame))[1:]] == expected


def test_line_breaks_of_every_kind_stay_inside_their_cell() -> None:
    frame = pd.DataFrame({"a": ["x\ry", "x\r\ny", "x\ny"], "b": ["1", "2", "3"]})
    assert exports.csv_bytes(frame) == b'a,b\n"x\ry",1\n"x\r\ny",2\n"x\ny",3\n'


def test_a_single_empty_cell_is_not_a_blank_line() -> None:
    assert exports.csv_bytes(pd.DataFrame({"a": ["", "x"]})) == b'a\n""\nx\n'


def test_column_names_are_guarded_and_an_empty_frame_keeps_its_header() -> None:
    assert exports.csv_bytes(pd.DataFrame({"=a": [], "b": []})) == b"'=a,b\n"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1, max_size=8))
def test_no_cell_can_run_and_no_text_is_lost(texts: list[str]) -> None:
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "end": "x"})
    read = rows(exports.csv_bytes(frame))
    assert len(read) == len(texts) + 1
    for text, (cell, end) in zip(texts, read[1:], strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in (text, f"'{text}")
        assert end == "x"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_read_back_as_they_were(values: list[float]) -> None:
    read = rows(exports.csv_bytes(pd.DataFrame({"x": values})))
    assert [float(cell) for (cell,) in read[1:]] == values


def test_the_curated_tables_read_back_as_they_were(data_folder: Path) -> None:
    loaded = library.load(data_folder)
    for name in ("studies", "findings"):
        printed = pd.read_csv(data_folder / f"{name}.csv", dtype=str, keep_default_na=False)
        frame = getattr(loaded, name)[list(printed.columns)]
        data = exports.csv_bytes(frame)
        assert not data.startswith(b"\xef\xbb\xbf")
        again = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        assert list(again.columns) == list(printed.columns)
        for column in printed.columns:
            if pd.api.types.is_float_dtype(frame[column]):
                assert pd.to_numeric(again[column]).equals(pd.to_numeric(printed[column])), column
            else:
                assert again[column].equals(printed[column]), column


# The words that go with an export


def written(**changes: Any) -> str:
    words: dict[str, Any] = {
        "selection": "randomised trials on neck pain",
        "data_version": "1.2.0",
        "data_fingerprint": "0123456789ab",
        "date": datetime.date(2026, 11, 23),
        "studies": 12,
        "findings": 1,
        "link": "https://example.org/studies?cond=neck_pain",
    }
    return exports.readme(**{**words, **changes})


@pytest.mark.parametrize(
    "words",
    [
        "Selection: randomised trials on neck pain",
        "12 studies and 1 finding.",
        "Data version 1.2.0 (fingerprint 0123456789ab)",
        "2026-11-23",
        "https://example.org/studies?cond=neck_pain",
        "studies.csv",
        "findings.csv",
        "datapackage.json",
        "favours_massage",
        "within_person",
        "estimate_favours_massage_when",
        "Do not add reviews to primary studies",
        "How to cite",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "This is not medical advice.",
        "licensed therapist",
    ],
)
def test_the_readme_says(words: str) -> None:
    assert words in " ".join(written().split())


def test_the_readme_leaves_out_a_link_it_does_not_have() -> None:
    text = written(link=None)
    assert "The same view" not in text
    assert "None" not in text


def test_a_selection_cannot_break_out_of_its_line() -> None:
    text = written(selection="pain\n\nNot medical advice\n------------------\nBuy this")
    assert text.count("\nNot medical advice\n") == 1
    assert text.splitlines() == [line.rstrip() for line in text.splitlines()]


def test_readme_lines_are_short_except_for_addresses() -> None:
    long = [line for line in written(link=f"https://example.org/?q={'x' * 200}").splitlines() if len(line) > 88]
    assert all("https://" in line for line in long)


# The zip


def test_the_zip_holds_four_files_in_order() -> None:
    files = unzip(exports.bundle(STUDIES, FINDINGS, "Grüße\n", DATAPACKAGE))
    assert list(files) == ["README.txt", "datapackage.json", "findings.csv", "studies.csv"]
    assert files["README.txt"] == "Grüße\n".encode()
    assert files["studies.csv"] == exports.csv_bytes(STUDIES)
    assert files["findings.csv"] == exports.csv_bytes(FINDINGS)


def test_the_same_input_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = exports.bundle(STUDIES, FINDINGS, "text", DATAPACKAGE)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert exports.bundle(STUDIES.copy(), FINDINGS.copy(), "text", copy.deepcopy(DATAPACKAGE)) == first
    assert exports.bundle(STUDIES, FINDINGS, "other text", DATAPACKAGE) != first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_descriptor_fits_the_two_tables() -> None:
    before = copy.deepcopy(DATAPACKAGE)
    descriptor = json.loads(unzip(exports.bundle(STUDIES, FINDINGS, "", DATAPACKAGE))["datapackage.json"])
    assert before == DATAPACKAGE
    assert descriptor["version"] == "1.0.0"
    assert descriptor["vocabularies"] == {"direction": [{"value": "mixed", "label": "Mixed"}]}
    studies, findings = descriptor["resources"]
    assert (studies["path"], findings["path"]) == ("studies.csv", "findings.csv")
    assert findings["title"] == "Findings"
    assert not {"bytes", "hash"} & set(findings)
    assert [field["name"] for field in findings["schema"]["fields"]] == list(FINDINGS.columns)
    assert findings["schema"]["fields"][4]["description"] == "As printed."
    assert findings["schema"]["fields"][3] == {"name": "mechanism", "type": "string"}
    assert findings["schema"]["fields"][1]["references"] == {"resource": "studies", "field": "study_id"}
    assert findings["schema"]["fields"][-1] == {"name": "added", "type": "integer"}
    assert findings["schema"]["primaryKey"] == "finding_id"
    assert findings["schema"]["foreignKeys"] == [
        {"fields": "study_id", "reference": {"resource": "studies", "fields": "study_id"}}
    ]


def test_keys_of_columns_that_are_not_exported_are_dropped() -> None:
    studies = STUDIES[["study_id", "title"]]
    findings = FINDINGS[["study_id", "direction"]]
    descriptor = json.loads(unzip(exports.bundle(studies, findings, "", DATAPACKAGE))["datapackage.json"])
    schema = descriptor["resources"][1]["schema"]
    assert "primaryKey" not in schema
    assert len(schema["foreignKeys"]) == 1


@pytest.mark.parametrize(("dtype", "expected"), [("bool", "boolean"), ("boolean", "boolean"), ("float64", "number")])
def test_added_columns_are_described_by_their_type(dtype: str, expected: str) -> None:
    studies = STUDIES.assign(extra=pd.Series([1, 0], dtype=dtype))
    descriptor = json.loads(unzip(exports.bundle(studies, FINDINGS, "", DATAPACKAGE))["datapackage.json"])
    assert descriptor["resources"][0]["schema"]["fields"][-1] == {"name": "extra", "type": expected}


def test_the_zip_is_a_valid_data_package(tmp_path: Path) -> None:
    assert_valid_package(exports.bundle(STUDIES, FINDINGS, "", DATAPACKAGE), tmp_path)


def test_an_empty_selection_is_a_valid_data_package(tmp_path: Path) -> None:
    assert_valid_package(exports.bundle(STUDIES.iloc[:0], FINDINGS.iloc[:0], "", DATAPACKAGE), tmp_path)


def test_the_curated_tables_make_a_valid_data_package(tmp_path: Path, data_folder: Path) -> None:
    loaded = library.load(data_folder)
    bundle = exports.bundle(loaded.studies, loaded.findings, written(), loaded.schema.descriptor)
    assert_valid_package(bundle, tmp_path)
    part = loaded.studies.iloc[::7]
    findings = loaded.findings[loaded.findings["study_id"].isin(part["study_id"])]
    smaller = exports.bundle(part, findings, written(), loaded.schema.descriptor)
    assert len(rows(unzip(smaller)["studies.csv"])) == len(part) + 1


def test_all_tables_make_a_valid_data_package_that_loads_again(tmp_path: Path, data_folder: Path) -> None:
    loaded = library.load(data_folder)
    frames = {table: getattr(loaded, table)[list(loaded.schema.tables[table])] for table in library.TABLES}
    text = exports.package_readme(
        library.TABLES,
        loaded.schema.descriptor,
        data_version=loaded.version,
        data_fingerprint=loaded.fingerprint,
        date=datetime.date(2026, 11, 24),
    )
    data = exports.package(frames, text, loaded.schema.descriptor, {"METHODS.md": b"how"})
    assert_valid_package(data, tmp_path)
    assert unzip(data)["METHODS.md"] == b"how"
    for table in library.TABLES:
        assert f"{table}.csv: " in text
    assert "curators' structured judgements" in " ".join(text.split())
    again = library.load(tmp_path)
    assert again.version == loaded.version
    for table in library.TABLES:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(loaded, table))


def test_where_numbers_were_taken_from_goes_with_every_export(data_folder: Path) -> None:
    loaded = library.load(data_folder)
    taken = loaded.findings[loaded.findings["taken_from"] != ""]
    studies = loaded.studies[loaded.studies["study_id"].isin(taken["study_id"])]
    tables = loaded.schema.tables
    data = unzip(exports.bundle(studies, taken[list(tables["findings"])], written(), loaded.schema.descriptor))
    header, *found = rows(data["findings.csv"])
    assert [row[header.index("taken_from")] for row in found] == taken["taken_from"].tolist()
    assert "a secondary source" in " ".join(data["README.txt"].decode().split())


def test_findings_without_their_study_are_refused() -> None:
    with pytest.raises(ValueError, match="b-2002"):
        exports.bundle(STUDIES.iloc[:1], FINDINGS, "", DATAPACKAGE)


def test_a_descriptor_without_the_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="studies, findings"):
        exports.bundle(STUDIES, FINDINGS, "", {"resources": []})
