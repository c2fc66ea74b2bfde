"""From a finding to its g: the right derivation, the right sign, and a reason where there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import effectsize_smd

from evidence.effects import derivations as derive
from evidence.effects import standardise
from evidence.effects.doubts import NEVER, Reason, Remark
from evidence.effects.hedges_g import DERIVATIONS, SECOND_LOOK_ABOVE, effect, explain
from evidence.library import Library
from evidence.library.strands import DIRECTIONS

COLUMNS = ["finding_id", "g", "se", "derivation", "note"]
NUMBERS = (
    *("estimate", "ci_low", "ci_high", "ci_level"),
    *("mean_massage", "sd_massage", "mean_comparator", "sd_comparator"),
)


def finding(**cells: Any) -> dict[str, Any]:
    """A made-up finding of a controlled study with nothing printed but what is given."""
    return {
        **dict.fromkeys(NUMBERS, float("nan")),
        **dict.fromkeys(("n_massage", "n_comparator", "n_studies", "lower_is_better"), pd.NA),
        "finding_id": "made-up-1",
        "study_id": "made-up",
        "strand": "massage",
        "link": "clinical",
        "outcome": "pain",
        "timepoint": "end of treatment",
        "comparator": "usual_care",
        "direction": "favours_massage",
        "metric": "none",
        "metric_note": "",
        "estimate_favours_massage_when": "",
        "p": "",
        **cells,
    }


def study(**cells: Any) -> dict[str, Any]:
    """The study of the made-up finding: a randomised trial of 60 people in two groups."""
    return {
        "study_id": "made-up",
        "design": "rct",
        "role": "primary",
        "n_total": 60,
        "comparators": "usual_care",
        "techniques": "swedish",
        **cells,
    }


TRIAL = study()
SIZES = {"n_massage": 30, "n_comparator": 30}
ARMS = {
    **SIZES,
    "metric": "md",
    "mean_massage": 3.0,
    "sd_massage": 1.0,
    "mean_comparator": 4.0,
    "sd_comparator": 1.0,
    "lower_is_better": True,
}
DIFFERENCE = {
    **SIZES,
    "metric": "md",
    "estimate": -1.0,
    "ci_low": -1.8,
    "ci_high": -0.2,
    "ci_level": 95.0,
    "estimate_favours_massage_when": "negative",
}
SMD = {**DIFFERENCE, "metric": "smd"}
ODDS = {
    **SIZES,
    "metric": "or",
    "estimate": 3.0,
    "ci_low": 1.0,
    "ci_high": 9.0,
    "ci_level": 95.0,
    "estimate_favours_massage_when": "positive",
}
P = {**SIZES, "p": "0.02"}
NO_SIZES = {"n_massage": pd.NA, "n_comparator": pd.NA}
NO_INTERVAL = {"ci_low": float("nan"), "ci_high": float("nan"), "ci_level": float("nan")}


# Each derivation


def test_every_derivation_gives_its_g() -> None:
    cases = {"reported": SMD, "arms": ARMS, "difference": DIFFERENCE, "p_value": P, "odds_ratio": ODDS}
    assert list(cases) == list(DERIVATIONS)
    found = {name: effect(finding(**cells), TRIAL) for name, cells in cases.items()}
    assert {name: f.derivation for name, f in found.items()} == {name: name for name in cases}
    correction = derive.correction(58)
    assert found["reported"].g == 1.0
    assert found["reported"].se == pytest.approx(1.6 / 2 / 1.959964, abs=1e-6)
    assert found["arms"].g == pytest.approx(correction)
    se = 1.6 / 2 / stats.t.ppf(0.975, 58)
    assert found["difference"].g == pytest.approx(correction / (se / math.sqrt(2 / 30)))
    assert found["p_value"].g == pytest.approx(correction * stats.t.isf(0.01, 58) * math.sqrt(2 / 30))
    assert found["odds_ratio"].g == pytest.approx(math.log(3) * math.sqrt(3) / math.pi)
    assert found["odds_ratio"].se == pytest.approx(math.log(9) / 2 / 1.959964 * math.sqrt(3) / math.pi, abs=1e-6)


def test_the_most_direct_derivation_comes_first() -> None:
    """Whatever else is printed: the effect size, then the groups, then their difference, then p."""
    everything = {**ARMS, **SMD, "p": "0.02"}
    assert effect(finding(**everything), TRIAL).derivation == "reported"
    assert effect(finding(**{**everything, "metric": "md"}), TRIAL).derivation == "arms"
    assert effect(finding(**{**DIFFERENCE, "p": "0.02"}), TRIAL).derivation == "difference"
    assert effect(finding(**{**DIFFERENCE, **NO_INTERVAL, "p": "0.02"}), TRIAL).derivation == "p_value"


def test_a_less_direct_derivation_steps_in() -> None:
    """Means without SDs do not keep the interval of the difference from being used."""
    cells = {**ARMS, **DIFFERENCE, "sd_massage": float("nan"), "sd_comparator": float("nan")}
    assert effect(finding(**cells), TRIAL).derivation == "difference"


@pytest.mark.parametrize(
    ("cells", "positive"),
    [
        ({**SMD, "estimate_favours_massage_when": "negative"}, True),
        ({**SMD, "estimate_favours_massage_when": "positive"}, False),
        ({**DIFFERENCE, "estimate_favours_massage_when": "negative"}, True),
        ({**DIFFERENCE, "estimate_favours_massage_when": "positive"}, False),
        ({**ARMS, "lower_is_better": True}, True),
        ({**ARMS, "lower_is_better": False}, False),
        ({**ODDS, "estimate_favours_massage_when": "positive"}, True),
        ({**ODDS, "estimate_favours_massage_when": "negative"}, False),
        ({**P, "direction": "favours_massage"}, True),
        ({**P, "direction": "favours_comparator"}, False),
    ],
)
def test_positive_means_better_with_massage(cells: Mapping[str, Any], positive: bool) -> None:
    found = effect(finding(**cells), TRIAL)
    assert found.derivation
    assert (found.g > 0) is positive
    # What is printed here is negative, or an odds ratio above 1, or a p value: its sign is turned or it is not.
    printed_positive = cells["metric"] == "or" if "metric" in cells else True
    assert ("so the sign is turned" in found.steps[-1]) is (printed_positive is not positive)


@pytest.mark.parametrize(
    ("cells", "g_positive"),
    [
        ({"estimate": -0.3, "estimate_favours_massage_when": "negative"}, True),
        ({"estimate": 0.3, "estimate_favours_massage_when": "negative"}, False),
        ({"estimate": 0.3, "estimate_favours_massage_when": "positive"}, True),
        ({"mean_massage": 3.0, "mean_comparator": 4.0, "lower_is_better": True}, True),
        ({"mean_massage": 3.0, "mean_comparator": 4.0, "lower_is_better": False}, False),
    ],
)
def test_without_a_clear_difference_the_printed_difference_gives_the_sign(
    cells: Mapping[str, Any], g_positive: bool
) -> None:
    found = effect(finding(**{**SIZES, **cells, "metric": "md", "p": "0.4", "direction": "no_clear_difference"}), TRIAL)
    assert found.derivation == "p_value"
    assert (found.g > 0) is g_positive


@pytest.mark.parametrize(("text", "p"), [("0.023", 0.023), ("= .04", 0.04), (".1", 0.1), ("=0.5", 0.5)])
def test_exact_p_values(text: str, p: float) -> None:
    assert effect(finding(**{**P, "p": text}), TRIAL).g == derive.from_p(p, 30, 30).g


@pytest.mark.parametrize("text", ["<0.05", "≤0.05", ">0.05", "NS", "0.05 and 0.04", ".3 to .8", "0.02 within groups"])
def test_other_p_values_are_not_used(text: str) -> None:
    found = effect(finding(**{**P, "p": text}), TRIAL)
    assert math.isnan(found.g)
    assert f"“{text}”" in found.note


# Group sizes


def test_a_total_is_halved_and_the_note_says_so() -> None:
    found = effect(finding(**{**DIFFERENCE, **NO_SIZES}), study(n_total=61))
    assert found.g == effect(finding(**{**DIFFERENCE, "n_massage": 31, "n_comparator": 30}), study(n_total=61)).g
    assert found.note == Remark.HALVED.format(total=61, massage=31, comparator=30)


@pytest.mark.parametrize(("known", "missing"), [("n_massage", "n_comparator"), ("n_comparator", "n_massage")])
def test_the_rest_of_the_total_is_the_other_group(known: str, missing: str) -> None:
    found = effect(finding(**{**DIFFERENCE, known: 20, missing: pd.NA}), TRIAL)
    assert found.g == effect(finding(**{**DIFFERENCE, known: 20, missing: 40}), TRIAL).g
    assert found.note == Remark.SUBTRACTED.format(total=60, rest=40)


def test_printed_sizes_are_not_overruled_by_a_total() -> None:
    found = effect(finding(**{**DIFFERENCE, "n_massage": 20, "n_comparator": 25}), study(n_total=100))
    assert found.g == effect(finding(**{**DIFFERENCE, "n_massage": 20, "n_comparator": 25}), study(n_total=45)).g
    assert found.note == ""


def test_another_massage_as_comparator_may_have_a_technique_of_its_own() -> None:
    two = study(comparators="other_massage", techniques="swedish; thai")
    cells = {**DIFFERENCE, **NO_SIZES, "comparator": "other_massage"}
    assert effect(finding(**cells), two).derivation == "difference"
    assert math.isnan(effect(finding(**cells), {**two, "techniques": "swedish; thai; shiatsu"}).g)


def test_only_a_study_of_separate_groups_has_its_total_shared_out() -> None:
    assert effect(finding(**{**DIFFERENCE, **NO_SIZES}), study(design="cohort")).note == Reason.NO_SIZES


def test_a_review_of_another_therapy_is_a_review() -> None:
    """Its findings are in the strand of that therapy, so only the study's role tells."""
    cells = {**DIFFERENCE, "strand": "other_therapy"}
    assert effect(finding(**cells), study(role="synthesis")).note == Reason.POOLED
    assert effect(finding(**cells), TRIAL).derivation == "difference"


