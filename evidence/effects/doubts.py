"""What keeps a printed number from being turned into Hedges' g, and what has to be said where it is, in words.

The rule is caution: where the curators' note leaves it open what a number is, nothing is derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd


class Reason(StrEnum):
    """Why no g could be derived, as a sentence; braces are filled in by `NotDerivable`."""

    WITHIN_PERSON = "Before and after only: there is no control group to hold the change against."
    ANIMAL = "Measured in animals."
    ASSOCIATION = "An association between measurements, not an effect of massage."
    SYMPTOM_LINK = "It tests whether a body change goes with symptoms, which is not an effect of massage."
    PERCENT_CHANGE = "Percent changes are not turned into g."
    MEAN_CHANGE = "Changes within each group are not turned into g."
    CORRELATION = "Correlations are not turned into g."
    PROPORTION = "Proportions are not turned into g."
    RISK_RATIO = "Risk ratios are not turned into g."
    BOTH_MASSAGED = "Both groups had the massage, so the difference is that of what one of them had on top."
    NOTHING_PRINTED = (
        "No number to derive it from is entered: neither an effect, nor means of both groups, nor a p value."
    )

    POOLED = "A review's mean differences, means and p values are not standardised: they rest on several studies."
    REVIEW_WITHOUT_INTERVAL = "The review's effect has no interval."
    SAME_PEOPLE = "The same people had both conditions, and how closely their two values go together is not known."
    NO_SIZES = "The group sizes are not known."
    SEVERAL_GROUPS = "The group sizes are not known: the study's total may cover more than two groups."
    FEWER_ANALYSED = "The group sizes are not known: fewer people were analysed than the study's total."

    NO_SIGN = "Which sign of the estimate favours massage is not recorded."
    NO_GOOD_SIDE = "Whether lower or higher values are better is not recorded."
    NO_INTERVAL = "The difference has no interval."
    NO_ESTIMATE = "Only the interval of the difference is entered, not the difference itself."
    NO_LEVEL = "The level of the interval is not stated."
    TOO_PRECISE = "The interval is narrower than {people} separate people can give."
    ONE_MEAN = "Only one group's mean is entered."
    NO_SD = "The means have no standard deviations."

    AMBIGUOUS = "The note says that it is not clear what the number is."
    SIGN_ASSUMED = "The note says that it is an assumption which group was subtracted from which."
    KIND_NOT_STATED = "The note says that the kind of effect size is not stated."
    PERHAPS_ERRORS = "The note says that the ± values are, or may be, standard errors."
    MEANS_ARE_CHANGES = "The note says that the means are changes, which are not turned into g."
    STARTING_VALUE = "The note says that one of the two means is a starting value."

    P_NOT_EXACT = "The p value is not printed as an exact number for this difference (“{p}”)."
    DESIGN_UNKNOWN = "Whether the p value compares two groups of different people is not known."
    MIXED = "The result is mixed, so the p value has no single direction."
    NO_DIRECTION = "The p value has no direction: which group did better is not printed."
    CONTRADICTION = "The printed difference points the other way than the direction of the result."
    SEVERAL_COMPARED = "The p value compares more than two groups."
    SEVERAL_TIMES = "The p value covers several times of measurement."
    SEVERAL_OUTCOMES = "The p value covers several outcomes."
    OTHER_TEST = "The note says that the p value is that of another test than one of the difference between two groups."

    IMPOSSIBLE = "The numbers as entered cannot be right: {fault}."


class Remark(StrEnum):
    """What has to be said beside a derived g, as a sentence; braces are filled in by `evidence.effects.hedges_g`."""

    HALVED = (
        "Group sizes are not printed: the study's {total} people are taken as two equal groups "
        "({massage} and {comparator})."
    )
    SUBTRACTED = "One group's size is not printed: it is taken as the rest of the study's {total} people ({rest})."
    SEPARATE_ASSUMED = "The groups are taken to be different people."
    NOT_CORRECTED = "The printed effect size is taken as Hedges' g; the note does not say whether it was corrected."
    ADJUSTED = (
        "The comparison was adjusted for other measurements, which can make g larger than unadjusted scores would."
    )
    CHANGES = "The difference is one of changes, so g is in units of the spread of changes."
    APPROXIMATE_P = "Approximate: derived from a rounded p value as if it came from a t test."
    APPROXIMATE_OR = "Approximate: an odds ratio is turned into g as if the outcome were logistic."
    OTHER_MASSAGE = "Both groups had massage; positive means that the one under study did better."
    NARROW = "The interval is narrower than {people} separate people can give."
    TAKEN = "A secondary source: the numbers were taken from the analysis of {review}, not from the trial's own page."
    LARGE = "|g| is above 2: look at the printed numbers again before relying on it."


class NotDerivable(Exception):
    """No g can be derived; the text is the reason in words."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.format(**details))
        self.reason = reason


#: Metrics that are never turned into g, whatever else is printed beside them.
NEVER = {
    "percent_change": Reason.PERCENT_CHANGE,
    "mean_change": Reason.MEAN_CHANGE,
    "r": Reason.CORRELATION,
    "proportion": Reason.PROPORTION,
    "rr": Reason.RISK_RATIO,
}

