"""Hedges' g for every finding that it can be derived for, positive = massage better, and the reason where it cannot.

The derivations are tried in a fixed order, the most direct first: `reported`, `arms`, `difference`, `p_value`, `odds_ratio`.
The formulas are in `derivations`, the reasons in `doubts`. A g of a review is as derivable as one of a
single study; `findings.strand` tells them apart, and they are never pooled together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.effects import derivations as derive
from evidence.effects.derivations import Smd
from evidence.effects.doubts import (
    NotDerivable,
    Reason,
    Remark,
    bar_note,
    bar_p_value,
    bar_row,
    is_adjusted,
    is_of_changes,
    is_synthesis,
)
from evidence.effects.group_sizes import Groups, group_sizes
from evidence.studies.citations import short
from evidence.words.numbers import number

#: Above this size g is looked at a second time: a standard error may have been read as an SD.
SECOND_LOOK_ABOVE = 2.0
#: A p value printed as one number; `<0.05`, `NS` and two values for two outcomes are none.
EXACT_P = re.compile(r"=?\s*(0?\.\d+|1(?:\.0+)?)")
#: Why a sign has to be turned, per derivation.
TURNED_BECAUSE = {
    **dict.fromkeys(("reported", "difference"), "negative values favour massage"),
    "arms": "lower values are better",
    "p_value": "the comparator did better",
    "odds_ratio": "values below 1 favour massage",
}
#: The share of the smallest possible standard error that rounding of printed limits may take away.
ROUNDING = 0.95


@dataclass(frozen=True, slots=True)
class Effect:
    """One finding's g with its standard error, or the reason why there is none.

    `g` and `se` are NaN and `derivation` is empty where nothing could be derived; `note` then holds the reason, otherwise
    what has to be said beside the number (empty if nothing). `steps` is the derivation with its numbers filled in.
    """

    finding_id: str
    g: float
    se: float
    derivation: str
    note: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a derivation gives: g with the sign of the printed numbers, and whether that sign has to be turned."""

    smd: Smd
    turned: bool
    steps: list[str]
    remarks: list[str]


Finding = Mapping[str, Any]
Study = Mapping[str, Any] | None


def standardise(findings: pd.DataFrame, studies: pd.DataFrame | None = None) -> pd.DataFrame:
    """Hedges' g of each finding: columns `finding_id`, `g`, `se`, `derivation`, `note`, one row a finding, in their order.

    `findings` and `studies` are those of a `Library`. Without `studies` a crossover trial cannot be told from two separate
    groups, totals cannot be shared out and intervals not be held against the number of people: fewer g are derived, and
    those from group sizes say what they take for granted.
    """
    known = {} if studies is None else {study["study_id"]: study for study in studies.to_dict("records")}
    effects = [effect(finding, known.get(finding["study_id"])) for finding in findings.to_dict("records")]
    return pd.DataFrame(
        {
            "finding_id": pd.Series([e.finding_id for e in effects], dtype="str"),
            "g": pd.Series([e.g for e in effects], dtype="float64"),
            "se": pd.Series([e.se for e in effects], dtype="float64"),
            "derivation": pd.Series([e.derivation for e in effects], dtype="str"),
            "note": pd.Series(
                [_with_source(e, row, known) for e, row in zip(effects, findings.to_dict("records"), strict=True)],
                dtype="str",
            ),
        }
    )


def _with_source(found: Effect, finding: Finding, known: Mapping[str, Mapping[str, Any]]) -> str:
    """The note of an effect, and from which review its numbers were taken, if they were."""
    review = finding.get("taken_from", "")
    if not review or not found.derivation:
        return found.note
    name = short(known[review]) if review in known else review
    return " ".join(text for text in (found.note, Remark.TAKEN.format(review=name)) if text)


def explain(finding: Finding, study: Study = None) -> list[str]:
    """How g comes from the printed numbers of one row of `findings`, step by step; the reason where it does not.

    `study` is the finding's row of `studies`, as for `effect`.
    """
    found = effect(finding, study)
    return list(found.steps) or [found.note]


def effect(finding: Finding, study: Study = None) -> Effect:
    """The effect of one row of `findings`; `study` is its row of `studies`, needed for totals and designs."""
    reasons: list[str] = []
    try:
        bar_row(finding)
        for name, attempt in DERIVATIONS.items():
            try:
                found = attempt(finding, study)
            except NotDerivable as reason:
                reasons.append(str(reason))
                continue
            if found is not None:
                return _effect(finding, name, found)
    except NotDerivable as reason:
        reasons = [str(reason)]
    except ValueError as fault:
        # Numbers that contradict one another make the whole row doubtful, so nothing else of it is tried.
        reasons = [str(NotDerivable(Reason.IMPOSSIBLE, fault=fault))]
    note = " ".join(dict.fromkeys(reasons)) or Reason.NOTHING_PRINTED.value
    return Effect(finding["finding_id"], math.nan, math.nan, "", note)


