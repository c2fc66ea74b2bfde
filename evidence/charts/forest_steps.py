"""A forest plot built up step by step, for learning to read one."""

from __future__ import annotations

import pandas as pd

from evidence.charts.chart import Chart, figure_text
from evidence.charts.forest import forest_plot, reach
from evidence.charts.intervals import Drawing, effect, short
from evidence.charts.palette import ACCENT
from evidence.synthesis.pooled_answer import PooledAnswer
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
_SMALLEST, _LARGEST = 6.0, 20.0


def forest_step(answer: PooledAnswer, step: int) -> Chart:
    """The plot up to a step, counted from 1 and held between the first and the last; the sentence explains what was added."""
    step = min(max(step, 1), len(STEPS))
    rows = answer.included.nlargest(MOST, "weight").sort_values("year", ascending=False, kind="stable")
    if rows.empty or answer.pooled is None:
        return forest_plot(answer)
    shown = rows if step >= STEPS.index("All studies") + 1 else rows.head(1)
    return Chart(
        title=f"Forest plot, step {step} of {len(STEPS)}: {STEPS[step - 1].lower()}",
        figure=_draw(answer, shown, len(rows), step).figure(len(rows) + 2, PLOT),
        sentence=_SENTENCES[step - 1](answer, shown),
        table=_table(shown, step),
    )


def _draw(answer: PooledAnswer, shown: pd.DataFrame, places: int, step: int) -> Drawing:
    drawing = Drawing(reach(answer))
    for position, row in enumerate(shown.to_dict("records")):
        drawing.words(0, position, figure_text(short(row["study"], 30)))
        if step > 1:
            drawing.interval(row["ci_low"], row["ci_high"], position)
            drawing.words(1.0, position, effect(row["g"], row["ci_low"], row["ci_high"]), "right")
        else:
            drawing.words(1.0, position, rounded(row["g"]), "right")
    weights = shown["weight"] / shown["weight"].max()
    sizes = (_SMALLEST + (_LARGEST - _SMALLEST) * weights**0.5).tolist() if step > 3 else [9.0] * len(shown)
    drawing.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": shown["g"].clip(-drawing.limit, drawing.limit).tolist(),
            "y": list(range(len(shown))),
            "marker": {"symbol": "square" if step > 3 else "circle", "size": sizes, "color": ACCENT, "opacity": 1},
            "hoverinfo": "skip",
        }
    )
    pooled = answer.pooled
    if pooled is not None and step > 4:
        drawing.diamond(pooled.ci_low, pooled.estimate, pooled.ci_high, places, ACCENT)
        drawing.words(0, places, "<b>Average</b>")
        drawing.words(1.0, places, f"<b>{effect(pooled.estimate, pooled.ci_low, pooled.ci_high)}</b>", "right")
    if pooled is not None and step > 5 and pooled.pi_low == pooled.pi_low:
        drawing.interval(pooled.pi_low, pooled.pi_high, places + 1, ACCENT, "dash")
        drawing.words(0, places + 1, "Prediction interval")
        drawing.words(1.0, places + 1, f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}", "right")
    return drawing


def _one(answer: PooledAnswer, shown: pd.DataFrame) -> str:  # noqa: ARG001 - all steps are called alike
    row = shown.iloc[0]
    side = "better" if row["g"] > 0 else "worse"
    return (
        f"Each study becomes one dot: its effect, g. The line in the middle is no difference. {row['study']} lies at "
        f"{rounded(row['g'])}: people did {side} with massage than with what it was compared with."
    )


def _interval(answer: PooledAnswer, shown: pd.DataFrame) -> str:  # noqa: ARG001
    row = shown.iloc[0]
    across = row["ci_low"] < 0 < row["ci_high"]
    return (
        f"The line shows how sure that is: chance alone could well have given anything from {rounded(row['ci_low'])} to "
        f"{rounded(row['ci_high'])} (95% interval). It {'reaches' if across else 'does not reach'} across no difference."
    )


def _all(answer: PooledAnswer, shown: pd.DataFrame) -> str:
    across = int(((shown["ci_low"] < 0) & (shown["ci_high"] > 0)).sum())
    drawn = f" ({len(shown)} of {answer.pooled.k} are drawn)" if answer.pooled and len(shown) < answer.pooled.k else ""
    return (
        f"Every study gets its row{drawn}. In {out_of(across, len(shown))} the interval reaches across no difference."
    )


def _squares(answer: PooledAnswer, shown: pd.DataFrame) -> str:  # noqa: ARG001
    heavy = shown.loc[shown["weight"].idxmax()]
    return (
        "Some studies tell more than others. The larger the square, the more the study counts in the average; "
        f"{heavy['study']} counts most, with {100 * heavy['weight']:.0f}% of the weight."
    )


def _diamond(answer: PooledAnswer, shown: pd.DataFrame) -> str:  # noqa: ARG001
    pooled = answer.pooled
    assert pooled is not None
    across = pooled.ci_low < 0 < pooled.ci_high
    ends = "includes no difference" if across else "does not include no difference"
    return (
        f"The diamond is the average of {studies_counted(pooled.k)}, {rounded(pooled.estimate)}; its tips are the interval, "
        f"{rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}, which {ends}."
    )


def _prediction(answer: PooledAnswer, shown: pd.DataFrame) -> str:  # noqa: ARG001
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
