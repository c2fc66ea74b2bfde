"""The plotly figure of a scene draws the scene's numbers and nothing else, and plotly takes it."""

from __future__ import annotations

import html
import json
import math
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.charts.palette import DARK, LIGHT, THEMES, colour
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.scene import Axis, Band, Bar, Diamond, Interval, Item, Key, Label, Mark, Panel, Rule, Scene, Words

HOSTILE = "<script>alert(1)</script> & &lt;b&gt; <a href='x'>\n\"two\""
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &amp;lt;b&amp;gt; &lt;a href='x'&gt;<br>\"two\""
X, Y = Axis(-2, 2), Axis(-0.5, 3.5)


def scene_of(*items: Item, x: Axis = X, y: Axis = Y, **more: Any) -> Scene:
    return Scene((Panel(x, y, items),), height=200, **more)


def drawn(*items: Item, x: Axis = X, y: Axis = Y, **more: Any) -> dict[str, Any]:
    """The figure of one panel, taken by plotly and JSON."""
    return checked(to_plotly(scene_of(*items, x=x, y=y, **more), LIGHT))


def checked(figure: dict[str, Any]) -> dict[str, Any]:
    go.Figure(figure)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    return figure


def traces(figure: dict[str, Any], kind: str = "scatter") -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["type"] == kind]


def test_marks_have_their_places_symbols_sizes_colours_and_custom_data() -> None:
    marks = (
        Mark(-1, 0, "square", "favours_massage", 8, hover="First\nPain", id="s1"),
        Mark(1, 1, "triangle_up", "mixed", 12, "open", hover="Second", id="s2"),
        Mark(0.5, 2, "circle", "quiet", 9, "dotted", hover="Third"),
        Mark(0, 3, "dash", "accent", 5, hover="Fourth"),
    )
    [trace] = traces(drawn(*marks))
    assert (trace["x"], trace["y"]) == ([mark.x for mark in marks], [mark.y for mark in marks])
    assert trace["marker"]["symbol"] == ["square", "triangle-up-open", "circle-open-dot", "line-ew-open"]
    assert trace["marker"]["size"] == [8, 12, 9, 5]
    assert trace["marker"]["color"] == [colour(mark.role, LIGHT) for mark in marks]
    assert trace["marker"]["line"] == {"width": 1.5, "color": trace["marker"]["color"]}
    assert trace["customdata"] == [["s1", "First<br>Pain"], ["s2", "Second"], ["", "Third"], ["", "Fourth"]]
    assert trace["hovertemplate"] == "%{customdata[1]}<extra></extra>"


def test_marks_without_words_to_show_answer_only_where_they_have_an_id() -> None:
    silent, only_id = traces(drawn(Mark(0, 0), Mark(1, 1, id="s1"), Mark(0, 1)))
    assert silent["hoverinfo"] == "skip"
    assert "customdata" not in silent
    assert silent["x"] == [0, 0]
    # plotly tells of no click on what it skips.
    assert (only_id["hoverinfo"], only_id["customdata"]) == ("none", [["s1", ""]])


def test_words_of_marks_stand_to_their_right() -> None:
    [trace] = traces(drawn(Mark(0, 0, words="12"), Mark(1, 0)))
    assert trace["mode"] == "markers+text"
    assert [words.strip() for words in trace["text"]] == ["12", ""]
    assert trace["textposition"] == "middle right"
    assert trace["textfont"]["color"] == LIGHT.text


def test_words_of_marks_that_are_links_lie_above_what_catches_clicks() -> None:
    figure = drawn(Mark(0, 0, words="12", href="study?id=a"))
    [trace], [note] = traces(figure), figure["layout"]["annotations"]
    assert trace["mode"] == "markers"
    assert 'href="study?id=a" target="_self">12</a>' in note["text"]
    assert note["xshift"] > 5


