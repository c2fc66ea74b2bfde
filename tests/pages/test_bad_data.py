"""The app on a data folder that is broken: a list of problems instead of a traceback, and nothing written."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evidence.library import load
from evidence.library.library import TABLES
from tests.data.copies import Row, contents, edit, edit_bytes, first, rows_of, write_rows
from tests.pages.visit import arrive, go, rows, shown, visit
from ui.address.navigation import PAGES

ALL_THE_SAME = "Use these data all the same"
Break = Callable[[Path], object]


def drop_column(folder: Path) -> None:
    write_rows(
        folder, "studies", [{k: v for k, v in row.items() if k != "scope"} for row in rows_of(folder, "studies")]
    )


def no_rows(*tables: str) -> Break:
    """Breaks a folder by leaving only the header of these tables."""

    def empty(folder: Path) -> None:
        for table in tables:
            edit_bytes(folder, f"{table}.csv", lambda content: content.splitlines(keepends=True)[0])

    return empty


def dangling_ids(folder: Path) -> None:
    edit(folder, "findings", 0, study_id="no-such-study")
    edit(folder, "findings", 1, mechanism="no_such_claim")
    edit(folder, "appraisals", 0, key_studies="no-such-study; cherkin-2011")


def dangling_summaries(folder: Path) -> None:
    """New ids and codes of no study, no condition and no outcome in what is summarised of a condition."""
    for table in SUMMARIES:
        edit(folder, table, 0, basis="no-such-study")
    edit(folder, "summary_of_findings", 1, outcome="no_such_code", comparison="no_such_code", time="no_such_code")
    edit(folder, "summary_of_findings", 2, effect="no_such_code", size="no_such_code", certainty="no_such_code")
    edit(folder, "summary_of_findings", 3, condition_id="no_such_condition")
    edit(folder, "findings", 0, taken_from="no-such-study")
    edit(folder, "appraisals", 0, best_study="no-such-study")
    edit(folder, "mechanisms", 0, target_outcomes="no_such_code")
    edit(folder, "precautions", 0, conditions="no_such_condition")


def condition_left_out(folder: Path) -> None:
    """A summarised condition of which the other tables say nothing."""
    gone = rows_of(folder, "conditions")[0]["condition_id"]
    for table in SUMMARIES:
        write_rows(folder, table, [row for row in rows_of(folder, table) if row["condition_id"] != gone])


def double_ids(folder: Path) -> None:
    for table in ("studies", "mechanisms", "appraisals", "findings", *SUMMARIES):
        rows = rows_of(folder, table)
        write_rows(folder, table, [*rows, *rows[:60]])


def unknown_codes(folder: Path) -> None:
    study = first(folder, "studies", lambda row: row["study_id"] == "cherkin-2011")
    unknown = "no_such_code"
    edit(
        folder, "studies", study, design=unknown, conditions=unknown, scope="massage", extraction=unknown, role=unknown
    )
    finding = first(folder, "findings", lambda row: row["study_id"] == "cherkin-2011")
    edit(folder, "findings", finding, comparator=unknown, direction=unknown, link=unknown, metric=unknown, timepoint="")
    edit(folder, "findings", finding + 1, comparator=unknown, outcome_group=unknown)
    edit(folder, "findings", finding + 2, direction=unknown)
    edit(folder, "appraisals", 0, support=unknown, certainty=unknown, risk_of_bias="no colon")


def empty_cells(folder: Path) -> None:
    """As little in every row as can be: ids, and what a page cannot be found without."""

    def bare(row: Row, kept: tuple[str, ...]) -> Row:
        return {name: cell if name in kept else "" for name, cell in row.items()}

    for table, kept in {
        "studies": ("study_id", "scope", "role"),
        "findings": ("finding_id", "study_id", "mechanism", "link", "comparator", "direction"),
        "appraisals": ("mechanism_id", "link"),
        "mechanisms": ("mechanism_id", "order"),
        "summary_of_findings": ("condition_id", "order"),
        "doses": ("condition_id",),
        "harms": ("condition_id",),
        "precautions": ("order",),
    }.items():
        write_rows(folder, table, [bare(row, kept) for row in rows_of(folder, table)])


def absurd_numbers(folder: Path) -> None:
    edit(folder, "studies", 0, year="9999", n_total="9007199254740000")
    edit(folder, "studies", 1, year="-5", n_total="-1")
    edit(folder, "findings", 0, estimate="1e300", ci_low="2", ci_high="-2", p="<0")
    edit(folder, "summary_of_findings", 0, n_studies="9007199254740000", n_people="0")
    edit(folder, "doses", 0, minutes="9999999 to 1", sessions="0", weeks="a few")
    edit(folder, "harms", 0, n_trials="0", n_full_reports_read="9007199254740000")


#: Tables with one row or more for each summarised condition.
SUMMARIES = ("summary_of_findings", "doses", "harms")
UNREADABLE: dict[str, tuple[Break, str, str]] = {
    "missing file": (lambda folder: (folder / "findings.csv").unlink(), "findings.csv", "missing"),
    "missing new file": (
        lambda folder: (folder / "summary_of_findings.csv").unlink(),
        "summary_of_findings.csv",
        "missing",
    ),
    "missing column": (drop_column, "studies.csv", "missing"),
    "wrong type": (lambda folder: edit(folder, "studies", 4, year="last year"), "studies.csv", "last year"),
    "not UTF-8": (
        lambda folder: edit_bytes(folder, "studies.csv", lambda content: content + b"\xff\xfe\n"),
        "studies.csv",
        "not UTF-8",
    ),
    "no description": (lambda folder: (folder / "datapackage.json").unlink(), "datapackage.json", "missing"),
}
READABLE: dict[str, Break] = {
    "dangling ids": dangling_ids,
    "dangling summaries": dangling_summaries,
    "condition left out": condition_left_out,
    "double ids": double_ids,
    "unknown codes": unknown_codes,
    "empty cells": empty_cells,
    "absurd numbers": absurd_numbers,
    "no findings": no_rows("findings"),
    "no studies": no_rows("studies"),
    "no summaries": no_rows(*SUMMARIES),
    "no claims": no_rows("mechanisms"),
    "no rows at all": no_rows(*TABLES),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_data_that_cannot_be_read_give_a_list_of_problems(name: str, data_copy: Path) -> None:
    breaks, file, words = UNREADABLE[name]
    breaks(data_copy)
    before = contents(data_copy)

    for page in ("study", "studies"):
        app = visit(page, {"id": "cherkin-2011"})
        _is_problem_page(app)
        listed = rows(app.table[0])
        assert any(words in message for message in listed.loc[listed["File"] == file, "What is wrong"])
        assert not [button for button in app.button if button.label == ALL_THE_SAME]
    assert contents(data_copy) == before


def _is_problem_page(app: AppTest) -> None:
    assert not app.exception
    assert [title.value for title in app.title] == ["The data need attention"]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATA", str(tmp_path / "nowhere"))

    app = arrive()

    _is_problem_page(app)
    assert "does not exist" in shown(app)
    assert "nowhere" in shown(app)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", READABLE)
def test_data_with_problems_can_be_used_on_every_page(name: str, data_copy: Path) -> None:
    READABLE[name](data_copy)
    before = contents(data_copy)
    app = arrive()
    _is_problem_page(app)
    assert len(app.table[0].value)

    next(button for button in app.button if button.label == ALL_THE_SAME).click().run()

    for page in PAGES:
        for params in FULL_VIEWS.get(page, ({},)):
            go(app, page, params)
            assert not app.exception, (page, params)
            assert len(app.title) == 1, (page, params)
            assert "problem" in app.expander[0].label
    assert contents(data_copy) == before


#: For each page the addresses that show most of it; a page that is not named is opened as it is.
FULL_VIEWS: dict[str, tuple[dict[str, str], ...]] = {
    "mechanism": ({"mech": "muscle_tension", "link": "mediator_acute", "scope": ""}, {"mech": "pain_quality_of_life"}),
    "studies": ({"scope": "", "from": "1900"}, {"view": "table", "scope": "", "sort": "largest"}, {"view": "ladder"}),
    "study": ({"id": "cherkin-2011"}, {"id": "aaron-2025"}),
    "condition": ({"cond": "low_back_pain"}, {"cond": "cancer"}),
}


def test_one_visitor_goes_on_alone(data_copy: Path) -> None:
    dangling_ids(data_copy)
    app = arrive()
    next(button for button in app.button if button.label == ALL_THE_SAME).click().run()
    assert app.title[0].value != "The data need attention"

    _is_problem_page(arrive())


def _unix(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: _unix(content).replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(lambda content: _unix(content), id="Unix line ends"),
        pytest.param(lambda content: codecs.BOM_UTF8 + content, id="byte order mark"),
    ],
)
def test_line_ends_and_byte_order_marks_do_not_matter(change: Callable[[bytes], bytes], data_copy: Path) -> None:
    whole = load()
    for path in data_copy.iterdir():
        path.write_bytes(change(path.read_bytes()))
    before = contents(data_copy)

    app = visit("methods")

    assert not app.exception
    assert app.title[0].value == "Methods"
    assert f"Data version {whole.version} (fingerprint {whole.fingerprint})" in shown(app)
    go(app, "studies", {"scope": ""})
    assert f"{len(whole.studies):,} of {len(whole.studies):,} studies, {len(whole.findings):,} findings" in shown(app)
    assert contents(data_copy) == before


def test_mended_data_are_read_again(data_copy: Path) -> None:
    right = (data_copy / "studies.csv").read_bytes()
    edit(data_copy, "studies", 4, year="last year")
    app = arrive()
    _is_problem_page(app)

    (data_copy / "studies.csv").write_bytes(right)

    assert app.run().title[0].value != "The data need attention"
