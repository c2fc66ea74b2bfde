"""Pooling written out from the definitions, slowly and without `evidence`: what the fast code is held against.

Sums by `math.fsum`, roots by SciPy's bracketing solver, quantiles by `scipy.stats`; also the studies for property tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from hypothesis import strategies as st
from scipy import optimize, stats

Values = Sequence[float]

EFFECTS = st.floats(-3, 3).map(lambda value: round(value, 3))
VARIANCES = st.floats(0.001, 2).map(lambda value: round(value, 4))


def studies(least: int = 2, most: int = 25) -> st.SearchStrategy[tuple[list[float], list[float]]]:
    """Effects and variances such as reviews hold them."""
    pairs = st.lists(st.tuples(EFFECTS, VARIANCES), min_size=least, max_size=most)
    return pairs.map(lambda rows: ([y for y, _ in rows], [v for _, v in rows]))


def mean_at(y: Values, v: Values, tau2: float) -> float:
    weights = [1 / (variance + tau2) for variance in v]
    return math.fsum(w * effect for w, effect in zip(weights, y, strict=True)) / math.fsum(weights)


def q_at(y: Values, v: Values, tau2: float = 0.0) -> float:
    """Σ w(y - mean)² with w = 1/(v + tau²)."""
    mean = mean_at(y, v, tau2)
    return math.fsum((effect - mean) ** 2 / (variance + tau2) for effect, variance in zip(y, v, strict=True))


def tau2_where(y: Values, v: Values, target: float) -> float:
    """The tau² at which `q_at` is `target`; 0 if it is below that already."""
    if q_at(y, v) <= target:
        return 0.0
    upper = 1.0
    while q_at(y, v, upper) > target:
        upper *= 2
    return optimize.brentq(lambda tau2: q_at(y, v, tau2) - target, 0.0, upper, xtol=1e-15, rtol=1e-14)


def tau2_of(method: str, y: Values, v: Values) -> float:
    df = len(y) - 1
    if method == "FE":
        return 0.0
    if method == "PM":
        return tau2_where(y, v, df)
    weights = [1 / variance for variance in v]
    total = math.fsum(weights)
    scale = total - math.fsum(w * w for w in weights) / total
    return max(0.0, (q_at(y, v) - df) / scale)


def pooled(
    y: Values, v: Values, method: str, knapp_hartung: bool = True, level: float = 0.95, floor: bool = False
) -> dict[str, float]:
    """The numbers of `Pooled` for two studies or more."""
    df = len(y) - 1
    tau2 = tau2_of(method, y, v)
    mean = mean_at(y, v, tau2)
    plain = 1 / math.sqrt(math.fsum(1 / (variance + tau2) for variance in v))
    factor, quantile = 1.0, stats.norm.ppf((1 + level) / 2)
    if knapp_hartung:
        factor, quantile = q_at(y, v, tau2) / df, stats.t.ppf((1 + level) / 2, df)
        factor = max(1.0, factor) if floor else factor
    se = plain * math.sqrt(factor)
    reach = math.nan
    if df > 1 and method != "FE":
        reach = stats.t.ppf((1 + level) / 2, df - 1) * math.sqrt(plain**2 + tau2)
    q = q_at(y, v)
    return {
        "estimate": mean,
        "se": se,
        "ci_low": mean - quantile * se,
        "ci_high": mean + quantile * se,
        "pi_low": mean - reach,
        "pi_high": mean + reach,
        "tau2": tau2,
        "i2": 100 * max(0.0, (q - df) / q) if q else 0.0,
        "q": q,
        "p_q": stats.chi2.sf(q, df),
    }