def test_without_the_study_separate_groups_are_assumed_and_said() -> None:
    found = effect(finding(**ARMS))
    assert found.g == effect(finding(**ARMS), TRIAL).g
    assert found.note == Remark.SEPARATE_ASSUMED


# What cannot be derived, and what has to be said

REASONS: dict[Reason, tuple[dict[str, Any], dict[str, Any] | None]] = {
    Reason.WITHIN_PERSON: ({**ARMS, "comparator": "within_person"}, TRIAL),
    Reason.ANIMAL: ({**ARMS, "strand": "animal"}, TRIAL),
    Reason.ASSOCIATION: ({**ARMS, "strand": "association"}, TRIAL),
    Reason.SYMPTOM_LINK: ({**ARMS, "link": "mediator_to_symptom"}, TRIAL),
    Reason.PERCENT_CHANGE: ({**ARMS, "metric": "percent_change"}, TRIAL),
    Reason.MEAN_CHANGE: ({**ARMS, "metric": "mean_change"}, TRIAL),
    Reason.CORRELATION: ({**SMD, "metric": "r"}, TRIAL),
    Reason.PROPORTION: ({**ARMS, "metric": "proportion"}, TRIAL),
    Reason.RISK_RATIO: ({**ODDS, "metric": "rr", "p": "0.02"}, TRIAL),
    Reason.BOTH_MASSAGED: ({**ARMS, "metric_note": "comparator is deep tissue massage PLUS a drug"}, TRIAL),
    Reason.NOTHING_PRINTED: ({}, TRIAL),
    Reason.POOLED: ({**DIFFERENCE, "strand": "synthesis"}, study(role="synthesis", design="meta_analysis")),
    Reason.REVIEW_WITHOUT_INTERVAL: ({**SMD, **NO_INTERVAL, "n_studies": 4}, None),
    Reason.SAME_PEOPLE: (ARMS, study(design="crossover_rct")),
    Reason.NO_SIZES: ({**DIFFERENCE, **NO_SIZES}, study(n_total=pd.NA)),
    Reason.SEVERAL_GROUPS: ({**DIFFERENCE, **NO_SIZES}, study(comparators="sham; usual_care")),
    Reason.FEWER_ANALYSED: ({**DIFFERENCE, **NO_SIZES, "metric_note": "40 people analysed"}, TRIAL),
    Reason.NO_SIGN: ({**SMD, "estimate_favours_massage_when": ""}, TRIAL),
    Reason.NO_GOOD_SIDE: ({**ARMS, "lower_is_better": pd.NA}, TRIAL),
    Reason.NO_INTERVAL: ({**DIFFERENCE, **NO_INTERVAL}, TRIAL),
    Reason.NO_ESTIMATE: ({**DIFFERENCE, "metric": "none", "estimate": float("nan")}, TRIAL),
    Reason.NO_LEVEL: ({**DIFFERENCE, "ci_level": float("nan")}, TRIAL),
    Reason.TOO_PRECISE: ({**ODDS, "estimate": 1.4, "ci_low": 1.3, "ci_high": 1.5}, TRIAL),
    Reason.ONE_MEAN: ({**ARMS, "mean_comparator": float("nan")}, TRIAL),
    Reason.NO_SD: ({**ARMS, "sd_massage": float("nan")}, TRIAL),
    Reason.AMBIGUOUS: ({**SMD, "metric_note": "SMD in mmHg, so the unit is ambiguous"}, TRIAL),
    Reason.SIGN_ASSUMED: ({**DIFFERENCE, "metric_note": "direction of subtraction assumed"}, TRIAL),
    Reason.KIND_NOT_STATED: ({**SMD, "metric_note": "effect size as reported, type not stated"}, TRIAL),
    Reason.PERHAPS_ERRORS: ({**ARMS, "metric_note": "reported as mean ± SE"}, TRIAL),
    Reason.MEANS_ARE_CHANGES: ({**ARMS, "metric_note": "means are changes from baseline"}, TRIAL),
    Reason.STARTING_VALUE: ({**ARMS, "metric_note": "the comparator's mean is a starting value"}, TRIAL),
    Reason.P_NOT_EXACT: ({**P, "p": "<0.05"}, TRIAL),
    Reason.DESIGN_UNKNOWN: (P, None),
    Reason.MIXED: ({**P, "direction": "mixed"}, TRIAL),
    Reason.NO_DIRECTION: ({**P, "direction": "no_clear_difference"}, TRIAL),
    Reason.CONTRADICTION: ({**P, "metric": "md", "estimate": 1.0, "estimate_favours_massage_when": "negative"}, TRIAL),
    Reason.SEVERAL_COMPARED: ({**P, "comparator": "mixed"}, study(comparators="mixed")),
    Reason.SEVERAL_TIMES: ({**P, "timepoint": "6 and 10 weeks"}, TRIAL),
    Reason.SEVERAL_OUTCOMES: ({**P, "outcome": "pain and stiffness"}, TRIAL),
    Reason.OTHER_TEST: ({**P, "metric_note": "time x group interaction"}, TRIAL),
    Reason.IMPOSSIBLE: ({**ARMS, "sd_massage": 0.0, "p": "0.02"}, TRIAL),
}


