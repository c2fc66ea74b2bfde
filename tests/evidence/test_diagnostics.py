"""Diagnostics of a pool: leave-one-out, cumulative, Q-profile, Egger's test, subgroups."""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evidence.synthesis import pool
from evidence.synthesis.diagnostics import (
    LEAST_FOR_FUNNEL,
    cumulative,
    egger,
    heterogeneity_interval,
    leave_one_out,
    pool_subsets,
    subgroups,
)
from evidence.synthesis.pooling import METHODS, Model
from evidence.synthesis.selfcheck import effects_of, golden_sets
from tests.evidence.pooled_by_definition import pooled as by_definition
from tests.evidence.pooled_by_definition import q_at, studies, tau2_where

NUMBERS = ("estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high", "tau2", "i2", "q", "p_q", "kh_factor")
MODEL = st.builds(
    Model, st.sampled_from(sorted(METHODS)), st.booleans(), st.sampled_from([0.8, 0.95, 0.99]), st.booleans()
)
Y = [0.12, -0.35, 0.6, 0.2, -0.05]
V = [0.04, 0.09, 0.02, 0.3, 0.011]


@pytest.fixture(scope="module")
def bcg() -> dict[str, list[float]]:
    """The thirteen BCG trials of validation set 1 as log risk ratios, with their years."""
    golden = golden_sets()[0]
    y, v = effects_of(golden, golden["datasets"][0])
    return {"y": y.tolist(), "v": v.tolist(), "year": golden["tables"]["trials"]["year"]}


def assert_row_is(row: pd.Series, y: list[float], v: list[float], model: Model) -> None:
    """The row holds what `pool`, which goes through statsmodels, says of these studies."""
    alone = pool(y, v, model.method, model.knapp_hartung, model.level, floor=model.floor)
    for name in NUMBERS:
        assert row[name] == pytest.approx(getattr(alone, name), rel=1e-8, abs=1e-8, nan_ok=True), name
    assert row["k"] == alone.k


# --- subsets ---------------------------------------------------------------------------------------------------------------


@given(studies(least=1, most=12), MODEL, st.data())
def test_each_subset_is_pooled_as_if_it_were_alone(
    data: tuple[list[float], list[float]], model: Model, draw: st.DataObject
) -> None:
    y, v = data
    rows = st.lists(st.booleans(), min_size=len(y), max_size=len(y)).filter(any)
    included = draw.draw(st.lists(rows, min_size=1, max_size=6))
    table = pool_subsets(y, v, included, model)
    assert len(table) == len(included)
    for position, inside in enumerate(included):
        kept = [study for study, keep in zip(zip(y, v, strict=True), inside, strict=True) if keep]
        assert_row_is(table.iloc[position], [a for a, _ in kept], [b for _, b in kept], model)


def test_a_subset_without_a_study_is_said() -> None:
    with pytest.raises(ValueError, match="without a study"):
        pool_subsets(Y, V, [[True] * 5, [False] * 5])
    with pytest.raises(ValueError, match="one column for each of the 5 studies"):
        pool_subsets(Y, V, [[True] * 4])


# --- leave-one-out ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted(METHODS))
def test_leave_one_out_of_the_bcg_trials(method: str, bcg: dict[str, list[float]]) -> None:
    """The published rows are REML and have no counterpart; these are held against the definitions, written out."""
    table = leave_one_out(bcg["y"], bcg["v"], Model(method, knapp_hartung=False))
    assert table["left_out"].tolist() == list(range(13))
    for out, row in table.iterrows():
        rest = [(y, v) for i, (y, v) in enumerate(zip(bcg["y"], bcg["v"], strict=True)) if i != out]
        expected = by_definition([y for y, _ in rest], [v for _, v in rest], method, knapp_hartung=False)
        for name, number in expected.items():
            assert row[name] == pytest.approx(number, rel=1e-9, nan_ok=True), name
        assert row["k"] == 12


