"""Printed differences held against the smallest change that matters to one person, where their scale has a published one.

The thresholds of `scales.csv` are for the change of one person. A difference between the averages of two groups is something
else: it can be smaller than the threshold while some people gain a lot, and larger while many gain nothing. `WARNING` says so
and belongs beside every such comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from evidence.effects.doubts import difference_holds
from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.names import study_names
from evidence.studies.of_condition import studies_of
from evidence.synthesis.questions import CONTROLLED
from evidence.words.numbers import number
from evidence.words.phrases import counted

WARNING = (
    "A threshold is for the change of one person. A difference between the averages of two groups is not the same: below it "
    "some people can still gain much, above it many can gain nothing."
)
#: How each scale is named in papers: id in `scales.csv` → what its instrument's words contain. Scales that are not here have
#: a threshold on a range, or relative to a starting value, that the findings do not give.
_NAMES = {
    "rmdq": re.compile(r"roland|\brmdq\b", re.IGNORECASE),
    "odi": re.compile(r"oswestry|\bodi\b", re.IGNORECASE),
    "qbpds": re.compile(r"quebec", re.IGNORECASE),
    "ndi": re.compile(r"neck disability index|\bndi\b", re.IGNORECASE),
    "nrs_pain": re.compile(r"numeric(?:al)? rating scale|\bnrs\b|11-point .*scale", re.IGNORECASE),
    "vas_pain": re.compile(r"visual analog|\bvas\b", re.IGNORECASE),
}
_PAIN_ONLY = ("nrs_pain", "vas_pain")
#: For people with neck pain the numerical scale has a threshold of its own.
_FOR_NECK = {"nrs_pain": "nrs_pain_neck"}
#: Two instruments in one cell, or a share of people who improved, are no points on a scale.
_NO_POINTS = re.compile(r"\band\b|%|better", re.IGNORECASE)
_RANGE_100 = re.compile(r"0 ?[-–] ?100|100[- ]?mm|\bmm\b", re.IGNORECASE)
_RANGE_10 = re.compile(r"0 ?[-–] ?10(?!\d)|11-point", re.IGNORECASE)


@dataclass(frozen=True)
class Everyday:
    """One printed difference of means on a scale with a threshold.

    `difference`, `low`, `high` in points of the scale as printed, positive where massage did better (`low`, `high` None
    without an interval); `threshold` in the same points. `verdict`: the difference beside the threshold, in words. `basis`,
    `people` and `source` say where the threshold comes from.
    """

    finding_id: str
    study_id: str
    study: str
    outcome: str
    scale: str
    against: str
    when: str
    difference: float
    low: float | None
    high: float | None
    threshold: float
    verdict: str
    people: str
    basis: str
    source: str

    @property
    def sentence(self) -> str:
        """The difference, the threshold and what they are beside one another."""
        interval = "" if self.low is None or self.high is None else f" (95% interval {_ends(self.low, self.high)})"
        return (
            f"{self.study}, {self.outcome}: {_points(self.difference)} with massage than with {self.against}{interval} "
            f"on the {self.scale}; {self.verdict} {number(self.threshold)}, the smallest change that counts for one person."
        )


def everyday_sentence(found: tuple[Everyday, ...]) -> str:
    """In how many of the differences the average reaches its threshold, in words."""
    if not found:
        return "No difference between groups is printed on a scale whose smallest important change is known here."
    number = len(found)
    better = sum(one.difference >= one.threshold for one in found)
    worse = sum(-one.difference >= one.threshold for one in found)
    told = (
        f"{counted(number, 'difference')} between groups {'is' if number == 1 else 'are'} printed on a scale whose smallest "
        "important change is known: the average with massage"
    )
    if number == 1:
        return f"{told} {'is that much better' if better else 'is that much worse' if worse else 'does not reach it'}."
    against = f" and that much worse in {_how_many(worse, number)}" if worse else ""
    return f"{told} is that much better in {_how_many(better, number)}{against}."


def _how_many(number: int, of: int) -> str:
    """“none of them”, “one of them”, “3 of them”, “all of them”."""
    words = {0: "none", 1: "one", of: "all"}
    return f"{words.get(number, str(number))} of them"


def _points(difference: float) -> str:
    return f"{number(abs(difference))} points {'better' if difference >= 0 else 'worse'}"


def _ends(low: float, high: float) -> str:
    """Both ends of an interval without signs, the side named where they lie on different ones."""
    if low < 0 < high:
        return f"{number(-low)} worse to {number(high)} better"
    ends = sorted((abs(low), abs(high)))
    return f"{number(ends[0])} to {number(ends[1])}"


def everyday(library: Library, condition: str) -> tuple[Everyday, ...]:
    """Differences of means in studies and reviews of a condition whose scale has a threshold, in the order of the table."""
    names, here = study_names(library), set(studies_of(library, condition))
    rows = [row for row in _differences(library) if row["study_id"] in here]
    scaled = ((row, _scale(library, row, condition)) for row in rows)
    return tuple(
        _held_against(library, row, names[row["study_id"]], *scale) for row, scale in scaled if scale is not None
    )


@kept
def _differences(library: Library) -> tuple[dict[str, Any], ...]:
    """The findings of any study or review that print a difference of means against a control that can be relied on."""
    findings = library.findings
    rows = findings[
        findings["strand"].isin(("massage", "synthesis"))
        & (findings["metric"] == "md")
        & findings["estimate"].notna()
        & (findings["estimate_favours_massage_when"] != "")
        & findings["comparator_class"].isin(CONTROLLED)
    ]
    return tuple(row for row in rows.to_dict("records") if difference_holds(row))


@kept
def _scales(library: Library) -> dict[str, dict[str, Any]]:
    """The scales that have a threshold, by id; of two rows with one id the first."""
    scales = library.scales.drop_duplicates("scale_id")
    known = scales[scales["important_change"].notna()].to_dict("records")
    return {str(row["scale_id"]): {str(name): value for name, value in row.items()} for row in known}


def _scale(library: Library, row: dict[str, Any], condition: str) -> tuple[dict[str, Any], float] | None:
    """The row of `scales` for a finding's instrument and the factor from its range to the printed one; None if unsure."""
    words = f"{row['instrument']} {row['unit']}"
    if _NO_POINTS.search(words):
        return None
    code = next((code for code, named in _NAMES.items() if named.search(words)), "")
    if code in _PAIN_ONLY and row["outcome_group"] != "pain_intensity":
        return None
    if condition == "neck_pain":
        code = _FOR_NECK.get(code, code)
    scale = _scales(library).get(code)
    if scale is None:
        return None
    factor = _factor(words, float(scale["range_max"])) if code.startswith(_PAIN_ONLY) else 1.0
    return None if factor is None else (scale, factor)


