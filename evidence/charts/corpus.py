"""What the library holds, drawn as bars."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from evidence.answers.corpus import by_code, by_year
from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.palette import ACCENT, GRID, QUIET
from evidence.library import Library
from evidence.words.phrases import counted, studies_counted


def years_chart(library: Library) -> Chart:
    """Studies per year of publication, primary studies and syntheses stacked."""
    table = by_year(library.studies)
    figure = go.Figure(
        [
            go.Bar(x=table["year"], y=table["primary"], name="Primary studies", marker={"color": ACCENT}),
            go.Bar(
                x=table["year"],
                y=table["synthesis"],
                name="Reviews and guidelines",
                marker={"color": QUIET, "pattern": {"shape": "/"}},
            ),
        ]
    )
    figure.update_layout(layout(height=300, barmode="stack", bargap=0.15))
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(title="Studies", gridcolor=GRID, fixedrange=True)
    return Chart(
        "Studies by year of publication",
        figure,
        _years_sentence(table),
        table.rename(columns={"year": "Year", "primary": "Primary studies", "synthesis": "Reviews and guidelines"}),
    )


def codes_chart(library: Library, column: str, *, is_list: bool = False, most: int = 15) -> Chart:
    """Studies per code of one column of `studies`, the `most` frequent drawn, all in the table."""
    field = library.schema.field("studies", column)
    counts = by_code(library.studies, column, is_list=is_list)
    labels = [library.schema.label(field.vocabulary, code) for code in counts["code"]]
    table = pd.DataFrame({field.title: labels, "Studies": counts["studies"]})
    drawn = table.head(most)
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=drawn["Studies"],
            y=[figure_text(label) for label in drawn[field.title]],
            marker={"color": ACCENT},
            text=drawn["Studies"],
            textposition="auto",
            textangle=0,
            hovertemplate="%{y}: %{x}<extra></extra>",
        )
    )
    figure.update_layout(layout(height=60 + 24 * max(len(drawn), 1), bargap=0.25))
    figure.update_xaxes(title="Studies", gridcolor=GRID, fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True)
    return Chart(f"Studies by {field.title.lower()}", figure, _codes_sentence(table, field.title, most), table)


def _years_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return "There are no studies to show."
    totals = table.set_index("year")[["primary", "synthesis"]].sum(axis=1)
    last_ten = totals[totals.index > totals.index.max() - 10].sum()
    return (
        f"{studies_counted(int(totals.sum()))} from {totals.index.min()} to {totals.index.max()}; "
        f"{int(last_ten)} of them appeared in the last ten of these years."
    )


def _codes_sentence(table: pd.DataFrame, title: str, most: int) -> str:
    if table.empty:
        return "There are no studies to show."
    first = table.iloc[0]
    rest = f"; the {most} most frequent of {len(table)} are drawn" if len(table) > most else ""
    return f"Most frequent: {first[title]}, {counted(int(first['Studies']), 'study', 'studies')}{rest}."
