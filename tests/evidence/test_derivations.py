"""The formulas behind Hedges' g: published answers, other people's programs and round trips."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.meta_analysis import effectsize_smd

from evidence.effects import derivations as derive

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "smd.json").read_text(encoding="utf-8"))
SET_4, SET_10, HANDBOOK = GOLDEN["set_4"], GOLDEN["set_10"], GOLDEN["handbook"]

#: Tolerances named with the validation sets: closed forms and iterated estimators against printed decimals, I² in percent.
CLOSED, ITERATED, PERCENT = 5e-5, 2e-4, 3e-3

SIZE = st.integers(2, 400)
MEAN = st.floats(-100, 100)
SD = st.floats(0.1, 50)
T = st.floats(0.01, 5)
LEVEL = st.sampled_from([80.0, 90.0, 95.0, 99.0])


def numbers_in(value: Any) -> int:
    """How many numbers a piece of JSON holds."""
    if isinstance(value, dict):
        return sum(numbers_in(part) for part in value.values())
    if isinstance(value, list):
        return sum(numbers_in(part) for part in value)
    return int(isinstance(value, int | float))


def smds_of_set_4() -> list[derive.Smd]:
    return [derive.from_arms(m1, sd1, n1, m2, sd2, n2) for _, _, n1, m1, sd1, n2, m2, sd2 in SET_4["data"]]


def smds_of_set_10() -> list[derive.Smd]:
    return [derive.from_arms(m1, sd1, n1, m2, sd2, n2) for _, m1, sd1, n1, m2, sd2, n2, *_ in SET_10["data"]]


def test_no_golden_number_was_dropped() -> None:
    assert {name: numbers_in(part) for name, part in GOLDEN.items()} == {
        "about": 0,
        "set_4": 9 * 7 + 8 + 13 + 5 + 4 * 11,
        "set_10": 6 * 11 + 3 * 4,
        "handbook": 6,
    }


def test_set_4_gives_the_published_g_and_variances() -> None:
    smds = smds_of_set_4()[:4]
    assert [smd.g for smd in smds] == pytest.approx(SET_4["published"]["g"], abs=CLOSED)
    assert [smd.se**2 for smd in smds] == pytest.approx(SET_4["published"]["variance"], abs=CLOSED)


@pytest.mark.parametrize("row", range(6), ids=[row[0] for row in SET_10["data"]])
def test_set_10_gives_the_published_g_and_variances(row: int) -> None:
    expected = dict(zip(SET_10["columns"], SET_10["data"][row], strict=True))
    smd = smds_of_set_10()[row]
    assert smd.g == pytest.approx(expected["g"], abs=1e-12)
    assert smd.se**2 == pytest.approx(expected["v_ls"], abs=1e-12)


@pytest.mark.parametrize("row", range(6), ids=[row[0] for row in SET_10["data"]])
def test_set_10_in_the_conventions_of_other_programs(row: int) -> None:
    """The golden numbers of the other conventions are right by their own formulas, and ours are near them."""
    expected = dict(zip(SET_10["columns"], SET_10["data"][row], strict=True))
    arms = (expected[name] for name in ("mean_t", "sd_t", "n_t", "mean_c", "sd_c", "n_c"))
    g_meta, v_meta = effectsize_smd(*arms)
    assert (g_meta, v_meta) == pytest.approx((expected["g_meta"], expected["v_meta"]), abs=1e-12)
    n1, n2 = expected["n_t"], expected["n_c"]
    df = n1 + n2 - 2
    spread = (1 - (df - 2) / (df * derive.correction(df) ** 2)) * expected["g"] ** 2
    assert 1 / n1 + 1 / n2 + spread == pytest.approx(expected["v_ub"], abs=1e-12)
    smd = smds_of_set_10()[row]
    assert smd.g == pytest.approx(g_meta, abs=1e-5)
    assert smd.se**2 == pytest.approx(v_meta, abs=1e-4)


# The pools of the golden sets hold every g and variance to account, those that are not printed one by one too.


def pooled(y: np.ndarray, v: np.ndarray, tau2: float) -> dict[str, float]:
    """Inverse-variance pooling with z, Knapp-Hartung and prediction interval for one tau²."""
    k, w = len(y), 1 / (v + tau2)
    estimate = float((w * y).sum() / w.sum())
    se = float(1 / math.sqrt(w.sum()))
    kh_se = se * math.sqrt(float((w * (y - estimate) ** 2).sum()) / (k - 1))
    z, t, t_pi = stats.norm.ppf(0.975), stats.t.ppf(0.975, k - 1), stats.t.ppf(0.975, k - 2)
    typical = (k - 1) * (1 / v).sum() / ((1 / v).sum() ** 2 - (1 / v**2).sum())
    pi_half = t_pi * math.sqrt(se**2 + tau2)
    return {
        "tau2": tau2,
        "estimate": estimate,
        "se": se,
        "ci_low": estimate - z * se,
        "ci_high": estimate + z * se,
        "i2": 100 * tau2 / (tau2 + typical),
        "h2": (tau2 + typical) / typical,
        "kh_se": kh_se,
        "kh_low": estimate - t * kh_se,
        "kh_high": estimate + t * kh_se,
        "pi_low": estimate - pi_half,
        "pi_high": estimate + pi_half,
    }


def generalised_q(y: np.ndarray, v: np.ndarray, tau2: float) -> float:
    w = 1 / (v + tau2)
    return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())


def dersimonian_laird(y: np.ndarray, v: np.ndarray) -> float:
    w = 1 / v
    return (generalised_q(y, v, 0) - (len(y) - 1)) / (w.sum() - (w**2).sum() / w.sum())


def paule_mandel(y: np.ndarray, v: np.ndarray) -> float:
    return float(optimize.brentq(lambda tau2: generalised_q(y, v, tau2) - (len(y) - 1), 0, 100, xtol=1e-12))


def likelihood(restricted: bool) -> Callable[[np.ndarray, np.ndarray], float]:
    def estimator(y: np.ndarray, v: np.ndarray) -> float:
        def loss(tau2: float) -> float:
            w = 1 / (v + tau2)
            return float(-np.log(w).sum() + generalised_q(y, v, tau2) + restricted * np.log(w.sum()))

        return float(optimize.minimize_scalar(loss, bounds=(0, 10), method="bounded", options={"xatol": 1e-10}).x)

    return estimator


TAU2: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "EE": lambda _y, _v: 0.0,
    "DL": dersimonian_laird,
    "PM": paule_mandel,
    "REML": likelihood(restricted=True),
    "ML": likelihood(restricted=False),
}


def arrays(smds: list[derive.Smd]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([smd.g for smd in smds]), np.array([smd.se**2 for smd in smds])


@pytest.mark.parametrize(
    ("golden", "smds", "row"),
    [
        *((SET_4["recomputed"], smds_of_set_4, row) for row in range(5)),
        *((SET_10["recomputed"], smds_of_set_10, row) for row in range(3)),
    ],
    ids=[
        *(f"set 4 {row[0]}" for row in SET_4["recomputed"]["rows"]),
        *(f"set 10 {row[0]}" for row in SET_10["recomputed"]["rows"]),
    ],
)
def test_the_effects_give_the_recomputed_pools(
    golden: dict[str, Any], smds: Callable[[], list[derive.Smd]], row: int
) -> None:
    expected = dict(zip(golden["columns"], golden["rows"][row], strict=True))
    method = expected.pop("method")
    y, v = arrays(smds())
    result = pooled(y, v, TAU2[method](y, v))
    tolerance = CLOSED if method in {"EE", "DL"} else ITERATED
    for name, value in expected.items():
        if value is not None:
            assert result[name] == pytest.approx(value, abs=PERCENT if name == "i2" else tolerance), name


def test_set_4_gives_the_published_reml_pool() -> None:
    expected = SET_4["published"]["reml"]
    y, v = arrays(smds_of_set_4())
    tau2 = TAU2["REML"](y, v)
    result = pooled(y, v, tau2)
    for name in ("tau2", "estimate", "se", "ci_low", "ci_high"):
        assert result[name] == pytest.approx(expected[name], abs=ITERATED), name
    assert math.sqrt(tau2) == pytest.approx(expected["tau"], abs=ITERATED)
    z = result["estimate"] / result["se"]
    assert z == pytest.approx(expected["z"], abs=ITERATED)
    assert 2 * stats.norm.sf(abs(z)) == pytest.approx(expected["p"], abs=ITERATED)
    assert generalised_q(y, v, 0) == pytest.approx(expected["q"], abs=CLOSED)
    assert len(y) - 1 == expected["q_df"]
    # I² and H² are printed with two decimals.
    assert result["i2"] == pytest.approx(expected["i2"], abs=5e-3)
    assert result["h2"] == pytest.approx(expected["h2"], abs=5e-3)
    # Its SE from the Fisher information of the restricted likelihood: tr(PP) with P = W - W1(1'W1)⁻¹1'W.
    w = 1 / (v + tau2)
    trace = (w**2).sum() - 2 * (w**3).sum() / w.sum() + ((w**2).sum() / w.sum()) ** 2
    assert math.sqrt(2 / trace) == pytest.approx(expected["tau2_se"], abs=ITERATED)


def test_the_worked_example_of_the_cochrane_handbook() -> None:
    n1, n2 = HANDBOOK["n1"], HANDBOOK["n2"]
    t = derive.t_from_p(HANDBOOK["p"], n1, n2)
    assert t == pytest.approx(HANDBOOK["t"], abs=5e-3)
    se = HANDBOOK["difference"] / t
    assert se == pytest.approx(HANDBOOK["se"], abs=5e-3)
    d = HANDBOOK["difference"] / derive.sd_of_difference(se, n1, n2)
    assert derive.from_p(HANDBOOK["p"], n1, n2).g == pytest.approx(derive.from_d(d, n1, n2).g)


@pytest.mark.parametrize(
    ("df", "exact"),
    [(2, 1 / math.sqrt(math.pi)), (4, math.sqrt(2 / math.pi)), (6, 4 / math.sqrt(3 * math.pi) / 1.5)],
)
def test_the_correction_is_the_exact_one(df: int, exact: float) -> None:
    assert derive.correction(df) == pytest.approx(exact, abs=1e-12)


@given(st.integers(50, 100_000))
def test_the_correction_nears_its_well_known_approximation(df: int) -> None:
    assert derive.correction(df) == pytest.approx(1 - 3 / (4 * df - 1), abs=2e-5)
    assert derive.correction(df) < 1


def test_chinns_divisor() -> None:
    """A log odds ratio is divided by 1.81, as the paper's summary says."""
    smd = derive.from_odds_ratio(math.e, 1.0, math.e**2)
    assert 1 / smd.g == pytest.approx(1.81, abs=5e-3)
    assert smd.se == pytest.approx(smd.g / stats.norm.ppf(0.975))