def _effect(finding: Finding, derivation: str, found: _Found) -> Effect:
    """The effect with its sign turned where needed, and all that has to be said about it."""
    # Adding zero turns the -0.0 of a turned zero into 0.0.
    g = (-found.smd.g if found.turned else found.smd.g) + 0.0
    remarks = list(found.remarks)
    if finding["comparator"] == "other_massage":
        remarks.append(Remark.OTHER_MASSAGE)
    if abs(g) > SECOND_LOOK_ABOVE:
        remarks.append(Remark.LARGE)
    turned = f", so the sign is turned ({TURNED_BECAUSE[derivation]})" if found.turned else ""
    steps = (*found.steps, f"Positive means better with massage{turned}: g = {_shown(g)}, SE = {_shown(found.smd.se)}")
    return Effect(finding["finding_id"], g, found.smd.se, derivation, " ".join(remarks), steps)


def _reported(finding: Finding, study: Study) -> _Found | None:
    """A standardised difference as printed, with its interval or, in a single study, its group sizes."""
    if finding["metric"] != "smd" or pd.isna(finding["estimate"]):
        return None
    bar_note(finding, "reported")
    turned = _turned_by_sign(finding)
    if _has_interval(finding):
        return _reported_interval(finding, study, turned)
    if is_synthesis(finding, study):
        raise NotDerivable(Reason.REVIEW_WITHOUT_INTERVAL)
    return _reported_sizes(finding, group_sizes(finding, study), turned)


def _reported_interval(finding: Finding, study: Study, turned: bool) -> _Found:
    estimate, low, high, level = _interval(finding)
    smd = derive.from_interval(estimate, low, high, level)
    remarks = _precision(smd, finding, study)
    steps = [
        f"Standardised difference as printed: {_shown(estimate)} ({_shown(level)}% CI {_shown(low)} to {_shown(high)})",
        f"SE = ({_shown(high)} − {_bracketed(low)}) / (2 × {_shown(_half(smd, low, high))}) = {_shown(smd.se)}",
    ]
    return _Found(smd, turned, steps, remarks)


def _reported_sizes(finding: Finding, groups: Groups, turned: bool) -> _Found:
    printed, sizes = float(finding["estimate"]), (groups.massage, groups.comparator)
    steps = [f"Standardised difference as printed: {_shown(printed)}"]
    remarks = [groups.remark] if groups.remark else []
    if re.search(r"cohen", finding["metric_note"], re.IGNORECASE):
        smd = derive.from_d(printed, *sizes)
        steps.append(_corrected(printed, groups, smd))
    else:
        smd = Smd(printed, derive.standard_error(printed, *sizes))
        if "hedges" not in finding["metric_note"].casefold():
            remarks.append(Remark.NOT_CORRECTED)
    return _Found(smd, turned, [*steps, _error_step(smd, groups)], remarks)


def _arms(finding: Finding, study: Study) -> _Found | None:
    """Both groups' means, SDs and sizes."""
    means = finding["mean_massage"], finding["mean_comparator"]
    if all(pd.isna(mean) for mean in means):
        return None
    bar_note(finding, "arms")
    if any(pd.isna(mean) for mean in means):
        raise NotDerivable(Reason.ONE_MEAN)
    sds = finding["sd_massage"], finding["sd_comparator"]
    if any(pd.isna(sd) for sd in sds):
        raise NotDerivable(Reason.NO_SD)
    turned = _turned_by_outcome(finding)
    groups = group_sizes(finding, study)
    n1, n2 = groups.massage, groups.comparator
    smd = derive.from_arms(means[0], sds[0], n1, means[1], sds[1], n2)
    sd = derive.pooled_sd(sds[0], n1, sds[1], n2)
    d = (means[0] - means[1]) / sd
    steps = [
        _sizes_step(groups),
        f"Pooled SD = √((({n1} − 1) × {_shown(sds[0])}² + ({n2} − 1) × {_shown(sds[1])}²) / ({n1} + {n2} − 2)) "
        f"= {_shown(sd)}",
        f"d = ({_shown(means[0])} − {_bracketed(means[1])}) / {_shown(sd)} = {_shown(d)}",
        _corrected(d, groups, smd),
        _error_step(smd, groups),
    ]
    return _Found(smd, turned, steps, [groups.remark] if groups.remark else [])