@given(studies(least=2, most=15), MODEL)
def test_without_a_study_is_the_pool_of_the_others(data: tuple[list[float], list[float]], model: Model) -> None:
    y, v = data
    for out, row in leave_one_out(y, v, model).iterrows():
        assert_row_is(row, y[:out] + y[out + 1 :], v[:out] + v[out + 1 :], model)


def test_nothing_is_left_of_one_study() -> None:
    with pytest.raises(ValueError, match="nothing is left"):
        leave_one_out([0.1], [0.2])


# --- cumulative ------------------------------------------------------------------------------------------------------------


def test_cumulative_result_of_the_bcg_trials(bcg: dict[str, list[float]]) -> None:
    """Published from the second trial on as REML only; held against the definitions, written out."""
    table = cumulative(bcg["y"], bcg["v"], bcg["year"])
    order = sorted(range(13), key=lambda i: bcg["year"][i])
    assert table["added"].tolist() == order
    assert table["year"].tolist() == sorted(bcg["year"])
    assert table["k"].tolist() == list(range(1, 14))
    for step, row in table.iterrows():
        y, v = ([bcg[name][i] for i in order[: step + 1]] for name in ("y", "v"))
        if step == 0:
            assert row["estimate"] == pytest.approx(y[0])
            assert math.isnan(row["tau2"])
            continue
        for name, number in by_definition(y, v, "PM").items():
            assert row[name] == pytest.approx(number, rel=1e-9, nan_ok=True), name


@given(studies(least=1, most=12), MODEL, st.data())
def test_the_last_cumulative_result_is_the_pool(
    data: tuple[list[float], list[float]], model: Model, draw: st.DataObject
) -> None:
    y, v = data
    years = draw.draw(st.lists(st.integers(1990, 2026), min_size=len(y), max_size=len(y)))
    table = cumulative(y, v, years, model)
    assert_row_is(table.iloc[-1], y, v, model)
    assert table["year"].is_monotonic_increasing
    assert sorted(table["added"]) == list(range(len(y)))


def test_studies_of_one_year_come_in_the_order_given() -> None:
    table = cumulative(Y, V, [2001, 1999, 2001, 1999, 2000])
    assert table["added"].tolist() == [1, 3, 4, 0, 2]
    assert table["year"].tolist() == [1999, 1999, 2000, 2001, 2001]


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_a_study_without_a_year_is_said(missing: object) -> None:
    with pytest.raises(ValueError, match="Study 3 has no year"):
        cumulative(Y, V, [2001, 2002, missing, 2004, 2005])


def test_years_may_be_a_nullable_column() -> None:
    assert cumulative(Y, V, pd.Series([2001, 2002, 2003, 2004, 2005], dtype="Int64"))["year"].tolist()[-1] == 2005


def test_a_wrong_number_of_years_is_said() -> None:
    with pytest.raises(ValueError, match="5 studies and 2 years"):
        cumulative(Y, V, [2001, 2002])


# --- Q-profile -------------------------------------------------------------------------------------------------------------


@given(studies(least=2, most=30), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_of_tau2_solves_its_equations(data: tuple[list[float], list[float]], level: float) -> None:
    y, v = data
    df = len(y) - 1
    low, high = heterogeneity_interval(y, v, level)
    most, least = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], df)
    q = q_at(y, v)
    if abs(q / least - 1) < 1e-9:
        return
    if q < least:
        assert math.isnan(low)
        assert math.isnan(high)
        return
    assert 0 <= low <= high
    assert low == pytest.approx(tau2_where(y, v, most), rel=1e-8, abs=1e-12)
    assert high == pytest.approx(tau2_where(y, v, least), rel=1e-8, abs=1e-12)


@given(studies(least=3, most=30))
def test_the_interval_of_tau2_holds_paule_mandels_estimate(data: tuple[list[float], list[float]]) -> None:
    low, high = heterogeneity_interval(*data)
    if not math.isnan(low):
        assert low * (1 - 1e-9) <= pool(*data, "PM").tau2 <= high * (1 + 1e-9)