def test_an_interval_gives_its_standard_error() -> None:
    assert derive.from_interval(-0.75, -0.9, -0.6).se == pytest.approx(0.3 / 3.92, abs=1e-5)
    assert derive.from_interval(0.5, 0.1, 0.9, 90).se == pytest.approx(0.8 / 3.29, abs=1e-4)


# Round trips: a paper prints something of two groups, and the same g comes back from each of its prints.


def gap_of(t: float, sd1: float, n1: int, sd2: float, n2: int) -> float:
    """The difference of two groups whose t statistic is the given one."""
    return t * derive.pooled_sd(sd1, n1, sd2, n2) * math.sqrt(1 / n1 + 1 / n2)


def printed_interval(gap: float, sd1: float, n1: int, sd2: float, n2: int, level: float) -> tuple[float, float]:
    """The interval that a t test prints for the difference of two groups (by scipy, not by our formulas)."""
    test = stats.ttest_ind_from_stats(gap, sd1, n1, 0, sd2, n2)
    half = float(stats.t.ppf(0.5 + level / 200, n1 + n2 - 2) * gap / test.statistic)
    return gap - half, gap + half


@given(T, SD, SIZE, SD, SIZE, LEVEL)
def test_arms_and_difference_give_the_same(t: float, sd1: float, n1: int, sd2: float, n2: int, level: float) -> None:
    gap = gap_of(t, sd1, n1, sd2, n2)
    direct = derive.from_arms(gap, sd1, n1, 0, sd2, n2)
    derived = derive.from_difference(gap, *printed_interval(gap, sd1, n1, sd2, n2, level), n1, n2, level)
    assert (derived.g, derived.se) == pytest.approx((direct.g, direct.se), rel=1e-6)


