"""The shipped tables: complete, described, consistent, and with the traps that are there on purpose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evidence.library import Library, check
from evidence.library.library import TABLES
from evidence.library.schema import split
from evidence.library.strands import links_of
from tests.data.copies import rows_of

#: Columns the project's contracts promise: columns may be added, none may be renamed or dropped.
PROMISED = {
    "mechanisms": "mechanism_id order name claim how_it_is_said_to_work measured_by conditions_named verdict "
    "verdict_detail practice_note target_outcomes",
    "appraisals": "mechanism_id link support certainty conclusion risk_of_bias inconsistency indirectness imprecision "
    "publication_bias key_studies best_study best_study_reason",
    "conditions": "condition_id order label group summary certainty guideline_stance dose_in_trials key_studies",
    "precautions": "order topic level advice why key_studies conditions",
    "scales": "scale_id name range_min range_max lower_is_better population important_change important_change_high "
    "relative_change_percent basis source",
    "findings": "finding_id study_id mechanism link outcome outcome_group instrument timepoint comparator n_massage "
    "n_comparator n_studies direction significant metric metric_note estimate ci_low ci_high ci_level se mean_massage "
    "sd_massage mean_comparator sd_comparator unit lower_is_better estimate_favours_massage_when p i2 "
    "taken_from",
    "studies": "study_id title authors year journal volume issue pages pmid doi pmcid record_url registration design role "
    "scope condition conditions chronic_pain population country n_total n_studies technique techniques strokes "
    "session_minutes sessions weeks provider comparators follow_up randomised assessor_blinded concealed_allocation "
    "intention_to_treat pedro_score adverse_events adverse_events_note open_access summary limitations source_read "
    "checked_on extraction confidence confidence_note",
    "summary_of_findings": "condition_id order outcome outcome_groups comparison time effect size number certainty "
    "risk_of_bias inconsistency indirectness imprecision publication_bias n_studies n_people basis sentence plain",
    "doses": "condition_id minutes sessions weeks sentence basis",
    "harms": "condition_id sentence basis n_trials n_full_reports_read",
}
#: Tables with one row or more for each summarised condition.
SUMMARIES = ("summary_of_findings", "doses", "harms")
SLOW_STROKING = ("arnold", "baumgart", "muller-oerlinghausen")


@pytest.fixture(scope="module")
def descriptor(data_folder: Path) -> dict[str, Any]:
    return json.loads((data_folder / "datapackage.json").read_text(encoding="utf-8"))


def test_nothing_is_wrong_with_the_shipped_data(data_folder: Path) -> None:
    assert check(data_folder) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_a_file_is_in_the_library(table: str, data_folder: Path, library: Library) -> None:
    rows = rows_of(data_folder, table)
    frame = getattr(library, table)
    assert len(rows) == len(frame) > 0
    for name, field in library.schema.tables[table].items():
        if field.type == "string":
            assert [row[name] for row in rows] == frame[name].tolist(), name


def test_the_version_is_the_same_in_all_places(data_folder: Path, descriptor: dict[str, Any]) -> None:
    version = (data_folder / "VERSION").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert descriptor["version"] == version
    newest = re.search(r"^## (\S+)", (data_folder / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == version


def test_the_citation_names_the_version_and_day_of_the_data(data_folder: Path, descriptor: dict[str, Any]) -> None:
    citation = (data_folder.parent / "CITATION.cff").read_text(encoding="utf-8")
    data = citation[citation.index("type: data") :]
    assert f"version: {descriptor['version']}\n" in data
    assert f"date-released: {descriptor['created'][:10]}\n" in data


def test_the_licence_is_named_in_both_places(data_folder: Path, descriptor: dict[str, Any]) -> None:
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert "Creative Commons Attribution 4.0" in (data_folder / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_promised_columns_are_there_and_all_are_described(table: str, data_folder: Path, library: Library) -> None:
    header = list(rows_of(data_folder, table)[0])
    assert list(library.schema.tables[table]) == header
    assert set(PROMISED[table].split()) <= set(header)
    for field in library.schema.tables[table].values():
        assert field.title, field.name
        assert re.search(r"\.$", field.description), f"{table}.{field.name}: a description is a sentence"


def test_every_table_and_every_number_with_a_unit_is_described(descriptor: dict[str, Any]) -> None:
    for resource in descriptor["resources"]:
        assert resource["title"]
        assert resource["description"].endswith(".")
        assert resource["schema"]["primaryKey"]
    assert {resource["name"] for resource in descriptor["resources"]} == set(TABLES)
    units = {
        (resource["name"], field["name"]): field.get("unit")
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    assert units["studies", "n_total"] == "people"
    assert units["studies", "session_minutes"] == "minutes"
    assert units["studies", "weeks"] == "weeks"
    assert units["summary_of_findings", "n_studies"] == "studies"
    assert units["summary_of_findings", "n_people"] == "people"
    assert units["harms", "n_trials"] == units["harms", "n_full_reports_read"] == "trials"


def test_every_code_has_a_label_and_a_definition_of_its_own(library: Library) -> None:
    for name in library.schema.vocabularies:
        codes = library.schema.codes(name)
        assert all(code.label and code.definition.endswith(".") for code in codes), name
        assert len({code.label for code in codes}) == len(codes), name
        assert len({library.schema.phrase(name, code.value) for code in codes}) == len(codes), name


def test_every_coded_column_uses_known_codes(library: Library) -> None:
    for table in TABLES:
        for field in library.schema.tables[table].values():
            if not field.vocabulary:
                continue
            known = {code.value for code in library.schema.codes(field.vocabulary)}
            for cell in getattr(library, table)[field.name]:
                assert set(split(cell) if field.separator else [cell] if cell else []) <= known


def test_lists_name_nothing_twice(library: Library) -> None:
    for table in TABLES:
        for field in library.schema.tables[table].values():
            if field.separator and field.name != "authors":  # two authors of one paper may share a name
                for cell in getattr(library, table)[field.name]:
                    assert len(set(split(cell))) == len(split(cell)), (table, field.name, cell)


def test_foreign_keys_are_declared(descriptor: dict[str, Any]) -> None:
    declared = {
        (resource["name"], *key["fields"], key["reference"]["resource"])
        for resource in descriptor["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    assert {
        ("findings", "study_id", "studies"),
        ("findings", "mechanism", "mechanisms"),
        ("appraisals", "mechanism_id", "mechanisms"),
        *((table, "condition_id", "conditions") for table in SUMMARIES),
    } <= declared


def test_every_study_has_findings_and_every_finding_a_study(library: Library) -> None:
    assert set(library.studies["study_id"]) == set(library.findings["study_id"])


def test_every_study_can_be_looked_up(library: Library) -> None:
    studies = library.studies
    identified = (studies["pmid"] != "") | (studies["doi"] != "") | (studies["pmcid"] != "")
    assert (identified | (studies["record_url"] != "")).all()
    assert (studies["checked_on"] != "").all()
    assert (studies["source_read"] != "").all()


def test_identifiers_are_unique_in_any_case(library: Library) -> None:
    for name in ("pmid", "doi", "pmcid"):
        given = library.studies[name][library.studies[name] != ""].str.lower()
        assert given.is_unique, name


def test_the_kind_of_study_fits_its_role(library: Library) -> None:
    """A kind of study is a kind of synthesis or of primary study, never both, and both kinds are there."""
    studies = library.studies
    roles = studies.groupby("design")["role"].agg(lambda role: set(role))
    assert all(len(role) == 1 for role in roles), roles
    syntheses = {design for design, role in roles.items() if role == {"synthesis"}}
    assert {"meta_analysis", "network_meta_analysis", "systematic_review", "guideline"} <= syntheses
    assert not {"rct", "crossover_rct", "before_after"} & syntheses


def test_the_main_code_of_a_study_is_among_all_its_codes(library: Library) -> None:
    """Filters look at all codes, so that a study outside this rule is missed under its main code."""
    for study in library.studies.to_dict("records"):
        assert study["condition"] in split(study["conditions"]), study["study_id"]
        assert study["technique"] in split(study["techniques"]), study["study_id"]


def test_estimates_lie_in_their_intervals(library: Library) -> None:
    rows = library.findings.dropna(subset=["estimate", "ci_low", "ci_high"])
    assert len(rows) > 100
    assert (rows["ci_low"] <= rows["estimate"]).all()
    assert (rows["estimate"] <= rows["ci_high"]).all()


def test_every_claim_with_a_verdict_is_judged_link_by_link(library: Library) -> None:
    judged = set(zip(library.appraisals["mechanism_id"], library.appraisals["link"], strict=True))
    for mechanism in library.mechanisms.to_dict("records"):
        assert mechanism["verdict"]
        assert {(mechanism["mechanism_id"], link) for link in links_of(mechanism["mechanism_id"])} <= judged


def test_no_appraisal_claims_high_certainty(library: Library) -> None:
    assert set(library.appraisals["certainty"]) <= {"moderate", "low", "very_low"}


def test_every_link_that_is_judged_names_the_study_that_shows_it_best_and_why(library: Library) -> None:
    for appraisal in library.appraisals.to_dict("records"):
        study = library.study(appraisal["best_study"])
        assert study is not None
        assert study["role"] == "primary"
        assert appraisal["mechanism_id"] in set(library.findings_of(study["study_id"])["mechanism"])
        assert appraisal["best_study_reason"]


def test_every_claim_names_outcomes_it_is_about_that_were_measured(library: Library) -> None:
    for mechanism in library.mechanisms.to_dict("records"):
        own = library.findings[library.findings["mechanism"] == mechanism["mechanism_id"]]
        assert set(split(mechanism["target_outcomes"])) & set(own["outcome_group"]), mechanism["mechanism_id"]


@pytest.mark.parametrize("table", SUMMARIES)
def test_every_summarised_condition_is_told_of(table: str, library: Library) -> None:
    assert set(getattr(library, table)["condition_id"]) == set(library.conditions["condition_id"])


def test_the_old_columns_of_a_condition_repeat_the_new_tables(library: Library) -> None:
    rows = library.summary_of_findings.sort_values("order").groupby("condition_id").first()
    doses = library.doses.set_index("condition_id")["sentence"]
    for condition in library.conditions.to_dict("records"):
        assert condition["certainty"] == rows["certainty"][condition["condition_id"]]
        assert condition["dose_in_trials"] == doses[condition["condition_id"]]


def test_no_row_of_the_summary_of_findings_claims_high_certainty(library: Library) -> None:
    rows = library.summary_of_findings
    assert set(rows["certainty"]) <= {"moderate", "low", "very_low"}
    assert not (rows["n_people"] < rows["n_studies"]).any()


def test_numbers_taken_from_a_review_are_those_of_a_trial_that_has_them_from_nowhere_else(library: Library) -> None:
    taken = library.findings[library.findings["taken_from"] != ""]
    assert len(taken) > 0
    for finding in taken.to_dict("records"):
        review, trial = library.study(finding["taken_from"]), library.study(finding["study_id"])
        assert review is not None
        assert trial is not None
        assert (review["role"], trial["role"]) == ("synthesis", "primary")
        assert pd.notna(finding["mean_massage"]) or pd.notna(finding["estimate"]), finding["finding_id"]


def test_no_more_full_reports_are_said_to_be_read_than_there_are_trials(library: Library) -> None:
    assert (library.harms["n_full_reports_read"] <= library.harms["n_trials"]).all()
    read = library.schema.label("source_read", "full_text")
    assert "in part" in read


def test_the_two_reports_on_the_same_patients_are_both_there_and_say_so(library: Library) -> None:
    assert library.study("irnich-2001") is not None
    later = library.study("konig-2003")
    assert later is not None
    assert "do not count twice" in later["limitations"]


@pytest.mark.parametrize("author", SLOW_STROKING)
def test_the_trials_of_slow_stroking_are_there(author: str, library: Library) -> None:
    assert library.studies["study_id"].str.match(rf"{author}-\d{{4}}").any()


def test_a_misprint_of_a_source_is_named_and_its_numbers_left_out(library: Library) -> None:
    study = library.study("arguisuelas-2019")
    assert study is not None
    assert "does not contain the estimate" in study["confidence_note"]
    assert 0.34 not in library.findings_of("arguisuelas-2019")["estimate"].tolist()


def test_cells_hold_plain_text_on_one_line(data_folder: Path) -> None:
    for table in TABLES:
        for number, row in enumerate(rows_of(data_folder, table), start=2):
            for name, cell in row.items():
                place = (table, number, name)
                assert cell == cell.strip(), place
                assert not re.search(r"[\x00-\x1f\x7f\ufeff\ufffd]", cell), place


def test_yes_no_and_not_reported_are_told_apart(library: Library) -> None:
    for name in ("randomised", "assessor_blinded", "concealed_allocation", "intention_to_treat"):
        assert set(library.studies[name]) <= {"yes", "no", "not_reported"}
    randomised = library.studies.loc[library.studies["design"].isin(["rct", "crossover_rct"]), "randomised"]
    assert "no" not in set(randomised)


def test_safety_findings_are_kept_apart_by_their_group(library: Library) -> None:
    assert (library.findings["outcome_group"] == "safety").any()


def test_numbers_are_plausible(library: Library) -> None:
    studies, findings = library.studies, library.findings
    assert studies["year"].between(1950, 2026).all()
    assert studies["pedro_score"].dropna().between(0, 10).all()
    assert findings["i2"].dropna().between(0, 100).all()
    assert set(findings["ci_level"].dropna()) <= {90, 95, 97.5, 99}
    ratios = findings[findings["metric"].isin(["rr", "or"])]
    assert not (ratios[["estimate", "ci_low", "ci_high"]] <= 0).any(axis=None)
    correlations = findings.loc[findings["metric"] == "r", ["estimate", "ci_low", "ci_high"]]
    assert len(correlations) > 0
    assert not (correlations.abs() > 1).any(axis=None)
    assert findings["n_massage"].min() >= 1
    assert findings["n_comparator"].min() >= 1


def test_an_interval_and_its_level_go_together(library: Library) -> None:
    findings = library.findings
    has_interval = findings["ci_low"].notna() & findings["ci_high"].notna()
    assert (findings["ci_low"].notna() == findings["ci_high"].notna()).all()
    assert findings.loc[~has_interval, "ci_level"].isna().all()
    assert pd.api.types.is_float_dtype(findings["ci_level"])
