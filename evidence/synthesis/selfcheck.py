"""The self-check: published data pooled here, beside the published answers.

`golden/` holds one file a validation set: where data and results come from, the data, and every published number. A result is
`of` one of the functions named in `_OBTAIN`, or of nothing where Touchstone has no counterpart, and then says why. `basis` tells
numbers printed in the source (`published`) from digits added by an independent program that reproduces it (`recomputed`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from evidence.effects.derivations import from_arms, pooled_sd
from evidence.synthesis import Pooled, pool
from evidence.synthesis.diagnostics import cumulative, egger, heterogeneity_interval, leave_one_out
from evidence.synthesis.pooling import Floats

GOLDEN = Path(__file__).resolve().parent / "golden"
Table = Mapping[str, list[Any]]
Numbers = dict[str, Any]

#: What a reader calls the numbers; those of `cumulative` and the like are single entries of a column.
LABELS = {
    "effect": "effect",
    "variance": "variance",
    "estimate": "average",
    "se": "standard error",
    "ci_low": "interval, lower end",
    "ci_high": "interval, upper end",
    "pi_low": "prediction interval, lower end",
    "pi_high": "prediction interval, upper end",
    "exp_estimate": "average as ratio",
    "exp_ci_low": "interval as ratio, lower end",
    "exp_ci_high": "interval as ratio, upper end",
    "z": "average / standard error",
    "tau2": "tau²",
    "tau": "tau",
    "i2": "I² in per cent",
    "i2_typical": "I² in per cent, from tau²",
    "h2_typical": "H², from tau²",
    "q": "Q",
    "p_q": "p of Q",
    "df": "degrees of freedom",
    "tau2_low": "tau² interval, lower end",
    "tau2_high": "tau² interval, upper end",
    "i2_low": "I² interval in per cent, lower end",
    "i2_high": "I² interval in per cent, upper end",
    "h2_low": "H² interval, lower end",
    "h2_high": "H² interval, upper end",
    "t": "t",
    "p": "p",
    "limit": "limit",
    "limit_low": "limit interval, lower end",
    "limit_high": "limit interval, upper end",
}
#: Who computed the number, as a reader calls it; pools are named by their model.
SUBJECTS = {
    "studies": "Single studies",
    "heterogeneity_interval": "Q-profile",
    "egger": "Egger's test",
    "leave_one_out": "Leave-one-out",
    "cumulative": "Cumulative",
}
MODELS = {
    "FE": "Common effect",
    "FE+KH": "Common effect, Knapp-Hartung",
    "PM": "Paule-Mandel",
    "PM+KH": "Paule-Mandel, Knapp-Hartung",
    "DL": "DerSimonian-Laird",
    "DL+KH": "DerSimonian-Laird, Knapp-Hartung",
}


@cache
def golden_sets() -> tuple[Mapping[str, Any], ...]:
    """The validation sets as their files hold them, by number."""
    files = sorted(GOLDEN.glob("set_*.json"))
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in files)


def selfcheck() -> pd.DataFrame:
    """Every published number that Touchstone can compute, computed now.

    One row a number; columns `set` (its number), `data`, `what`, `expected`, `obtained`, `tolerance` (absolute), `ok`, `basis`,
    `source` (paper and files).
    """
    return pd.DataFrame([row for golden in golden_sets() for row in _rows(golden)])


def without_counterpart() -> pd.DataFrame:
    """The published numbers that Touchstone does not compute: columns `set`, `data`, `what`, `expected`, `reason`, `source`."""
    rows = [
        {
            "set": golden["set"],
            "data": dataset["name"],
            "what": f"{result['name']}: {LABELS.get(name, name)}{_position(position, value)}",
            "expected": float(number),
            "reason": result["reason"],
            "source": _source(golden),
        }
        for golden in golden_sets()
        for dataset in golden["datasets"]
        for result in dataset["results"]
        if result["of"] == "nothing"
        for name, value in result["values"].items()
        for position, number in enumerate(np.atleast_1d(value))
    ]
    return pd.DataFrame(rows)


def effects_of(golden: Mapping[str, Any], dataset: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """Effects and variances of one data set of a golden file."""
    return _MEASURES[dataset["measure"]](golden["tables"][dataset["table"]])


def _rows(golden: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for dataset in golden["datasets"]:
        y, v = effects_of(golden, dataset)
        table = golden["tables"][dataset["table"]]
        for result in dataset["results"]:
            if result["of"] == "nothing":
                continue
            obtained = _OBTAIN[result["of"]](y, v, {**result, "table": table})
            for name, value in result["values"].items():
                what = f"{_subject(result)}: {LABELS[name]}"
                yield from _compared(golden, dataset, result, name, what, value, obtained[name])


def _compared(
    golden: Mapping[str, Any],
    dataset: Mapping[str, Any],
    result: Mapping[str, Any],
    name: str,
    what: str,
    value: Any,
    obtained: Any,
) -> Iterator[dict[str, Any]]:
    tolerance = result.get("tolerances", {}).get(name, result["tolerance"])
    numbers = np.atleast_1d(np.asarray(obtained, dtype=float))
    if "only" in result:
        numbers = numbers[result["only"]]
    for position, (expected, number) in enumerate(zip(np.atleast_1d(value), numbers, strict=True)):
        yield {
            "set": golden["set"],
            "data": dataset["name"],
            "what": what + _position(position, value),
            "expected": float(expected),
            "obtained": float(number),
            "tolerance": tolerance,
            "ok": bool(abs(number - expected) <= tolerance),
            "basis": result["basis"],
            "source": _source(golden),
        }


def _subject(result: Mapping[str, Any]) -> str:
    return MODELS[result["model"]] if result["of"] == "pool" else SUBJECTS[result["of"]]


def _position(position: int, value: Any) -> str:
    return f", study {position + 1}" if isinstance(value, list) else ""


def _source(golden: Mapping[str, Any]) -> str:
    source = golden["source"]
    return f"{source['paper']}. {'; '.join(dict.fromkeys([source['data'], *source['results']]))}"


def _of_pool(y: Floats, v: Floats, result: Mapping[str, Any]) -> Numbers:
    method, _, knapp_hartung = result["model"].partition("+")
    pooled = pool(y, v, method, knapp_hartung == "KH")
    return {
        **{name: getattr(pooled, name) for name in ("estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high")},
        **{name: getattr(pooled, name) for name in ("tau2", "i2", "q", "p_q")},
        **{f"exp_{name}": np.exp(getattr(pooled, name)) for name in ("estimate", "ci_low", "ci_high")},
        "z": pooled.estimate / pooled.se,
        "tau": np.sqrt(pooled.tau2),
        "df": pooled.k - 1,
        **_from_tau2(pooled, v),
    }


def _from_tau2(pooled: Pooled, v: Floats) -> Numbers:
    """I² and H² in metafor's definition, for any estimator of tau²; equal to those from Q for DerSimonian-Laird only."""
    h2 = 1 + pooled.tau2 / _typical(v)
    return {"i2_typical": 100 * (1 - 1 / h2), "h2_typical": h2}