def pattern(text: str) -> str:
    """A sentence as a regular expression: anything may stand where it has braces."""
    return ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", text))


def test_every_reason_has_its_case() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.name.lower())
def test_no_g_without_saying_why(reason: Reason) -> None:
    cells, of_study = REASONS[reason]
    found = effect(finding(**cells), of_study)
    assert math.isnan(found.g)
    assert math.isnan(found.se)
    assert found.derivation == ""
    assert re.search(pattern(reason), found.note), found.note
    assert "{" not in found.note
    assert explain(finding(**cells), of_study) == [found.note]


REMARKS: dict[Remark, tuple[dict[str, Any], dict[str, Any] | None]] = {
    Remark.HALVED: ({**DIFFERENCE, **NO_SIZES}, TRIAL),
    Remark.SUBTRACTED: ({**DIFFERENCE, "n_comparator": pd.NA}, TRIAL),
    Remark.SEPARATE_ASSUMED: (DIFFERENCE, None),
    Remark.NOT_CORRECTED: ({**SMD, **NO_INTERVAL}, TRIAL),
    Remark.ADJUSTED: ({**DIFFERENCE, "metric_note": "adjusted for baseline"}, TRIAL),
    Remark.CHANGES: ({**DIFFERENCE, "metric_note": "difference in change"}, TRIAL),
    Remark.APPROXIMATE_P: (P, TRIAL),
    Remark.APPROXIMATE_OR: (ODDS, TRIAL),
    Remark.OTHER_MASSAGE: ({**ARMS, "comparator": "other_massage"}, TRIAL),
    Remark.NARROW: ({**SMD, "ci_low": -1.1, "ci_high": -0.9, "strand": "synthesis"}, TRIAL),
    Remark.LARGE: ({**ARMS, "mean_massage": 1.0}, TRIAL),
}


