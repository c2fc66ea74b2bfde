"""What a claim is about itself, and what is only side evidence: said apart, the claim itself first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.answers.directions import tally
from evidence.library import Library
from evidence.library.schema import split
from evidence.words.phrases import counted, listed, studies_counted

SIDE = "side evidence"
#: Said where there are findings, and none of them speaks of the claim.
NONE_ON_TARGET = "No finding here tests the claim itself"
#: Of more outcomes than this only the first are named.
MOST_NAMED = 4


def targets_of(library: Library, mechanism: str) -> tuple[str, ...]:
    """The outcome groups that a claim is about, the most direct first; empty for an unknown claim or one that names none."""
    row = library.mechanism(mechanism)
    return () if row is None else tuple(split(str(row["target_outcomes"])))


def on_target(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings that speak of their claim itself."""
    return findings[findings["is_target"]]


def beside_target(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings that are side evidence."""
    return findings[~findings["is_target"]]


def told(library: Library, findings: pd.DataFrame, mechanism: str, none: str = NONE_ON_TARGET) -> str:
    """Where the findings on one claim point: those on its target outcomes first, side evidence apart; no full stop.

    “On beta-endorphin, 4 findings of 4 studies: …; side evidence (cortisol and oxytocin), 9 findings of 7 studies: …”. `none` is
    said first where there is only side evidence. Empty without findings.
    """
    target, side = on_target(findings), beside_target(findings)
    order = {code: place for place, code in enumerate(targets_of(library, mechanism))}
    parts = []
    if len(target):
        codes = sorted(target["outcome_group"].unique(), key=lambda code: order.get(code, len(order)))
        parts.append(f"On {outcomes_named(library, codes)}, {_pointing(target)}")
    elif len(side):
        parts.append(none)
    if len(side):
        named = outcomes_named(library, side["outcome_group"].value_counts().index.tolist())
        parts.append(f"{SIDE} ({named}), {_pointing(side)}")
    return "; ".join(parts)


def outcomes_named(library: Library, codes: Sequence[str]) -> str:
    """Outcome groups within a sentence, the first few by name."""
    names = [library.schema.phrase("outcome_group", code) for code in codes]
    if len(names) > MOST_NAMED:
        rest = len(names) - MOST_NAMED + 1
        names = [*names[: MOST_NAMED - 1], counted(rest, "other outcome")]
    return listed(names)


def _pointing(findings: pd.DataFrame) -> str:
    return (
        f"{counted(len(findings), 'finding')} of {studies_counted(findings['study_id'].nunique())}: {tally(findings)}"
    )