def test_what_lies_beyond_the_axis_is_drawn_at_its_edge() -> None:
    figure = drawn(Mark(9, 9), Mark(-math.inf, 0), Words(7, -9, "far"), Bar(-9, 1, 0, 1))
    [marks], [bars], [note] = traces(figure), traces(figure, "bar"), figure["layout"]["annotations"]
    assert (marks["x"], marks["y"]) == ([2, -2], [3.5, 0])
    assert (bars["base"], bars["x"]) == ([-2], [3])
    assert (note["x"], note["y"]) == (2, -0.5)


def test_intervals_are_gathered_by_role_and_dash() -> None:
    figure = drawn(
        Interval(-1, 1, 0),
        Interval(-0.5, 0.5, 1),
        Interval(0, 1, 2, "quiet"),
        Interval(0, 1, 3, "quiet", dash=True, hover="A range"),
    )
    accent, quiet, dashed = traces(figure)
    assert accent["x"] == [-1, 0, 1, None, -0.5, 0, 0.5, None]
    assert accent["y"] == [0, 0, 0, None, 1, 1, 1, None]
    assert (accent["line"]["color"], accent["line"]["dash"]) == (colour("accent", LIGHT), "solid")
    assert quiet["line"]["color"] == dashed["line"]["color"] == colour("quiet", LIGHT)
    assert dashed["line"]["dash"] == "dash"
    assert accent["hoverinfo"] == "skip"
    assert dashed["customdata"] == [["", "A range"]] * 4


@pytest.mark.parametrize(
    ("interval", "axis", "symbols", "ends"),
    [
        (Interval(-3, 1, 0), X, ["triangle-left"], [-2, 1]),
        (Interval(-3, 3, 0), X, ["triangle-left", "triangle-right"], [-2, 2]),
        (Interval(-3, 1, 0), Axis(2, -2), ["triangle-right"], [-2, 1]),
        (Interval(5, 6, 0), X, ["triangle-right"], [2, 2]),
        (Interval(-2, 2, 0), X, [], [-2, 2]),
        (Interval(-math.inf, 0, 0), X, ["triangle-left"], [-2, 0]),
    ],
)
def test_ends_beyond_the_axis_become_arrows(
    interval: Interval, axis: Axis, symbols: list[str], ends: list[float]
) -> None:
    line, *arrows = traces(drawn(interval, x=axis))
    assert [line["x"][0], line["x"][2]] == ends
    assert [symbol for trace in arrows for symbol in trace["marker"]["symbol"]] == symbols


def test_vertical_intervals_run_down_and_point_up_and_down() -> None:
    line, arrows = traces(drawn(Interval(-3, 3, 1, vertical=True), y=Axis(2, -2)))
    assert (line["x"], line["y"]) == ([1, 1, 1, None], [-2, 0, 2, None])
    pairs = dict(zip(arrows["marker"]["symbol"], arrows["y"], strict=True))
    assert pairs == {"triangle-up": 2, "triangle-down": -2}
    assert arrows["x"] == [1, 1]


def test_diamonds_are_as_wide_as_their_intervals() -> None:
    full, hollow = traces(
        drawn(Diamond(-0.5, 0.1, 0.7, 3, hover="Average"), Diamond(-1, 0, 9, 2, "quiet", hollow=True))
    )
    assert full["x"] == [-0.5, 0.1, 0.7, 0.1, -0.5, None]
    assert full["y"] == [3, 2.7, 3, 3.3, 3, None]
    assert (full["fill"], full["fillcolor"]) == ("toself", colour("accent", LIGHT))
    assert (full["hoveron"], full["customdata"][0]) == ("points", ["", "Average"])
    assert hollow["x"] == [-1, 0, 2, 0, -1, None]
    assert hollow["fillcolor"] == "rgba(0,0,0,0)"


