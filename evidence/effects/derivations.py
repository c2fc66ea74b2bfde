"""From printed numbers to Hedges' g: one small function for each kind of number that papers print.

Every function works in the units and with the sign of its inputs (massage minus comparator, as a rule); turning the sign so
that positive means better with massage is left to `hedges_g`. Variances follow the large-sample formula (metafor's
default, `vtype="LS"`); RevMan and R's `meta` use 1/(2(N - 3.94)) and an approximate correction, which differ in the fourth
digit. Numbers that cannot be right (a negative SD, an interval upside down, p = 0) raise `ValueError` saying what is wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from scipy import special

#: Level of a confidence interval in percent where nothing else is said.
USUAL_LEVEL = 95.0
#: From a log odds ratio to a standardised difference: the standard deviation of the logistic distribution is π/√3.
LOGISTIC = math.sqrt(3) / math.pi


@dataclass(frozen=True, slots=True)
class Smd:
    """A standardised mean difference: Hedges' g and its standard error."""

    g: float
    se: float


def degrees_of_freedom(n1: int, n2: int) -> int:
    """n1 + n2 - 2, the degrees of freedom of a pooled SD; both groups need two people or more."""
    if n1 < 2 or n2 < 2:
        raise ValueError(f"a group of {min(n1, n2)} has no spread")
    return n1 + n2 - 2


def correction(df: float) -> float:
    """J, the exact factor that takes the small-sample bias out of Cohen's d.

    J(m) = Γ(m/2) / (√(m/2) Γ((m-1)/2)) with m degrees of freedom, above 1 (Hedges 1981, J Educ Stat 6:107, equation 6e).
    """
    if not df > 1:
        raise ValueError(f"{df:g} degrees of freedom are too few")
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def standard_error(g: float, n1: int, n2: int) -> float:
    """SE of g from two separate groups: √(1/n1 + 1/n2 + g² / (2(n1 + n2))), the large-sample formula (Hedges 1981)."""
    return math.sqrt(1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))


def from_d(d: float, n1: int, n2: int) -> Smd:
    """Hedges' g from Cohen's d and group sizes: g = J(n1 + n2 - 2) · d (Hedges 1981; Cochrane Handbook 6.5.1)."""
    g = correction(degrees_of_freedom(n1, n2)) * _finite(d)
    return Smd(g, standard_error(g, n1, n2))


def pooled_sd(sd1: float, n1: int, sd2: float, n2: int) -> float:
    """The SD within groups: √(((n1 - 1) sd1² + (n2 - 1) sd2²) / (n1 + n2 - 2)) (Cochrane Handbook 6.5.1)."""
    df = degrees_of_freedom(n1, n2)
    if not (sd1 > 0 and sd2 > 0 and math.isfinite(sd1) and math.isfinite(sd2)):
        raise ValueError(f"standard deviations of {sd1:g} and {sd2:g}")
    return math.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)


def from_arms(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> Smd:
    """Hedges' g from two groups' means, SDs and sizes: d = (mean1 - mean2) / pooled SD (Cochrane Handbook 6.5.1)."""
    return from_d((mean1 - mean2) / pooled_sd(sd1, n1, sd2, n2), n1, n2)


def t_quantile(level: float, df: float) -> float:
    """The t value between which and its negative lie `level` percent of the t distribution."""
    return float(special.stdtrit(df, 0.5 + _level(level) / 200))


def difference_error(low: float, high: float, n1: int, n2: int, level: float = USUAL_LEVEL) -> float:
    """SE of a mean difference from its interval: (high - low) / 2t with n1 + n2 - 2 degrees of freedom.

    Cochrane Handbook 6.5.2.3, which asks for t in place of 1.96 in small trials; t is used throughout here.
    """
    return _half_width(low, high) / t_quantile(level, degrees_of_freedom(n1, n2))


def sd_of_difference(se: float, n1: int, n2: int) -> float:
    """The SD within groups behind the SE of a mean difference: SE / √(1/n1 + 1/n2) (Cochrane Handbook 6.5.2.3)."""
    return se / math.sqrt(1 / n1 + 1 / n2)


def from_difference(difference: float, low: float, high: float, n1: int, n2: int, level: float = USUAL_LEVEL) -> Smd:
    """Hedges' g from a mean difference with its interval and the group sizes (Cochrane Handbook 6.5.2.3): SE → SD → d.

    Assumes one SD in both groups. Where the difference is adjusted for other measurements, the SD is that of the residuals.
    """
    _inside(difference, low, high)
    sd = sd_of_difference(difference_error(low, high, n1, n2, level), n1, n2)
    return from_d(difference / sd, n1, n2)


def t_from_p(p: float, n1: int, n2: int) -> float:
    """The size of the t statistic behind a two-sided p value of two separate groups (Cochrane Handbook 6.5.2.3)."""
    if not 0 < p <= 1:
        raise ValueError(f"a p value of {p:g}")
    return float(special.stdtrit(degrees_of_freedom(n1, n2), 1 - p / 2))


def from_p(p: float, n1: int, n2: int) -> Smd:
    """Size of Hedges' g, without sign, from an exact two-sided p value: d = t √(1/n1 + 1/n2) (Cochrane Handbook 6.5.2.3).

    The mean difference cancels out: its SE is difference / t, so difference / SD is t √(1/n1 + 1/n2). Approximate: printed
    p values are rounded and may come from another test than t.
    """
    return from_d(t_from_p(p, n1, n2) * math.sqrt(1 / n1 + 1 / n2), n1, n2)


def from_interval(estimate: float, low: float, high: float, level: float = USUAL_LEVEL) -> Smd:
    """A printed standardised difference with the SE from its interval: (high - low) / 2z (Cochrane Handbook 6.3.1)."""
    _inside(estimate, low, high)
    return Smd(estimate, _half_width(low, high) / _z_quantile(level))


def from_odds_ratio(odds_ratio: float, low: float, high: float, level: float = USUAL_LEVEL) -> Smd:
    """A standardised difference from an odds ratio with its interval: ln(OR) · √3/π, its SE likewise.

    Chinn 2000, Stat Med 19:3127 (division by 1.81). Approximate: assumes a logistic outcome with one SD in both groups that
    was cut into two categories; not corrected for small samples.
    """
    if not low > 0:
        raise ValueError(f"an odds ratio of {low:g}")
    log = from_interval(math.log(odds_ratio), math.log(low), math.log(high), level)
    return Smd(LOGISTIC * log.g, LOGISTIC * log.se)


def smallest_error(people: int) -> float:
    """The smallest SE that g can have among so many separate people: 2/√N, for equal groups and g = 0."""
    return 2 / math.sqrt(people)


def _z_quantile(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + _level(level) / 200)


def _level(level: float) -> float:
    if not 0 < level < 100:
        raise ValueError(f"a confidence level of {level:g}%")
    return level


def _half_width(low: float, high: float) -> float:
    if not (low < high and math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"an interval from {low:g} to {high:g}")
    return (high - low) / 2


def _inside(estimate: float, low: float, high: float) -> None:
    if not low <= estimate <= high:
        raise ValueError(f"an estimate of {estimate:g} outside its interval, {low:g} to {high:g}")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"a difference of {value:g}")
    return value
