"""The methods page: the whole account, the words of judgement, the dictionary, and figures that are counted."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.answers.certainty import DOMAINS
from evidence.library import Library
from evidence.library.library import TABLES
from evidence.synthesis.selfcheck import selfcheck
from tests.pages.pictures import Shown, pictures
from tests.pages.visit import rows, shown, texts, unfold, visit
from ui.show.takeaway import BESIDE, all_tables_zip


@pytest.fixture(scope="module")
def methods() -> AppTest:
    return visit("methods")


def test_the_account_is_there_and_nothing_is_left_out(methods: AppTest, data_folder: Path) -> None:
    account = (data_folder / "METHODS.md").read_text(encoding="utf-8").splitlines()
    words = "\n".join(methods.markdown.values)
    assert len(account) > 30
    for line in account:
        if not line.startswith("# "):
            assert line in words


def test_support_and_certainty_are_explained(methods: AppTest, library: Library) -> None:
    words = shown(methods)
    for vocabulary in ("support", "certainty"):
        for code in library.schema.codes(vocabulary):
            assert " ".join(code.definition.split()) in words
    for name in DOMAINS:
        assert " ".join(library.schema.field("appraisals", name).description.split()) in words


def test_the_caution_about_counting_is_there_with_numbers(methods: AppTest, direct: pd.DataFrame) -> None:
    sham = direct[(direct["role"] == "primary") & (direct["comparator_class"] == "credible")]
    part = round(100 * (sham["direction"] == "favours_massage").mean())
    assert "Counting" in shown(methods) or "counting" in shown(methods)
    assert f"{part}% of {len(sham)} against" in shown(methods)


def test_figures_are_counted(methods: AppTest, library: Library) -> None:
    studies = library.studies
    tiles = {metric.label: metric.value for metric in methods.metric}
    double, full = ((studies["extraction"] == "double").mean(), (studies["source_read"] == "full_text").mean())
    expected = {
        "Studies": str(len(studies)),
        "Findings": f"{len(library.findings):,}",
        "Primary studies": str((studies["role"] == "primary").sum()),
        "Reviews and guidelines": str((studies["role"] == "synthesis").sum()),
        "Randomised": str(((studies["randomised"] == "yes") & (studies["role"] == "primary")).sum()),
        "Extracted twice": f"{round(100 * double)}%",
        "Full-text page, in part": f"{round(100 * full)}%",
        "Years": f"{studies['year'].min()}–{studies['year'].max()}",
    }
    assert tiles == expected


def test_charts_are_counted(methods: AppTest, library: Library) -> None:
    years, designs, conditions = pictures(methods)

    drawn = sum(int(re.search(r": (\d+) ", hover)[1]) for hover in years.hovers)  # type: ignore[index]
    assert drawn == len(library.studies)
    by_design = library.studies["design"].value_counts()
    labels = {library.schema.label("design", code): n for code, n in by_design.items()}
    counted = _counts(designs)
    assert len(counted) >= 10
    assert counted == {label: n for label, n in labels.items() if label in counted}
    named = library.studies["conditions"].str.split("; ").explode().value_counts()
    assert max(_counts(conditions).values()) == named.drop("", errors="ignore").max()
    assert all(picture.alt for picture in (years, designs, conditions))


def _counts(picture: Shown) -> dict[str, int]:
    """The number of studies of each bar, by its label."""
    found = (re.fullmatch(r"(.+): ([\d,]+) stud(?:y|ies)", hover) for hover in picture.hovers)
    return {match[1]: int(match[2].replace(",", "")) for match in found if match}


def test_what_the_server_keeps_is_told_when_it_is_asked_for() -> None:
    app = unfold(visit("methods"), "store")

    table = next(rows(table) for table in app.table if "How many" in rows(table).columns)
    assert "charts.drawn.drawings_of" in table["What"].tolist()
    assert (table["How many"].str.replace(",", "").astype(int) > 0).all()
    assert table["MB"].astype(float).is_monotonic_decreasing
    assert re.search(r"now [\d.]+ of at most \d+ MB", shown(app))


def test_the_dictionary_has_every_field_and_code(library: Library) -> None:
    app = visit("methods")
    for table in TABLES:
        app.selectbox(key="dictionary_table").set_value(table).run()
        assert _column(app, "Field", "Type", "dictionary_fields_page") == list(library.schema.tables[table])
    for vocabulary in app.selectbox(key="dictionary_codes").options:
        app.selectbox(key="dictionary_codes").set_value(vocabulary).run()
        known = [code.value for code in library.schema.codes(vocabulary)]
        assert _column(app, "Code", "Definition", "dictionary_code_list_page") == known
    assert set(app.selectbox(key="dictionary_codes").options) == set(library.schema.vocabularies)


def testall_tables_zip_can_be_taken_along(methods: AppTest, library: Library, data_folder: Path) -> None:
    assert "All tables (CSV in a zip)" in [button.label for button in methods.get("download_button")]
    with zipfile.ZipFile(io.BytesIO(all_tables_zip(library, data_folder))) as archive:
        assert {f"{table}.csv" for table in TABLES} <= set(archive.namelist())
        assert {"README.txt", "datapackage.json", *BESIDE} <= set(archive.namelist())
        assert archive.read("METHODS.md") == (data_folder / "METHODS.md").read_bytes()


def _column(app: AppTest, column: str, beside: str, pager: str) -> list[str]:
    """One column of the dictionary, over all its pages."""
    cells: list[str] = []
    pages = next((widget.proto.num_pages for widget in app.pagination if widget.key == pager), 1)
    for page in range(1, pages + 1):
        if pages > 1:
            app.pagination(key=pager).set_value(page).run()
        table = next(table for table in map(rows, app.table) if {column, beside} <= set(table.columns))
        cells += table[column].tolist()
    return cells


def test_version_citation_licence_and_contact(methods: AppTest, library: Library) -> None:
    words = shown(methods)
    citation = next(code.value for code in methods.code if "Touchstone contributors" in code.value)
    assert library.version in citation
    assert library.fingerprint in citation
    assert "CC BY 4.0" in words
    assert "issue tracker" in words
    assert any("What changed in the data" in text for text in texts(methods))


def test_the_self_check_runs_in_the_app_and_shows_every_number_of_a_set() -> None:
    app = unfold(visit("methods", {"set": "5"}), "selfcheck")

    results = selfcheck()
    words = shown(app)
    assert f"{results['ok'].sum():,} of {len(results):,} published numbers are reproduced" in words
    part = results[results["set"] == 5]
    table = next(rows(table) for table in app.table if "Obtained here" in rows(table).columns)
    assert len(table) == min(len(part), 50) > 3
    assert set(table["Agrees"]) == {"yes"}
    assert "Without counterpart" in words