def test_bars_stand_where_the_scene_has_them() -> None:
    figure = drawn(
        Bar(-1, 0.5, 0, 1, "favours_massage", words="▲ 3", hover="3 of 9", id="r1"),
        Bar(0.5, 1, 0, 1, "mixed", hover="mixed"),
        Bar(-2, 2, 2, 3, "grid", "hatched"),
        Bar(-1, 1, 1, 2, "quiet", "open", words="open"),
        Bar(0, 1, 1, 2, "text", words="dark"),
    )
    bars = traces(figure, "bar")
    places = [(b["base"][0], b["base"][0] + b["x"][0], b["y"][0], b["width"][0]) for b in bars]
    assert places == [(-1, 0.5, 0.5, 1), (0.5, 1, 0.5, 1), (-2, 2, 2.5, 1), (-1, 1, 1.5, 1), (0, 1, 1.5, 1)]
    assert (bars[0]["text"], bars[0]["insidetextfont"]["color"]) == (["▲ 3"], "#FFFFFF")
    assert bars[0]["customdata"] == [["r1", "3 of 9"]]
    assert bars[2]["marker"]["pattern"]["shape"] == "/"
    assert bars[2]["marker"]["pattern"]["fgcolor"] == "rgba(128,136,148,0.25)"
    assert bars[3]["marker"]["line"] == {"width": 1.5, "color": colour("quiet", LIGHT)}
    assert [bars[3]["insidetextfont"]["color"], bars[4]["insidetextfont"]["color"]] == [LIGHT.text, LIGHT.ground]
    assert figure["layout"]["barmode"] == "overlay"
    [gathered] = traces(drawn(*(Bar(i, i + 1, 0, 1) for i in (-2, -1, 0))), "bar")
    assert gathered["base"] == [-2, -1, 0]


def test_words_are_annotations_on_the_axis_or_beside_it() -> None:
    figure = drawn(
        Words(0, 1, "inside", bold=True), Words(0.9, 2, "beside", "right", "quiet", beside=True), Words(0, 0, "")
    )
    inside, beside = figure["layout"]["annotations"]
    assert (inside["xref"], inside["yref"], inside["x"], inside["y"]) == ("x", "y", 0, 1)
    assert inside["text"] == "<b>inside</b>"
    assert (beside["xref"], beside["x"], beside["y"], beside["xanchor"]) == ("paper", 0.9, 2, "right")
    assert beside["font"]["color"] == colour("quiet", LIGHT)


def test_bands_and_rules_lie_below() -> None:
    figure = drawn(
        Band(0, 1), Band(1, 2, across=True), Rule(0, None, 0, None, dash=True), Rule(None, 1, None, 1, width=1)
    )
    band, across, down, right = figure["layout"]["shapes"]
    assert (band["xref"], band["x0"], band["x1"], band["y0"], band["y1"]) == ("x domain", 0, 1, 0, 1)
    assert (across["xref"], across["x0"], across["x1"]) == ("paper", 0, 1)
    assert band["fillcolor"] == "rgba(128,136,148,0.1)"
    assert (down["x0"], down["x1"], down["y0"], down["y1"], down["line"]["dash"]) == (0, 0, -0.5, 3.5, "dot")
    assert (right["x0"], right["x1"], right["y0"], right["y1"], right["line"]["dash"]) == (-2, 2, 1, 1, "solid")
    assert {shape["layer"] for shape in figure["layout"]["shapes"]} == {"below"}


def test_a_band_across_takes_in_the_row_labels() -> None:
    [band] = drawn(Band(0, 1, across=True), y=Axis(0, 1, (Label(0, "a row"),)))["layout"]["shapes"]
    assert band["x0"] < 0


