"""Pooling: one estimate from the effects of several studies, with how much the studies differ.

Symbols as in the literature: y effects, v their sampling variances, k studies, w = 1/(v + tau²) weights,
Q = Σ w(y - mean)² at tau² = 0. Sources: DerSimonian and Laird 1986; Paule and Mandel 1982; Hartung and Knapp 2001;
Higgins, Thompson and Spiegelhalter 2009 (prediction interval).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

#: Codes of the models and their names.
METHODS = {"PM": "Paule-Mandel", "DL": "DerSimonian-Laird", "FE": "Common effect"}
#: Standard errors further apart than this (as variances) are a slip in the data, and beyond exact arithmetic.
MOST_UNEQUAL = 1e10
#: Effects and variances beyond this, or below its inverse, cannot be squared and divided without loss.
LARGEST = 1e100
#: A Knapp-Hartung factor below this comes from effects that are all the same, up to rounding.
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Model:
    """How to pool.

    `method`: a code of `METHODS`. `knapp_hartung`: scale the standard error by how much the studies differ and use t with
    k-1 degrees of freedom instead of the normal distribution. `level`: of the intervals, between 0 and 1. `floor`: never let
    Knapp-Hartung make the standard error smaller than without it (the “ad hoc” floor of its factor at 1); no effect without
    Knapp-Hartung. Raises ValueError for another method or level.
    """

    method: str = "PM"
    knapp_hartung: bool = True
    level: float = 0.95
    floor: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"There is no pooling method “{self.method}”; there are {', '.join(METHODS)}.")
        if not 0 < self.level < 1:
            raise ValueError(f"The level of an interval lies between 0 and 1; {self.level} does not.")


@dataclass(frozen=True)
class Pooled:
    """One pooled result, in the unit of the effects.

    `estimate`, `se`, `ci_low`, `ci_high`: the average effect, its standard error (scaled by Knapp-Hartung if the model says so)
    and its interval. `pi_low`, `pi_high`: prediction interval for the effect in a new study, t with k-2 degrees of freedom on
    the standard error before Knapp-Hartung; NaN for k < 3 and for the common-effect model, which knows no other effect.
    `tau2`: variance of the effects between studies (0 by assumption for FE). `q`, `p_q`: Cochran's Q and its p value, chi² with
    k-1 degrees of freedom. `i2`: (Q - (k-1))/Q in per cent, at least 0. `weights`: share of each study, in the order given,
    sum 1. `kh_factor`: what Knapp-Hartung multiplied the variance by, 1 without it. k = 1 is the study itself with a normal
    interval: `tau2`, `q`, `p_q`, `i2` and the prediction interval are NaN.
    """

    estimate: float
    se: float
    ci_low: float
    ci_high: float
    pi_low: float
    pi_high: float
    tau2: float
    i2: float
    q: float
    p_q: float
    k: int
    method: str
    weights: tuple[float, ...]
    kh_factor: float
    model: Model


@dataclass(frozen=True)
class Studies:
    """Checked effects and variances on a scale on which arithmetic is exact: y = origin + unit·z, v = unit²·u."""

    z: Floats
    u: Floats
    origin: float
    unit: float


@dataclass(frozen=True)
class Fit:
    """Averages of one or more sets of studies, one entry a set: what intervals and heterogeneity are computed from.

    `se` is the standard error before Knapp-Hartung, `spread` = Σ w(y - mean)²/(k-1) at the model's tau², `q` the same sum at
    tau² = 0; the last two and `tau2` are NaN where k = 1.
    """

    estimate: Floats
    se: Floats
    spread: Floats
    tau2: Floats
    q: Floats
    k: Floats


def pool(
    effects: Sequence[float] | npt.ArrayLike,
    variances: Sequence[float] | npt.ArrayLike,
    method: str = "PM",
    knapp_hartung: bool = True,
    level: float = 0.95,
    *,
    floor: bool = False,
) -> Pooled:
    """The average of independent effects.

    `effects` and `variances` (squared standard errors): same length, any unit, one entry a study; the other arguments as in
    `Model`. Raises ValueError, in words for the reader, for no studies, for values that are not finite, for variances that are
    not positive, and for numbers too far apart to compute with.
    """
    return pool_by(Model(method, knapp_hartung, level, floor), effects, variances)


def pool_by(
    model: Model, effects: Sequence[float] | npt.ArrayLike, variances: Sequence[float] | npt.ArrayLike
) -> Pooled:
    """The same as `pool` with everything about how to pool in one value."""
    studies = prepared(effects, variances)
    fit, weights = _fit(studies, model.method)
    results = {name: column.item() for name, column in summarise(fit, studies, model).items()}
    return Pooled(**results, method=model.method, weights=tuple(weights.tolist()), model=model)


def caution(pooled: Pooled) -> str:
    """What a reader must know before trusting the result: few studies, or no spread between them; mostly empty."""
    same = _no_spread(pooled)
    return " ".join(sentence for sentence in (_few_studies(pooled.k), same) if sentence)


def prepared(effects: npt.ArrayLike, variances: npt.ArrayLike) -> Studies:
    """The studies ready to be pooled; raises ValueError as `pool` says."""
    y, v = _numbers(effects, "effects"), _numbers(variances, "variances")
    if y.size != v.size:
        raise ValueError(f"Each effect needs its variance: there are {y.size} effects and {v.size} variances.")
    if y.size == 0:
        raise ValueError("There is no study to pool.")
    _refuse(~np.isfinite(y), "has no finite effect")
    _refuse(~np.isfinite(v), "has no finite variance")
    _refuse(v <= 0, "has a variance that is not above zero")
    _refuse(np.abs(y) > LARGEST, "has an effect too large to compute with")
    _refuse((v > LARGEST) | (v < 1 / LARGEST), "has a variance too large or too small to compute with")
    if v.max() / v.min() > MOST_UNEQUAL:
        raise ValueError(
            f"The largest variance is more than {MOST_UNEQUAL:,.0f} times the smallest; one of them is hardly right."
        )
    origin, unit = float(y.mean()), float(np.sqrt(v.min()))
    return Studies((y - origin) / unit, v / unit / unit, origin, unit)


def between_variance(z: Floats, u: Floats, target: Floats, included: npt.NDArray[np.bool_] | None = None) -> Floats:
    """The tau² at which Σ w(y - mean)², which falls as tau² grows, equals `target`; 0 where it is below that from the start.

    `z`, `u`: effects and variances of k studies; `included`: which of them belong to each of n sets, n × k; `target`: n
    positive numbers. Target k-1 is Paule and Mandel's estimate, quantiles of chi² with k-1 degrees of freedom are the limits of
    the Q-profile interval (Viechtbauer 2007). Newton's method from below cannot overshoot, as the sum is convex in tau².
    Raises ValueError if it does not settle.
    """
    inside = np.ones((target.size, z.size), dtype=bool) if included is None else included
    tau2 = _lower_bound(z, u, target, inside)
    for _ in range(100):
        weights = inside / (u + tau2[:, None])
        deviations = z - (weights @ z / weights.sum(axis=1))[:, None]
        terms = weights * deviations**2
        excess = terms.sum(axis=1) - target
        open_still = excess > 1e-13 * target
        if not open_still.any():
            return tau2
        step = np.zeros_like(tau2)
        np.divide(excess, (weights * terms).sum(axis=1), out=step, where=open_still)
        settled = step <= 1e-15 * (tau2 + u.min())
        if settled.all():
            return tau2
        tau2 = tau2 + step
    raise ValueError("The variance between studies could not be computed from these numbers.")


def summarise(fit: Fit, studies: Studies, model: Model) -> dict[str, npt.NDArray[Any]]:
    """Intervals and heterogeneity of every set, in the unit of the effects; one array for each number of `Pooled`."""
    df = fit.k - 1
    single = fit.k == 1
    with np.errstate(divide="ignore", invalid="ignore"):  # NaN is the answer where there is nothing to compute
        factor = _kh_factor(fit, model)
        se = fit.se * np.sqrt(factor)
        upper = (1 + model.level) / 2
        normal = single if model.knapp_hartung else np.ones_like(single)
        reach = np.where(normal, special.ndtri(upper), special.stdtrit(df, upper)) * se
        prediction = special.stdtrit(fit.k - 2, upper) * np.sqrt(fit.se**2 + fit.tau2)
        prediction[(fit.k < 3) | (model.method == "FE")] = np.nan
        i2 = np.where(single, np.nan, 100 * np.where(fit.q > df, (fit.q - df) / fit.q, 0.0))
        p_q = np.where(single, np.nan, special.chdtrc(df, fit.q))
    return {
        "estimate": studies.origin + studies.unit * fit.estimate,
        "se": studies.unit * se,
        "ci_low": studies.origin + studies.unit * (fit.estimate - reach),
        "ci_high": studies.origin + studies.unit * (fit.estimate + reach),
        "pi_low": studies.origin + studies.unit * (fit.estimate - prediction),
        "pi_high": studies.origin + studies.unit * (fit.estimate + prediction),
        "tau2": fit.tau2 * studies.unit**2,
        "i2": i2,
        "q": fit.q,
        "p_q": p_q,
        "k": fit.k.astype(int),
        "kh_factor": factor,
    }


def _fit(studies: Studies, method: str) -> tuple[Fit, Floats]:
    """The averages of all studies together and the studies' shares, by statsmodels."""
    z, u = studies.z, studies.u
    if z.size == 1:
        nothing = np.array([np.nan])
        return Fit(z, np.sqrt(u), nothing, nothing, nothing, np.ones(1)), np.ones(1)
    # Here, as statsmodels takes two thirds of a second and 70 MB, which only those who pool should pay.
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415

    df = z.size - 1
    with np.errstate(divide="ignore", invalid="ignore"):  # its own I² divides by Q, which may be 0
        common = combine_effects(z, u, method_re="dl")
        tau2 = _tau2(method, studies, common.tau2)
        # A random-effects average is the common-effect average of the variances v + tau².
        average = combine_effects(z, u + tau2, method_re="dl") if tau2 > 0 else common
    q = common.scale_hksj_fe * df
    numbers = (average.mean_effect_fe, average.sd_eff_w_fe, average.scale_hksj_fe, tau2, q, df + 1)
    return Fit(*(np.array([number], dtype=float) for number in numbers)), average.weights_rel_fe


