"""Pooling: the definitions, what must hold for any studies, few studies, and numbers that cannot be pooled.

Published results are in `test_selfcheck.py`.
"""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.synthesis import Pooled, pool
from evidence.synthesis.pooling import METHODS, Model, caution
from tests.evidence.pooled_by_definition import pooled as by_definition
from tests.evidence.pooled_by_definition import q_at, studies

ROOT = Path(__file__).resolve().parents[2]
METHOD = st.sampled_from(sorted(METHODS))
LEVEL = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
Y = [0.12, -0.35, 0.6, 0.2, -0.05]
V = [0.04, 0.09, 0.02, 0.3, 0.011]


def spread_out(y: list[float], v: list[float]) -> bool:
    """Whether the effects differ at all, so that Knapp-Hartung has something to work with."""
    return q_at(y, v) > 1e-6


# --- the definitions -------------------------------------------------------------------------------------------------------


@given(studies(), METHOD, st.booleans(), LEVEL, st.booleans())
def test_the_result_is_the_one_of_the_definitions(
    data: tuple[list[float], list[float]], method: str, knapp_hartung: bool, level: float, floor: bool
) -> None:
    y, v = data
    if not spread_out(y, v):
        return
    result = pool(y, v, method, knapp_hartung, level, floor=floor)
    for name, expected in by_definition(y, v, method, knapp_hartung, level, floor).items():
        assert getattr(result, name) == pytest.approx(expected, rel=1e-8, abs=1e-9, nan_ok=True), name
    assert (result.k, result.method) == (len(y), method)


def test_the_names_and_defaults_of_the_contract() -> None:
    names = "estimate se ci_low ci_high pi_low pi_high tau2 i2 q p_q k method"
    assert set(names.split()) <= set(Pooled.__dataclass_fields__)
    assert set(METHODS) == {"FE", "DL", "PM"}
    assert pool(Y, V) == pool(Y, V, method="PM", knapp_hartung=True, level=0.95)
    assert pool(Y, V).model == Model("PM", True, 0.95, False)


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        pool(Y, V).estimate = 0.0  # type: ignore[misc]


def test_lists_tuples_arrays_and_columns_give_the_same() -> None:
    expected = pool(Y, V)
    frame = pd.DataFrame({"g": Y, "v": V}, index=[7, 3, 3, "a", None])
    assert pool(tuple(Y), np.array(V)) == expected
    assert pool(frame["g"], frame["v"]) == expected
    assert pool(frame["g"].astype("Float64"), frame["v"]) == expected


def test_what_is_given_is_not_changed() -> None:
    y, v = np.array(Y), np.array(V)
    pool(y, v)
    assert (y.tolist(), v.tolist()) == (Y, V)


# --- what must hold for any studies ----------------------------------------------------------------------------------------


@given(studies(least=1), METHOD, st.booleans())
def test_the_average_lies_among_the_effects_and_in_its_interval(
    data: tuple[list[float], list[float]], method: str, knapp_hartung: bool
) -> None:
    y, v = data
    result = pool(y, v, method, knapp_hartung)
    assert min(y) - 1e-12 <= result.estimate <= max(y) + 1e-12
    assert result.ci_low < result.estimate < result.ci_high
    assert result.se > 0
    assert not result.tau2 < 0
    assert not result.q < 0
    assert math.isnan(result.i2) or 0 <= result.i2 < 100
    assert math.isnan(result.p_q) or 0 <= result.p_q <= 1