def test_every_remark_has_its_case() -> None:
    # Where numbers were taken from a review is told when a whole table is standardised, as the review's name stands there.
    assert set(REMARKS) == set(Remark) - {Remark.TAKEN}


def test_numbers_taken_from_a_review_say_so_with_its_name() -> None:
    studies = pd.DataFrame([TRIAL, {**TRIAL, "study_id": "gross", "authors": "Gross A", "year": 2024}])
    rows = pd.DataFrame([finding(**ARMS), finding(**ARMS, finding_id="taken-1", taken_from="gross")])
    rows["taken_from"] = rows["taken_from"].fillna("")
    own, taken = standardise(rows, studies)["note"]
    assert "secondary source" not in own
    assert "secondary source" in taken
    assert "Gross 2024" in taken


@pytest.mark.parametrize("remark", REMARKS, ids=lambda remark: remark.name.lower())
def test_a_g_with_a_catch_says_so(remark: Remark) -> None:
    cells, of_study = REMARKS[remark]
    found = effect(finding(**cells), of_study)
    assert math.isfinite(found.g)
    assert re.search(pattern(remark), found.note), found.note
    assert "{" not in found.note


def test_an_unremarkable_g_has_no_note() -> None:
    assert effect(finding(**ARMS), TRIAL).note == ""
    assert effect(finding(**SMD), TRIAL).note == ""


