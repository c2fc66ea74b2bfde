"""One finding's printed numbers in words, as the source gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evidence.library.schema import Schema
from evidence.library.strands import SAFETY
from evidence.words.numbers import number
from evidence.words.phrases import studies_counted

#: Short names of the metrics as a reader of papers knows them; `none` has no number.
METRIC_NAMES = {
    "smd": "SMD",
    "md": "MD",
    "rr": "RR",
    "or": "OR",
    "r": "r",
    "mean_change": "mean change",
    "percent_change": "change",
    "proportion": "proportion",
}
#: Metrics whose estimate carries the unit of the finding; the others' unit belongs to the arms only.
UNIT_METRICS = ("md", "mean_change", "proportion")
#: Metrics that describe a change, mostly that of the massage group alone.
CHANGE_METRICS = ("mean_change", "percent_change")
#: What a direction is called where there is no control group.
CHANGES = {
    "favours_massage": "Changed as claimed, no control group",
    "no_clear_difference": "No clear change, no control group",
    "mixed": "Mixed changes, no control group",
    "favours_comparator": "Changed the other way, no control group",
}
#: Symbols of the directions; with the word and the colour they make three signs for one thing.
SYMBOLS = {"favours_massage": "▲", "no_clear_difference": "●", "mixed": "◆", "favours_comparator": "▼"}


def result(finding: Mapping[str, Any], schema: Schema) -> str:
    """The estimate with interval, unit, sign convention and p value; says so where none is recorded."""
    parts = [part for part in (estimate(finding, schema), arms(finding), p_value(finding)) if part]
    return "; ".join(parts) if parts else "No between-group number recorded"


def estimate(finding: Mapping[str, Any], schema: Schema) -> str:
    """“SMD −0.75 (95% CI −1.2 to −0.3), negative values favour massage”; empty without an estimate or interval."""
    value, interval = finding["estimate"], _interval(finding)
    if pd.isna(value) and not interval:
        return ""
    metric = finding["metric"]
    name = METRIC_NAMES.get(metric, schema.label("metric", metric))
    if metric == "proportion" and pd.notna(finding["mean_comparator"]):
        name = "difference in proportion"
    words = name if pd.isna(value) else f"{name} {number(value)}{_unit(finding)}"
    if interval:
        words += f" ({interval})" if pd.notna(value) else f" {interval}"
    if pd.notna(finding["i2"]):
        words += f", I² {number(finding['i2'])}%"
    sign = finding["estimate_favours_massage_when"]
    if not sign:
        return words
    means = "are an improvement" if metric in CHANGE_METRICS else "favour massage"
    return f"{words}, {_better_when(sign, metric)} {means}"


def arms(finding: Mapping[str, Any]) -> str:
    """“massage 53.3 points (SD 8.2, n = 30), comparator 61 points (n = 29)”; empty without a mean.

    Without a control group the second number is the value before. Where only the arms of a change or a share are printed, its
    name stands in front, because the means alone read like final values.
    """
    unit = _attached(finding["unit"])
    first, second = (
        ("with massage", "before") if finding["comparator"] == "within_person" else ("massage", "comparator")
    )
    sides = [
        _arm(first, finding["mean_massage"], finding["sd_massage"], finding["n_massage"], unit),
        _arm(second, finding["mean_comparator"], finding["sd_comparator"], finding["n_comparator"], unit),
    ]
    words = ", ".join(side for side in sides if side)
    named = words and pd.isna(finding["estimate"]) and finding["metric"] in (*CHANGE_METRICS, "proportion")
    return f"{METRIC_NAMES[finding['metric']]}: {words}" if named else words


def points_to(finding: Mapping[str, Any], schema: Schema) -> str:
    """Where a finding points, as symbol and words; harms and associations point nowhere.

    Without a control group the words say that it is only a change over time.
    """
    if finding["outcome_group"] == SAFETY:
        return "Harms: no direction"
    if finding["strand"] == "association":
        return "Association: no direction"
    direction = finding["direction"]
    if finding["comparator_class"] == "uncontrolled":
        words = CHANGES.get(direction, schema.label("direction", direction))
    else:
        words = schema.label("direction", direction)
    return f"{SYMBOLS.get(direction, '')} {words}".strip()


def taken_from(finding: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Which review the numbers of a trial were taken from, in words; empty where they stand on the study's own page.

    `names` gives the short name of each study by its id.
    """
    review = finding["taken_from"]
    return f"numbers taken from the analysis of {names.get(review, review)}" if review else ""


def people(finding: Mapping[str, Any]) -> str:
    """How many people, or reviewed studies, the finding rests on; empty if the source read does not say."""
    if pd.notna(finding["n_studies"]):
        return studies_counted(int(finding["n_studies"]))
    sides = [finding["n_massage"], finding["n_comparator"]]
    if all(pd.notna(side) for side in sides):
        return f"{sides[0]} and {sides[1]}"
    if pd.notna(sides[1]):
        return f"{sides[1]} in the comparison"
    return str(sides[0]) if pd.notna(sides[0]) else ""


def p_value(finding: Mapping[str, Any]) -> str:
    """“p <0.05”, “p = 0.02” or “p: NS”, with the text as printed; empty if none is."""
    text = str(finding["p"]).strip()
    if not text:
        return ""
    if text[0] in "<>=≤≥":
        return f"p {text}"
    return f"p = {text}" if text[0] in ".0123456789" else f"p: {text}"


def _arm(name: str, mean: Any, sd: Any, size: Any, unit: str) -> str:
    if pd.isna(mean):
        return ""
    details = [f"SD {number(sd)}" if pd.notna(sd) else "", f"n = {size}" if pd.notna(size) else ""]
    inside = ", ".join(detail for detail in details if detail)
    return f"{name} {number(mean)}{unit}" + (f" ({inside})" if inside else "")


def _interval(finding: Mapping[str, Any]) -> str:
    if pd.isna(finding["ci_low"]) or pd.isna(finding["ci_high"]):
        return ""
    level = f"{number(finding['ci_level'])}% " if pd.notna(finding["ci_level"]) else ""
    return f"{level}CI {number(finding['ci_low'])} to {number(finding['ci_high'])}"


def _unit(finding: Mapping[str, Any]) -> str:
    """The unit of the estimate; ratios, correlations and standardised differences have none, whatever the arms' unit."""
    if finding["metric"] == "percent_change":
        return "%"
    return _attached(finding["unit"]) if finding["metric"] in UNIT_METRICS else ""


def _attached(unit: str) -> str:
    """A unit ready to stand behind a number."""
    unit = "%" + unit.removeprefix("percent") if unit.startswith("percent") else unit
    return unit if not unit or unit.startswith("%") else f" {unit}"


def _better_when(sign: str, metric: str) -> str:
    if metric in {"rr", "or"}:
        return "values below 1" if sign == "negative" else "values above 1"
    return f"{sign} values"
