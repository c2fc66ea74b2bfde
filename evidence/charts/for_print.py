"""A chart as a picture to take along: white ground, title, and where it comes from, all inside the picture."""

from __future__ import annotations

import textwrap
from typing import Any

from evidence.charts.chart import Chart
from evidence.charts.palette import LIGHT
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.plotly_figure.words import markup

WIDTH = 1100
_INK, _QUIET, _WHITE = "#1B222C", "#555D68", "#FFFFFF"
_SIDE, _EDGE, _TOP, _LINE, _FOOT = 24, 14, 48, 17, 30
#: Characters of a line of the caption.
_LETTERS = 150


def for_print(chart: Chart, source: str) -> dict[str, Any]:
    """The chart as a plotly figure on white, at least `WIDTH` pixels wide, with title above, sentence and source below."""
    figure = to_plotly(chart.scene, LIGHT)
    layout = figure["layout"]
    caption = [*textwrap.wrap(chart.sentence, _LETTERS), *textwrap.wrap(source, _LETTERS)]
    margin, foot = layout["margin"], _FOOT + _LINE * len(caption)
    height = layout["height"] + _TOP + foot
    layout |= {
        "width": max(WIDTH, chart.scene.least_width),
        "height": height,
        "margin": {"l": _SIDE, "r": _SIDE, "t": margin["t"] + _TOP, "b": margin["b"] + foot},
        "paper_bgcolor": _WHITE,
        "plot_bgcolor": _WHITE,
        "font": {**layout["font"], "family": "Arial, sans-serif"},
        "title": _title(chart.title, 1 - _EDGE / height),
        "annotations": [*layout["annotations"], _caption(caption, margin["b"] + _FOOT / 2)],
    }
    if not chart.scene.legend_below:
        # The title stands where the legend was.
        layout["legend"] = {**layout["legend"], "y": 1 - _TOP / height}
    return figure


def _title(words: str, y: float) -> dict[str, Any]:
    place = {"xref": "container", "x": 0.02, "xanchor": "left", "yref": "container", "y": y, "yanchor": "top"}
    return {"text": markup(words, bold=True), "font": {"color": _INK, "size": 17}, **place}


def _caption(lines: list[str], below: float) -> dict[str, Any]:
    return {
        "text": markup("\n".join(lines)),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -round(below),
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"size": 12, "color": _QUIET},
    }