@given(T, st.floats(2, 50), SIZE, st.floats(2, 50), SIZE, st.integers(2, 4))
def test_a_printed_difference_gives_the_same_within_its_rounding(
    t: float, sd1: float, n1: int, sd2: float, n2: int, decimals: int
) -> None:
    gap = gap_of(t, sd1, n1, sd2, n2)
    low, high = printed_interval(gap, sd1, n1, sd2, n2, 95)
    direct = derive.from_arms(gap, sd1, n1, 0, sd2, n2)
    derived = derive.from_difference(*(round(value, decimals) for value in (gap, low, high)), n1, n2)
    # The difference is off by half a unit at most, the width and with it the SD by a whole one.
    unit, sd = 10.0**-decimals, derive.pooled_sd(sd1, n1, sd2, n2)
    off = unit / (high - low)
    assert abs(derived.g - direct.g) <= (unit / 2 / sd + abs(direct.g) / derive.correction(n1 + n2 - 2) * off) / (
        1 - off
    )


@given(T, SD, SIZE, SD, SIZE)
def test_arms_and_p_value_give_the_same(t: float, sd1: float, n1: int, sd2: float, n2: int) -> None:
    gap = gap_of(t, sd1, n1, sd2, n2)
    p = stats.ttest_ind_from_stats(gap, sd1, n1, 0, sd2, n2).pvalue
    direct = derive.from_arms(gap, sd1, n1, 0, sd2, n2)
    derived = derive.from_p(p, n1, n2)
    assert (derived.g, derived.se) == pytest.approx((direct.g, direct.se), rel=1e-6)