def _typical(v: Floats) -> float:
    """The “typical” sampling variance (k-1)Σw / ((Σw)² - Σw²) with w = 1/v (Higgins and Thompson 2002)."""
    w = 1 / v
    return float((v.size - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))


def _of_studies(y: Floats, v: Floats, _: Mapping[str, Any]) -> Numbers:
    singles = [pool([effect], [variance]) for effect, variance in zip(y, v, strict=True)]
    return {
        "effect": y,
        "variance": v,
        "ci_low": [single.ci_low for single in singles],
        "ci_high": [single.ci_high for single in singles],
    }


def _of_heterogeneity_interval(y: Floats, v: Floats, _: Mapping[str, Any]) -> Numbers:
    limits = dict(zip(("low", "high"), heterogeneity_interval(y, v), strict=True))
    h2 = {end: 1 + tau2 / _typical(v) for end, tau2 in limits.items()}
    return {
        **{f"tau2_{end}": tau2 for end, tau2 in limits.items()},
        **{f"h2_{end}": ratio for end, ratio in h2.items()},
        **{f"i2_{end}": 100 * (1 - 1 / ratio) for end, ratio in h2.items()},
    }


def _of_egger(y: Floats, v: Floats, _: Mapping[str, Any]) -> Numbers:
    return vars(egger(y, v))