def test_one_study_has_no_interval_of_tau2() -> None:
    assert all(math.isnan(limit) for limit in heterogeneity_interval([0.1], [0.2]))


# --- Egger -----------------------------------------------------------------------------------------------------------------


@given(studies(least=LEAST_FOR_FUNNEL, most=30))
def test_eggers_test_is_a_weighted_regression_on_the_standard_error(data: tuple[list[float], list[float]]) -> None:
    from statsmodels.regression.linear_model import WLS

    y, v = np.array(data[0]), np.array(data[1])
    if np.ptp(np.sqrt(v)) < 0.01:
        return
    fit = WLS(y, np.column_stack([np.ones(y.size), np.sqrt(v)]), weights=1 / v).fit()
    if fit.ssr < 1e-9:
        return
    result = egger(y, v)
    low, high = fit.conf_int()[0]
    assert result.limit == pytest.approx(fit.params[0], rel=1e-6, abs=1e-8)
    assert (result.limit_low, result.limit_high) == pytest.approx((low, high), rel=1e-6, abs=1e-7)
    assert result.slope == pytest.approx(fit.params[1], rel=1e-6, abs=1e-7)
    assert result.se == pytest.approx(fit.bse[1], rel=1e-6)
    assert result.t == pytest.approx(fit.tvalues[1], rel=1e-6, abs=1e-7)
    assert result.p == pytest.approx(fit.pvalues[1], rel=1e-6, abs=1e-9)
    assert result.df == y.size - 2


def test_eggers_test_needs_ten_studies() -> None:
    y, v = np.linspace(0, 1, 9), np.linspace(0.1, 0.5, 9)
    with pytest.raises(ValueError, match="at least 10 studies; here are 9"):
        egger(y, v)


def test_eggers_test_needs_studies_of_different_precision() -> None:
    with pytest.raises(ValueError, match="all standard errors are the same"):
        egger(np.linspace(0, 1, 12), [0.1] * 12)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("slope", [0.0, 2.0])
def test_effects_on_one_line_cannot_be_tested(slope: float) -> None:
    v = np.linspace(0.1, 0.5, 12)
    with pytest.raises(ValueError, match="lie on one line"):
        egger(0.3 + slope * np.sqrt(v), v)


# --- subgroups -------------------------------------------------------------------------------------------------------------


def test_subgroups_worked_by_hand() -> None:
    """Two groups of two with equal variances: means 0.2 and 0.8, tau² 0, so Q = 0.36 / (0.02 + 0.02) = 9."""
    result = subgroups([0.1, 0.3, 0.7, 0.9], [0.04] * 4, ["sham", "sham", "none", "none"], Model("FE"))
    assert list(result.groups) == ["sham", "none"]
    assert [group.estimate for group in result.groups.values()] == pytest.approx([0.2, 0.8])
    assert (result.q, result.df) == (pytest.approx(9.0), 1)
    assert result.p == pytest.approx(0.0026997960632601866)
    assert result.left_out == ()


@given(studies(least=4, most=20), st.data())
def test_common_effect_q_splits_into_within_and_between(
    data: tuple[list[float], list[float]], draw: st.DataObject
) -> None:
    y, v = data
    drawn = draw.draw(st.lists(st.sampled_from("ab"), min_size=len(y) - 4, max_size=len(y) - 4))
    groups = ["a", "a", "b", "b", *drawn]
    result = subgroups(y, v, groups, Model("FE"))
    within = sum(group.q for group in result.groups.values())
    assert within + result.q == pytest.approx(pool(y, v, "FE").q, rel=1e-8, abs=1e-8)


