"""How far a pooled result can be trusted: what it rests on, how it grew, small studies, subgroups.

Everything here works on the arrays that `evidence.synthesis.pool` takes, raises ValueError as it does, and pools by the same
model. Sets of studies are pooled together as one matrix, since refitting hundreds of them one by one takes too long for a page.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from evidence.synthesis import Pooled
from evidence.synthesis.pooling import (
    NO_SPREAD,
    Fit,
    Floats,
    Model,
    Studies,
    between_variance,
    pool_by,
    prepared,
    summarise,
)

Flags = npt.NDArray[np.bool_]

#: Below this many studies neither a funnel nor Egger's test can tell chance from small-study effects (Sterne 2011).
LEAST_FOR_FUNNEL = 10
DEFAULT = Model()


@dataclass(frozen=True)
class Egger:
    """Egger's regression of effects on standard errors, weights 1/v, dispersion estimated (Egger 1997; Sterne and Egger 2005).

    `slope`, `se`, `t`, `df`, `p`: how the effect changes with the standard error, two-sided t test with k-2 degrees of freedom.
    `limit`, `limit_low`, `limit_high`: the effect the line expects from a study without sampling error, with its interval.
    """

    slope: float
    se: float
    t: float
    df: int
    p: float
    limit: float
    limit_low: float
    limit_high: float


@dataclass(frozen=True)
class Subgroups:
    """Pooled results of subgroups and the test that they share one effect (Borenstein 2009, chapter 19).

    `groups`: every subgroup's own result, in order of first appearance, each with a tau² of its own. `q`, `df`, `p`: chi² test
    between the subgroups, on standard errors before Knapp-Hartung; NaN with fewer than two subgroups to compare. `left_out`:
    subgroups of one study, which are shown but not compared, as a single study does not tell how much its kind varies.
    """

    groups: dict[Hashable, Pooled]
    q: float
    df: int
    p: float
    left_out: tuple[Hashable, ...]


def pool_subsets(
    effects: npt.ArrayLike, variances: npt.ArrayLike, included: npt.ArrayLike, model: Model = DEFAULT
) -> pd.DataFrame:
    """Pooled results of many subsets of the same studies, one row a subset.

    `included`: n × k, true where a study belongs to the subset. Columns: the numbers of `Pooled`. Raises ValueError for a subset
    without a study.
    """
    studies = prepared(effects, variances)
    inside = np.asarray(included, dtype=bool)
    if inside.ndim != 2 or inside.shape[1] != studies.z.size:
        raise ValueError(f"Subsets need one column for each of the {studies.z.size} studies.")
    if not inside.any(axis=1).all():
        raise ValueError("There is a subset without a study.")
    return pd.DataFrame(summarise(_fits(studies, inside, model.method), studies, model))


def leave_one_out(effects: npt.ArrayLike, variances: npt.ArrayLike, model: Model = DEFAULT) -> pd.DataFrame:
    """The pooled result without each study in turn; row i (and column `left_out`) is the result without study i.

    Other columns: the numbers of `Pooled`. Raises ValueError for a single study.
    """
    k = np.size(effects)
    if k == 1:
        raise ValueError("Without the only study nothing is left.")
    results = pool_subsets(effects, variances, ~np.eye(k, dtype=bool), model)
    results.insert(0, "left_out", np.arange(k))
    return results


def cumulative(
    effects: npt.ArrayLike, variances: npt.ArrayLike, years: npt.ArrayLike, model: Model = DEFAULT
) -> pd.DataFrame:
    """The pooled result as it stood after each study, oldest first; studies of one year in the order given.

    `years`: one finite number a study. Columns: `added` (position of the study that came in), `year`, and the numbers of
    `Pooled`.
    """
    when = _years(years, np.size(effects))
    order = np.argsort(when, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    results = pool_subsets(effects, variances, rank <= np.arange(order.size)[:, None], model)
    results.insert(0, "added", order)
    results.insert(1, "year", when[order].astype(int))
    return results


def heterogeneity_interval(
    effects: npt.ArrayLike, variances: npt.ArrayLike, level: float = 0.95
) -> tuple[float, float]:
    """The Q-profile interval of tau² (Viechtbauer 2007); it does not depend on how tau² was estimated.

    NaN twice where no tau² agrees with so little spread as there is, and for a single study.
    """
    studies = prepared(effects, variances)
    df = studies.z.size - 1
    if df == 0:
        return np.nan, np.nan
    tails = np.array([(1 - Model(level=level).level) / 2, (1 + level) / 2])
    quantiles = special.chdtri(df, tails)
    limits = between_variance(studies.z, studies.u, quantiles) * studies.unit**2
    if _q_at_zero(studies) < quantiles[1]:
        return np.nan, np.nan
    return limits[0].item(), limits[1].item()


def egger(effects: npt.ArrayLike, variances: npt.ArrayLike, level: float = 0.95) -> Egger:
    """Egger's test for small-study effects.

    Raises ValueError below `LEAST_FOR_FUNNEL` studies, where all standard errors are the same, and where the effects lie on one
    line.
    """
    studies = prepared(effects, variances)
    k = studies.z.size
    if k < LEAST_FOR_FUNNEL:
        raise ValueError(f"Egger's test needs at least {LEAST_FOR_FUNNEL} studies; here are {k}.")
    weights, errors = 1 / studies.u, np.sqrt(studies.u)
    middle = weights @ errors / weights.sum()
    leverage = weights @ (errors - middle) ** 2
    if leverage <= 1e-12 * (weights @ errors**2):
        raise ValueError("Egger's test needs studies of different precision; here all standard errors are the same.")
    mean = weights @ studies.z / weights.sum()
    slope = weights @ ((errors - middle) * (studies.z - mean)) / leverage
    limit = mean - slope * middle
    df = k - 2
    residuals = weights @ (studies.z - limit - slope * errors) ** 2
    if residuals <= NO_SPREAD * df:
        raise ValueError(
            "Egger's test needs effects that scatter; these lie on one line against their standard errors."
        )
    dispersion = residuals / df
    slope_se = np.sqrt(dispersion / leverage)
    limit_se = np.sqrt(dispersion * (1 / weights.sum() + middle**2 / leverage))
    reach = special.stdtrit(df, (1 + Model(level=level).level) / 2) * limit_se
    t = slope / slope_se
    low, middle_value, high = (studies.origin + studies.unit * x for x in (limit - reach, limit, limit + reach))
    return Egger(
        slope=float(slope),
        se=float(slope_se),
        t=float(t),
        df=df,
        p=float(2 * special.stdtr(df, -abs(t))),
        limit=float(middle_value),
        limit_low=float(low),
        limit_high=float(high),
    )


def subgroups(
    effects: npt.ArrayLike, variances: npt.ArrayLike, groups: Sequence[Hashable], model: Model = DEFAULT
) -> Subgroups:
    """Pooled results by subgroup and the test between them; `groups` names the subgroup of each study."""
    y, v = np.asarray(effects, dtype=float), np.asarray(variances, dtype=float)
    prepared(y, v)
    if len(groups) != y.size:
        raise ValueError(f"Each study needs its subgroup: there are {y.size} studies and {len(groups)} subgroups.")
    for position, name in enumerate(groups):
        if pd.isna(name):
            raise ValueError(f"Study {position + 1} has no subgroup.")
    members = {group: np.array([name == group for name in groups]) for group in dict.fromkeys(groups)}
    pooled = {group: pool_by(model, y[inside], v[inside]) for group, inside in members.items()}
    compared = [result for result in pooled.values() if result.k > 1]
    alone = tuple(group for group, result in pooled.items() if result.k == 1)
    q, df, p = _between(compared)
    return Subgroups(pooled, q, df, p, alone)


def _fits(studies: Studies, inside: Flags, method: str) -> Fit:
    k = inside.sum(axis=1).astype(float)
    df = k - 1
    weights = inside / studies.u
    _, q = _averages(studies.z, weights)
    tau2 = _tau2(studies, inside, method, weights, q)
    model_weights = inside / (studies.u + tau2[:, None])
    estimate, spread = _averages(studies.z, model_weights)
    unknown = np.where(df == 0, np.nan, 0.0)  # one study alone has no spread
    spread = spread / (df + unknown)
    return Fit(estimate, 1 / np.sqrt(model_weights.sum(axis=1)), spread, tau2 + unknown, q + unknown, k)


def _averages(z: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted mean and weighted sum of squares around it, one of each a row of weights."""
    means = weights @ z / weights.sum(axis=1)
    return means, (weights * (z - means[:, None]) ** 2).sum(axis=1)


