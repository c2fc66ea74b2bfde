"""The forest plot: each study's effect with its interval, and what they give together."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.intervals import (
    MOST_ROWS,
    Column,
    axis_limit,
    cells,
    effect,
    headings,
    reference,
    rows_scene,
    short,
)
from evidence.charts.scene import Band, Diamond, Interval, Item, Mark, Role, Scene
from evidence.effects.effect_table import DERIVATION_WORDS
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis import Pooled
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.pooling import METHODS
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded
from evidence.words.phrases import studies_counted

#: Narrower than this the columns run into one another.
WIDTH = 900
ROW_HEIGHT = 30
#: Share of the width that each part takes: columns on the left, the plot, columns on the right.
PLOT = (0.44, 0.77)
_STUDY, _EFFECT = Column("Study", 0.0), Column("g (95% interval)", 0.92, "right")
_COLUMNS = (
    _STUDY,
    Column("Compared with", 0.205),
    Column("People", 0.385, "right"),
    Column("From", 0.42, "middle"),
    _EFFECT,
    Column("Weight", 0.995, "right"),
)
#: Where the first letters of the derivations stand for them.
MARKS = {"reported": "R", "arms": "A", "difference": "D", "p_value": "P", "odds_ratio": "O"}
#: Widths of the squares in pixels, for no weight and for the most.
SMALLEST, LARGEST = 7.0, 20.0


@dataclass(frozen=True)
class Line:
    """One pooled result below the studies."""

    words: str
    pooled: Pooled
    hollow: bool = False


@kept
def forest_plot(library: Library, question: Question, most: int = MOST_ROWS) -> Chart:
    """The studies that can be pooled on a question, the average, and the range for a new study.

    Squares carry the study id. Studies left out are open and named so, and the average without them stands beside the one with
    them. At most `most` studies are drawn; the table holds every number. Raises ValueError, in words for the reader, where the
    effects cannot be pooled.
    """
    answer = pooled_studies(library, question)
    return Chart(
        title="Forest plot",
        scene=_scene(answer, most),
        sentence=_sentence(answer, most),
        table=_table(answer),
    )


def lines_of(answer: PooledStudies) -> list[Line]:
    """The pooled results to draw: none for a single study, both where studies were left out."""
    lines = []
    if answer.pooled is not None and answer.pooled.k > 1:
        left_out = answer.everything is not answer.pooled
        lines.append(Line("Average without those left out" if left_out else "Average", answer.pooled))
    if answer.everything is not None and answer.everything is not answer.pooled and answer.everything.k > 1:
        lines.append(Line("Average of all", answer.everything, hollow=True))
    return lines


def drawn_rows(answer: PooledStudies, most: int = MOST_ROWS) -> pd.DataFrame:
    """The studies that are drawn, in the order of the rows: those left out and then those with the most weight."""
    rows = answer.rows
    if len(rows) <= most:
        return rows
    kept = rows["weight"].fillna(2.0).nlargest(most).index
    return rows.loc[sorted(kept)]


def square_size(share: float) -> float:
    """The width of a study's square in pixels: its area grows with its weight, as a share of the heaviest study's."""
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(share)


def reach(answer: PooledStudies) -> float:
    """Half the width of the axis, in g."""
    pooled = [end for line in lines_of(answer) for end in (line.pooled.ci_low, line.pooled.ci_high)]
    return axis_limit(answer.rows[["ci_low", "ci_high"]].to_numpy(dtype=float).ravel(), pooled)


def model_words(pooled: Pooled) -> str:
    """“Paule-Mandel, Knapp-Hartung: k = 6, tau² = 0.012, I² = 34%, Q = 7.5 (p = 0.18)”."""
    name = METHODS[pooled.method]
    if pooled.model.knapp_hartung:
        name += ", Knapp-Hartung" + (" with floor" if pooled.model.floor else "")
    return (
        f"{name}: k = {pooled.k}, tau² = {rounded(pooled.tau2, 3)}, I² = {rounded(pooled.i2, 0)}%, "
        f"Q = {rounded(pooled.q, 1)} ({p_words(pooled.p_q)})"
    )


def p_words(p: float) -> str:
    """“p = 0.18”; “p < 0.001” below that."""
    return f"p = {rounded(p, 3)}" if p >= 0.001 else "p < 0.001"


def _scene(answer: PooledStudies, most: int) -> Scene:
    lines, limit, rows = lines_of(answer), reach(answer), drawn_rows(answer, most)
    position = len(rows)
    items: list[Item] = [*_studies(rows.to_dict("records"))]
    for line in lines:
        items += _average(line, position)
        position += 1
    for line in lines:
        if line.pooled.pi_low == line.pooled.pi_low and not line.hollow:
            items += _range(line.pooled, position)
            position += 1
    if lines:
        items += cells((_STUDY,), (model_words(lines[0].pooled),), position)
        items.append(Band(len(rows) - 0.5, position + 0.5, across=True))
        position += 1
    if answer.pooled is not None and answer.pooled.k > 1:
        items += reference(answer.pooled.estimate, limit)
    return rows_scene(items, position, limit, PLOT, ROW_HEIGHT, WIDTH, _note(answer, len(rows)))


def _note(answer: PooledStudies, drawn: int) -> str:
    if drawn == len(answer.rows):
        return ""
    which = (
        "those with the most weight"
        if answer.rows["included"].all()
        else "those left out and then those with the most weight"
    )
    return f"Drawn are {drawn} of {len(answer.rows)} studies, {which}; the table has all."


def _studies(rows: list[dict[str, Any]]) -> list[Item]:
    items: list[Item] = [*headings(_COLUMNS)]
    heaviest = max([row["weight"] for row in rows if row["included"]], default=1.0)
    for position, row in enumerate(rows):
        items += cells(_COLUMNS, _cells(row), position, href=f"study?id={row['study_id']}")
        items += _study(row, position, heaviest)
    return items


def _study(row: dict[str, Any], position: int, heaviest: float) -> tuple[Interval, Mark]:
    inside = bool(row["included"])
    role: Role = "accent" if inside else "quiet"
    square = Mark(
        row["g"],
        position,
        "square",
        role,
        square_size(row["weight"] / heaviest if inside else 0.0),
        fill="filled" if inside else "open",
        hover=_hover(row),
        id=row["study_id"],
    )
    return Interval(row["ci_low"], row["ci_high"], position, role, dash=not inside), square


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """The words beside one study, in the order of the columns."""
    return (
        short(row["study"], 27),
        short(row["comparator_words"], 24),
        "–" if pd.isna(row["n"]) else f"{int(row['n']):,}",
        MARKS[row["derivation"]],
        effect(row["g"], row["ci_low"], row["ci_high"]),
        f"{100 * row['weight']:.0f}%" if row["included"] else "left out",
    )


def _hover(row: dict[str, Any]) -> str:
    lines = (
        row["study"],
        row["outcome"],
        row["timepoint"],
        DERIVATION_WORDS[row["derivation"]],
        "click to leave it out" if row["included"] else "left out; click to take it in",
    )
    return "\n".join(line for line in lines if line)


def _average(line: Line, position: int) -> list[Item]:
    low, middle, high = line.pooled.ci_low, line.pooled.estimate, line.pooled.ci_high
    diamond = Diamond(low, middle, high, position, "quiet" if line.hollow else "accent", line.hollow)
    return [diamond, *cells((_STUDY, _EFFECT), (line.words, effect(middle, low, high)), position, bold=True)]


def _range(pooled: Pooled, position: int) -> list[Item]:
    words = (
        "Where a new study may lie (prediction interval)",
        f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}",
    )
    return [
        Interval(pooled.pi_low, pooled.pi_high, position, dash=True),
        *cells((_STUDY, _EFFECT), words, position),
    ]


def _sentence(answer: PooledStudies, most: int) -> str:
    text = answer.sentence
    if len(answer.rows) > most:
        text += f" Drawn are {most} studies, those left out and then those with the most weight; the table has all."
    if answer.pooled is not None and answer.pooled.k > 1:
        text += f" {model_words(answer.pooled)}."
    out = answer.rows[~answer.rows["included"]]
    if len(out) and answer.everything is not None:
        text += (
            f" Left out: {studies_counted(len(out))} ({', '.join(out['study'])}); with {'it' if len(out) == 1 else 'them'} "
            f"g = {effect(answer.everything.estimate, answer.everything.ci_low, answer.everything.ci_high)}."
        )
    return text


def _table(answer: PooledStudies) -> pd.DataFrame:
    rows = answer.rows
    studies = pd.DataFrame(
        {
            "Study": rows["study"],
            "Year": rows["year"],
            "Outcome": rows["outcome"],
            "When": rows["timepoint"],
            "Compared with": rows["comparator_words"],
            "People": rows["n"],
            "g": [rounded(value) for value in rows["g"]],
            "95% interval": [
                f"{rounded(low)} to {rounded(high)}" for low, high in zip(rows["ci_low"], rows["ci_high"], strict=True)
            ],
            "Weight": [f"{100 * row.weight:.1f}%" if row.included else "left out" for row in rows.itertuples()],
            "Derived": [DERIVATION_WORDS[derivation] for derivation in rows["derivation"]],
            "To note": rows["note"],
        }
    )
    pooled = []
    for line in lines_of(answer):
        result = line.pooled
        pooled.append(
            {
                "Study": line.words,
                "People": answer.rows["n"].sum() if line.hollow else answer.included["n"].sum(),
                "g": rounded(result.estimate),
                "95% interval": f"{rounded(result.ci_low)} to {rounded(result.ci_high)}",
                "Weight": "100%",
                "To note": model_words(result) + _prediction(result),
            }
        )
    return pd.concat([studies, pd.DataFrame(pooled)], ignore_index=True) if pooled else studies


def _prediction(pooled: Pooled) -> str:
    if pooled.pi_low != pooled.pi_low:
        return ""
    return f"; prediction interval {rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}"


@kept
def legend_words(library: Library, question: Question) -> str:
    """What the letters in the column “From” mean, those that occur."""
    present = set(pooled_studies(library, question).rows["derivation"])
    return "From: " + "; ".join(f"{MARKS[code]} {DERIVATION_WORDS[code]}" for code in MARKS if code in present) + "."
