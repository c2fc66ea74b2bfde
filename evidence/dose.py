"""How much massage was tested: minutes a session, sessions, and weeks of the course, trial by trial."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.library import Library
from evidence.names import study_names
from evidence.results import number
from evidence.schema import split
from evidence.wording import counted

#: Designs that give people massage and compare; what was tested in them is a tested dose.
TRIALS = ("rct", "crossover_rct", "quasi_rct", "nonrandomised_trial")
#: What is told of a dose: column of `studies` → its words for one and several.
PARTS = {
    "session_minutes": ("minute a session", "minutes a session"),
    "sessions": ("session", "sessions"),
    "weeks": ("week", "weeks"),
}
ADVICE = "This is what was tested, not what works best."


@dataclass(frozen=True)
class Spread:
    """How one part of the dose is spread over trials: how many tell it, the least, the middle (median) and the most."""

    part: str
    told: int
    least: float
    middle: float
    most: float

    @property
    def words(self) -> str:
        """“20 to 60 minutes a session (middle 45; told by 9)”."""
        unit = PARTS[self.part][self.most != 1]
        if self.least == self.most:
            return f"{number(self.most)} {unit} (told by {self.told})"
        return f"{number(self.least)} to {number(self.most)} {unit} (middle {number(self.middle)}; told by {self.told})"


def doses(library: Library, condition: str = "") -> pd.DataFrame:
    """One row a trial of massage, self-massage or devices, of one condition or of any, newest first.

    Columns: `study_id`, `study` (short name), `year`, `design`, `session_minutes`, `sessions`, `weeks` (each missing where the
    source read does not say), `total_minutes` (of the course), `per_week` (sessions a week; missing for a single session).
    """
    studies = library.studies
    rows = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    if condition:
        rows = rows[rows["conditions"].map(lambda cell: condition in split(cell)).astype(bool)]
    names = study_names(library)
    minutes, sessions = rows["session_minutes"].astype(float), rows["sessions"].astype("Float64").astype(float)
    weeks = rows["weeks"].astype(float)
    table = pd.DataFrame(
        {
            "study_id": rows["study_id"],
            "study": [names[study_id] for study_id in rows["study_id"]],
            "year": rows["year"],
            "design": rows["design"],
            "session_minutes": minutes,
            "sessions": sessions,
            "weeks": weeks,
            "total_minutes": minutes * sessions,
            "per_week": (sessions / weeks).where((sessions > 1) & (weeks > 0)),
        }
    )
    return table.sort_values(["year", "study"], ascending=[False, True], kind="stable").reset_index(drop=True)


def spread(rows: pd.DataFrame, part: str) -> Spread | None:
    """The spread of one of `PARTS`; None where no trial tells it."""
    told = rows[part].dropna()
    if told.empty:
        return None
    return Spread(part, len(told), float(told.min()), round(float(told.median()), 1), float(told.max()))


def spreads(rows: pd.DataFrame) -> tuple[Spread, ...]:
    """The spread of each part that at least one trial tells."""
    return tuple(found for part in PARTS if (found := spread(rows, part)) is not None)


def dose_sentence(rows: pd.DataFrame) -> str:
    """What trials tested, each part with its spread and how many tell it, and how often a week; computed from `doses`."""
    if rows.empty:
        return "No trial of massage is recorded here, so no dose was tested."
    trials = counted(len(rows), "trial")
    found = spreads(rows)
    if not found:
        return (
            f"None of {trials} tells its dose in what was read."
            if len(rows) > 1
            else "The one trial does not tell its dose."
        )
    often = rows["per_week"].dropna()
    week = ""
    if len(often):
        middle = f"{number(round(float(often.median()), 1))} a week"
        span = f" ({number(round(float(often.min()), 1))} to {number(round(float(often.max()), 1))})"
        week = f" Where both are told, sessions came {middle} in the middle trial{span if often.min() < often.max() else ''}."
    return f"Tested in {trials}: {'; '.join(part.words for part in found)}.{week} {ADVICE}"
