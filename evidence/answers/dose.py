"""How much massage was tested: the dose that the curators name for a condition, and what each trial gave."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.library import Library
from evidence.library.schema import split
from evidence.studies.names import study_names
from evidence.words.numbers import number
from evidence.words.phrases import counted

#: Designs that give people massage and compare; what was tested in them is a tested dose.
TRIALS = ("rct", "crossover_rct", "quasi_rct", "nonrandomised_trial")
#: What is told of a dose: column of `studies` → its words for one and several.
PARTS = {
    "session_minutes": ("minute a session", "minutes a session"),
    "sessions": ("session", "sessions"),
    "weeks": ("week", "weeks"),
}
#: What the line in each panel of the chart is.
MIDDLE = "The dashed line is the middle trial."
ADVICE = "This is what was tested, not what works best."
NO_DOSE = "No dose is named for this group, as the curators did not summarise it."


@dataclass(frozen=True)
class Dose:
    """The dose that was tested in one condition.

    `minutes`, `sessions` and `weeks` are whole numbers or ranges as text, empty where the pages read do not give them; `sentence`
    says which trial that was; `basis` are its studies.
    """

    minutes: str
    sessions: str
    weeks: str
    sentence: str
    basis: tuple[str, ...]


def tested_dose(library: Library, condition: str) -> Dose | None:
    """The row of `doses` for a condition; None where there is none."""
    rows = library.doses[library.doses["condition_id"] == condition]
    if rows.empty:
        return None
    row = rows.iloc[0].to_dict()
    return Dose(row["minutes"], row["sessions"], row["weeks"], row["sentence"], tuple(split(row["basis"])))


@dataclass(frozen=True)
class Spread:
    """How one part of the dose is spread over trials: how many tell it, the least, the middle (median) and the most."""

    part: str
    told: int
    trials: int
    least: float
    middle: float
    most: float

    @property
    def words(self) -> str:
        """“20 to 60 minutes a session (9 of 14 trials tell it)”."""
        unit = PARTS[self.part][self.most != 1]
        span = number(self.most) if self.least == self.most else f"{number(self.least)} to {number(self.most)}"
        return f"{span} {unit} ({_tell(self.told, self.trials)})"


def _tell(told: int, trials: int) -> str:
    if told == trials:
        return "every trial tells it" if trials > 1 else "its one trial tells it"
    return f"{told} of {counted(trials, 'trial')} {'tells' if told == 1 else 'tell'} it"


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
    return Spread(part, len(told), len(rows), float(told.min()), round(float(told.median()), 1), float(told.max()))


def spreads(rows: pd.DataFrame) -> tuple[Spread, ...]:
    """The spread of each part that at least one trial tells."""
    return tuple(found for part in PARTS if (found := spread(rows, part)) is not None)


def doses_in_words(rows: pd.DataFrame) -> str:
    """What the dots of `doses` show: each part with its spread and how many trials tell it; `tested_dose` names the dose."""
    if rows.empty:
        return "No trial of massage is recorded here."
    found = spreads(rows)
    if not found:
        return f"{counted(len(rows), 'trial')}: the pages read do not tell what was given."
    return f"The whole range of {counted(len(rows), 'trial')}: {'; '.join(part.words for part in found)}. {MIDDLE} {ADVICE}"