def _difference(finding: Finding, study: Study) -> _Found | None:
    """A mean difference with its interval and the group sizes."""
    if finding["metric"] == "none" and pd.isna(finding["estimate"]) and _has_interval(finding):
        raise NotDerivable(Reason.NO_ESTIMATE)
    if finding["metric"] != "md" or pd.isna(finding["estimate"]):
        return None
    bar_note(finding, "difference")
    if not _has_interval(finding):
        raise NotDerivable(Reason.NO_INTERVAL)
    turned = _turned_by_sign(finding)
    groups = group_sizes(finding, study)
    n1, n2 = groups.massage, groups.comparator
    estimate, low, high, level = _interval(finding)
    smd = derive.from_difference(estimate, low, high, n1, n2, level)
    se = derive.difference_error(low, high, n1, n2, level)
    sd = derive.sd_of_difference(se, n1, n2)
    t = derive.t_quantile(level, derive.degrees_of_freedom(n1, n2))
    steps = [
        _sizes_step(groups),
        f"Mean difference as printed: {_shown(estimate)} ({_shown(level)}% CI {_shown(low)} to {_shown(high)})",
        f"SE of the difference = ({_shown(high)} − {_bracketed(low)}) / (2 × {_shown(t)}) = {_shown(se)}",
        f"SD = {_shown(se)} / √(1/{n1} + 1/{n2}) = {_shown(sd)}",
        f"d = {_shown(estimate)} / {_shown(sd)} = {_shown(estimate / sd)}",
        _corrected(estimate / sd, groups, smd),
        _error_step(smd, groups),
    ]
    flags = (Remark.ADJUSTED, is_adjusted(finding)), (Remark.CHANGES, is_of_changes(finding))
    return _Found(smd, turned, steps, [r for r in (groups.remark, *(f for f, on in flags if on)) if r])


def _p_value(finding: Finding, study: Study) -> _Found | None:
    """An exact p value of the difference between two groups whose direction is printed."""
    text = str(finding["p"]).strip()
    if not text or finding["metric"] not in {"md", "smd", "none"}:
        return None
    if is_synthesis(finding, study):
        raise NotDerivable(Reason.POOLED)
    exact = EXACT_P.fullmatch(text)
    if exact is None:
        raise NotDerivable(Reason.P_NOT_EXACT, p=text)
    bar_p_value(finding)
    worse = _massage_did_worse(finding)
    if study is None or not study["design"]:
        raise NotDerivable(Reason.DESIGN_UNKNOWN)
    groups = group_sizes(finding, study)
    n1, n2 = groups.massage, groups.comparator
    p = float(exact[1])
    smd = derive.from_p(p, n1, n2)
    t = derive.t_from_p(p, n1, n2)
    d = t * math.sqrt(1 / n1 + 1 / n2)
    steps = [
        _sizes_step(groups),
        f"p = {_shown(p)} with {n1 + n2 - 2} degrees of freedom: t = {_shown(t)}",
        f"d = {_shown(t)} × √(1/{n1} + 1/{n2}) = {_shown(d)}",
        _corrected(d, groups, smd),
        _error_step(smd, groups),
    ]
    remarks = [Remark.APPROXIMATE_P, groups.remark, Remark.ADJUSTED if is_adjusted(finding) else ""]
    return _Found(smd, worse, steps, [remark for remark in remarks if remark])


def _odds_ratio(finding: Finding, study: Study) -> _Found | None:
    """An odds ratio with its interval."""
    if finding["metric"] != "or" or pd.isna(finding["estimate"]):
        return None
    bar_note(finding, "odds_ratio")
    if not _has_interval(finding):
        raise NotDerivable(Reason.NO_INTERVAL)
    turned = _turned_by_sign(finding)
    estimate, low, high, level = _interval(finding)
    smd = derive.from_odds_ratio(estimate, low, high, level)
    remarks = [Remark.APPROXIMATE_OR, *_precision(smd, finding, study)]
    z = _half(Smd(smd.g, smd.se / derive.LOGISTIC), math.log(low), math.log(high))
    steps = [
        f"Odds ratio as printed: {_shown(estimate)} ({_shown(level)}% CI {_shown(low)} to {_shown(high)})",
        f"Standardised difference = ln({_shown(estimate)}) × √3/π = {_shown(smd.g)}",
        f"SE = (ln({_shown(high)}) − ln({_shown(low)})) / (2 × {_shown(z)}) × √3/π = {_shown(smd.se)}",
    ]
    return _Found(smd, turned, steps, remarks)


