"""The forest plot: each study's effect with its interval, and what they give together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from evidence.charts.chart import Chart, figure_text
from evidence.charts.intervals import MOST_ROWS, Drawing, axis_limit, effect, short
from evidence.charts.palette import ACCENT, QUIET
from evidence.effects.effect_table import DERIVATION_WORDS
from evidence.synthesis import Pooled
from evidence.synthesis.pooled_answer import PooledAnswer
from evidence.synthesis.pooling import METHODS
from evidence.words.numbers import rounded
from evidence.words.phrases import studies_counted

#: Narrower than this the columns run into one another.
WIDTH = 900
ROW_HEIGHT = 30
#: Share of the width that each part takes: columns on the left, the plot, columns on the right.
PLOT = (0.44, 0.77)
_EFFECT = 0.92
#: Where each column of words stands, its heading and the side it is set to.
_HEADINGS = (
    (0.0, "Study", "left"),
    (0.205, "Compared with", "left"),
    (0.385, "People", "right"),
    (0.42, "From", "center"),
    (_EFFECT, "g (95% interval)", "right"),
    (0.995, "Weight", "right"),
)
#: Where the first letters of the derivations stand for them.
MARKS = {"reported": "R", "arms": "A", "difference": "D", "p_value": "P", "odds_ratio": "O"}
SMALLEST, LARGEST = 7.0, 20.0


@dataclass(frozen=True)
class Line:
    """One pooled result below the studies."""

    words: str
    pooled: Pooled
    hollow: bool = False


@lru_cache(maxsize=32)
def forest_plot(answer: PooledAnswer) -> Chart:
    """The studies that can be pooled on a question, the average, and the range for a new study.

    Squares carry the study id as their first custom value. Intervals that leave the axis end in an arrow; studies left out are
    hollow and named so, and the average without them stands beside the one with them. The table holds every number drawn.
    """
    return Chart(
        title="Forest plot",
        figure=_figure(answer),
        sentence=_sentence(answer),
        table=_table(answer),
    )


def lines_of(answer: PooledAnswer) -> list[Line]:
    """The pooled results to draw: none for a single study, both where studies were left out."""
    lines = []
    if answer.pooled is not None and answer.pooled.k > 1:
        left_out = answer.everything is not answer.pooled
        lines.append(Line("Average without those left out" if left_out else "Average", answer.pooled))
    if answer.everything is not None and answer.everything is not answer.pooled and answer.everything.k > 1:
        lines.append(Line("Average of all", answer.everything, hollow=True))
    return lines


def drawn_rows(answer: PooledAnswer) -> pd.DataFrame:
    """The studies that are drawn: all, or those with the most weight and those left out, where there are too many to read."""
    rows = answer.rows
    if len(rows) <= MOST_ROWS:
        return rows
    kept = rows["weight"].fillna(2.0).nlargest(MOST_ROWS).index
    return rows.loc[sorted(kept)]


def reach(answer: PooledAnswer) -> float:
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


def _figure(answer: PooledAnswer) -> go.Figure:
    lines = lines_of(answer)
    ranges = [line for line in lines if line.pooled.pi_low == line.pooled.pi_low and not line.hollow]
    drawing = Drawing(reach(answer))
    rows = drawn_rows(answer)
    _add_studies(drawing, rows)
    position = first = len(rows)
    for line in lines:
        _add_average(drawing, line, position)
        position += 1
    for line in ranges:
        _add_range(drawing, line.pooled, position)
        position += 1
    if lines:
        drawing.words(0, position, f"<i>{model_words(lines[0].pooled)}</i>")
        drawing.band(first, position)
        position += 1
    if answer.pooled is not None and answer.pooled.k > 1:
        drawing.reference(answer.pooled.estimate)
    return drawing.figure(position, PLOT, ROW_HEIGHT)


def _add_studies(drawing: Drawing, rows: pd.DataFrame) -> None:
    for x, words, anchor in _HEADINGS:
        drawing.words(x, -1, f"<b>{words}</b>", anchor)
    records = rows.to_dict("records")
    for position, row in enumerate(records):
        if row["included"]:
            drawing.interval(row["ci_low"], row["ci_high"], position)
        else:
            drawing.interval(row["ci_low"], row["ci_high"], position, QUIET, "dot")
        for (x, _, anchor), words in zip(_HEADINGS, _cells(row), strict=True):
            drawing.words(x, position, words, anchor)
    heaviest = max([row["weight"] for row in records if row["included"]], default=1.0)
    colours = [ACCENT if row["included"] else QUIET for row in records]
    shares = [row["weight"] / heaviest if row["included"] else 0.0 for row in records]
    drawing.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": rows["g"].clip(-drawing.limit, drawing.limit).tolist(),
            "y": list(range(len(records))),
            "marker": {
                "symbol": ["square" if row["included"] else "square-open" for row in records],
                "size": [SMALLEST + (LARGEST - SMALLEST) * share**0.5 for share in shares],
                "color": colours,
                "opacity": 1,
                "line": {"width": 1.5, "color": colours},
            },
            "customdata": [[row["study_id"], _hover(row)] for row in records],
            "hovertemplate": "%{customdata[1]}<extra></extra>",
        }
    )


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """The words beside one study, in the order of the headings."""
    return (
        f'<a href="study?id={row["study_id"]}" target="_self">{figure_text(short(row["study"], 27))}</a>',
        figure_text(short(row["comparator_words"], 24)),
        "–" if pd.isna(row["n"]) else f"{int(row['n']):,}",
        MARKS[row["derivation"]],
        effect(row["g"], row["ci_low"], row["ci_high"]),
        f"{100 * row['weight']:.0f}%" if row["included"] else "left out",
    )


def _hover(row: dict[str, Any]) -> str:
    lines = (
        f"<b>{figure_text(row['study'])}</b>",
        figure_text(row["outcome"]),
        figure_text(row["timepoint"]),
        DERIVATION_WORDS[row["derivation"]],
        "click to leave it out" if row["included"] else "left out; click to take it in",
    )
    return "<br>".join(line for line in lines if line)


def _add_average(drawing: Drawing, line: Line, position: int) -> None:
    pooled = line.pooled
    colour = QUIET if line.hollow else ACCENT
    drawing.diamond(pooled.ci_low, pooled.estimate, pooled.ci_high, position, colour, hollow=line.hollow)
    drawing.words(0, position, f"<b>{line.words}</b>")
    drawing.words(_EFFECT, position, f"<b>{effect(pooled.estimate, pooled.ci_low, pooled.ci_high)}</b>", "right")


def _add_range(drawing: Drawing, pooled: Pooled, position: int) -> None:
    drawing.interval(pooled.pi_low, pooled.pi_high, position, ACCENT, "dash")
    drawing.words(0, position, "Where a new study may lie (prediction interval)")
    drawing.words(_EFFECT, position, f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}", "right")


def _sentence(answer: PooledAnswer) -> str:
    text = answer.sentence
    if len(answer.rows) > MOST_ROWS:
        text += (
            f" Drawn are {MOST_ROWS} studies, those left out and then those with the most weight; the table has all."
        )
    if answer.pooled is not None and answer.pooled.k > 1:
        text += f" {model_words(answer.pooled)}."
    out = answer.rows[~answer.rows["included"]]
    if len(out) and answer.everything is not None:
        text += (
            f" Left out: {studies_counted(len(out))} ({', '.join(out['study'])}); with {'it' if len(out) == 1 else 'them'} "
            f"g = {effect(answer.everything.estimate, answer.everything.ci_low, answer.everything.ci_high)}."
        )
    return text


def _table(answer: PooledAnswer) -> pd.DataFrame:
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


def legend_words(answer: PooledAnswer) -> str:
    """What the letters in the column “From” mean, those that occur."""
    present = dict.fromkeys(answer.rows["derivation"])
    return "From: " + "; ".join(f"{MARKS[code]} {DERIVATION_WORDS[code]}" for code in MARKS if code in present) + "."
