"""What is said of a condition is what its tables say, and nothing is worked out beside them."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd

from evidence.answers.condition_answer import condition_answer, condition_choices, condition_names
from evidence.answers.dose import TRIALS, doses
from evidence.answers.summary_of_findings import NOT_SUMMARISED
from evidence.library import Library
from evidence.library.schema import split
from evidence.selection import Selection
from evidence.studies.names import study_names
from tests.evidence.small_libraries import one_study, without_anything


def summarised(library: Library) -> list[str]:
    return list(library.conditions.sort_values("order")["condition_id"])


def trials_of(library: Library, condition: str) -> pd.DataFrame:
    studies = library.studies
    here = studies["conditions"].map(lambda cell: condition in split(cell))
    return studies[here & (studies["strand"] == "massage") & studies["design"].isin(TRIALS)]


def test_summarised_conditions_come_first_and_every_studied_one_is_there(library: Library) -> None:
    names, own = condition_names(library), summarised(library)
    assert list(names)[: len(own)] == own
    studied = {code for cell in library.studies["conditions"] for code in split(cell)}
    assert studied <= set(names)
    for condition in names:
        assert condition_answer(library, condition).summarised == (condition in own)


def test_choices_say_which_conditions_were_not_summarised(library: Library) -> None:
    names, own = condition_names(library), summarised(library)
    for code, words in condition_choices(library).items():
        assert words == (names[code] if code in own else f"{names[code]} (not summarised)")


def test_counts_of_the_list_are_those_of_the_list(library: Library) -> None:
    for condition in condition_names(library):
        answer, here = condition_answer(library, condition), Selection(condition=(condition,))
        assert answer.listed == len(here.apply(library).studies)
        assert answer.listed_trials == len(replace(here, design=TRIALS).apply(library).studies)
        assert set(answer.study_ids) == {
            study["study_id"] for study in library.records.values() if condition in split(study["conditions"])
        }


def test_every_study_of_the_basis_has_its_name(library: Library) -> None:
    for condition in summarised(library):
        answer = condition_answer(library, condition)
        assert answer.names == {study_id: study_names(library)[study_id] for study_id in answer.basis}


def test_answers_can_be_written_down_the_same_every_time(library: Library) -> None:
    for condition in (*condition_names(library), "no_such_condition"):
        written = json.dumps(condition_answer(library, condition).to_dict(), sort_keys=True)
        assert written == json.dumps(condition_answer(library, condition).to_dict(), sort_keys=True)


def test_small_libraries_have_answers_too(library: Library) -> None:
    empty = without_anything(library)
    assert condition_names(empty) == {}
    answer = condition_answer(empty, "low_back_pain")
    assert (answer.rows, answer.unjudged, answer.study_ids, answer.mechanisms) == ((), (), (), ())
    assert answer.bottom_line == NOT_SUMMARISED
    single = one_study(library, "cherkin-2011")
    answer = condition_answer(single, "low_back_pain")
    assert answer.study_ids == ("cherkin-2011",)
    assert answer.listed == answer.listed_trials == answer.dosed == 1
    # The summary of findings still names studies that are not in these data; they have no name.
    assert set(answer.names) == {"cherkin-2011"} & set(answer.basis)


def test_an_unknown_condition_has_an_empty_answer(library: Library) -> None:
    answer = condition_answer(library, "no_such_condition")
    assert (answer.rows, answer.unjudged, answer.guidelines, answer.study_ids, answer.everyday) == ((), (), (), (), ())
    assert (answer.dosed, answer.listed, answer.listed_trials, answer.names) == (0, 0, 0, {})
    assert answer.bottom_line == NOT_SUMMARISED
    assert "No dose" in answer.dose_sentence
    assert "No trial" in answer.harms.sentence
    assert "not been judged" in answer.talk[0]


def test_dose_and_harms_are_the_rows_of_their_tables(library: Library) -> None:
    table, harms = library.doses.set_index("condition_id"), library.harms.set_index("condition_id")
    for condition in summarised(library):
        answer = condition_answer(library, condition)
        assert answer.dose is not None
        assert answer.dose_sentence == table.loc[condition, "sentence"]
        assert answer.harms.sentence == harms.loc[condition, "sentence"]
        assert answer.harms.trials == harms.loc[condition, "n_trials"] == len(trials_of(library, condition))
        assert list(answer.dose.basis) == split(table.loc[condition, "basis"])
        assert answer.dosed == len(doses(library, condition)) == len(trials_of(library, condition))


def test_a_condition_without_a_summary_has_counts_and_no_certainty(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        if answer.summarised:
            assert answer.unjudged == ()
            continue
        assert answer.bottom_line == NOT_SUMMARISED
        for one in answer.unjudged:
            assert one.studies == len(one.study_ids)
            assert set(one.study_ids) <= set(answer.study_ids)
            assert one.counts


def test_the_basis_begins_with_the_studies_that_carry_a_row(library: Library) -> None:
    for condition in summarised(library):
        answer = condition_answer(library, condition)
        carrying = list(dict.fromkeys(row.basis[0] for row in answer.rows))
        assert list(answer.basis[: len(carrying)]) == carrying
        assert {study_id for row in answer.rows for study_id in row.basis} <= set(answer.basis)


def test_every_recorded_recommendation_has_its_stance(library: Library) -> None:
    stances = {
        one.finding_id: one.stance
        for condition in condition_names(library)
        for one in condition_answer(library, condition).guidelines
    }
    findings = library.findings
    recorded = findings[findings["outcome"].str.lower().str.startswith("recommendation")]
    covered = {row["finding_id"] for row in recorded.to_dict("records")}
    assert set(stances) == covered
    by_study = {finding_id.rsplit("-", 1)[0]: stance for finding_id, stance in stances.items()}
    assert by_study["kolasinski-2020"] == "against"
    assert by_study["brophy-2022"] == "for"
    assert {"for", "not_named"} == {stance for key, stance in stances.items() if key.startswith("qaseem-2017")}


def test_differences_are_held_against_the_threshold_of_their_scale(library: Library) -> None:
    found = {one.finding_id: one for one in condition_answer(library, "low_back_pain").everyday}
    assert found
    scales = library.scales.set_index("scale_id")
    for one in found.values():
        row = library.findings.set_index("finding_id").loc[one.finding_id]
        assert abs(one.difference) == abs(row["estimate"])
        assert one.threshold == scales.loc["rmdq", "important_change"]
        if one.high is not None:
            assert ("the whole interval lies below" in one.sentence) == (one.high < one.threshold)
    hundred = [one for one in condition_answer(library, "neck_pain").everyday if one.scale.startswith("Visual")]
    assert {one.threshold for one in hundred} == {scales.loc["vas_pain", "important_change"]}


def test_mechanisms_say_what_was_measured_and_what_never(library: Library) -> None:
    answer = condition_answer(library, "neuropathy")
    findings = library.findings
    here = [study_id for study_id in answer.study_ids if library.records[study_id]["strand"] == "massage"]
    for one in answer.mechanisms:
        rows = findings[
            findings["study_id"].isin(here)
            & (findings["mechanism"] == one.mechanism)
            & (findings["link"] != "clinical")
            & (findings["outcome_group"] != "safety")
        ]
        assert set(one.study_ids) == set(rows["study_id"])
    assert "never measured here" in answer.mechanisms_sentence


def test_sentences_to_say_are_plain_sentences_of_the_rows_and_end_with_care(library: Library) -> None:
    for condition in summarised(library):
        answer = condition_answer(library, condition)
        *said, care = (sentence.strip("“”") for sentence in answer.talk)
        assert said
        assert set(said) <= {row.plain for row in answer.rows}
        assert "licensed therapist" in care


def test_a_library_without_findings_or_summaries_still_has_answers(library: Library) -> None:
    empty = replace(
        library,
        findings=library.findings.head(0),
        summary_of_findings=library.summary_of_findings.head(0),
        doses=library.doses.head(0),
        harms=library.harms.head(0),
        precautions=library.precautions.head(0),
    )
    answer = condition_answer(empty, "low_back_pain")
    assert (answer.rows, answer.unjudged, answer.dose, answer.precautions) == ((), (), None, ())
    assert answer.harms.sentence.startswith("We read the full report of none")


def test_a_difference_whose_sign_is_assumed_is_not_shown_beside_a_threshold(library: Library) -> None:
    finding = library.findings.set_index("finding_id").loc["kutner-2008-4"]
    assert "assumed" in finding["metric_note"]
    assert not any(one.study_id == "kutner-2008" for one in condition_answer(library, "cancer").everyday)
