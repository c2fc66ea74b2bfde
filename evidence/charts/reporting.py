"""What papers leave unsaid: shares of trials that do not report something, by what was read of them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.dose import TRIALS
from evidence.charts.chart import Chart, layout
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.library import Library
from evidence.words.phrases import listed, out_of, share

#: What one would want to know of a trial: column of `studies`.
ASKED = (
    "randomised",
    "assessor_blinded",
    "concealed_allocation",
    "intention_to_treat",
    "adverse_events",
    "session_minutes",
    "sessions",
    "weeks",
    "provider",
)
_READ = {"Full-text page, in part": (ACCENT, ""), "Abstract or less": (QUIET, "/")}


@lru_cache(maxsize=4)
def reporting_chart(library: Library) -> Chart:
    """Share of massage trials whose page says nothing of each thing asked, for full-text pages and for abstracts, in per cent."""
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    full = trials["source_read"] == "full_text"
    titles = [library.schema.field("studies", name).title for name in ASKED]
    table = pd.DataFrame({"What one would want to know": titles})
    bars = []
    for (name, (colour, pattern)), part in zip(_READ.items(), (trials[full], trials[~full]), strict=True):
        silent = [int(_silent(part[column]).sum()) for column in ASKED]
        shares = [100 * number / len(part) if len(part) else 0.0 for number in silent]
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": titles,
                "x": shares,
                "name": f"{name} ({len(part)} trials)",
                "marker": {"color": colour, "pattern": {"shape": pattern}},
                "hovertemplate": "%{y}: %{x:.0f}% say nothing<extra></extra>",
            }
        )
        table[f"{name}: silent"] = [out_of(number, len(part), "trial", "trials", percent=True) for number in silent]
    drawn = layout(
        height=440,
        barmode="group",
        xaxis={"range": [0, 101], "ticksuffix": "%", "gridcolor": GRID, "fixedrange": True, "zeroline": False},
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True},
    )
    figure = go.Figure({"data": bars, "layout": drawn})
    return Chart("What is not reported", figure, _sentence(trials, library), table)


def _silent(column: pd.Series) -> pd.Series:
    return column.isna() | column.isin(["", "not_reported"])


def _sentence(trials: pd.DataFrame, library: Library) -> str:
    if trials.empty:
        return "There is no trial of massage in these data."
    silent = {name: int(_silent(trials[name]).sum()) for name in ASKED}
    most = sorted(silent, key=lambda name: -silent[name])[:3]
    parts = [
        f"{library.schema.field('studies', name).title.lower()} ({share(silent[name], len(trials))})" for name in most
    ]
    return f"What was read of {len(trials)} trials of massage most often leaves out {listed(parts)}."