@pytest.mark.parametrize(
    "cells",
    [
        {**SMD, "ci_low": -0.2, "ci_high": -1.8},
        {**SMD, "estimate": 5.0},
        {**DIFFERENCE, "ci_low": -0.2, "ci_high": -1.8},
        {**DIFFERENCE, "estimate": 5.0},
        {**DIFFERENCE, "n_massage": 1},
        {**DIFFERENCE, "ci_high": math.inf},
        {**ARMS, "sd_comparator": -1.0},
        {**ARMS, "mean_massage": math.inf},
        {**ODDS, "ci_low": 0.0},
        {**ODDS, "estimate": -3.0, "ci_low": -9.0},
        {**P, "p": "0.000"},
    ],
)
def test_numbers_that_cannot_be_right_are_not_used(cells: Mapping[str, Any]) -> None:
    """Nor is another number of the same row."""
    found = effect(finding(**{"p": "0.02", **cells}), TRIAL)
    assert math.isnan(found.g)
    assert re.fullmatch(pattern(Reason.IMPOSSIBLE), found.note), found.note


@pytest.mark.parametrize(
    "of_study",
    [study(design="crossover_rct"), study(design="before_after"), study(n_total=30)],
    ids=["crossover", "before and after", "more in the groups than in the study"],
)
@pytest.mark.parametrize("cells", [ARMS, DIFFERENCE, P], ids=["arms", "difference", "p"])
def test_people_who_had_both_conditions_are_no_two_groups(
    cells: Mapping[str, Any], of_study: Mapping[str, Any]
) -> None:
    found = effect(finding(**cells), of_study)
    assert math.isnan(found.g)
    assert Reason.SAME_PEOPLE in found.note


def test_both_legs_of_a_person_are_no_two_groups() -> None:
    found = effect(finding(**{**ARMS, "comparator": "contralateral_limb"}), study(comparators="contralateral_limb"))
    assert found.note == Reason.SAME_PEOPLE


def test_cohens_d_is_corrected_and_hedges_g_is_not() -> None:
    cells = {**SMD, **NO_INTERVAL}
    d = effect(finding(**{**cells, "metric_note": "Cohen's d"}), TRIAL)
    g = effect(finding(**{**cells, "metric_note": "Hedges' g"}), TRIAL)
    assert (d.g, g.g) == (pytest.approx(derive.correction(58)), 1.0)
    assert d.note == g.note == ""
    assert g.se == pytest.approx(math.sqrt(2 / 30 + 1 / 120))


@pytest.mark.parametrize("note", ["unadjusted difference", "not adjusted for baseline", "group means after treatment"])
def test_notes_that_only_sound_like_a_catch(note: str) -> None:
    assert effect(finding(**{**DIFFERENCE, "metric_note": note}), TRIAL).note == ""
    assert effect(finding(**{**ARMS, "metric_note": note}), TRIAL).note == ""


# The frame


