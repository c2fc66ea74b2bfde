"""A picture to take along is white, and carries its title, its sentence and its source inside."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from evidence.charts.chart import Chart
from evidence.charts.for_print import WIDTH, for_print
from evidence.charts.palette import LIGHT
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.scene import Axis, Key, Label, Mark, Panel, Scene

SENTENCE = "Of 12 findings 7 favour massage & 5 do not; " * 8


def chart_of(title: str = "Where the findings <point>", least_width: int = 320, legend_below: bool = False) -> Chart:
    panel = Panel(Axis(0, 1, (Label(0, "0"),), "Size"), Axis(0, 1), (Mark(0.5, 0.5),))
    scene = Scene((panel,), 200, least_width, (Key("a finding", "accent"),), legend_below, note="Drawn is one.")
    return Chart(title, scene, SENTENCE.strip(), pd.DataFrame())


def test_title_sentence_and_source_are_inside_on_white() -> None:
    chart = chart_of()
    figure = for_print(chart, "Touchstone, data version 1.0.0")
    layout = go.Figure(figure).layout
    words = " ".join(str(note.text) for note in layout.annotations).replace("<br>", " ")
    assert chart.sentence.replace("&", "&amp;") in words
    assert "data version 1.0.0" in words
    assert "Drawn is one." in words
    assert layout.title.text == "<b>Where the findings &lt;point&gt;</b>"
    assert layout.paper_bgcolor == layout.plot_bgcolor == "#FFFFFF"
    assert layout.width == WIDTH
    json.dumps(figure, allow_nan=False)


def test_the_picture_grows_by_what_is_added_and_the_plot_keeps_its_height() -> None:
    chart = chart_of()
    layout, bare = for_print(chart, "Source")["layout"], to_plotly(chart.scene, LIGHT)["layout"]
    assert layout["height"] > bare["height"]
    heights = [each["height"] - each["margin"]["t"] - each["margin"]["b"] for each in (layout, bare)]
    assert heights[0] == heights[1]


@pytest.mark.parametrize("below", [False, True])
def test_the_legend_leaves_the_title_its_place(below: bool) -> None:
    layout = for_print(chart_of(legend_below=below), "Source")["layout"]
    title, legend = layout["title"], layout["legend"]
    assert title["y"] > legend["y"]
    if not below:
        assert (title["y"] - legend["y"]) * layout["height"] > title["font"]["size"]


def test_a_chart_that_needs_more_room_gets_it() -> None:
    assert for_print(chart_of(least_width=1400), "Source")["layout"]["width"] == 1400
