"""What reviews have pooled: their own averages with intervals, by what massage was compared with."""

from __future__ import annotations

import pandas as pd

from evidence.answers.certainty import dots
from evidence.charts.chart import Chart
from evidence.charts.intervals import Column, Row, effect, interval_scene, short
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.published import CLASS_ORDER, on_outcome
from evidence.words.numbers import rounded
from evidence.words.phrases import counted

WIDTH = 900
HOW_TO_READ = (
    "Each row is the average that a review published; g is turned so that right of zero means better with massage. Reviews of "
    "one subject pool many of the same trials, so rows that agree are not independent confirmation, and nothing here is averaged "
    "again. Reviews that mix comparators cannot tell what massage was better than. Where a review does not say how many studies "
    "it pooled, the cell is a dash."
)
OVERLAP = "Reviews share trials: rows that agree are no independent confirmation."
_COLUMNS = (
    Column("Review", 0.0),
    Column("Outcome", 0.18),
    Column("Studies", 0.41, "right"),
    Column("g (95% interval)", 0.885, "right"),
    Column("I²", 0.93, "right"),
    Column("Certainty", 1.0, "right"),
)
_PLOT = (0.43, 0.71)


@kept
def published_chart(library: Library, outcome: str, condition: str = "") -> Chart:
    """Reviews' pooled effects on an outcome group, if given only in one condition; nothing is pooled again."""
    rows = on_outcome(library, outcome, condition)
    return Chart(
        title="Pooled results that reviews have published",
        scene=interval_scene(_rows(rows, library), _COLUMNS, plot=_PLOT, least_width=WIDTH),
        sentence=_sentence(rows, library, outcome, condition),
        table=_table(rows, library),
    )


def _rows(rows: pd.DataFrame, library: Library) -> list[Row]:
    drawn = []
    for name in CLASS_ORDER:
        part = rows[rows["comparator_class"] == name]
        if part.empty:
            continue
        heading = f"{library.schema.label('comparator_class', name)} ({counted(len(part), 'result')})"
        drawn.append(Row((heading,), heading=True))
        drawn += [_row(record, library) for record in part.to_dict("records")]
    return drawn


def _row(row: dict[str, object], library: Library) -> Row:
    g, low, high = (float(str(row[name])) for name in ("g", "ci_low", "ci_high"))
    words = (
        short(str(row["study"]), 26),
        short(str(row["outcome"]), 28),
        _known(row["studies"]),
        effect(g, low, high),
        _percent(row["i2"]),
        dots(str(row["certainty"])) or "–",
    )
    lines = (str(row["study"]), _conditions(row, library), str(row["outcome"]), str(row["note"]))
    study_id = str(row["study_id"])
    return Row(
        words,
        g,
        low,
        high,
        shape="diamond",
        hover="\n".join(line for line in lines if line),
        study_id=study_id,
        href=f"study?id={study_id}",
    )


def _conditions(row: dict[str, object], library: Library) -> str:
    conditions = row["conditions"]
    assert isinstance(conditions, tuple)
    return ", ".join(library.schema.label("condition", code) for code in conditions)


def _known(value: object) -> str:
    return "–" if pd.isna(value) else str(int(str(value)))


def _percent(value: object) -> str:
    return "–" if pd.isna(value) else f"{rounded(float(str(value)), 0)}%"


def _sentence(rows: pd.DataFrame, library: Library, outcome: str, condition: str) -> str:
    schema = library.schema
    about = schema.phrase("outcome_group", outcome) + (
        f" in {schema.phrase('condition', condition)}" if condition else ""
    )
    if rows.empty:
        return f"No review here prints a standardised average with an interval on {about}."
    better, worse = int((rows["ci_low"] > 0).sum()), int((rows["ci_high"] < 0).sum())
    reviews = counted(rows["study_id"].nunique(), "review")
    places = (
        (better, "lies wholly on massage's side"),
        (worse, "lies wholly on the comparator's side"),
        (len(rows) - better - worse, "includes no effect"),
    )
    where = "; ".join(f"the interval {place} in {_of_them(number, len(rows))}" for number, place in places if number)
    return f"{counted(len(rows), 'pooled result')} of {reviews} on {about}: {where}. {OVERLAP}"


def _of_them(number: int, of: int) -> str:
    return "it" if of == 1 else "all of them" if number == of else f"{number} of them"


def _table(rows: pd.DataFrame, library: Library) -> pd.DataFrame:
    schema, records = library.schema, rows.to_dict("records")
    return pd.DataFrame(
        {
            "Review": rows["study"],
            "Compared with": [schema.label("comparator_class", name) for name in rows["comparator_class"]],
            "In": [_conditions(row, library) for row in records],
            "Outcome": rows["outcome"],
            "Studies": [_known(value) for value in rows["studies"]],
            "g (95% interval)": [effect(row["g"], row["ci_low"], row["ci_high"]) for row in records],
            "I²": [_percent(value) for value in rows["i2"]],
            "Certainty": [schema.label("certainty", code) if code else "" for code in rows["certainty"]],
            "To note": rows["note"],
        }
    )