def test_the_frame_has_the_agreed_columns_in_the_order_of_the_findings() -> None:
    rows = [finding(**{**cells, "finding_id": f"made-up-{i}"}) for i, cells in enumerate([P, {}, ARMS])]
    frame = standardise(pd.DataFrame(rows, index=[7, 3, 5]), pd.DataFrame([TRIAL]))
    assert frame.columns.tolist() == COLUMNS
    assert frame["finding_id"].tolist() == ["made-up-0", "made-up-1", "made-up-2"]
    assert frame["derivation"].tolist() == ["p_value", "", "arms"]
    assert frame["g"].isna().tolist() == [False, True, False]
    assert frame.index.tolist() == [0, 1, 2]


def test_no_findings_give_an_empty_frame(library: Library) -> None:
    frame = standardise(library.findings.iloc[:0], library.studies)
    assert frame.columns.tolist() == COLUMNS
    assert frame.empty
    assert (frame.dtypes == standardise(library.findings.iloc[:3]).dtypes).all()


# Round trips through a row of the table


@given(
    *(st.floats(-50, 50), st.floats(0.5, 20), st.integers(5, 200), st.floats(0.5, 20), st.integers(5, 200)),
    *(st.floats(0.01, 5), st.booleans(), st.booleans(), st.booleans()),
)
def test_the_same_trial_gives_the_same_g_however_it_is_printed(
    mean1: float, sd1: float, n1: int, sd2: float, n2: int, t: float, above: bool, lower: bool, reversed_sign: bool
) -> None:
    """A trial with the statistic t, printed as groups, as a difference with its interval, and as a p value."""
    gap = t * derive.pooled_sd(sd1, n1, sd2, n2) * math.sqrt(1 / n1 + 1 / n2)
    mean2 = mean1 - gap if above else mean1 + gap
    test = stats.ttest_ind_from_stats(mean1, sd1, n1, mean2, sd2, n2)
    of_study = study(n_total=n1 + n2)
    sizes = {"n_massage": n1, "n_comparator": n2, "lower_is_better": lower, "metric": "md"}
    means = {"mean_massage": mean1, "sd_massage": sd1, "mean_comparator": mean2, "sd_comparator": sd2}
    direct = effect(finding(**sizes, **means), of_study)

    difference = mean2 - mean1 if reversed_sign else mean1 - mean2
    half = abs(difference / test.statistic) * stats.t.ppf(0.975, n1 + n2 - 2)
    interval = {"estimate": difference, "ci_low": difference - half, "ci_high": difference + half, "ci_level": 95.0}
    sign = "negative" if lower != reversed_sign else "positive"
    derived = effect(finding(**sizes, **interval, estimate_favours_massage_when=sign), of_study)
    assert (derived.g, derived.se) == pytest.approx((direct.g, direct.se), rel=1e-6)

    side = "favours_massage" if (mean1 < mean2) == lower else "favours_comparator"
    from_p = effect(finding(**sizes, p=f"{test.pvalue:.15f}", direction=side), of_study)
    assert from_p.derivation == "p_value"
    assert (from_p.g, from_p.se) == pytest.approx((direct.g, direct.se), rel=1e-3)


def test_simulated_people_give_the_g_that_was_put_in() -> None:
    """People drawn with a true difference of half an SD: the mean of many g is that half."""
    draw = np.random.default_rng(20_000)
    rows = []
    for number in range(2000):
        massage, comparator = draw.normal(5.0, 2.0, 12), draw.normal(6.0, 2.0, 8)
        arms = {
            "mean_massage": massage.mean(),
            "sd_massage": massage.std(ddof=1),
            "mean_comparator": comparator.mean(),
            "sd_comparator": comparator.std(ddof=1),
        }
        rows.append(finding(**{**ARMS, **arms, "finding_id": f"made-up-{number}", "n_massage": 12, "n_comparator": 8}))
    frame = standardise(pd.DataFrame(rows), pd.DataFrame([TRIAL]))
    assert frame["g"].mean() == pytest.approx(0.5, abs=4 * frame["g"].std() / math.sqrt(len(frame)))
    assert frame["se"].mean() == pytest.approx(frame["g"].std(), rel=0.1)


# The steps


def worth(expression: str) -> float:
    """What the arithmetic of a step comes to."""
    python = expression.replace("−", "-").replace("×", "*").replace("²", "**2").replace("√3", "math.sqrt(3)")
    python = python.replace("√(", "math.sqrt(").replace("π", "math.pi").replace("ln(", "math.log(")
    return float(eval(re.sub(r"(?<=\d),(?=\d)", "", python), {"math": math}))


