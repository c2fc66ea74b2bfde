"""Safety: what to watch for, most urgent first, and how often trials say anything about harms."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.directions import about_harms
from evidence.library import Library
from evidence.schema import split
from evidence.wording import listed, share

#: Levels of `precautions` in reading order: what cannot wait comes first.
LEVELS = ("urgent", "common", "caution", "information", "general")
#: Designs that count as trials: somebody was given massage, somebody else was not.
TRIALS = ("rct", "crossover_rct", "quasi_rct", "nonrandomised_trial")
#: Codes of `studies.adverse_events` from the gravest to the one that says nothing.
REPORTS = ("serious", "mild", "none_reported", "not_reported")


@dataclass(frozen=True)
class Precaution:
    """One safety point: what it is about, what to do, why, and the ids of the studies behind it."""

    topic: str
    level: str
    advice: str
    why: str
    studies: tuple[str, ...]


def precautions(library: Library) -> dict[str, tuple[Precaution, ...]]:
    """The safety points by level, in the order of `LEVELS` and within a level as the curators ordered them."""
    rows = library.precautions.sort_values("order", kind="stable").to_dict("records")
    points = [
        Precaution(row["topic"], row["level"], row["advice"], row["why"], tuple(split(row["key_studies"])))
        for row in rows
    ]
    found = {level: tuple(point for point in points if point.level == level) for level in LEVELS}
    return {level: points for level, points in found.items() if points}


def reports(library: Library) -> pd.Series:
    """Number of primary trials of massage by what the source read says about harms; index `REPORTS`, every code there."""
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    return trials["adverse_events"].value_counts().reindex(list(REPORTS), fill_value=0).astype(int)


def reports_sentence(library: Library) -> str:
    """How many trials say something about harms and what, in words."""
    counts = reports(library)
    total = int(counts.sum())
    if not total:
        return "There is no trial of massage in these data."
    silent = int(counts["not_reported"])
    said = [
        f"{number} report {words}"
        for code, words in (
            ("none_reported", "none, or none serious"),
            ("mild", "minor ones only"),
            ("serious", "a serious one"),
        )
        if (number := int(counts[code]))
    ]
    text = f"Of {total} trials of massage, the page that was read says nothing about harms in {silent} ({share(silent, total)})"
    rest = f"; {listed(said)}" if said else ""
    return f"{text}{rest}. Silence does not mean that there were none."


def harms(library: Library) -> pd.DataFrame:
    """All findings on harms, those of primary studies of massage first, then reviews, then other therapies."""
    findings = about_harms(library.findings)
    rank = findings["strand"].map({"massage": 0, "synthesis": 1}).fillna(2)
    return findings.assign(rank=rank).sort_values(["rank", "study_id"], kind="stable").drop(columns="rank")