@given(studies(), METHOD, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(
    data: tuple[list[float], list[float]], method: str, random: st.DataObject
) -> None:
    pairs = list(zip(*data, strict=True))
    shuffled = pairs.copy()
    random.shuffle(shuffled)
    a, b = pool(*data, method), pool(*map(list, zip(*shuffled, strict=True)), method)
    for name in ("estimate", "se", "ci_low", "pi_high", "tau2", "q", "i2"):
        assert getattr(a, name) == pytest.approx(getattr(b, name), rel=1e-8, abs=1e-9, nan_ok=True)
    weight_of = dict(zip(shuffled, b.weights, strict=True))
    assert a.weights == pytest.approx([weight_of[pair] for pair in pairs], rel=1e-8)


@given(studies(), METHOD, st.floats(-1e4, 1e4), st.floats(1e-3, 1e3))
def test_another_zero_and_another_unit_change_the_numbers_accordingly(
    data: tuple[list[float], list[float]], method: str, shift: float, scale: float
) -> None:
    y, v = data
    if not spread_out(y, v):
        return
    a = pool(y, v, method)
    b = pool([scale * (effect + shift) for effect in y], [scale**2 * variance for variance in v], method)
    room = scale * 1e-6
    for name in ("estimate", "ci_low", "ci_high", "pi_low", "pi_high"):
        assert getattr(b, name) == pytest.approx(scale * (getattr(a, name) + shift), abs=room, nan_ok=True), name
    assert b.se == pytest.approx(scale * a.se, abs=room)
    assert b.tau2 == pytest.approx(scale**2 * a.tau2, rel=1e-6, abs=scale**2 * 1e-6)
    assert b.i2 == pytest.approx(a.i2, abs=1e-3)
    assert b.weights == pytest.approx(a.weights, abs=1e-6)


@given(studies(most=60))
def test_paule_mandels_equation_is_solved(data: tuple[list[float], list[float]]) -> None:
    y, v = data
    df = len(y) - 1
    result = pool(y, v, "PM")
    if q_at(y, v) <= df:
        assert result.tau2 == 0
    else:
        assert result.tau2 > 0
        assert q_at(y, v, result.tau2) == pytest.approx(df, rel=1e-9)
        assert result.kh_factor == pytest.approx(1, rel=1e-9)


def test_paule_mandels_equation_is_solved_where_statsmodels_answers_zero() -> None:
    """Asked for more than its default of 1e-5, statsmodels 0.15 takes an overshoot by rounding for “no variance”."""
    from statsmodels.stats.meta_analysis import combine_effects

    random = np.random.default_rng(20)
    false_zeros = 0
    for _ in range(40):
        v = random.uniform(0.01, 0.3, 200)
        y = random.normal(0.3, 0.4, 200) + random.normal(size=200) * np.sqrt(v)
        tau2 = pool(y, v, "PM").tau2
        assert q_at(y.tolist(), v.tolist(), tau2) == pytest.approx(199, rel=1e-10)
        false_zeros += combine_effects(y, v, method_re="pm", atol=1e-12).tau2 == 0
    assert false_zeros > 0, "statsmodels has mended it: the note in evidence/synthesis/pooling.py can go"


@given(studies(), METHOD)
def test_weights_are_shares_and_the_more_precise_study_weighs_more(
    data: tuple[list[float], list[float]], method: str
) -> None:
    y, v = data
    weights = pool(y, v, method).weights
    assert len(weights) == len(y)
    assert sum(weights) == pytest.approx(1)
    for weight, variance in zip(weights, v, strict=True):
        for other_weight, other_variance in zip(weights, v, strict=True):
            assert not (variance < other_variance and weight < other_weight)
    estimate = sum(weight * effect for weight, effect in zip(weights, y, strict=True))
    assert pool(y, v, method).estimate == pytest.approx(estimate, abs=1e-12)


@given(studies(least=3), st.sampled_from(["DL", "PM"]), LEVEL)
def test_a_new_study_is_less_sure_than_the_average(
    data: tuple[list[float], list[float]], method: str, level: float
) -> None:
    result = pool(*data, method, knapp_hartung=False, level=level)
    assert result.pi_low < result.ci_low
    assert result.ci_high < result.pi_high


@given(studies(), METHOD, st.booleans())
def test_a_higher_level_gives_wider_intervals(
    data: tuple[list[float], list[float]], method: str, knapp_hartung: bool
) -> None:
    narrow, wide = (pool(*data, method, knapp_hartung, level) for level in (0.8, 0.95))
    assert wide.ci_low < narrow.ci_low
    assert wide.ci_high > narrow.ci_high
    assert wide.estimate == narrow.estimate


@given(studies(), METHOD)
def test_the_floor_only_ever_widens(data: tuple[list[float], list[float]], method: str) -> None:
    y, v = data
    plain, floored, normal = pool(y, v, method), pool(y, v, method, floor=True), pool(y, v, method, False)
    assert floored.kh_factor == pytest.approx(max(1.0, plain.kh_factor))
    assert floored.se >= plain.se
    assert floored.se >= normal.se * (1 - 1e-12)
    assert pool(y, v, method, False, floor=True).se == normal.se
    assert (floored.pi_low, floored.pi_high) == pytest.approx((plain.pi_low, plain.pi_high), nan_ok=True)


@given(studies(least=2, most=8), METHOD)
@example(([0.1, 0.1, 0.1], [0.2, 0.2, 0.2]), "PM")
def test_the_common_effect_is_the_limit_without_spread(data: tuple[list[float], list[float]], method: str) -> None:
    _, v = data
    same = pool([0.1] * len(v), v, method)
    common = pool([0.1] * len(v), v, "FE", False)
    assert same.estimate == pytest.approx(0.1)
    assert (same.tau2, same.i2) == (0, 0)
    assert same.q == pytest.approx(0, abs=1e-12)
    assert same.p_q == pytest.approx(1)
    assert same.se == pytest.approx(common.se)


# --- few studies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("knapp_hartung", [True, False])
def test_one_study_is_itself(method: str, knapp_hartung: bool) -> None:
    result = pool([0.4], [0.09], method, knapp_hartung)
    assert (result.estimate, result.se) == (pytest.approx(0.4), pytest.approx(0.3))
    assert result.ci_low == pytest.approx(0.4 - 1.959963984540054 * 0.3)
    assert result.ci_high == pytest.approx(0.4 + 1.959963984540054 * 0.3)
    for name in ("tau2", "i2", "q", "p_q", "pi_low", "pi_high"):
        assert math.isnan(getattr(result, name)), name
    assert (result.k, result.weights) == (1, (1.0,))
    assert "nothing was pooled" in caution(result)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_two_studies_have_no_prediction_interval(method: str) -> None:
    result = pool([0.1, 0.8], [0.04, 0.05], method)
    assert math.isnan(result.pi_low)
    assert math.isnan(result.pi_high)
    assert all(math.isfinite(getattr(result, name)) for name in ("estimate", "se", "tau2", "i2", "q", "p_q"))
    assert "no range can be given" in caution(result)


def test_three_studies_have_one_with_one_degree_of_freedom() -> None:
    result = pool([0.1, 0.8, 0.4], [0.04, 0.05, 0.02])
    assert math.isfinite(result.pi_low)
    assert result.pi_high - result.estimate == pytest.approx(
        12.706204736174707 * math.sqrt(result.tau2 + result.se**2 / result.kh_factor)
    )


def test_a_common_effect_has_no_prediction_interval() -> None:
    result = pool(Y, V, "FE")
    assert math.isnan(result.pi_low)
    assert math.isnan(result.pi_high)
    assert result.tau2 == 0


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_few_studies_come_with_a_caution(k: int) -> None:
    assert caution(pool(Y[:k], V[:k])).startswith("One study" if k == 1 else f"Only {k} studies")


def test_five_studies_that_differ_need_no_caution() -> None:
    assert caution(pool(Y, V)) == ""


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("effect", [0.0, 0.1, -2.7, 1e6 + 0.1])
def test_identical_effects_never_look_perfectly_sure(method: str, effect: float) -> None:
    result = pool([effect] * 6, [*V, 0.05], method)
    assert result.kh_factor == 1
    assert result.ci_low < effect < result.ci_high
    assert "All effects are the same" in caution(result)
    assert caution(pool([effect] * 6, [*V, 0.05], method, False)) == ""


# --- numbers that cannot be pooled -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effects", "variances", "message"),
    [
        ([], [], "no study"),
        ([0.1, 0.2], [0.1], "2 effects and 1 variances"),
        ([0.1, math.nan], [0.1, 0.1], "Study 2 has no finite effect"),
        ([0.1, math.inf], [0.1, 0.1], "Study 2 has no finite effect"),
        ([0.1, 0.2], [math.nan, 0.1], "Study 1 has no finite variance"),
        ([0.1, 0.2], [0.1, math.inf], "Study 2 has no finite variance"),
        ([0.1, 0.2], [0.1, 0.0], "Study 2 has a variance that is not above zero"),
        ([0.1, 0.2], [-0.1, 0.1], "Study 1 has a variance that is not above zero"),
        ([0.1], [0.0], "Study 1 has a variance that is not above zero"),
        ([0.1, 0.2], [1e-9, 1e9], "hardly right"),
        ([1e200, 0.2], [0.1, 0.1], "Study 1 has an effect too large"),
        ([0.1, 0.2], [0.1, 1e-310], "Study 2 has a variance too large or too small"),
        (["a", "b"], [0.1, 0.1], "effects must all be numbers"),
        ([0.1, None], [0.1, 0.1], "Study 2 has no finite effect"),
        ([[0.1, 0.2]], [[0.1, 0.1]], "one list of numbers"),
        (0.1, 0.1, "one list of numbers"),
    ],
)
def test_what_cannot_be_pooled_is_said(effects: object, variances: object, message: str) -> None:
    for method in METHODS:
        with pytest.raises(ValueError, match=message):
            pool(effects, variances, method)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["REML", "pm", "", "ML"])