def _of_leave_one_out(y: Floats, v: Floats, _: Mapping[str, Any]) -> Numbers:
    return leave_one_out(y, v).to_dict("list")


def _of_cumulative(y: Floats, v: Floats, result: Mapping[str, Any]) -> Numbers:
    return cumulative(y, v, result["table"]["year"]).to_dict("list")


_OBTAIN: dict[str, Callable[[Floats, Floats, Mapping[str, Any]], Numbers]] = {
    "pool": _of_pool,
    "studies": _of_studies,
    "heterogeneity_interval": _of_heterogeneity_interval,
    "egger": _of_egger,
    "leave_one_out": _of_leave_one_out,
    "cumulative": _of_cumulative,
}


def _as_given(table: Table) -> tuple[Floats, Floats]:
    return np.array(table["effect"], dtype=float), np.array(table["variance"], dtype=float)


def _proportions(statistic: str, scale: float = 1.0) -> Callable[[Table], tuple[Floats, Floats]]:
    """Effects of tables of counts by statsmodels; `scale` 100 gives per cent. No table of a golden set holds a zero."""

    def effects(table: Table) -> tuple[Floats, Floats]:
        from statsmodels.stats.meta_analysis import effectsize_2proportions  # noqa: PLC0415 (slow, see pool)

        y, v = effectsize_2proportions(*_counts(table), statistic=statistic)
        return scale * y, scale**2 * v

    return effects


def _counts(table: Table) -> tuple[Floats, ...]:
    """Events and people of the treated, events and people of the control group."""
    columns = {name: np.array(values, dtype=float) for name, values in table.items() if isinstance(values[0], int)}
    if "tpos" in columns:
        treated, control = columns["tpos"] + columns["tneg"], columns["cpos"] + columns["cneg"]
        return columns["tpos"], treated, columns["cpos"], control
    return columns["ai"], columns["n1i"], columns["ci"], columns["n2i"]


def _arms(table: Table) -> Iterator[tuple[float, float, int, float, float, int]]:
    yield from zip(*(table[name] for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")), strict=True)


def _mean_difference(table: Table) -> tuple[Floats, Floats]:
    pairs = [(m1 - m2, sd1**2 / n1 + sd2**2 / n2) for m1, sd1, n1, m2, sd2, n2 in _arms(table)]
    return np.array([y for y, _ in pairs], dtype=float), np.array([v for _, v in pairs])


def _mean_difference_pooled_sd(table: Table) -> tuple[Floats, Floats]:
    y, _ = _mean_difference(table)
    v = [pooled_sd(sd1, n1, sd2, n2) ** 2 * (1 / n1 + 1 / n2) for _, sd1, n1, _, sd2, n2 in _arms(table)]
    return y, np.array(v)


def _standardised_mean_difference(table: Table) -> tuple[Floats, Floats]:
    effects = [from_arms(*arms) for arms in _arms(table)]
    return np.array([effect.g for effect in effects]), np.array([effect.se**2 for effect in effects])


_MEASURES: dict[str, Callable[[Table], tuple[Floats, Floats]]] = {
    "as_given": _as_given,
    "log_risk_ratio": _proportions("risk-ratio"),
    "log_odds_ratio": _proportions("odds-ratio"),
    "risk_difference_percent": _proportions("diff", 100.0),
    "mean_difference": _mean_difference,
    "mean_difference_pooled_sd": _mean_difference_pooled_sd,
    "standardised_mean_difference": _standardised_mean_difference,
}