def check_steps(steps: list[str]) -> int:
    """Recomputes every step that is an equation; returns how many there are."""
    checked = 0
    for step in steps[:-1]:
        parts = step.split(": ")[-1].split(" = ")
        if not re.search(r"[√×/(−]", parts[-2] if len(parts) > 1 else ""):
            continue
        shown = worth(parts[-1])
        assert worth(parts[-2]) == pytest.approx(shown, rel=6e-3, abs=2e-3), step
        checked += 1
    return checked


@pytest.mark.parametrize(
    ("cells", "equations"),
    [(SMD, 1), ({**SMD, **NO_INTERVAL}, 1), (ARMS, 4), (DIFFERENCE, 5), (P, 3), (ODDS, 2)],
    ids=["reported", "reported without interval", "arms", "difference", "p_value", "odds_ratio"],
)
def test_the_steps_are_sums_that_come_out(cells: Mapping[str, Any], equations: int) -> None:
    steps = explain(finding(**cells), TRIAL)
    assert check_steps(steps) == equations
    found = effect(finding(**cells), TRIAL)
    last = re.fullmatch(r"Positive means better with massage.*: g = (\S+), SE = (\S+)", steps[-1])
    assert last is not None
    assert (worth(last[1]), worth(last[2])) == pytest.approx((found.g, found.se), rel=1e-3)


# The library


@pytest.fixture(scope="module")
def standardised(library: Library) -> pd.DataFrame:
    """The effects beside the findings that they belong to."""
    effects = standardise(library.findings, library.studies)
    return library.findings.drop(columns="se").merge(effects, on="finding_id", validate="one_to_one")


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(row) for row in frame.to_dict("records")]


def test_each_finding_has_either_an_effect_or_a_reason(library: Library, standardised: pd.DataFrame) -> None:
    assert standardised["finding_id"].tolist() == library.findings["finding_id"].tolist()
    derived = standardised["derivation"] != ""
    assert standardised.loc[derived, "derivation"].isin(DERIVATIONS).all()
    assert np.isfinite(standardised.loc[derived, ["g", "se"]]).all(axis=None)
    assert (standardised.loc[derived, "se"] > 0).all()
    assert standardised.loc[~derived, ["g", "se"]].isna().all(axis=None)
    assert (standardised.loc[~derived, "note"] != "").all()
    assert derived.sum() > 100


def test_nothing_is_derived_from_what_is_no_difference_between_groups(standardised: pd.DataFrame) -> None:
    barred = (
        standardised["metric"].isin(NEVER)
        | (standardised["comparator"] == "within_person")
        | standardised["strand"].isin(["animal", "association"])
        | (standardised["link"] == "mediator_to_symptom")
    )
    assert barred.sum() > 150
    assert standardised.loc[barred, "g"].isna().all()


def test_no_crossover_trial_is_taken_for_two_groups(library: Library, standardised: pd.DataFrame) -> None:
    repeated = library.studies.loc[library.studies["design"].isin(["crossover_rct", "before_after"]), "study_id"]
    assert standardised.loc[standardised["study_id"].isin(repeated), "g"].isna().all()


def test_significant_results_have_the_sign_of_their_direction(standardised: pd.DataFrame) -> None:
    derived = standardised[(standardised["derivation"] != "") & standardised["significant"].fillna(False)]
    assert set(derived["direction"]) <= {"favours_massage", "favours_comparator"} <= set(DIRECTIONS)
    wrong = derived[(derived["g"] > 0) != (derived["direction"] == "favours_massage")]
    assert wrong["finding_id"].tolist() == []


def test_p_values_are_used_only_where_exact_and_flagged(standardised: pd.DataFrame) -> None:
    used = standardised[standardised["derivation"] == "p_value"]
    assert not used.empty
    assert used["p"].str.fullmatch(r"=? ?[01]?\.\d+").all()
    assert used["note"].str.startswith(Remark.APPROXIMATE_P).all()


def test_reviews_are_standardised_from_their_own_intervals_only(standardised: pd.DataFrame) -> None:
    reviews = standardised[standardised["strand"] == "synthesis"]
    assert set(reviews["derivation"]) <= {"", "reported", "odds_ratio"}
    with_interval = reviews[(reviews["metric"] == "smd") & reviews["ci_low"].notna()]
    left_out = with_interval[with_interval["derivation"] == ""]
    assert left_out["note"].eq(Reason.AMBIGUOUS).all()
    used = with_interval[with_interval["derivation"] == "reported"]
    assert len(used) > 40
    assert used["g"].abs().tolist() == used["estimate"].abs().tolist()


