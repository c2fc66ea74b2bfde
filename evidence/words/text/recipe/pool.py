"""Pool the studies of studies.csv in the way settings.json says, and compare with what Touchstone showed.

Run it with `python pool.py`. Set `included` in studies.csv to true or false, or change the model in settings.json, and run it
again to see what follows. g above 0 favours massage.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm, t
from statsmodels.stats.meta_analysis import CombineResults, combine_effects

FOLDER = Path(__file__).resolve().parent
NOTHING = float("nan")


def average(g: np.ndarray, v: np.ndarray, tau2: float = 0.0) -> CombineResults:
    """Average the effects g, each weighted by 1 / (v + tau2); `scale_hksj_fe` of the result is Q / (k - 1)."""
    with np.errstate(divide="ignore", invalid="ignore"):  # statsmodels divides by Q, which is 0 for effects all alike
        return combine_effects(g, v + tau2, method_re="dl")


def variance_between(g: np.ndarray, v: np.ndarray, method: str) -> float:
    """Estimate tau2: 0 for a common effect (FE), by DerSimonian and Laird (DL) or by Paule and Mandel (PM)."""
    if method == "FE":
        return 0.0
    if method == "DL":
        return max(0.0, average(g, v).tau2)

    # Paule and Mandel: the tau2 at which Q is k - 1. statsmodels has it, too, but stops at the fifth decimal.
    def excess(tau2: float) -> float:
        return average(g, v, tau2).scale_hksj_fe - 1

    highest = 1.01 * np.var(g, ddof=1)  # tau2 cannot be above the variance of the effects
    return brentq(excess, 0.0, highest, xtol=1e-14) if excess(0.0) > 0 else 0.0


def pooled(
    g: np.ndarray, v: np.ndarray, method: str, knapp_hartung: bool, floor: bool, level: float
) -> dict[str, float]:
    """Pool the effects g with the variances v."""
    k, upper = len(g), (1 + level) / 2
    if k == 1:  # one study is its own result; how much studies differ is not known
        reach = norm.ppf(upper) * np.sqrt(v[0])
        return result(k, g[0], reach, NOTHING, NOTHING, NOTHING)
    tau2 = variance_between(g, v, method)
    fit = average(g, v, tau2)
    mean, variance = fit.mean_effect_fe, fit.var_eff_w_fe
    reach = norm.ppf(upper) * np.sqrt(variance)
    if knapp_hartung:
        factor = fit.scale_hksj_fe
        if (floor and factor < 1) or factor < 1e-12:  # effects that are all the same would give no interval at all
            factor = 1.0
        reach = t.ppf(upper, k - 1) * np.sqrt(factor * variance)
    prediction = NOTHING  # needs three studies, and a model in which effects may differ
    if k > 2 and method != "FE":
        prediction = t.ppf(upper, k - 2) * np.sqrt(variance + tau2)  # the standard error before Knapp-Hartung
    q = average(g, v).scale_hksj_fe * (k - 1)
    i2 = 100 * (q - (k - 1)) / q if q > k - 1 else 0.0
    return result(k, mean, reach, prediction, tau2, i2)


def result(k: int, mean: float, reach: float, prediction: float, tau2: float, i2: float) -> dict[str, float]:
    """Name the numbers as settings.json does."""
    return {
        "studies": k,
        "estimate": mean,
        "ci_low": mean - reach,
        "ci_high": mean + reach,
        "pi_low": mean - prediction,
        "pi_high": mean + prediction,
        "tau2": tau2,
        "i2": i2,
    }


def printed(number: float | None) -> str:
    """Write a number with six decimals, or a dash where there is none."""
    if number is None or number != number:
        return "-"
    return str(number) if isinstance(number, int) else f"{number:.6f}"


if __name__ == "__main__":
    settings = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
    studies = pd.read_csv(FOLDER / "studies.csv", encoding="utf-8", dtype={"included": bool})
    included = studies[studies["included"]]
    if included.empty:
        raise SystemExit("No study is included, so there is nothing to pool.")
    here = pooled(included["g"].to_numpy(), included["se"].to_numpy() ** 2, **settings["model"])
    print(f"{'':12}{'pool.py':>14}{'Touchstone':>14}")
    for name, number in here.items():
        print(f"{name:12}{printed(number):>14}{printed(settings['result'][name]):>14}")