@given(studies(least=6, most=20), MODEL)
def test_subgroups_are_pooled_on_their_own_and_compared_before_knapp_hartung(
    data: tuple[list[float], list[float]], model: Model
) -> None:
    y, v = data
    groups = [position % 3 for position in range(len(y))]
    result = subgroups(y, v, groups, model)
    estimates, errors = [], []
    for name in (0, 1, 2):
        own = pool(y[name::3], v[name::3], model.method, model.knapp_hartung, model.level, floor=model.floor)
        assert result.groups[name].estimate == own.estimate
        assert result.groups[name].ci_low == own.ci_low
        plain = pool(y[name::3], v[name::3], model.method, False)
        estimates.append(plain.estimate)
        errors.append(plain.se)
    assert result.q == pytest.approx(q_at(estimates, [error**2 for error in errors]), rel=1e-6, abs=1e-9)
    assert result.p == pytest.approx(stats.chi2.sf(result.q, 2), rel=1e-9)


def test_a_subgroup_of_one_study_is_shown_but_not_compared() -> None:
    result = subgroups(Y, V, ["a", "a", "b", "c", "c"])
    assert list(result.groups) == ["a", "b", "c"]
    assert result.left_out == ("b",)
    assert result.groups["b"].estimate == pytest.approx(0.6)
    assert result.df == 1
    without = subgroups([Y[0], Y[1], Y[3], Y[4]], [V[0], V[1], V[3], V[4]], ["a", "a", "c", "c"])
    assert result.q == pytest.approx(without.q)


@pytest.mark.parametrize("groups", [["a"] * 5, ["a", "a", "a", "a", "b"], list("abcde")])
def test_fewer_than_two_subgroups_to_compare_give_no_test(groups: list[str]) -> None:
    result = subgroups(Y, V, groups)
    assert math.isnan(result.q)
    assert math.isnan(result.p)
    assert result.df == 0
    assert len(result.groups) == len(set(groups))


def test_a_study_without_a_subgroup_is_said() -> None:
    with pytest.raises(ValueError, match="Study 2 has no subgroup"):
        subgroups(Y, V, ["a", None, "b", "b", "a"])
    with pytest.raises(ValueError, match="5 studies and 2 subgroups"):
        subgroups(Y, V, ["a", "b"])


# --- all of them -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "diagnose",
    [
        leave_one_out,
        heterogeneity_interval,
        egger,
        lambda y, v: cumulative(y, v, [2000] * len(y)),
        lambda y, v: subgroups(y, v, ["a"] * len(y)),
    ],
    ids=["leave_one_out", "heterogeneity_interval", "egger", "cumulative", "subgroups"],
)
def test_what_cannot_be_pooled_is_said_here_too(diagnose: object) -> None:
    good = [0.1] * 12
    for bad in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="Study 12"):
            diagnose(good, [*good[:-1], bad])
    with pytest.raises(ValueError, match="no study"):
        diagnose([], [])


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_to_1_is_said(level: float) -> None:
    y, v = np.linspace(0, 1, 12), np.linspace(0.1, 0.5, 12)
    for diagnose in (heterogeneity_interval, egger):
        with pytest.raises(ValueError, match="between 0 and 1"):
            diagnose(y, v, level)


def test_two_hundred_studies_with_everything_take_less_than_50_ms() -> None:
    random = np.random.default_rng(1)
    v = random.uniform(0.01, 0.3, 200)
    y = random.normal(-0.3, 0.4, 200) + random.normal(size=200) * np.sqrt(v)
    years, groups = random.integers(1990, 2026, 200), random.choice(list("abcd"), 200).tolist()

    def everything() -> None:
        pool(y, v)
        leave_one_out(y, v)
        cumulative(y, v, years)
        heterogeneity_interval(y, v)
        egger(y, v)
        subgroups(y, v, groups)

    times = []
    for _ in range(8):
        start = time.thread_time()  # what others do on this machine meanwhile does not count
        everything()
        times.append(time.thread_time() - start)
    assert min(times) <= 0.050, f"{1000 * min(times):.0f} ms"