def test_an_unknown_method_is_said(method: str) -> None:
    with pytest.raises(ValueError, match="There is no pooling method"):
        pool(Y, V, method)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_a_level_outside_0_to_1_is_said(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        pool(Y, V, level=level)


@given(
    st.lists(st.tuples(st.floats(-1e90, 1e90), st.floats(1e-90, 1e90)), min_size=1, max_size=8),
    METHOD,
    st.booleans(),
)
@pytest.mark.filterwarnings("error")
def test_any_numbers_give_a_result_or_a_reason(
    pairs: list[tuple[float, float]], method: str, knapp_hartung: bool
) -> None:
    y, v = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if max(v) > 1e10 * min(v):
        with pytest.raises(ValueError, match="hardly right"):
            pool(y, v, method, knapp_hartung)
        return
    result = pool(y, v, method, knapp_hartung)
    assert all(math.isfinite(getattr(result, name)) for name in ("estimate", "se", "ci_low", "ci_high"))
    assert min(y) - 1e-9 * abs(min(y)) <= result.estimate <= max(y) + 1e-9 * abs(max(y))


@given(
    st.lists(st.tuples(st.floats(-1e8, 1e8), st.floats(0, 9.9)), min_size=2, max_size=12),
)
def test_extreme_spread_and_unequal_precision_are_still_solved(pairs: list[tuple[float, float]]) -> None:
    y, v = [pair[0] for pair in pairs], [10 ** pair[1] for pair in pairs]
    tau2 = pool(y, v, "PM").tau2
    df = len(y) - 1
    if tau2 == 0:
        assert q_at(y, v) <= df * (1 + 1e-6)
    else:
        assert q_at(y, v, tau2) == pytest.approx(df, rel=1e-6)


# --- what it costs to import -----------------------------------------------------------------------------------------------


def test_statsmodels_is_loaded_by_the_first_pool_and_not_before() -> None:
    program = """
import sys
import evidence.synthesis.diagnostics, evidence.synthesis.selfcheck
from evidence.synthesis import pool
assert not [name for name in sys.modules if name.startswith(("statsmodels", "scipy.stats"))]
pool([0.1, 0.2], [0.1, 0.1])
assert "statsmodels.stats.meta_analysis" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