def test_axes_have_the_ends_labels_and_title_of_the_scene() -> None:
    across = Axis(2, -2, (Label(-1, "low"), Label(1, "high\nhigher", bold=True)), "Size", grid=True, above=True)
    layout = drawn(x=across, y=Axis(-0.5, 3.5, (Label(0, "row", "study?id=a"),)))["layout"]
    x, y = layout["xaxis"], layout["yaxis"]
    assert x["range"] == [2, -2]
    # The start of a vertical axis is on top.
    assert y["range"] == [3.5, -0.5]
    assert (x["tickvals"], x["ticktext"]) == ([-1, 1], ["low", "<b>high<br>higher</b>"])
    assert (x["title"]["text"], x["title"]["standoff"], x["side"]) == ("Size", 4, "top")
    assert (x["showgrid"], y["showgrid"]) == (True, False)
    assert (x["fixedrange"], x["zeroline"], x["automargin"]) == (True, False, True)
    assert 'href="study?id=a" target="_self">row</a>' in y["ticktext"][0]
    assert layout["margin"]["t"] > layout["margin"]["b"]


def test_an_axis_without_labels_shows_no_more_than_its_title() -> None:
    layout = drawn(x=Axis(0, 1, title="Only a title"))["layout"]
    assert (layout["xaxis"]["visible"], layout["xaxis"]["showticklabels"]) == (True, False)
    assert layout["yaxis"]["visible"] is False


def test_lines_at_the_ends_of_an_axis_are_drawn_too() -> None:
    shapes = drawn(x=Axis(0, 2, (Label(0, "0"), Label(1, "1"), Label(2, "2")), grid=True))["layout"]["shapes"]
    assert [shape["x0"] for shape in shapes] == [0, 2]


def test_panels_take_their_shares_and_keep_their_items() -> None:
    upper = Panel(X, Y, (Mark(0, 0), Words(0, 0, "a"), Rule(0, None, 0, None)), down=(0, 0.6))
    lower = Panel(X, Y, (Mark(1, 1), Words(0, 0, "b"), Band(0, 1)), across=(0.5, 1), down=(0.7, 1))
    figure = checked(to_plotly(Scene((upper, lower), 300), LIGHT))
    layout = figure["layout"]
    assert layout["yaxis"]["domain"] == [0.4, 1]
    assert layout["yaxis2"]["domain"] == pytest.approx([0, 0.3])
    assert layout["xaxis2"]["domain"] == [0.5, 1]
    assert (layout["xaxis2"]["anchor"], layout["yaxis2"]["anchor"]) == ("y2", "x2")
    assert [(trace["xaxis"], trace["yaxis"]) for trace in figure["data"]] == [("x", "y"), ("x2", "y2")]
    assert [note["xref"] for note in layout["annotations"]] == ["x", "x2"]
    assert [shape["xref"] for shape in layout["shapes"]] == ["x", "x2 domain"]


def test_row_labels_of_inner_panels_stand_inside_their_share() -> None:
    rows = Axis(-0.5, 1.5, (Label(0, "a long name"),))
    figure = to_plotly(Scene((Panel(X, rows, ()), Panel(X, rows, (), across=(0.5, 1))), 100), LIGHT)
    assert figure["layout"]["xaxis"]["domain"][0] == 0
    assert 0.55 < figure["layout"]["xaxis2"]["domain"][0] < 0.8
    # Shares of the whole width are known only where labels stand inside it.
    figure = to_plotly(scene_of(Words(1, 0, "12%", "right", beside=True), y=rows), LIGHT)
    assert figure["layout"]["xaxis"]["domain"][0] > 0.05


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_all_words_have_the_colour_of_the_theme(theme: Any) -> None:
    scene = scene_of(
        Mark(0, 0, words="12"),
        Words(0, 1, "free"),
        x=Axis(0, 1, (Label(0, "0"),), "x"),
        y=Axis(0, 1, (Label(0, "0"),), "y"),
        legend=(Key("entry", "accent"),),
        note="a note",
    )
    figure = checked(to_plotly(scene, theme))
    layout = figure["layout"]
    fonts = [layout["font"], layout["legend"]["font"], figure["data"][0]["textfont"]]
    fonts += [font for name in ("xaxis", "yaxis") for font in (layout[name]["tickfont"], layout[name]["title"]["font"])]
    fonts += [note["font"] for note in layout["annotations"]]
    assert {font["color"] for font in fonts} == {theme.text}


