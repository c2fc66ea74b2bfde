"""The self-check in plain values: every published number beside the one that this program gives on the same data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from evidence.answers.plain import Answer
from evidence.synthesis.selfcheck import selfcheck, without_counterpart
from evidence.words.phrases import counted

#: Columns of the check as a reader calls them.
_COLUMNS = {
    "data": "Data",
    "what": "Number",
    "expected": "Published",
    "obtained": "Obtained here",
    "tolerance": "Tolerance",
    "ok": "Agrees",
    "basis": "Basis",
}


@dataclass(frozen=True, slots=True)
class CheckedSet(Answer):
    """One validation set: its number as a code, its name, where its numbers come from, and a mapping a number."""

    code: str
    name: str
    source: str
    rows: tuple[Mapping[str, str | float], ...]


@dataclass(frozen=True)
class SelfCheck(Answer):
    """All sets; how many numbers are reproduced, as a phrase and as the rest of its sentence; why others have no counterpart."""

    reproduced: str
    within: str
    sets: tuple[CheckedSet, ...]
    reasons: tuple[tuple[str, int], ...]

    def set(self, code: str) -> CheckedSet:
        """The set of a code; the first for a code that there is not."""
        return next((one for one in self.sets if one.code == code), self.sets[0])


@cache
def self_check() -> SelfCheck:
    """The check, run once: no data of ours can change it, so that it belongs to the store of no library."""
    results, missing = selfcheck(), without_counterpart()
    sets = [
        CheckedSet(
            code=str(number),
            name=f"Set {number}: {rows['data'].iloc[0]}",
            source="; ".join(rows["source"].unique()),
            rows=tuple(
                {words: _readable(row[name]) for name, words in _COLUMNS.items()} for row in rows.to_dict("records")
            ),
        )
        for number, rows in results.groupby("set", sort=False)
    ]
    return SelfCheck(
        reproduced=f"{int(results['ok'].sum()):,} of {len(results):,} published numbers are reproduced",
        within=(
            f"within the tolerance, from {counted(len(sets), 'validation set')}. "
            f"{counted(len(missing), 'further number')} in the same sources have no counterpart here, for the reasons below."
        ),
        sets=tuple(sets),
        reasons=tuple((str(reason), int(number)) for reason, number in missing["reason"].value_counts().items()),
    )


def _readable(value: object) -> str | float:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return float(value) if isinstance(value, int | float) else str(value)
