"""A forest plot built up step by step, for learning to read one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.forest import forest_plot, reach, square_size
from evidence.charts.intervals import Column, cells, effect, rows_scene, short
from evidence.charts.scene import Diamond, Interval, Item, Mark, Scene
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis import Pooled
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded
from evidence.words.phrases import out_of, studies_counted

#: What each step adds, as a heading.
STEPS = (
    "One study, one dot",
    "The interval",
    "All studies",
    "The squares",
    "The diamond",
    "Where a new study may lie",
)
#: More studies than this are not needed for learning; those with the most weight are drawn.
MOST = 12
PLOT = (0.34, 0.78)
#: The width of a study's dot in pixels before weights are told of.
_DOT = 9.0
_COLUMNS = (Column("", 0.0), Column("", 1.0, "right"))


@kept
def forest_step(library: Library, question: Question, step: int) -> Chart:
    """The plot up to a step, counted from 1 and held between the first and the last; the sentence explains what was added."""
    answer = pooled_studies(library, question)
    step = min(max(step, 1), len(STEPS))
    rows = answer.included.nlargest(MOST, "weight").sort_values("year", ascending=False, kind="stable")
    if rows.empty or answer.pooled is None:
        return forest_plot(library, question)
    shown = rows if step >= STEPS.index("All studies") + 1 else rows.head(1)
    return Chart(
        title=f"Forest plot, step {step} of {len(STEPS)}: {STEPS[step - 1].lower()}",
        scene=_scene(answer, shown, len(rows), step),
        sentence=_SENTENCES[step - 1](answer, shown),
        table=_table(shown, step),
    )


def _scene(answer: PooledStudies, shown: pd.DataFrame, places: int, step: int) -> Scene:
    heaviest = shown["weight"].max()
    items: list[Item] = []
    for position, row in enumerate(shown.to_dict("records")):
        items += _study(row, position, row["weight"] / heaviest, step)
    if answer.pooled is not None and step > 4:
        items += _average(answer.pooled, places)
    if answer.pooled is not None and step > 5 and answer.pooled.pi_low == answer.pooled.pi_low:
        items += _range(answer.pooled, places + 1)
    return rows_scene(items, places + 2, reach(answer), PLOT, note=_note(answer, shown, step))


def _note(answer: PooledStudies, shown: pd.DataFrame, step: int) -> str:
    # Before all studies are there, drawing only one is the point.
    if step < 3 or len(shown) == len(answer.included):
        return ""
    return f"Drawn are {len(shown)} of {len(answer.included)} studies, those with the most weight."


def _study(row: dict[str, Any], position: int, share: float, step: int) -> list[Item]:
    numbers = effect(row["g"], row["ci_low"], row["ci_high"]) if step > 1 else rounded(row["g"])
    items: list[Item] = [*cells(_COLUMNS, (short(row["study"], 30), numbers), position)]
    if step > 1:
        items.append(Interval(row["ci_low"], row["ci_high"], position))
    square = step > 3
    size = square_size(share) if square else _DOT
    items.append(Mark(row["g"], position, "square" if square else "circle", size=size))
    return items


def _average(pooled: Pooled, position: int) -> list[Item]:
    low, middle, high = pooled.ci_low, pooled.estimate, pooled.ci_high
    words = ("Average", effect(middle, low, high))
    return [Diamond(low, middle, high, position), *cells(_COLUMNS, words, position, bold=True)]


def _range(pooled: Pooled, position: int) -> list[Item]:
    words = ("Prediction interval", f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}")
    return [Interval(pooled.pi_low, pooled.pi_high, position, dash=True), *cells(_COLUMNS, words, position)]


def _one(answer: PooledStudies, shown: pd.DataFrame) -> str:  # noqa: ARG001 - all steps are called alike
    row = shown.iloc[0]
    side = "better" if row["g"] > 0 else "worse"
    return (
        f"Each study becomes one dot: its effect, g. The line in the middle is no difference. {row['study']} lies at "
        f"{rounded(row['g'])}: people did {side} with massage than with what it was compared with."
    )


def _interval(answer: PooledStudies, shown: pd.DataFrame) -> str:  # noqa: ARG001
    row = shown.iloc[0]
    across = row["ci_low"] < 0 < row["ci_high"]
    return (
        f"The line shows how sure that is: chance alone could well have given anything from {rounded(row['ci_low'])} to "
        f"{rounded(row['ci_high'])} (95% interval). It {'reaches' if across else 'does not reach'} across no difference."
    )


def _all(answer: PooledStudies, shown: pd.DataFrame) -> str:
    across = int(((shown["ci_low"] < 0) & (shown["ci_high"] > 0)).sum())
    drawn = f" ({len(shown)} of {answer.pooled.k} are drawn)" if answer.pooled and len(shown) < answer.pooled.k else ""
    return (
        f"Every study gets its row{drawn}. In {out_of(across, len(shown))} the interval reaches across no difference."
    )


def _squares(answer: PooledStudies, shown: pd.DataFrame) -> str:  # noqa: ARG001
    heavy = shown.loc[shown["weight"].idxmax()]
    return (
        "Some studies tell more than others. The larger the square, the more the study counts in the average; "
        f"{heavy['study']} counts most, with {100 * heavy['weight']:.0f}% of the weight."
    )


def _diamond(answer: PooledStudies, shown: pd.DataFrame) -> str:  # noqa: ARG001
    pooled = answer.pooled
    assert pooled is not None
    across = pooled.ci_low < 0 < pooled.ci_high
    ends = "includes no difference" if across else "does not include no difference"
    return (
        f"The diamond is the average of {studies_counted(pooled.k)}, {rounded(pooled.estimate)}; its tips are the interval, "
        f"{rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}, which {ends}."
    )


def _prediction(answer: PooledStudies, shown: pd.DataFrame) -> str:  # noqa: ARG001
    pooled = answer.pooled
    assert pooled is not None
    if pooled.pi_low != pooled.pi_low:
        return "With fewer than three studies nobody can say where a new one may lie."
    return (
        "An average hides how much studies differ. The dashed line shows where the true effect of a new, similar study may lie: "
        f"from {rounded(pooled.pi_low)} to {rounded(pooled.pi_high)} (95% prediction interval)."
    )


_SENTENCES = (_one, _interval, _all, _squares, _diamond, _prediction)


def _table(shown: pd.DataFrame, step: int) -> pd.DataFrame:
    table = pd.DataFrame({"Study": shown["study"], "g": [rounded(value) for value in shown["g"]]})
    if step > 1:
        ends = zip(shown["ci_low"], shown["ci_high"], strict=True)
        table["95% interval"] = [f"{rounded(low)} to {rounded(high)}" for low, high in ends]
    if step > 3:
        table["Weight"] = [f"{100 * weight:.1f}%" for weight in shown["weight"]]
    return table
