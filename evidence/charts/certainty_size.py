"""Size beside certainty: each sized row of the summaries of findings as a dot, to show that the two are different things."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.summary_of_findings import SummaryRow, summary_rows
from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.library import Library
from evidence.synthesis.conclusion import LEVELS
from evidence.words.phrases import counted, listed

#: Sizes in words, from the largest harm to the largest gain; a row without a difference stands in the middle.
_STEPS = ("large", "moderate", "small")
NONE = "little or none"
#: So many dots stand side by side at one place before a new line of them begins.
_PER_LINE = 6


@lru_cache(maxsize=4)
def sized_rows(library: Library) -> pd.DataFrame:
    """Every row of the summaries of findings whose effect has a size.

    Columns: `condition`, `outcome`, `against`, `term` (words), `size` (the word, with its side: “large, better”), `step` (from
    -3, a large effect against massage, to 3), `certainty` (a GRADE code), `sentence`.
    """
    conditions = library.conditions.sort_values("order")
    rows = [
        {
            "condition": label,
            "outcome": row.outcome_words,
            "against": row.comparison_words,
            "term": row.term_words,
            "size": _words(step),
            "step": step,
            "certainty": row.certainty,
            "sentence": row.sentence,
        }
        for code, label in zip(conditions["condition_id"], conditions["label"], strict=True)
        for row in summary_rows(library, code)
        if (step := _step(row)) is not None
    ]
    columns = ["condition", "outcome", "against", "term", "size", "step", "certainty", "sentence"]
    return pd.DataFrame(rows, columns=columns)


def _step(row: SummaryRow) -> int | None:
    """Where a row stands from -3 to 3; None where its effect is unclear or has no size."""
    if row.effect == "little_or_no_difference":
        return 0
    if row.effect not in ("better", "worse") or row.size not in _STEPS:
        return None
    steps = len(_STEPS) - _STEPS.index(row.size)
    return steps if row.effect == "better" else -steps


def _words(step: int) -> str:
    if step == 0:
        return NONE
    return f"{_STEPS[len(_STEPS) - abs(step)]}, {'better' if step > 0 else 'worse'}"


def certainty_size_chart(library: Library) -> Chart:
    """Size in words on the horizontal axis, GRADE's words on the vertical one; dots at the same place stand in lines."""
    rows = sized_rows(library)
    schema = library.schema
    present = [level for level in reversed(LEVELS) if (rows["certainty"] == level).any()]
    place = {level: number for number, level in enumerate(present)}
    steps = sorted(rows["step"].unique())
    crowd = rows.groupby(["certainty", "step"]).cumcount()
    figure = go.Figure(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": (rows["step"] + 0.13 * (crowd % _PER_LINE) - 0.325).tolist(),
                    "y": (rows["certainty"].map(place) + 0.15 * (crowd // _PER_LINE)).tolist(),
                    "marker": {"size": 9, "color": ACCENT, "opacity": 0.85},
                    "customdata": [
                        [figure_text(f"{row.condition}, {row.outcome}, {row.term}, against {row.against}")]
                        for row in rows.itertuples()
                    ],
                    "hovertemplate": "%{customdata[0]}<extra></extra>",
                }
            ],
            "layout": layout(
                height=110 + 100 * max(len(present), 1),
                showlegend=False,
                xaxis={
                    "tickvals": [int(step) for step in steps],
                    "ticktext": [_words(int(step)) for step in steps],
                    "title": {
                        "text": "◀ worse with massage · size of the effect · better with massage ▶",
                        "standoff": 4,
                    },
                    "gridcolor": GRID,
                    "zeroline": 0 in steps,
                    "zerolinecolor": QUIET,
                    "fixedrange": True,
                },
                yaxis={
                    "tickvals": list(place.values()),
                    "ticktext": [f"{schema.label('certainty', level)} certainty" for level in present],
                    "range": [-0.3, max(len(present) - 0.2, 0.7)],
                    "fixedrange": True,
                    "automargin": True,
                    "showgrid": False,
                    "zeroline": False,
                },
            ),
        }
    )
    return Chart("Size beside certainty", figure, _sentence(rows, library), _table(rows, library))


def _sentence(rows: pd.DataFrame, library: Library) -> str:
    if rows.empty:
        return "No summary of findings here has a size."
    parts = []
    for level in LEVELS:
        part = rows[rows["certainty"] == level]
        if len(part):
            sizes = part.sort_values("step", ascending=False)["size"].value_counts(sort=False)
            words = listed([f"{number} {size}" for size, number in sizes.items()])
            parts.append(
                f"{counted(len(part), 'result')} of {library.schema.phrase('certainty', level)} certainty ({words})"
            )
    return f"Effects with their certainty: {'; '.join(parts)}. A large effect can be very uncertain."


def _table(rows: pd.DataFrame, library: Library) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Condition": rows["condition"],
            "Outcome": rows["outcome"],
            "When": rows["term"],
            "Compared with": rows["against"],
            "Size": rows["size"],
            "Certainty": [library.schema.label("certainty", code) for code in rows["certainty"]],
        }
    )
