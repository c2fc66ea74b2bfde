"""How a pooled result hangs on single studies, and how it grew over the years."""

from __future__ import annotations

import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.intervals import MOST_ROWS, Column, Row, drawn_of, effect, interval_scene, short, thinned
from evidence.charts.scene import Scene
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.diagnostics import cumulative, leave_one_out
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded

HOW_TO_READ_LEAVE_ONE_OUT = (
    "Each row is the average of all studies but one. If all rows look alike, no single study carries the result. If one row "
    "stands apart, or its interval reaches across zero while the others do not, the result hangs on that study: look at it "
    "before you trust the average."
)
HOW_TO_READ_CUMULATIVE = (
    "Each row is the average as it stood after that study came out, oldest first. Read it from the top: the interval should "
    "narrow as studies come in. A steady drift towards zero means that early studies found larger effects than later ones, which "
    "is common."
)


@kept
def leave_one_out_chart(library: Library, question: Question, most: int = MOST_ROWS) -> Chart:
    """The average without each study in turn, at most `most` rows. Raises ValueError with fewer than two studies in the pool."""
    answer = pooled_studies(library, question)
    rows = answer.included.reset_index(drop=True)
    results = leave_one_out(rows["g"], rows["se"] ** 2, answer.question.model)
    results = results.assign(study=rows["study"].to_numpy(), study_id=rows["study_id"].to_numpy()).sort_values(
        "estimate"
    )
    drawn = [_row(("Without " + short(row.study, 32), ""), row) for row in results.itertuples()]
    return Chart(
        title="The average without each study in turn",
        scene=_scene(drawn, _COLUMNS, answer, most),
        sentence=_influence_sentence(results, answer) + drawn_of(drawn, most),
        table=_table(results, "Without"),
    )


@kept
def cumulative_chart(library: Library, question: Question, most: int = MOST_ROWS) -> Chart:
    """The average after each study, oldest first, at most `most` rows. Raises ValueError where a study has no year."""
    answer = pooled_studies(library, question)
    rows = answer.included.reset_index(drop=True)
    results = cumulative(rows["g"], rows["se"] ** 2, rows["year"], answer.question.model)
    results = results.assign(
        study=rows["study"].to_numpy()[results["added"]], study_id=rows["study_id"].to_numpy()[results["added"]]
    )
    drawn = [_row(("+ " + short(row.study, 34), str(row.k)), row) for row in results.itertuples()]
    return Chart(
        title="The average as studies came in",
        scene=_scene(drawn, (_COLUMNS[0], Column("Studies so far", 0.40, "right"), _COLUMNS[2]), answer, most),
        sentence=_cumulative_sentence(results) + drawn_of(drawn, most),
        table=_table(results, "After"),
    )


_COLUMNS = (Column("Average", 0.0), Column("", 0.40, "right"), Column("g (95% interval)", 1.0, "right"))


def _scene(rows: list[Row], columns: tuple[Column, ...], answer: PooledStudies, most: int) -> Scene:
    return interval_scene(thinned(rows, most), columns, _average(answer), note=drawn_of(rows, most).strip())


def _row(words: tuple[str, str], row: object) -> Row:
    g, low, high = (float(getattr(row, name)) for name in ("estimate", "ci_low", "ci_high"))
    return Row((*words, effect(g, low, high)), g, low, high, shape="diamond", hover=words[0])


def _average(answer: PooledStudies) -> float:
    return answer.pooled.estimate if answer.pooled is not None else float("nan")


def _influence_sentence(results: pd.DataFrame, answer: PooledStudies) -> str:
    first, last = results.iloc[0], results.iloc[-1]
    text = (
        f"Without one study at a time the average lies between {rounded(first['estimate'])} (without {first['study']}) and "
        f"{rounded(last['estimate'])} (without {last['study']})."
    )
    pooled = answer.pooled
    if pooled is None:
        return text
    clear = _is_clear(pooled.ci_low, pooled.ci_high)
    other = [row.study for row in results.itertuples() if _is_clear(row.ci_low, row.ci_high) != clear]
    if not other:
        return f"{text} Whether the interval includes no effect does not hang on any single study."
    verb = "then includes" if clear else "no longer includes"
    if len(other) == 1:
        return f"{text} Without {other[0]} the interval {verb} no effect."
    return f"{text} Without any one of {len(other)} studies the interval {verb} no effect."


def _is_clear(low: float, high: float) -> bool:
    return bool(low > 0 or high < 0)


def _cumulative_sentence(results: pd.DataFrame) -> str:
    first, last = results.iloc[0], results.iloc[-1]
    return (
        f"After the first study ({first['study']}) the effect was {_words(first)}; after all {int(last['k'])} the average is "
        f"{_words(last)}."
    )


def _words(row: pd.Series) -> str:
    return effect(row["estimate"], row["ci_low"], row["ci_high"])


def _table(results: pd.DataFrame, heading: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            heading: results["study"].to_numpy(),
            "Studies": results["k"].to_numpy(),
            "g": [rounded(value) for value in results["estimate"]],
            "95% interval": [
                f"{rounded(low)} to {rounded(high)}"
                for low, high in zip(results["ci_low"], results["ci_high"], strict=True)
            ],
            "I²": ["" if value != value else f"{rounded(value, 0)}%" for value in results["i2"]],
        }
    )
