"""A figure as a picture to take along: white ground, title, and where it comes from, all inside the picture."""

from __future__ import annotations

import textwrap

import plotly.graph_objects as go

from evidence.charts.chart import Chart, figure_text

WIDTH = 1100
_INK, _QUIET, _WHITE = "#1B222C", "#555D68", "#FFFFFF"
_TOP, _LINE, _FOOT = 64, 17, 46
#: Characters of a line of the caption.
_LETTERS = 150


def for_print(chart: Chart, source: str) -> go.Figure:
    """The chart on white, `WIDTH` pixels wide, with its title above and its sentence and the source below."""
    figure = go.Figure(chart.figure)
    caption = [*textwrap.wrap(chart.sentence, _LETTERS), *textwrap.wrap(source, _LETTERS)]
    below = _FOOT + _LINE * len(caption)
    inner = int(figure.layout.height or 400)
    axis = {"tickfont": {"color": _INK}, "title": {"font": {"color": _INK}}}
    figure.update_layout(
        width=WIDTH,
        height=inner + _TOP + below,
        margin={"l": 24, "r": 24, "t": _TOP, "b": below},
        paper_bgcolor=_WHITE,
        plot_bgcolor=_WHITE,
        font={"color": _INK, "family": "Arial, sans-serif"},
        legend={"font": {"color": _INK}},
        title={"text": f"<b>{figure_text(chart.title)}</b>", "x": 0.02, "xanchor": "left", "y": 0.99, "yanchor": "top"},
    )
    figure.update_xaxes(axis)
    figure.update_yaxes(axis)
    figure.add_annotation(
        text="<br>".join(figure_text(line) for line in caption),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        yshift=-_FOOT + 6,
        xanchor="left",
        yanchor="top",
        align="left",
        showarrow=False,
        font={"size": 12, "color": _QUIET},
    )
    return figure