#: What the curators' notes say of a number → the derivations it forbids.
NOTES: tuple[tuple[str, tuple[str, ...], Reason], ...] = (
    (r"\bambiguous\b|does not say whether", ("reported", "difference", "odds_ratio"), Reason.AMBIGUOUS),
    (r"(?:subtraction|sign) (?:is )?assumed", ("reported", "difference", "odds_ratio"), Reason.SIGN_ASSUMED),
    (r"type not stated", ("reported",), Reason.KIND_NOT_STATED),
    (r"\bSEM?\b|standard error|taken as SD|± values? (?:is|are)\b", ("arms",), Reason.PERHAPS_ERRORS),
    (
        r"means are changes|mean (?:\(SD\) )?(?:change|increase|decrease|improvement|fall|rise|reduction|drop|gain)",
        ("arms",),
        Reason.MEANS_ARE_CHANGES,
    ),
    (
        r"in the same people|pretreatment|means,? (?:are )?(?:after|before|first|baseline) \(|is a starting value",
        ("arms",),
        Reason.STARTING_VALUE,
    ),
    (
        r"interaction|\bby time\b|joint test|tests? within|tested within|within-group test|within the \w+ group",
        ("p_value",),
        Reason.OTHER_TEST,
    ),
)
#: A comparator that is the massage under study with something added.
_MASSAGE_PLUS = re.compile(r"comparator is [^;]*massage plus", re.IGNORECASE)
_ADJUSTED = re.compile(r"(?<!un)(?<!not )adjusted|covariate|mixed model|mixed-effects|regression", re.IGNORECASE)
_CHANGES = re.compile(r"\bchanges?\b", re.IGNORECASE)
_FEWER_ANALYSED = re.compile(r"\d (?:people|participants|patients) analysed", re.IGNORECASE)
#: More than one time of measurement in the words of a time point.
_SEVERAL_TIMES = re.compile(r"\b(?:and|to|or|over|across|each|all)\b|,|\d-\d", re.IGNORECASE)
_SEVERAL_OUTCOMES = re.compile(r"\band\b", re.IGNORECASE)


def bar_row(finding: Mapping[str, Any]) -> None:
    """Raises `NotDerivable` where no number of the finding may be turned into g."""
    strand = finding.get("strand", "")
    if finding["comparator"] == "within_person":
        raise NotDerivable(Reason.WITHIN_PERSON)
    if strand == "animal":
        raise NotDerivable(Reason.ANIMAL)
    if strand == "association":
        raise NotDerivable(Reason.ASSOCIATION)
    if finding["link"] == "mediator_to_symptom":
        raise NotDerivable(Reason.SYMPTOM_LINK)
    if finding["metric"] in NEVER:
        raise NotDerivable(NEVER[finding["metric"]])
    if _MASSAGE_PLUS.search(finding["metric_note"]):
        raise NotDerivable(Reason.BOTH_MASSAGED)


def bar_note(finding: Mapping[str, Any], derivation: str) -> None:
    """Raises `NotDerivable` where the curators' note forbids one of the derivations."""
    for pattern, derivations, reason in NOTES:
        if derivation in derivations and re.search(pattern, finding["metric_note"]):
            raise NotDerivable(reason)


def difference_holds(finding: Mapping[str, Any]) -> bool:
    """Whether a printed difference may be shown as one between the groups: nothing about it or its sign is assumed."""
    try:
        bar_row(finding)
        bar_note(finding, "difference")
    except NotDerivable:
        return False
    return True


def bar_p_value(finding: Mapping[str, Any]) -> None:
    """Raises `NotDerivable` where the p value is not that of one outcome, once, between two groups."""
    bar_note(finding, "p_value")
    if finding["direction"] == "mixed":
        raise NotDerivable(Reason.MIXED)
    if finding["comparator"] in {"mixed", "any"}:
        raise NotDerivable(Reason.SEVERAL_COMPARED)
    if _SEVERAL_TIMES.search(finding["timepoint"]):
        raise NotDerivable(Reason.SEVERAL_TIMES)
    if _SEVERAL_OUTCOMES.search(finding["outcome"]):
        raise NotDerivable(Reason.SEVERAL_OUTCOMES)


def is_synthesis(finding: Mapping[str, Any], study: Mapping[str, Any] | None) -> bool:
    """Whether the finding brings several studies together."""
    pooled = finding.get("strand", "") == "synthesis" or pd.notna(finding["n_studies"])
    return pooled or (study is not None and study["role"] == "synthesis")


def is_adjusted(finding: Mapping[str, Any]) -> bool:
    """Whether the note says that the comparison was adjusted for other measurements."""
    return bool(_ADJUSTED.search(finding["metric_note"]))


def is_of_changes(finding: Mapping[str, Any]) -> bool:
    """Whether the note says that the difference is one of changes."""
    return bool(_CHANGES.search(finding["metric_note"]))


def is_of_fewer(finding: Mapping[str, Any]) -> bool:
    """Whether the note gives a number of people analysed."""
    return bool(_FEWER_ANALYSED.search(finding["metric_note"]))