@given(MEAN, SD, SIZE, MEAN, SD, SIZE, st.floats(0.01, 100), st.floats(-1000, 1000))
def test_g_has_no_unit_and_turns_with_the_groups(
    mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int, unit: float, zero: float
) -> None:
    smd = derive.from_arms(mean1, sd1, n1, mean2, sd2, n2)
    rescaled = derive.from_arms(unit * mean1 + zero, unit * sd1, n1, unit * mean2 + zero, unit * sd2, n2)
    assert rescaled.g == pytest.approx(smd.g, rel=1e-6, abs=1e-6)
    turned = derive.from_arms(mean2, sd2, n2, mean1, sd1, n1)
    assert (turned.g, turned.se) == pytest.approx((-smd.g, smd.se))


@given(st.floats(-10, 10), SIZE, SIZE)
def test_no_g_is_more_precise_than_its_people_allow(d: float, n1: int, n2: int) -> None:
    smd = derive.from_d(d, n1, n2)
    assert smd.se >= derive.smallest_error(n1 + n2) * (1 - 1e-12)
    assert abs(smd.g) <= abs(d)


@pytest.mark.parametrize(
    "call",
    [
        lambda: derive.from_arms(1, 0, 10, 2, 1, 10),
        lambda: derive.from_arms(1, -1, 10, 2, 1, 10),
        lambda: derive.from_arms(1, math.inf, 10, 2, 1, 10),
        lambda: derive.from_arms(1, math.nan, 10, 2, 1, 10),
        lambda: derive.from_arms(math.nan, 1, 10, 2, 1, 10),
        lambda: derive.from_arms(math.inf, 1, 10, 2, 1, 10),
        lambda: derive.from_arms(1, 1, 1, 2, 1, 10),
        lambda: derive.from_difference(1, 2, 0, 10, 10),
        lambda: derive.from_difference(1, 1, 1, 10, 10),
        lambda: derive.from_difference(3, 0, 2, 10, 10),
        lambda: derive.from_difference(1, 0, 2, 10, 0),
        lambda: derive.from_difference(1, 0, math.inf, 10, 10),
        lambda: derive.from_difference(1, 0, 2, 10, 10, 0),
        lambda: derive.from_difference(1, 0, 2, 10, 10, 100),
        lambda: derive.from_difference(1, 0, 2, 10, 10, math.nan),
        lambda: derive.from_interval(math.nan, 0, 1),
        lambda: derive.from_p(0, 10, 10),
        lambda: derive.from_p(1.2, 10, 10),
        lambda: derive.from_p(math.nan, 10, 10),
        lambda: derive.from_odds_ratio(1, 0, 2),
        lambda: derive.from_odds_ratio(1, -1, 2),
        lambda: derive.from_odds_ratio(3, 1, 2),
        lambda: derive.correction(1),
    ],
)
def test_impossible_numbers_are_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()
