"""How many people were in each of the two groups of a finding, printed or taken from the study's total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.effects.doubts import NotDerivable, Reason, Remark, is_of_fewer, is_synthesis
from evidence.library.schema import split

#: Designs in which every person was in one group only, so that a total can be shared out.
SEPARATE = ("rct", "quasi_rct", "nonrandomised_trial")
#: Designs in which everybody had both conditions.
REPEATED = ("crossover_rct", "before_after")


@dataclass(frozen=True, slots=True)
class Groups:
    """Sizes of the massage and the comparator group, and what had to be assumed to get them."""

    massage: int
    comparator: int
    remark: str = ""


def group_sizes(finding: Mapping[str, Any], study: Mapping[str, Any] | None = None) -> Groups:
    """The two group sizes of one row of `findings`; `study` is its row of `studies`, if known.

    Printed sizes come first. The study's total is shared out only where it seems to be one of two separate groups: one
    comparator and one massage named. Then the rest is the size that is not printed, or each group is half. Raises
    `NotDerivable` where the sizes are not known, where the same people had both conditions, and for findings of reviews.
    """
    if is_synthesis(finding, study):
        raise NotDerivable(Reason.POOLED)
    if finding["comparator"] == "contralateral_limb" or (study is not None and study["design"] in REPEATED):
        raise NotDerivable(Reason.SAME_PEOPLE)
    massage, comparator = (_number(finding[name]) for name in ("n_massage", "n_comparator"))
    total = None if study is None else _number(study["n_total"])
    if massage is None or comparator is None:
        return _shared(finding, study, massage, comparator)
    if total is not None and massage + comparator > total:
        raise NotDerivable(Reason.SAME_PEOPLE)
    return Groups(massage, comparator, Remark.SEPARATE_ASSUMED if study is None else "")


def _shared(
    finding: Mapping[str, Any], study: Mapping[str, Any] | None, massage: int | None, comparator: int | None
) -> Groups:
    """Sizes from the study's total where one or both are not printed."""
    total = None if study is None else _number(study["n_total"])
    if study is None or total is None or study["design"] not in SEPARATE:
        raise NotDerivable(Reason.NO_SIZES)
    if _perhaps_several_groups(finding, study):
        raise NotDerivable(Reason.SEVERAL_GROUPS)
    if is_of_fewer(finding):
        raise NotDerivable(Reason.FEWER_ANALYSED)
    known = massage if massage is not None else comparator
    if known is None:
        half = total // 2
        return Groups(total - half, half, Remark.HALVED.format(total=total, massage=total - half, comparator=half))
    rest = total - known
    remark = Remark.SUBTRACTED.format(total=total, rest=rest)
    return Groups(known, rest, remark) if massage is not None else Groups(rest, known, remark)


def _perhaps_several_groups(finding: Mapping[str, Any], study: Mapping[str, Any]) -> bool:
    """Whether the study names another comparator than this one, or more techniques than two groups need."""
    techniques = 2 if finding["comparator"] == "other_massage" else 1
    return bool(study["comparators"] != finding["comparator"] or len(split(study["techniques"])) > techniques)


def _number(value: Any) -> int | None:
    return int(value) if pd.notna(value) else None
