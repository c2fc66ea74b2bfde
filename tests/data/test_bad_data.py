"""A data folder that is broken in one way: the problem is named in words, nothing is changed on disk, no traceback."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evidence.answers.chain import chain, claims
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.corpus import figures, full_reports_sentence, second_hand_sentence
from evidence.answers.safety import harms_reported, precautions
from evidence.charts import codes_chart, direction_plot, ladder_chart, years_chart
from evidence.library import Library, check, load
from evidence.library.__main__ import main
from evidence.library.facets import FACETS
from evidence.library.library import TABLES
from evidence.library.problems import DataError, Problem
from evidence.selection import Selection
from evidence.selection.matching import loosening, matcher
from evidence.studies.similar import similar
from tests.data.copies import contents, edit, edit_bytes, edit_description, first, rows_of, write_rows

FILES = (*(f"{table}.csv" for table in TABLES), "datapackage.json")


@dataclass(frozen=True)
class Expected:
    """A problem that has to be in the list; `row` 0 stands for a problem of the whole file."""

    file: str
    row: int
    field: str
    words: str

    def is_in(self, problems: list[Problem]) -> bool:
        return any(
            (problem.file, problem.row or 0, problem.field) == (self.file, self.row, self.field)
            and self.words in problem.message
            for problem in problems
        )


Break = Callable[[Path], Expected]


# One way each to break a folder. The name of the function says how.


def missing_file(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        (folder / f"{table}.csv").unlink()
        return Expected(f"{table}.csv", 0, "", "missing")

    breaks.__name__ = f"missing_{table}"
    return breaks


def file_replaced_by_a_folder(folder: Path) -> Expected:
    (folder / "scales.csv").unlink()
    (folder / "scales.csv").mkdir()
    return Expected("scales.csv", 0, "", "cannot be read")


def column_left_out(table: str, column: str) -> Break:
    def breaks(folder: Path) -> Expected:
        rows = [{name: cell for name, cell in row.items() if name != column} for row in rows_of(folder, table)]
        write_rows(folder, table, rows)
        return Expected(f"{table}.csv", 0, column, "column is missing")

    breaks.__name__ = f"{table}_without_{column}"
    return breaks


def column_named_twice(folder: Path) -> Expected:
    edit_bytes(folder, "scales.csv", lambda content: content.replace(b",population,", b",name,", 1))
    return Expected("scales.csv", 1, "name", "more than once")


def undescribed_column(folder: Path) -> Expected:
    write_rows(folder, "scales", [{**row, "mood": "good"} for row in rows_of(folder, "scales")])
    return Expected("scales.csv", 0, "", "mood")


def year_in_words(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, year="about 2010")
    return Expected("studies.csv", line, "year", "“about 2010” is not a whole number")


def year_with_decimals(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, year="2010.5")
    return Expected("studies.csv", line, "year", "“2010.5” is not a whole number")


def number_with_decimal_comma(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, estimate="0,5")
    return Expected("findings.csv", line, "estimate", "“0,5” is not a number")


def endless_number(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, estimate="inf")
    return Expected("findings.csv", line, "estimate", "“inf” is not a number")


def number_beyond_counting(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, n_total="9" * 30)
    return Expected("studies.csv", line, "n_total", "is not a whole number")


def order_in_words(folder: Path) -> Expected:
    line = edit(folder, "summary_of_findings", 3, order="first")
    return Expected("summary_of_findings.csv", line, "order", "“first” is not a whole number")


def people_with_decimals(folder: Path) -> Expected:
    line = edit(folder, "summary_of_findings", 3, n_people="12.5")
    return Expected("summary_of_findings.csv", line, "n_people", "“12.5” is not a whole number")


def minutes_in_words(folder: Path) -> Expected:
    line = edit(folder, "doses", 2, minutes="half an hour")
    return Expected("doses.csv", line, "minutes", "half an hour")


def trials_in_words(folder: Path) -> Expected:
    line = edit(folder, "harms", 2, n_trials="many")
    return Expected("harms.csv", line, "n_trials", "“many” is not a whole number")


def fewer_than_no_trials(folder: Path) -> Expected:
    line = edit(folder, "harms", 2, n_full_reports_read="-1")
    return Expected("harms.csv", line, "n_full_reports_read", "minimum")


def yes_for_true(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, significant="yes")
    return Expected("findings.csv", line, "significant", "“yes” is not true or false")


def date_in_words(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, checked_on="yesterday")
    return Expected("studies.csv", line, "checked_on", "yesterday")


def size_below_one(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, n_total="0")
    return Expected("studies.csv", line, "n_total", "minimum")


def required_cell_empty(folder: Path) -> Expected:
    line = edit(folder, "studies", 4, title="")
    return Expected("studies.csv", line, "title", "required")


def finding_of_no_study(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, study_id="nobody-1999")
    return Expected("findings.csv", line, "study_id", "nobody-1999")


def finding_on_no_mechanism(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, mechanism="magic")
    return Expected("findings.csv", line, "mechanism", "magic")


def numbers_of_no_review(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, taken_from="nobody-1999")
    return Expected("findings.csv", line, "taken_from", "“nobody-1999” is not in studies.csv")


def numbers_of_a_trial(folder: Path) -> Expected:
    line = edit(folder, "findings", 9, taken_from="cherkin-2011")
    return Expected("findings.csv", line, "taken_from", "“cherkin-2011” is no review")


def best_study_of_no_study(folder: Path) -> Expected:
    line = edit(folder, "appraisals", 2, best_study="nobody-1999")
    return Expected("appraisals.csv", line, "best_study", "“nobody-1999” is not in studies.csv")


def a_review_as_best_study(folder: Path) -> Expected:
    review = rows_of(folder, "studies")[first(folder, "studies", lambda row: row["role"] == "synthesis")]["study_id"]
    line = edit(folder, "appraisals", 2, best_study=review)
    return Expected("appraisals.csv", line, "best_study", f"“{review}” is a review or guideline")


def best_study_of_another_claim(folder: Path) -> Expected:
    findings = rows_of(folder, "findings")
    on_endorphins = {row["study_id"] for row in findings if row["mechanism"] == "endorphins"}
    trials = {row["study_id"] for row in rows_of(folder, "studies") if row["role"] == "primary"}
    other = min(trials - on_endorphins)
    at = first(folder, "appraisals", lambda row: row["mechanism_id"] == "endorphins")
    line = edit(folder, "appraisals", at, best_study=other)
    return Expected("appraisals.csv", line, "best_study", f"“{other}” has no finding on “endorphins”")


def summary_of_no_condition(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        line = edit(folder, table, 2, condition_id="lumbago")
        return Expected(f"{table}.csv", line, "condition_id", "“lumbago” is not one of the codes of “condition”")

    breaks.__name__ = f"unknown_condition_in_{table}"
    return breaks


def row_of_a_condition_without_summary(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        line = edit(folder, table, 2, condition_id="healthy")
        return Expected(f"{table}.csv", line, "condition_id", "healthy")

    breaks.__name__ = f"condition_without_summary_in_{table}"
    return breaks


def condition_left_out(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        left_out = rows_of(folder, "conditions")[2]["condition_id"]
        write_rows(folder, table, [row for row in rows_of(folder, table) if row["condition_id"] != left_out])
        return Expected("conditions.csv", 4, "condition_id", f"“{left_out}” has no row in {table}.csv")

    breaks.__name__ = f"condition_left_out_of_{table}"
    return breaks


def same_condition_twice(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        line = edit(folder, table, 3, condition_id=rows_of(folder, table)[2]["condition_id"])
        return Expected(f"{table}.csv", line, "condition_id", "unique")

    breaks.__name__ = f"same_condition_twice_in_{table}"
    return breaks


def unknown_study_in_a_list(table: str, column: str = "key_studies") -> Break:
    def breaks(folder: Path) -> Expected:
        known = rows_of(folder, table)[2][column]
        line = edit(folder, table, 2, **{column: f"{known}; nobody-1999"})
        return Expected(f"{table}.csv", line, column, "“nobody-1999” is not in studies.csv")

    breaks.__name__ = f"unknown_study_in_a_list_of_{table}"
    return breaks


def header_only(table: str) -> Break:
    def breaks(folder: Path) -> Expected:
        edit_bytes(folder, f"{table}.csv", lambda content: content.split(b"\n", 1)[0] + b"\n")
        return Expected(f"{table}.csv", 0, "", "no rows")

    breaks.__name__ = f"header_only_{table}"
    return breaks


def empty_file(folder: Path) -> Expected:
    (folder / "findings.csv").write_bytes(b"")
    return Expected("findings.csv", 0, "", "empty")


def other_encoding(folder: Path) -> Expected:
    edit_bytes(folder, "studies.csv", lambda content: content.decode().encode("latin-1", "replace"))
    return Expected("studies.csv", 0, "", "not UTF-8")


def two_byte_encoding(folder: Path) -> Expected:
    edit_bytes(folder, "studies.csv", lambda content: content.decode().encode("utf-16"))
    return Expected("studies.csv", 0, "", "not UTF-8")


def semicolons_between_cells(folder: Path) -> Expected:
    edit_bytes(folder, "scales.csv", lambda content: content.replace(b",", b";"))
    return Expected("scales.csv", 0, "scale_id", "column is missing")


def open_quotation_mark(folder: Path) -> Expected:
    lines = len(rows_of(folder, "scales")) + 1
    edit_bytes(folder, "scales.csv", lambda content: content + b'"x_scale,X\n')
    return Expected("scales.csv", lines + 1, "", "cannot be read as a table")


def row_with_too_many_cells(folder: Path) -> Expected:
    edit(folder, "scales", 0)
    edit_bytes(folder, "scales.csv", lambda content: content.rstrip(b"\n") + b",more\n")
    return Expected("scales.csv", len(rows_of(folder, "scales")) + 1, "", "cells")


def estimate_outside_interval(folder: Path) -> Expected:
    line = edit(folder, "findings", whole_effect(folder), estimate="7", ci_low="-1", ci_high="1")
    return Expected("findings.csv", line, "estimate", "outside its interval")


def interval_upside_down(folder: Path) -> Expected:
    line = edit(folder, "findings", whole_effect(folder), estimate="0", ci_low="1", ci_high="-1")
    return Expected("findings.csv", line, "ci_low", "upside down")


def half_an_interval(folder: Path) -> Expected:
    line = edit(folder, "findings", whole_effect(folder), ci_high="")
    return Expected("findings.csv", line, "ci_low", "one end")


def interval_without_sign(folder: Path) -> Expected:
    line = edit(folder, "findings", whole_effect(folder), estimate_favours_massage_when="")
    return Expected("findings.csv", line, "estimate_favours_massage_when", "which sign favours massage")


def whole_effect(folder: Path) -> int:
    return first(folder, "findings", lambda row: row["metric"] == "smd" and row["estimate"] and row["ci_low"])


def same_identifier(name: str, *, capitals: bool = False) -> Break:
    def breaks(folder: Path) -> Expected:
        at = first(folder, "studies", lambda row: row[name] and (not capitals or row[name].upper() != row[name]))
        known = rows_of(folder, "studies")[at][name]
        line = edit(folder, "studies", at + 7, **{name: known.upper() if capitals else known})
        return Expected("studies.csv", line, name, f"{known.lower()} is already the {name.upper()} of another study")

    breaks.__name__ = f"same_{name}{'_in_capitals' if capitals else ''}"
    return breaks


def same_study_twice(folder: Path) -> Expected:
    line = edit(folder, "studies", 5, study_id=rows_of(folder, "studies")[4]["study_id"])
    return Expected("studies.csv", line, "study_id", "unique")


def study_without_address(folder: Path) -> Expected:
    line = edit(folder, "studies", 5, pmid="", doi="", pmcid="", record_url="")
    return Expected("studies.csv", line, "record_url", "no PMID, DOI, PMCID or page of its own")


def year_to_come(folder: Path) -> Expected:
    line = edit(folder, "studies", 5, year="2099")
    return Expected("studies.csv", line, "year", "in the future")


def verdict_without_appraisals(folder: Path) -> Expected:
    rows = [row for row in rows_of(folder, "appraisals") if row["mechanism_id"] != "circulation"]
    write_rows(folder, "appraisals", rows)
    line = first(folder, "mechanisms", lambda row: row["mechanism_id"] == "circulation") + 2
    return Expected("mechanisms.csv", line, "verdict", "no appraisal of its link “mediator_to_symptom”")


def verdict_without_one_appraisal(folder: Path) -> Expected:
    rows = rows_of(folder, "appraisals")
    link = {"mechanism_id": "circulation", "link": "mediator_acute"}
    write_rows(folder, "appraisals", [row for row in rows if not link.items() <= row.items()])
    line = first(folder, "mechanisms", lambda row: row["mechanism_id"] == "circulation") + 2
    return Expected("mechanisms.csv", line, "verdict", "no appraisal of its link “mediator_acute”")


def unknown_code(folder: Path) -> Expected:
    line = edit(folder, "studies", 5, design="guess")
    return Expected("studies.csv", line, "design", "“guess” is not one of the codes of “design”")


def unknown_code_in_a_list(folder: Path) -> Expected:
    line = edit(folder, "studies", 5, conditions="healthy; lumbago")
    return Expected("studies.csv", line, "conditions", "“lumbago” is not one of the codes of “condition”")


def unknown_code_of_a_summary(column: str) -> Break:
    def breaks(folder: Path) -> Expected:
        line = edit(folder, "summary_of_findings", 2, **{column: "good_wishes"})
        return Expected("summary_of_findings.csv", line, column, "“good_wishes” is not one of the codes")

    breaks.__name__ = f"unknown_{column}_of_a_summary"
    return breaks


def unknown_target_outcome(folder: Path) -> Expected:
    line = edit(folder, "mechanisms", 1, target_outcomes="blood_flow; aura")
    return Expected("mechanisms.csv", line, "target_outcomes", "“aura” is not one of the codes of “outcome_group”")


def unknown_condition_of_a_precaution(folder: Path) -> Expected:
    line = edit(folder, "precautions", 1, conditions="lumbago")
    return Expected("precautions.csv", line, "conditions", "“lumbago” is not one of the codes of “condition”")


def unknown_comparator(folder: Path) -> Expected:
    line = edit(folder, "findings", 5, comparator="good_wishes")
    return Expected("findings.csv", line, "comparator", "“good_wishes” is not one of the codes")


def other_version(folder: Path) -> Expected:
    (folder / "VERSION").write_text("9.9.9\n", encoding="utf-8")
    return Expected("VERSION", 0, "", "version")


def missing_description(folder: Path) -> Expected:
    (folder / "datapackage.json").unlink()
    return Expected("datapackage.json", 0, "", "missing")


def description(content: bytes, name: str) -> Break:
    def breaks(folder: Path) -> Expected:
        (folder / "datapackage.json").write_bytes(content)
        return Expected("datapackage.json", 0, "", "cannot be read as a data package")

    breaks.__name__ = f"description_is_{name}"
    return breaks


def description_without_a_table(folder: Path) -> Expected:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "precautions"]

    edit_description(folder, change)
    return Expected("datapackage.json", 0, "", "“precautions” is not described")


def description_without_vocabularies(folder: Path) -> Expected:
    edit_description(folder, lambda descriptor: descriptor.pop("vocabularies"))
    return Expected("datapackage.json", 0, "comparator", "named but not defined")


def description_with_an_unknown_type(folder: Path) -> Expected:
    def change(descriptor: dict[str, Any]) -> None:
        fields = next(r for r in descriptor["resources"] if r["name"] == "studies")["schema"]["fields"]
        next(field for field in fields if field["name"] == "year")["type"] = "intger"

    edit_description(folder, change)
    return Expected("datapackage.json", 0, "year", "described as intger, not integer")


def description_with_senseless_keys(folder: Path) -> Expected:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"][0]["schema"]["foreignKeys"] = 5

    edit_description(folder, change)
    return Expected("datapackage.json", 0, "", "not a valid data package")


#: Columns of the summary of findings that hold codes.
CODED = ("outcome", "outcome_groups", "comparison", "time", "effect", "size", "certainty")
#: Tables with one row or more for each summarised condition.
SUMMARIES = ("summary_of_findings", "doses", "harms")

BREAKS: tuple[Break, ...] = (
    *(missing_file(table) for table in TABLES),
    file_replaced_by_a_folder,
    column_left_out("studies", "scope"),
    column_left_out("summary_of_findings", "plain"),
    column_left_out("doses", "sentence"),
    column_left_out("harms", "n_trials"),
    column_left_out("findings", "taken_from"),
    column_named_twice,
    undescribed_column,
    year_in_words,
    year_with_decimals,
    number_with_decimal_comma,
    endless_number,
    number_beyond_counting,
    order_in_words,
    people_with_decimals,
    minutes_in_words,
    trials_in_words,
    fewer_than_no_trials,
    yes_for_true,
    date_in_words,
    size_below_one,
    required_cell_empty,
    finding_of_no_study,
    finding_on_no_mechanism,
    unknown_study_in_a_list("appraisals"),
    unknown_study_in_a_list("conditions"),
    unknown_study_in_a_list("precautions"),
    *(unknown_study_in_a_list(table, "basis") for table in SUMMARIES),
    numbers_of_no_review,
    numbers_of_a_trial,
    best_study_of_no_study,
    a_review_as_best_study,
    best_study_of_another_claim,
    *(summary_of_no_condition(table) for table in SUMMARIES),
    *(row_of_a_condition_without_summary(table) for table in SUMMARIES),
    *(condition_left_out(table) for table in SUMMARIES),
    same_condition_twice("doses"),
    same_condition_twice("harms"),
    *(header_only(table) for table in TABLES),
    empty_file,
    other_encoding,
    two_byte_encoding,
    semicolons_between_cells,
    open_quotation_mark,
    row_with_too_many_cells,
    estimate_outside_interval,
    interval_upside_down,
    half_an_interval,
    interval_without_sign,
    same_identifier("pmid"),
    same_identifier("doi"),
    same_identifier("pmcid"),
    same_identifier("doi", capitals=True),
    same_study_twice,
    study_without_address,
    year_to_come,
    verdict_without_appraisals,
    verdict_without_one_appraisal,
    unknown_code,
    unknown_code_in_a_list,
    unknown_comparator,
    *(unknown_code_of_a_summary(column) for column in CODED),
    unknown_target_outcome,
    unknown_condition_of_a_precaution,
    other_version,
    missing_description,
    description(b"", "empty"),
    description(b"{", "cut off"),
    description(b"[]", "a list"),
    description(b"null", "nothing"),
    description(b"\xff\xfe{}", "not UTF-8"),
    description(b"[" * 100_000, "bottomless"),
    description_without_a_table,
    description_without_vocabularies,
    description_with_an_unknown_type,
    description_with_senseless_keys,
)


#: Folders that can be loaded all the same, and hold something that a page may stumble over.
LOADABLE: tuple[Break, ...] = (
    undescribed_column,
    required_cell_empty,
    finding_of_no_study,
    finding_on_no_mechanism,
    unknown_study_in_a_list("appraisals"),
    *(unknown_study_in_a_list(table, "basis") for table in SUMMARIES),
    numbers_of_no_review,
    best_study_of_no_study,
    *(condition_left_out(table) for table in SUMMARIES),
    *(header_only(table) for table in TABLES),
    half_an_interval,
    same_study_twice,
    verdict_without_appraisals,
    unknown_code,
    unknown_code_in_a_list,
    unknown_comparator,
    *(unknown_code_of_a_summary(column) for column in ("comparison", "time", "effect")),
    unknown_target_outcome,
    unknown_condition_of_a_precaution,
)


#: Folders that cannot be loaded at all.
CANNOT_BE_LOADED: tuple[Break, ...] = (
    missing_file("scales"),
    *(missing_file(table) for table in SUMMARIES),
    column_left_out("studies", "scope"),
    year_in_words,
    order_in_words,
    trials_in_words,
    empty_file,
    missing_description,
)


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda breaks: breaks.__name__)
def test_the_problem_is_named_and_nothing_is_changed(breaks: Break, small_copy: Path) -> None:
    expected = breaks(small_copy)
    before = contents(small_copy)
    problems = check(small_copy)
    assert expected.is_in(problems), [str(problem) for problem in problems[:5]]
    for problem in problems:
        assert problem.message.strip().endswith((".", ")"))
        assert str(small_copy) not in str(problem), "a visitor has no use for a path of the server"
    assert contents(small_copy) == before


@pytest.mark.parametrize("breaks", LOADABLE, ids=lambda breaks: breaks.__name__)
def test_the_rest_works(breaks: Break, small_copy: Path) -> None:
    breaks(small_copy)
    before = contents(small_copy)
    show_everything(load(small_copy))
    assert contents(small_copy) == before


@pytest.mark.parametrize("breaks", CANNOT_BE_LOADED, ids=lambda breaks: breaks.__name__)
def test_what_cannot_be_loaded_names_the_same_problem(breaks: Break, small_copy: Path) -> None:
    expected = breaks(small_copy)
    with pytest.raises(DataError) as caught:
        load(small_copy)
    assert expected.is_in(caught.value.problems)


def show_everything(library: Library) -> None:
    """What the pages ask of a library, once each; whatever can be loaded has to be shown without an error."""
    figures(library)
    second_hand_sentence(library)
    full_reports_sentence(library)
    loosening(library, Selection(text="pain", direction=("favours_massage",)))
    for facet in FACETS:
        matcher(library).counts(Selection(), facet)
    chosen = Selection(scope=()).apply(library)
    ladder_chart(chosen)
    direction_plot(chosen, chosen.findings)
    for mechanism in claims(library)["mechanism_id"]:
        chain(library, mechanism)
    for condition in list(condition_names(library))[:1]:
        condition_answer(library, condition)
    precautions(library)
    harms_reported(library)
    similar(library, "cherkin-2011")
    years_chart(library)
    codes_chart(library, "conditions", is_list=True)


def test_the_smaller_folder_has_no_problems_of_its_own(small_copy: Path) -> None:
    assert check(small_copy) == []
    assert len(rows_of(small_copy, "studies")) < len(load().studies)


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    [problem] = check(tmp_path / "nowhere")
    assert "does not exist" in problem.message
    with pytest.raises(DataError, match="does not exist"):
        load(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_place_of_the_folder_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    [problem] = check(tmp_path / "data")
    assert "does not exist" in problem.message


def test_an_empty_folder_is_one_problem(tmp_path: Path) -> None:
    [problem] = check(tmp_path)
    assert problem.file == "datapackage.json"


def test_two_broken_tables_are_both_named(small_copy: Path) -> None:
    first_line = edit(small_copy, "studies", 3, year="x")
    second_line = edit(small_copy, "findings", 6, estimate="y")
    problems = check(small_copy)
    assert Expected("studies.csv", first_line, "year", "x").is_in(problems)
    assert Expected("findings.csv", second_line, "estimate", "y").is_in(problems)


# What does not matter


def windows_line_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def unix_line_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def byte_order_mark(content: bytes) -> bytes:
    return codecs.BOM_UTF8 + content


def both(content: bytes) -> bytes:
    return byte_order_mark(windows_line_ends(content))


@pytest.mark.parametrize("change", [windows_line_ends, unix_line_ends, byte_order_mark, both], ids=lambda f: f.__name__)
def test_line_ends_and_byte_order_marks_make_no_difference(
    change: Callable[[bytes], bytes], copy: Path, library: Library
) -> None:
    for name in (*FILES, "VERSION"):
        edit_bytes(copy, name, change)
    before = contents(copy)
    assert check(copy) == []
    loaded = load(copy)
    assert (loaded.fingerprint, loaded.version) == (library.fingerprint, library.version)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(loaded, table), getattr(library, table))
    assert contents(copy) == before


def test_blank_lines_make_no_difference(copy: Path, library: Library) -> None:
    edit_bytes(copy, "findings.csv", lambda content: content.replace(b"\n", b"\n\n", 3) + b"\n\n")
    assert check(copy) == []
    pd.testing.assert_frame_equal(load(copy).findings, library.findings)


def test_the_order_of_columns_makes_no_difference(copy: Path, library: Library) -> None:
    write_rows(copy, "studies", [dict(reversed(row.items())) for row in rows_of(copy, "studies")])
    assert check(copy) == []
    pd.testing.assert_frame_equal(load(copy).studies[library.studies.columns], library.studies)


def test_the_version_file_may_be_missing(copy: Path, library: Library) -> None:
    (copy / "VERSION").unlink()
    assert check(copy) == []
    assert load(copy).version == library.version


def test_markup_in_a_cell_is_text_and_no_problem(copy: Path) -> None:
    edit(copy, "studies", 4, title="<script>alert(1)</script> $x$ [a](b)", summary="=cmd|' /C calc'!A0")
    assert check(copy) == []
    assert load(copy).studies["title"][4] == "<script>alert(1)</script> $x$ [a](b)"


def test_the_command_prints_each_problem_on_a_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = edit(copy, "studies", 5, design="guess")
    assert main([str(copy)]) == 1
    assert f"studies.csv, line {line}, design: “guess” is not one of the codes" in capsys.readouterr().out