def test_the_legend_has_the_entries_of_the_scene_and_no_other() -> None:
    keys = (
        Key("▲ favours", "favours_massage", "triangle_up"),
        Key("empty", "quiet", fill="open"),
        Key("range", "accent", line=True),
        Key("<hatched>", "grid", "square", "hatched"),
    )
    figure = drawn(Mark(0, 0), Bar(0, 1, 0, 1), Interval(0, 1, 0), legend=keys)
    entries = [trace for trace in figure["data"] if trace["showlegend"]]
    assert [entry["name"] for entry in entries] == ["▲ favours", "empty", "range", "&lt;hatched&gt;"]
    assert all(entry["x"] == [None] for entry in entries)
    assert [entry["marker"]["symbol"] for entry in entries[:2]] == ["triangle-up", "circle-open"]
    assert [entry["type"] for entry in entries] == ["scatter", "scatter", "scatter", "bar"]
    assert entries[2]["mode"] == "lines"
    legend = figure["layout"]["legend"]
    assert (legend["orientation"], legend["itemclick"], legend["itemdoubleclick"]) == ("h", False, False)
    assert figure["layout"]["showlegend"] is True
    assert drawn(Mark(0, 0))["layout"]["showlegend"] is False


def test_the_legend_stands_on_top_or_below() -> None:
    keys = (Key("entry", "accent"),)
    top, below = (drawn(legend=keys, legend_below=below)["layout"] for below in (False, True))
    assert (top["legend"]["yref"], top["legend"]["y"]) == ("container", 1)
    assert below["legend"]["y"] <= 0
    assert top["margin"]["t"] == below["margin"]["b"] > below["margin"]["t"]


def test_panels_keep_the_height_of_the_scene() -> None:
    for more in ({}, {"legend": (Key("entry", "accent"),)}, {"note": "word " * 60, "legend_below": True}):
        layout = drawn(x=Axis(0, 1, (Label(0, "two\nlines"),), "title"), **more)["layout"]
        assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] == pytest.approx(200, abs=2)


def test_the_note_stands_below() -> None:
    [note] = drawn(note="Drawn are 60 of 90 rows & no more.")["layout"]["annotations"]
    assert note["text"] == "Drawn are 60 of 90 rows &amp; no more."
    assert (note["yref"], note["y"], note["yanchor"]) == ("paper", 0, "top")
    assert drawn(note="  ")["layout"]["annotations"] == []


def test_markup_in_words_stays_text_everywhere() -> None:
    figure = drawn(
        Mark(0, 0, words=HOSTILE, hover=HOSTILE, id=HOSTILE),
        Bar(0, 1, 0, 1, words=HOSTILE, hover=HOSTILE),
        Interval(0, 1, 0, hover=HOSTILE),
        Diamond(0, 0.5, 1, 0, hover=HOSTILE),
        Words(0, 0, HOSTILE),
        x=Axis(0, 1, (Label(0, HOSTILE),), HOSTILE),
        legend=(Key(HOSTILE, "accent"),),
        note=HOSTILE,
    )
    figure["data"][-2]["customdata"][0][0] = ""  # An id is never drawn.
    text = json.dumps(figure)
    assert "<script" not in text
    assert "<a " not in text
    words = [figure["layout"]["xaxis"]["title"]["text"], *figure["layout"]["xaxis"]["ticktext"]]
    words += [note["text"] for note in figure["layout"]["annotations"]]
    words += [trace["customdata"][0][1] for trace in figure["data"][:-1]]
    assert {part.replace("<br>", " ") for part in words} == {ESCAPED.replace("<br>", " ")}