def test_arms_agree_with_another_program(standardised: pd.DataFrame) -> None:
    """statsmodels' g from the same printed means; its correction differs in the fifth digit, its variance has N - 3.94 for N."""
    known = standardised[(standardised["derivation"] == "arms") & standardised["n_massage"].notna()]
    assert len(known) > 5
    for row in rows(known):
        massage = row["mean_massage"], row["sd_massage"], row["n_massage"]
        comparator = row["mean_comparator"], row["sd_comparator"], row["n_comparator"]
        g, variance = effectsize_smd(*massage, *comparator)
        people = row["n_massage"] + row["n_comparator"]
        variance += g**2 / 2 * (1 / people - 1 / (people - 3.94))
        sign = -1 if row["lower_is_better"] else 1
        assert row["g"] == pytest.approx(sign * g, rel=2e-4, abs=1e-4), row["finding_id"]
        assert row["se"] == pytest.approx(math.sqrt(variance), abs=1e-4), row["finding_id"]


@pytest.mark.parametrize(
    ("finding_id", "reason"),
    [
        ("arguisuelas-2019-1", Reason.AMBIGUOUS),  # a change in one group, or a difference
        ("kutner-2008-3", Reason.SIGN_ASSUMED),
        ("hypertension-meta-2024-1", Reason.AMBIGUOUS),  # “SMD −0.65 mmHg”
        ("rapaport-2016-1", Reason.KIND_NOT_STATED),
        ("hinds-2004-2", Reason.PERHAPS_ERRORS),
        ("wiltshire-2010-1", Reason.SAME_PEOPLE),
        ("sefton-2011-1", Reason.SAME_PEOPLE),  # 16 people, 16 with massage and 16 without
        ("crosman-1984-1", Reason.SEVERAL_OUTCOMES),
        ("li-2018-1", Reason.SEVERAL_GROUPS),
        ("perlman-2019-1", Reason.SEVERAL_GROUPS),
        ("konig-2003-1", Reason.SEVERAL_TIMES),
        ("jelen-2024-b-1", Reason.OTHER_TEST),
        ("sherman-2010-1", Reason.SEVERAL_COMPARED),
        ("cortes-godoy-2014-1", Reason.SEVERAL_TIMES),
        ("kamali-2014-3", Reason.NO_DIRECTION),
        ("majchrzycki-2014-1", Reason.BOTH_MASSAGED),
        ("schulze-2023-1", Reason.NO_ESTIMATE),
        ("xing-2021-2", Reason.POOLED),
        ("hopper-2005-1", Reason.MEAN_CHANGE),
        ("happe-2016-1", Reason.MEAN_CHANGE),
        ("nzamba-2024-1", Reason.ASSOCIATION),
        ("wilkinson-2007-1", Reason.TOO_PRECISE),
    ],
)
def test_known_traps_of_the_library(standardised: pd.DataFrame, finding_id: str, reason: Reason) -> None:
    row = standardised.set_index("finding_id").loc[finding_id]
    assert math.isnan(row["g"])
    assert re.search(pattern(reason), row["note"]), row["note"]


def test_large_effects_are_flagged(standardised: pd.DataFrame) -> None:
    large = standardised["g"].abs() > SECOND_LOOK_ABOVE
    assert standardised.loc[large, "note"].str.contains(Remark.LARGE, regex=False).all()
    assert not standardised.loc[~large, "note"].str.contains(Remark.LARGE, regex=False).any()


def test_the_steps_of_the_library_are_sums_that_come_out(library: Library, standardised: pd.DataFrame) -> None:
    studies = library.studies.set_index("study_id", drop=False)
    for row in rows(standardised):
        steps = explain(row, studies.loc[row["study_id"]])
        if row["derivation"]:
            assert check_steps(steps) > 0, row["finding_id"]
        else:
            assert steps == [row["note"]]


def test_less_is_known_without_the_studies(library: Library, standardised: pd.DataFrame) -> None:
    alone = standardise(library.findings)
    assert not (alone["derivation"] == "p_value").any()
    both = (alone["derivation"] != "") & (standardised["derivation"] == alone["derivation"])
    assert (alone.loc[both, "g"] == standardised.loc[both, "g"]).all()
    assert (alone["derivation"] != "").sum() < (standardised["derivation"] != "").sum()