#: The derivations in the order in which they are tried.
DERIVATIONS: dict[str, Callable[[Finding, Study], _Found | None]] = {
    "reported": _reported,
    "arms": _arms,
    "difference": _difference,
    "p_value": _p_value,
    "odds_ratio": _odds_ratio,
}


def _turned_by_sign(finding: Finding) -> bool:
    """Whether the estimate's sign has to be turned; for ratios the sign of the logarithm."""
    sign = finding["estimate_favours_massage_when"]
    if sign not in {"positive", "negative"}:
        raise NotDerivable(Reason.NO_SIGN)
    return bool(sign == "negative")


def _turned_by_outcome(finding: Finding) -> bool:
    """Whether massage minus comparator has to be turned because lower values are better."""
    if pd.isna(finding["lower_is_better"]):
        raise NotDerivable(Reason.NO_GOOD_SIDE)
    return bool(finding["lower_is_better"])


def _massage_did_worse(finding: Finding) -> bool:
    """Which side a p value without a sign speaks for: the direction of the result, else that of the printed difference."""
    stated = {"favours_massage": False, "favours_comparator": True}.get(finding["direction"])
    printed = _printed_worse(finding)
    if stated is None and printed is None:
        raise NotDerivable(Reason.NO_DIRECTION)
    if stated is not None and printed is not None and stated != printed:
        raise NotDerivable(Reason.CONTRADICTION)
    return bool(printed if stated is None else stated)


def _printed_worse(finding: Finding) -> bool | None:
    """Whether the printed estimate or means speak against massage; None where they do not say or there is no difference."""
    if pd.notna(finding["estimate"]) and finding["estimate"] != 0 and finding["estimate_favours_massage_when"]:
        return bool((finding["estimate"] > 0) == _turned_by_sign(finding))
    means = finding["mean_massage"], finding["mean_comparator"]
    if any(pd.isna(mean) for mean in means) or means[0] == means[1] or pd.isna(finding["lower_is_better"]):
        return None
    return bool((means[0] > means[1]) == _turned_by_outcome(finding))


def _precision(smd: Smd, finding: Finding, study: Study) -> list[str]:
    """A remark where a review's interval is narrower than so many separate people can give.

    Raises `NotDerivable` where that of a single study is: it would weigh too much in a pool, where reviews never are.
    """
    sizes = [finding["n_massage"], finding["n_comparator"]]
    total = pd.NA if study is None else study["n_total"]
    people = sum(sizes) if all(pd.notna(size) for size in sizes) else total
    if pd.isna(people) or smd.se >= ROUNDING * derive.smallest_error(int(people)):
        return []
    if not is_synthesis(finding, study):
        raise NotDerivable(Reason.TOO_PRECISE, people=int(people))
    return [Remark.NARROW.format(people=int(people))]


def _has_interval(finding: Finding) -> bool:
    return bool(pd.notna(finding["ci_low"]) and pd.notna(finding["ci_high"]))


def _interval(finding: Finding) -> tuple[float, float, float, float]:
    """Estimate, both ends and the level of the interval."""
    if pd.isna(finding["ci_level"]):
        raise NotDerivable(Reason.NO_LEVEL)
    return finding["estimate"], finding["ci_low"], finding["ci_high"], finding["ci_level"]


def _half(smd: Smd, low: float, high: float) -> float:
    """The quantile that was used for an interval: half its width in standard errors."""
    return (high - low) / 2 / smd.se


def _sizes_step(groups: Groups) -> str:
    return f"Group sizes: massage {groups.massage}, comparator {groups.comparator}"


def _corrected(d: float, groups: Groups, smd: Smd) -> str:
    df = derive.degrees_of_freedom(groups.massage, groups.comparator)
    factor = _shown(derive.correction(df))
    return f"Corrected for small samples ({df} degrees of freedom): {factor} × {_bracketed(d)} = {_shown(smd.g)}"


def _error_step(smd: Smd, groups: Groups) -> str:
    n1, n2 = groups.massage, groups.comparator
    return f"SE = √(1/{n1} + 1/{n2} + {_bracketed(smd.g)}² / (2 × ({n1} + {n2}))) = {_shown(smd.se)}"


def _shown(value: float) -> str:
    """A number with four significant digits and a true minus sign."""
    return number(float(f"{value:.4g}"))


def _bracketed(value: float) -> str:
    """The same in brackets if negative, to stand behind another sign."""
    return f"({_shown(value)})" if value < 0 else _shown(value)