def _factor(words: str, top: float) -> float | None:
    """How many printed points one point of the scale is; None where the printed range is not told."""
    if _RANGE_100.search(words):
        return 100 / top
    if _RANGE_10.search(words):
        return 10 / top
    return 1.0 if top == 10 and re.search(r"\bnrs\b|numeric", words, re.IGNORECASE) else None


def favouring(row: dict[str, Any]) -> tuple[float, float, float]:
    """A printed difference and its interval with the sign turned so that positive is better with massage."""
    sign = -1 if row["estimate_favours_massage_when"] == "negative" else 1
    ends = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    return sign * row["estimate"], ends[0], ends[1]


def _held_against(library: Library, row: dict[str, Any], study: str, scale: dict[str, Any], factor: float) -> Everyday:
    difference, low, high = favouring(row)
    known = low == low and high == high
    threshold = float(scale["important_change"]) * factor
    return Everyday(
        finding_id=row["finding_id"],
        study_id=row["study_id"],
        study=study,
        outcome=row["outcome"],
        scale=scale["name"],
        against=library.schema.phrase("comparator", row["comparator"]),
        when=row["timepoint"],
        difference=difference,
        low=low if known else None,
        high=high if known else None,
        threshold=threshold,
        # Where massage did worse, it is the size of that which is held against the threshold.
        verdict=_verdict(*((difference, low, high) if difference >= 0 else (-difference, -high, -low)), threshold),
        people=scale["population"],
        basis=scale["basis"],
        source=scale["source"],
    )


def _verdict(difference: float, low: float, high: float, threshold: float) -> str:
    """Where a difference, and its interval if there is one, lies beside the threshold."""
    if high < threshold:
        return "the whole interval lies below"
    if low >= threshold:
        return "the whole interval lies at or above"
    place = "above" if difference > threshold else "below" if difference < threshold else "at"
    if low == low:
        return f"the average lies {place}, and its interval reaches across,"
    return f"the average lies {place}"
