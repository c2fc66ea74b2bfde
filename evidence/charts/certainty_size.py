"""Size beside certainty: each comparison in each condition as a dot, to show that the two are different things."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.conclusion import LEVELS
from evidence.condition_outcomes import outcome_lines
from evidence.library import Library
from evidence.results import rounded
from evidence.schema import split
from evidence.wording import counted


@lru_cache(maxsize=4)
def sized_comparisons(library: Library) -> pd.DataFrame:
    """Every comparison of the summarised conditions that has a standardised size, as their pages show it.

    Columns: `condition`, `outcome`, `against` (words), `g` (positive where massage did better), `certainty` (a GRADE code),
    `detail`.
    """
    rows = [
        {
            "condition": condition["label"],
            "outcome": line.label,
            "against": comparison.against,
            "g": comparison.g,
            "certainty": comparison.certainty,
            "detail": comparison.detail,
        }
        for condition in library.conditions.sort_values("order").to_dict("records")
        for line in outcome_lines(
            library, condition["condition_id"], condition["certainty"], tuple(split(condition["key_studies"]))
        )
        for comparison in line.comparisons
        if comparison.g is not None
    ]
    return pd.DataFrame(rows, columns=["condition", "outcome", "against", "g", "certainty", "detail"])


def certainty_size_chart(library: Library) -> Chart:
    """Size on the horizontal axis, GRADE's words on the vertical one; dots at the same place are spread a little upwards."""
    rows = sized_comparisons(library)
    schema = library.schema
    present = [level for level in reversed(LEVELS) if (rows["certainty"] == level).any()]
    place = {level: number for number, level in enumerate(present)}
    crowd = rows.groupby(["certainty", rows["g"].round(1)]).cumcount()
    figure = go.Figure(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": rows["g"].tolist(),
                    "y": (rows["certainty"].map(place) + 0.09 * crowd.clip(upper=5)).tolist(),
                    "marker": {"size": 10, "color": ACCENT, "opacity": 0.8},
                    "customdata": [
                        [figure_text(f"{row.condition}, {row.outcome} against {row.against}: {row.detail}")]
                        for row in rows.itertuples()
                    ],
                    "hovertemplate": "%{customdata[0]}<extra></extra>",
                }
            ],
            "layout": layout(
                height=110 + 90 * max(len(present), 1),
                showlegend=False,
                xaxis={
                    "title": {"text": "◀ worse with massage · g · better with massage ▶", "standoff": 4},
                    "gridcolor": GRID,
                    "zeroline": True,
                    "zerolinecolor": QUIET,
                    "fixedrange": True,
                },
                yaxis={
                    "tickvals": list(place.values()),
                    "ticktext": [f"{schema.label('certainty', level)} certainty" for level in present],
                    "range": [-0.4, max(len(present) - 0.4, 0.6)],
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
        return "No comparison here has a size."
    parts = []
    for level in LEVELS:
        part = rows.loc[rows["certainty"] == level, "g"]
        if len(part):
            words = library.schema.phrase("certainty", level)
            parts.append(
                f"{counted(len(part), 'comparison')} of {words} certainty between {rounded(part.min())} and {rounded(part.max())}"
            )
    return f"Effects with their certainty: {'; '.join(parts)}. A large effect can be very uncertain."


def _table(rows: pd.DataFrame, library: Library) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Condition": rows["condition"],
            "Outcome": rows["outcome"],
            "Compared with": rows["against"],
            "g": [rounded(value) for value in rows["g"]],
            "Certainty": [library.schema.label("certainty", code) for code in rows["certainty"]],
        }
    )
