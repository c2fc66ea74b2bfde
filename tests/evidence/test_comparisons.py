"""What enters a pool: primary studies against a control, each once, by the rules of the design."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from evidence.library import Library
from evidence.synthesis.comparisons import (
    FIRST_OF_SEVERAL,
    SHARED,
    at_time,
    can_be_pooled,
    comparisons,
    on_question,
    one_per_study,
)
from evidence.synthesis.questions import Question


def row(**changes: object) -> dict[str, object]:
    return {
        "study_id": "a",
        "people": "a",
        "taken_from": "",
        "derivation": "arms",
        "finding_id": "a-1",
        "outcome": "pain",
        "comparator": "waitlist",
        "comparator_class": "inactive",
        "rank": 0,
        "weeks": 4.0,
        "g": 0.5,
        "se": 0.2,
        "note": "",
        "n_massage": 50,
        "n_comparator": 50,
        "n_total": 100,
        "year": 2010,
        **changes,
    }


def chosen(*rows: dict[str, object]) -> pd.DataFrame:
    return one_per_study(pd.DataFrame(list(rows)))


def test_the_time_nearest_the_end_of_treatment_counts() -> None:
    found = chosen(row(finding_id="late", rank=3, weeks=52.0), row(finding_id="end", rank=0))
    assert found["finding_ids"].tolist() == [("end",)]
    found = chosen(row(finding_id="later", rank=3, weeks=52.0), row(finding_id="sooner", rank=3, weeks=26.0))
    assert found["finding_ids"].tolist() == [("sooner",)]


def test_the_toughest_comparator_counts_after_the_time() -> None:
    found = chosen(
        row(finding_id="easy"),
        row(finding_id="tough", comparator="exercise", comparator_class="active"),
        row(finding_id="middle", comparator="sham", comparator_class="credible"),
        row(finding_id="late", rank=3, comparator="drug", comparator_class="active"),
    )
    assert found["finding_ids"].tolist() == [("tough",)]


def test_of_several_outcomes_of_the_same_people_the_first_counts_and_says_so() -> None:
    found = chosen(row(finding_id="a-1", g=0.5), row(finding_id="a-2", g=0.9))
    assert found["g"].tolist() == [0.5]
    assert found["note"].tolist() == [FIRST_OF_SEVERAL.format(number=2)]


def test_arms_that_share_a_control_divide_it_and_count_once() -> None:
    found = chosen(
        row(finding_id="a-1", g=0.8, se=0.127, n_massage=136, n_comparator=133, n_total=401),
        row(finding_id="a-2", g=0.6, se=0.126, n_massage=132, n_comparator=133, n_total=401),
    )
    # Half a control group each: 1/133 more variance for each of the two arms, then inverse-variance weights.
    v1, v2 = 0.127**2 + 1 / 133, 0.126**2 + 1 / 133
    g = (0.8 / v1 + 0.6 / v2) / (1 / v1 + 1 / v2)
    assert found["g"].iloc[0] == pytest.approx(g)
    assert found["se"].iloc[0] == pytest.approx(math.sqrt(1 / (1 / v1 + 1 / v2)))
    assert found["finding_ids"].tolist() == [("a-1", "a-2")]
    assert (found["n_massage"].iloc[0], found["n_comparator"].iloc[0], found["n"].iloc[0]) == (268, 133, 401)
    assert SHARED.format(arms=2) in found["note"].iloc[0]


def test_rows_of_different_size_that_do_not_fit_into_the_study_are_no_arms() -> None:
    found = chosen(row(finding_id="a-1", n_massage=50), row(finding_id="a-2", n_massage=48))
    assert found["finding_ids"].tolist() == [("a-1",)]


def test_dividing_the_control_gives_about_the_precision_of_one_big_massage_group() -> None:
    found = chosen(
        row(finding_id="a-1", se=0.2, n_massage=50, n_comparator=50, n_total=150),
        row(finding_id="a-2", se=0.2, n_massage=49, n_comparator=50, n_total=150),
    )
    assert found["se"].iloc[0] == pytest.approx(math.sqrt(1 / 99 + 1 / 50), rel=0.01)


def test_unknown_sizes_give_the_total_or_nothing() -> None:
    found = chosen(row(n_massage=None, n_total=90), row(study_id="b", people="b", n_comparator=None, n_total=None))
    assert found["n"].tolist() == [90, pd.NA]


def test_rows_without_an_effect_are_not_chosen() -> None:
    assert chosen(row(g=math.nan)).empty


def test_only_primary_studies_of_massage_on_benefit_against_a_control_enter(library: Library) -> None:
    rows = comparisons(library)
    studies = library.studies.set_index("study_id").loc[rows["study_id"]]
    assert set(studies["role"]) == {"primary"}
    assert set(studies["scope"]) <= {"massage", "self_massage_or_device"}
    assert "safety" not in set(rows["outcome_group"])
    assert set(rows["comparator_class"]) == {"inactive", "credible", "active", "massage"}
    assert "within_person" not in set(rows["comparator"])


@pytest.mark.parametrize("against", ["", "inactive", "active"])
def test_a_study_counts_once(against: str, library: Library) -> None:
    rows = one_per_study(on_question(library, Question(against=against)))
    assert rows["study_id"].is_unique
    assert rows["g"].notna().all()


def test_an_approximation_counts_only_where_there_is_nothing_better() -> None:
    rough = row(finding_id="rough", derivation="odds_ratio")
    exact = row(finding_id="exact", rank=2)
    assert chosen(rough, exact)["finding_ids"].tolist() == [("exact",)]
    assert chosen(rough)["finding_ids"].tolist() == [("rough",)]


def test_papers_on_the_same_people_count_once() -> None:
    found = chosen(row(), row(study_id="b", finding_id="b-1", people="a", rank=3, weeks=26.0))
    assert found["study_id"].tolist() == ["a"]


def test_papers_named_as_reports_on_the_same_people_are_never_in_one_pool(library: Library) -> None:
    studies = library.studies
    pairs = studies.loc[studies["same_people_as"] != "", ["study_id", "same_people_as"]].itertuples(index=False)
    pairs = [set(pair) for pair in pairs]
    assert {"irnich-2001", "konig-2003"} in pairs
    assert {"hakkinen-2007", "ylinen-2007"} in pairs
    for outcome in library.findings["outcome_group"].unique():
        for against in ("", "inactive", "credible", "active", "massage"):
            rows = one_per_study(on_question(library, Question(outcome=outcome, against=against)))
            assert not any(pair <= set(rows["study_id"]) for pair in pairs)


@pytest.mark.parametrize("time", ["", "short", "long", "immediate", "end", "follow_up"])
def test_whether_a_question_can_be_pooled_is_told_in_advance(time: str, library: Library) -> None:
    for outcome in ("pain_intensity", "anxiety", "quality_of_life", "cortisol", "no_such_outcome"):
        for condition in ("", "low_back_pain", "stress", "no_such_condition"):
            for against in ("", "inactive", "credible", "active", "massage"):
                rows = on_question(library, Question(outcome, condition, against, time))
                assert can_be_pooled(library, outcome, condition, against, time) == rows["g"].notna().any()


def test_a_number_taken_from_a_review_never_meets_the_trials_own() -> None:
    own = row(finding_id="own", n_massage=40, n_comparator=50, n_total=200)
    taken = row(finding_id="taken", taken_from="review", n_massage=50, n_comparator=50, n_total=200)
    for rows in ((own, taken), (taken, own)):
        assert chosen(*rows)["finding_ids"].tolist() == [("own",)]


def test_real_numbers_taken_from_reviews_stand_for_their_trial_alone(library: Library) -> None:
    findings = library.findings.set_index("finding_id")
    taken = set(findings.index[findings["taken_from"] != ""])
    assert taken
    for outcome in findings.loc[list(taken), "outcome_group"].unique():
        for ids in one_per_study(on_question(library, Question(outcome=outcome, against="")))["finding_ids"]:
            assert len({findings.loc[key, "taken_from"] for key in ids}) == 1


def test_the_terms_part_what_was_measured(library: Library) -> None:
    rows = comparisons(library)
    short, long, every = (at_time(rows, time) for time in ("short", "long", ""))
    assert not (short & long).any()
    assert (short | long).all()
    assert every.all()
    assert "immediate" not in set(rows.loc[long, "time"])
