"""What is said of a condition follows the tables, and is never surer than the curators or the numbers allow."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from evidence.conclusion import LEVELS, lower, very_wide
from evidence.condition_answer import condition_answer, condition_names
from evidence.dose import TRIALS
from evidence.library import Library
from evidence.pooled_answer import pooled_answer
from evidence.published import published
from evidence.questions import Question
from evidence.results import rounded
from evidence.schema import split

CONDITIONS = (
    "low_back_pain",
    "neck_pain",
    "shoulder_pain",
    "fibromyalgia",
    "myofascial_pain",
    "knee_osteoarthritis",
    "rheumatoid_arthritis",
    "neuropathy",
    "headache_migraine",
    "cancer",
    "mixed_chronic_pain",
)


def trials_of(library: Library, condition: str) -> pd.DataFrame:
    studies = library.studies
    here = studies["conditions"].map(lambda cell: condition in split(cell))
    return studies[here & (studies["strand"] == "massage") & studies["design"].isin(TRIALS)]


def test_summarised_conditions_come_first_and_every_studied_one_is_there(library: Library) -> None:
    names = condition_names(library)
    assert tuple(names)[: len(CONDITIONS)] == CONDITIONS
    studied = {code for cell in library.studies["conditions"] for code in split(cell)}
    assert studied <= set(names)
    assert not condition_answer(library, "healthy").summarised


def test_an_unknown_condition_has_an_empty_answer(library: Library) -> None:
    answer = condition_answer(library, "no_such_condition")
    assert (answer.lines, answer.guidelines, answer.study_ids, answer.everyday) == ((), (), (), ())
    assert answer.doses.empty
    assert "No trial" in answer.dose_sentence
    assert "no study here measured" in answer.talk[0]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_line_is_surer_than_the_curators(library: Library, condition: str) -> None:
    answer = condition_answer(library, condition)
    assert answer.lines
    for line in answer.lines:
        assert lower(line.certainty, answer.certainty) == line.certainty
        for comparison in line.comparisons:
            assert comparison.certainty in LEVELS
            assert lower(comparison.certainty, line.certainty) == comparison.certainty
            assert comparison.reasons
            if comparison.certainty == "very_low":
                assert "very uncertain" in line.sentence.lower()
                assert comparison.against in line.sentence


@pytest.mark.parametrize("condition", CONDITIONS)
def test_numbers_are_those_of_the_pools_and_reviews_they_name(library: Library, condition: str) -> None:
    for line in condition_answer(library, condition).lines:
        for comparison in line.comparisons:
            if comparison.basis == "pooled":
                question = Question.from_params(comparison.question, library.schema)
                pooled = pooled_answer(library, question).pooled
                assert pooled is not None
                assert (comparison.g, comparison.pooled_studies) == (pooled.estimate, pooled.k)
                assert f"g {rounded(pooled.estimate)}" in comparison.detail
            elif comparison.basis == "review":
                rows = published(library)
                same = rows[(rows["g"] == comparison.g) & rows["study_id"].isin(comparison.study_ids)]
                assert len(same) >= 1
                assert set(same["study_id"]) & set(line.reviews)


def test_an_interval_with_worthwhile_effects_on_both_sides_is_very_uncertain(library: Library) -> None:
    function = next(line for line in condition_answer(library, "low_back_pain").lines if line.area == "function")
    inactive = next(one for one in function.comparisons if one.comparator_class == "inactive")
    assert inactive.ci_low is not None
    assert inactive.ci_high is not None
    assert very_wide(inactive.ci_low, inactive.ci_high)
    assert inactive.certainty == "very_low"
    assert not very_wide(-0.19, 3)
    assert not very_wide(-3, 0.19)


def test_links_of_a_line_lead_to_as_many_studies_as_they_say(library: Library) -> None:
    for condition in condition_names(library):
        for line in condition_answer(library, condition).lines:
            for outcome, number in line.measured:
                question = Question(outcome=outcome, condition=condition, against="")
                assert pooled_answer(library, question).studies == number


def test_doses_are_those_of_the_trials(library: Library) -> None:
    for condition in CONDITIONS:
        trials = trials_of(library, condition)
        answer = condition_answer(library, condition)
        assert sorted(answer.doses["study_id"]) == sorted(trials["study_id"])
        minutes = trials["session_minutes"].dropna()
        if len(minutes) and minutes.min() != minutes.max():
            span = f"{minutes.min():g} to {minutes.max():g} minutes a session"
            assert f"{span} (middle {minutes.median():g}; told by {len(minutes)})" in answer.dose_sentence


def test_harms_are_counted_over_the_trials_of_the_condition(library: Library) -> None:
    for condition in CONDITIONS:
        trials = trials_of(library, condition)
        answer = condition_answer(library, condition)
        silent = int((trials["adverse_events"] == "not_reported").sum())
        assert (answer.harms.trials, answer.harms.silent) == (len(trials), silent)
        assert f"In {silent} of {len(trials)} trial" in answer.harms_sentence
        assert "urgent" in {point.level for point in answer.precautions}


def test_every_recorded_recommendation_has_its_stance(library: Library) -> None:
    stances = {
        one.finding_id: one.stance
        for condition in CONDITIONS
        for one in condition_answer(library, condition).guidelines
    }
    findings = library.findings
    recorded = findings[findings["outcome"].str.lower().str.startswith("recommendation")]
    covered = {
        row["finding_id"]
        for row in recorded.to_dict("records")
        if set(split(library.records[row["study_id"]]["conditions"])) & set(CONDITIONS)
    }
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
        assert "the whole interval lies below" in one.sentence
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


def test_sentences_to_say_follow_the_certainty(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        pain = next((line for line in answer.lines if line.area == "pain"), None)
        benefit, tougher, care = answer.talk
        assert "{" not in benefit + tougher + care
        if pain is None:
            assert "no study here measured" in benefit
        elif pain.certainty == "very_low":
            assert "still cannot be sure" in benefit
        else:
            assert "may" in benefit
        assert "licensed therapist" in care


def test_without_findings_nothing_is_said(library: Library) -> None:
    empty = replace(library, findings=library.findings.head(0))
    assert condition_answer(empty, "low_back_pain").lines == ()


def test_a_difference_whose_sign_is_assumed_is_not_shown(library: Library) -> None:
    finding = library.findings.set_index("finding_id").loc["kutner-2008-4"]
    assert "assumed" in finding["metric_note"]
    lines = condition_answer(library, "cancer").lines
    assert not any("McGill" in comparison.detail for line in lines for comparison in line.comparisons)
    assert not any(one.study_id == "kutner-2008" for one in condition_answer(library, "cancer").everyday)
