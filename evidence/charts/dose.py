"""How much massage trials tested, as dots: one dot a trial, by minutes a session, sessions and weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.dose import PARTS, doses_in_words, spreads
from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.palette import ACCENT, GRID, QUIET

TITLES = {"session_minutes": "Minutes a session", "sessions": "Sessions", "weeks": "Weeks"}
#: Parts of the width of the three panels.
_DOMAINS = ((0.0, 0.29), (0.355, 0.645), (0.71, 1.0))
#: The height of the panels in pixels, and the size of a dot where there is room.
_LEAST_HEIGHT, _MOST_HEIGHT, _DOT = 100, 260, 10
WIDTH = 460


def dose_chart(rows: pd.DataFrame, about: str) -> Chart:
    """A stack of dots for each value that trials tell, with the middle (median) as a line.

    `rows` as `answers.dose.doses` gives them; `about` names the condition within a sentence. A trial that does not tell a part
    has no dot in its panel; the axis title says how many do.
    """
    return Chart(
        title=f"What trials gave, {about}",
        figure=_figure(rows),
        sentence=doses_in_words(rows),
        table=_table(rows),
    )


def _figure(rows: pd.DataFrame) -> go.Figure:
    middles = {spread.part: spread for spread in spreads(rows)}
    traces, axes, shapes, highest = [], {}, [], 1
    for place, (part, domain) in enumerate(zip(PARTS, _DOMAINS, strict=True), start=1):
        told = rows[rows[part].notna()].sort_values([part, "study"], kind="stable")
        stack = told.groupby(part).cumcount() + 1
        highest = max(highest, int(stack.max()) if len(stack) else 1)
        axis = "" if place == 1 else str(place)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": told[part].tolist(),
                "y": stack.tolist(),
                "xaxis": f"x{axis}",
                "yaxis": f"y{axis}",
                "customdata": [
                    [study_id, figure_text(study)]
                    for study_id, study in zip(told["study_id"], told["study"], strict=True)
                ],
                "hovertemplate": f"%{{customdata[1]}}: %{{x}}<extra>{TITLES[part]}</extra>",
            }
        )
        axes[f"xaxis{axis}"] = {
            "domain": list(domain),
            "anchor": f"y{axis}",
            "range": [0, 1.1 * float(told[part].max()) if len(told) else 1],
            "title": {"text": f"{TITLES[part]}<br>({len(told)} of {len(rows)} trials)", "standoff": 4},
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 6,
        }
        if part in middles:
            shapes.append(_middle(axis, middles[part].middle))
    for place in range(1, len(PARTS) + 1):
        name = "yaxis" if place == 1 else f"yaxis{place}"
        anchor = "x" if place == 1 else f"x{place}"
        axes[name] = {"visible": False, "range": [0.2, highest + 0.8], "anchor": anchor, "fixedrange": True}
    panel = min(max(16 * highest, _LEAST_HEIGHT), _MOST_HEIGHT)
    for trace in traces:
        trace["marker"] = {"size": min(_DOT, panel / highest), "color": ACCENT, "opacity": 1}
    height = 126 + panel
    return go.Figure({"data": traces, "layout": layout(height=height, showlegend=False, shapes=shapes, **axes)})


def _middle(axis: str, x: float) -> dict[str, Any]:
    line = {"color": QUIET, "width": 1.5, "dash": "dash"}
    return {"type": "line", "xref": f"x{axis}", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line}


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.rename(columns={"study": "Trial", "year": "Year", **TITLES, "per_week": "Sessions a week"})
    return table[["Trial", "Year", *TITLES.values(), "Sessions a week"]].round({"Sessions a week": 1})
