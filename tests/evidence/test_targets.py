"""A finding speaks of its claim itself or is side evidence, and the two are never added up."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from evidence.answers.directions import tally
from evidence.answers.measured import measured, measured_sentence
from evidence.answers.targets import NONE_ON_TARGET, beside_target, on_target, outcomes_named, targets_of, told
from evidence.library import Library, load
from evidence.library.strands import on_benefit
from tests.data.copies import rows_of, write_rows


def of_claim(library: Library, mechanism: str) -> pd.DataFrame:
    findings = on_benefit(library.findings)
    return findings[findings["mechanism"] == mechanism]


def test_a_finding_is_on_target_as_the_tables_say(library: Library) -> None:
    targets = {row["mechanism_id"]: row["target_outcomes"].split("; ") for row in library.mechanisms.to_dict("records")}
    untested = library.appraisals[library.appraisals["support"] == "untested"]
    near = set(zip(untested["mechanism_id"], untested["link"], strict=True))
    for row in library.findings.to_dict("records"):
        expected = row["outcome_group"] in targets[row["mechanism"]] and (row["mechanism"], row["link"]) not in near
        assert row["is_target"] == expected, row["finding_id"]
    assert 0 < library.findings["is_target"].sum() < len(library.findings)


def test_every_finding_is_either_on_target_or_beside_it(library: Library) -> None:
    assert len(on_target(library.findings)) + len(beside_target(library.findings)) == len(library.findings)


def test_targets_stand_in_the_order_of_the_table(library: Library) -> None:
    for row in library.mechanisms.to_dict("records"):
        assert "; ".join(targets_of(library, row["mechanism_id"])) == row["target_outcomes"]
    assert targets_of(library, "magic") == ()


def test_a_claim_that_names_no_targets_is_about_all_its_outcomes(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_folder, folder)
    write_rows(folder, "mechanisms", [row | {"target_outcomes": ""} for row in rows_of(folder, "mechanisms")])
    found = load(folder)
    tested = found.appraisals.query("support != 'untested'")
    keys = set(zip(tested["mechanism_id"], tested["link"], strict=True))
    on_tested = [key in keys for key in zip(found.findings["mechanism"], found.findings["link"], strict=True)]
    assert found.findings.loc[on_tested, "is_target"].all()


@pytest.mark.parametrize("mechanism", ["endorphins", "muscle_tension", "pain_quality_of_life"])
def test_the_claim_itself_is_told_first_and_side_evidence_apart(library: Library, mechanism: str) -> None:
    findings = of_claim(library, mechanism)
    target, side = on_target(findings), beside_target(findings)
    first, apart = told(library, findings, mechanism).split("; side evidence (")
    assert first.startswith(f"On {library.schema.phrase('outcome_group', targets_of(library, mechanism)[0])}")
    for words, rows in ((first, target), (apart, side)):
        assert words.endswith(f"{len(rows)} findings of {rows['study_id'].nunique()} studies: {tally(rows)}")


def test_only_side_evidence_is_said_first_and_nothing_is_nothing(library: Library) -> None:
    findings = of_claim(library, "endorphins")
    assert told(library, beside_target(findings), "endorphins").startswith(f"{NONE_ON_TARGET}; side evidence (")
    assert told(library, beside_target(findings), "endorphins", "Nothing tests it").startswith("Nothing tests it; ")
    assert "side evidence" not in told(library, on_target(findings), "endorphins")
    assert told(library, findings.head(0), "endorphins") == ""


def test_many_outcomes_are_not_all_named(library: Library) -> None:
    codes = list(targets_of(library, "muscle_tension"))
    words = outcomes_named(library, codes)
    assert len(codes) > 4
    assert words.endswith(f"and {len(codes) - 3} other outcomes")
    assert outcomes_named(library, codes[:2]) == " and ".join(
        library.schema.phrase("outcome_group", code) for code in codes[:2]
    )


@pytest.mark.parametrize("condition", ["fibromyalgia", "neck_pain", "cancer", "shoulder_pain"])
def test_a_mechanism_in_a_condition_is_told_without_its_side_evidence(library: Library, condition: str) -> None:
    found = measured(library, condition)
    here = {key for key, study in library.records.items() if condition in study["conditions"].split("; ")}
    for one in found:
        rows = of_claim(library, one.mechanism)
        rows = rows[rows["study_id"].isin(here) & (rows["link"] != "clinical")]
        target = on_target(rows)
        assert one.directions["favours_massage"] == (target["direction"] == "favours_massage").sum()
        assert one.targeted == target["study_id"].nunique()
        assert set(one.study_ids) == set(rows["study_id"])
        assert ("side evidence" in one.sentence) == (len(target) < len(rows))
        name = one.name[:1].lower() + one.name[1:]
        done = re.search(rf"Measured: [^;]*{name} \((\d+)", measured_sentence(found))
        assert (done is not None) == (one.targeted > 0)


def test_a_condition_with_side_evidence_alone_says_so(library: Library) -> None:
    beside = replace(library, findings=beside_target(library.findings))
    words = measured_sentence(measured(beside, "fibromyalgia"))
    assert words.startswith("None of the claimed mechanisms was measured itself; only side evidence on ")
