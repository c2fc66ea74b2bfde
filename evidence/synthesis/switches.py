"""Common doubts about a body of studies, each a switch that keeps only the studies the doubt does not touch."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd

#: Doubts by their code, as the condition that a study has to meet. `tough` changes the comparison, `largest` takes out one study.
SWITCHES = {
    "chronic": "Only people with chronic pain",
    "patients": "No healthy volunteers",
    "randomised": "Only randomised studies",
    "blinded": "Only with a blinded assessor",
    "double": "Only numbers extracted twice",
    "tough": "Only credible or active comparisons",
    "largest": "Without the largest effect",
}
#: Switches that look at one study at a time: column of `comparisons`, and what its value must be.
_KEEPS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "chronic": lambda rows: rows["chronic_pain"] == "yes",
    "patients": lambda rows: ~rows["healthy"],
    "randomised": lambda rows: rows["randomised"] == "yes",
    "blinded": lambda rows: rows["assessor_blinded"] == "yes",
    "double": lambda rows: rows["extraction"] == "double",
}
BY_STUDY = tuple(_KEEPS)


def surviving(rows: pd.DataFrame, doubts: Collection[str]) -> pd.Series:
    """Which rows of `evidence.synthesis.comparisons` no switch that looks at single studies takes out; a boolean a row."""
    mask = pd.Series(True, index=rows.index)
    for code in BY_STUDY:
        if code in doubts:
            mask &= _KEEPS[code](rows)
    return mask


def without_largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, one a study, without the one whose effect is furthest from none; the first of several alike."""
    return rows if rows.empty else rows.drop(index=rows["g"].abs().idxmax())