def _tau2(studies: Studies, inside: Flags, method: str, weights: Floats, q: Floats) -> Floats:
    several = inside.sum(axis=1) > 1
    tau2 = np.zeros(len(inside))
    df = inside.sum(axis=1) - 1.0
    if method == "DL":
        total = weights.sum(axis=1)
        scale = total - (weights**2).sum(axis=1) / total
        np.divide(q - df, scale, out=tau2, where=several)
    elif method == "PM" and several.any():
        tau2[several] = between_variance(studies.z, studies.u, df[several], inside[several])
    return np.maximum(0.0, tau2)


def _between(results: Sequence[Pooled]) -> tuple[float, int, float]:
    if len(results) < 2:
        return np.nan, 0, np.nan
    estimates = np.array([result.estimate for result in results])
    weights = np.array([result.kh_factor / result.se**2 for result in results])
    mean = weights @ estimates / weights.sum()
    q = float(weights @ (estimates - mean) ** 2)
    df = len(results) - 1
    return q, df, float(special.chdtrc(df, q))


def _q_at_zero(studies: Studies) -> float:
    _, q = _averages(studies.z, 1 / studies.u[None, :])
    return float(q[0])


def _years(years: npt.ArrayLike, k: int) -> Floats:
    numbers = np.array([np.nan if pd.isna(year) else float(year) for year in np.atleast_1d(np.asarray(years, object))])
    if numbers.size != k:
        raise ValueError(f"Each study needs its year: there are {k} studies and {numbers.size} years.")
    if not np.isfinite(numbers).all():
        raise ValueError(f"Study {int(np.flatnonzero(~np.isfinite(numbers))[0]) + 1} has no year.")
    return numbers