def test_clicks_are_told_and_fade_nothing_only_where_asked_for() -> None:
    items = (Mark(0, 0, id="a"), Bar(0, 1, 0, 1, words="1", id="b"), Interval(0, 1, 0))
    figure = checked(to_plotly(scene_of(*items), LIGHT, clickable=True))
    assert figure["layout"]["clickmode"] == "event+select"
    for trace in figure["data"]:
        # plotly fails at a click on a bar that has one without the other.
        assert trace.get("selected") == trace.get("unselected")
        if "marker" in trace:
            assert trace["unselected"]["marker"] == {"opacity": 1}
    assert "clickmode" not in drawn(*items)["layout"]
    assert figure["layout"]["dragmode"] is False
    assert figure["layout"]["hovermode"] == "closest"


def test_what_has_no_place_is_not_drawn() -> None:
    nan = math.nan
    figure = drawn(
        Mark(nan, 0),
        Interval(nan, 1, 0),
        Diamond(0, nan, 1, 0),
        Words(0, nan, "a"),
        Band(nan, 1),
        Rule(nan, None, nan, None),
        Bar(0, nan, 0, 1),
        x=Axis(nan, 1, (Label(nan, "a"),)),
    )
    assert figure["data"] == []
    assert figure["layout"]["annotations"] == figure["layout"]["shapes"] == []


def test_scenes_and_axes_without_extent_are_drawn() -> None:
    assert checked(to_plotly(Scene((), 0), LIGHT))["data"] == []
    layout = drawn(Mark(1, 1), x=Axis(1, 1), y=Axis(1, 1))["layout"]
    assert (layout["xaxis"]["range"], layout["yaxis"]["range"]) == ([0.5, 1.5], [1.5, 0.5])


numbers = st.floats(-5, 5) | st.sampled_from([math.nan, math.inf, -math.inf])
places = st.none() | numbers
roles = st.sampled_from(["text", "quiet", "accent", "grid", "band", "favours_massage", "mixed"])
fills = st.sampled_from(["filled", "open", "dotted", "hatched"])
shapes = st.sampled_from(["circle", "square", "diamond", "triangle_up", "triangle_down", "star", "dash"])
texts = st.text(max_size=12)
items = st.one_of(
    st.builds(Interval, numbers, numbers, numbers, roles, st.booleans(), st.booleans(), texts),
    st.builds(Mark, numbers, numbers, shapes, roles, st.floats(1, 40), fills, texts, texts, texts, texts),
    st.builds(Diamond, numbers, numbers, numbers, numbers, roles, st.booleans(), texts),
    st.builds(Words, numbers, numbers, texts, st.just("left"), roles, st.booleans(), st.booleans(), texts),
    st.builds(Band, numbers, numbers, st.booleans()),
    st.builds(Rule, places, places, places, places, roles),
    st.builds(Bar, numbers, numbers, numbers, numbers, roles, fills, texts, texts, texts),
)
labels = st.lists(st.builds(Label, numbers, texts, texts, st.booleans()), max_size=3).map(tuple)
axes = st.builds(Axis, numbers, numbers, labels, texts, st.booleans(), st.booleans())
panels = st.builds(Panel, axes, axes, st.lists(items, max_size=5).map(tuple))
keys = st.lists(st.builds(Key, texts, roles, shapes, fills, st.booleans()), max_size=3).map(tuple)
scenes = st.builds(
    Scene, st.lists(panels, max_size=2).map(tuple), st.floats(0, 500), st.integers(0, 900), keys, st.booleans(), texts
)


@settings(max_examples=30, deadline=None)
@given(scene=scenes, clickable=st.booleans())
def test_any_scene_becomes_a_figure_that_plotly_takes(scene: Scene, clickable: bool) -> None:
    figure = to_plotly(scene, DARK, clickable=clickable)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    assert figure == to_plotly(scene, DARK, clickable=clickable)
    shown = [trace for trace in figure["data"] if trace["showlegend"]]
    assert [html.unescape(trace["name"].replace("<br>", "\n")) for trace in shown] == [
        "\n".join(html.unescape(html.escape(key.words)).splitlines()) for key in scene.legend
    ]