def _tau2(method: str, studies: Studies, moments: float) -> float:
    """The variance between studies; `moments` is DerSimonian and Laird's estimate before it is kept from falling below 0.

    statsmodels has Paule and Mandel's estimate too, but stops as soon as its equation holds to 1e-5, and asked for more it
    answers 0 whenever the last step overshoots by a rounding error.
    """
    if method == "FE":
        return 0.0
    if method == "DL":
        return max(0.0, float(moments))
    return between_variance(studies.z, studies.u, np.array([studies.z.size - 1.0])).item()


def _lower_bound(z: Floats, u: Floats, target: Floats, included: npt.NDArray[np.bool_]) -> Floats:
    """A tau² that is not above the solution: the one for which all studies had the largest variance of their set."""
    sizes = included.sum(axis=1)
    deviations = np.where(included, z - (included @ z / sizes)[:, None], 0.0)
    largest = np.where(included, u, 0.0).max(axis=1)
    return np.maximum(0.0, (deviations**2).sum(axis=1) / target - largest)


def _kh_factor(fit: Fit, model: Model) -> Floats:
    if not model.knapp_hartung:
        return np.ones_like(fit.k)
    # Effects that are all the same would give an interval without width, the surest result from the least information.
    floored = (fit.k == 1) | (fit.spread < NO_SPREAD) | (model.floor & (fit.spread < 1))
    return np.where(floored, 1.0, fit.spread)


def _no_spread(pooled: Pooled) -> str:
    if not (pooled.model.knapp_hartung and pooled.k > 1 and pooled.q < NO_SPREAD * (pooled.k - 1)):
        return ""
    return "All effects are the same, so the Knapp-Hartung interval would have no width; its factor was set to 1."


def _few_studies(k: int) -> str:
    if k == 1:
        return "One study: this is its own result, nothing was pooled."
    if k > 4:
        return ""
    hardly = f"Only {k} studies: how much studies differ can hardly be told from so few"
    if k == 2:
        return f"{hardly}, and no range can be given for the effect in a new study."
    return f"{hardly}, so take the intervals as rough."


def _numbers(values: npt.ArrayLike, name: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The {name} must all be numbers.") from error
    if numbers.ndim != 1:
        raise ValueError(f"The {name} must be one list of numbers.")
    return numbers


def _refuse(wrong: npt.NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        raise ValueError(f"Study {int(np.flatnonzero(wrong)[0]) + 1} {what}.")
