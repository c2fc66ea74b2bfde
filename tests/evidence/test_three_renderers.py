"""Every chart says the same in all three forms: words and marks of its scene are in SVG, plotly and PowerPoint."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from evidence.charts import (
    Chart,
    codes_chart,
    cumulative_chart,
    dose_chart,
    forest_plot,
    funnel_plot,
    ladder_chart,
    leave_one_out_chart,
    link_plot,
    not_pooled_chart,
    published_chart,
    specification_chart,
    subgroup_chart,
    timeline_chart,
    years_chart,
)
from evidence.charts.certainty_size import certainty_size_chart
from evidence.charts.evidence_map import map_chart
from evidence.charts.palette import LIGHT
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.powerpoint import to_pptx
from evidence.charts.reporting import reporting_chart
from evidence.charts.scene import Bar, Diamond, Interval, Mark, Scene, Words
from evidence.charts.svg import to_svg
from evidence.library import Library
from evidence.selection import Selection
from evidence.synthesis.questions import Question

ACTIVE = Question(against="active")
CHARTS: dict[str, Callable[[Library], Chart]] = {
    "ladder": ladder_chart,
    "reviews' ladder": lambda library: ladder_chart(library, "synthesis"),
    "years": years_chart,
    "designs": lambda library: codes_chart(library, "design"),
    "timeline": lambda library: timeline_chart(library, "muscle_tension"),
    "link": lambda library: link_plot(library, "endorphins", "mediator_acute"),
    "map": lambda library: map_chart(library, Selection(), "mechanism", "link"),
    "forest": lambda library: forest_plot(library, ACTIVE, most=14),
    "influence": lambda library: leave_one_out_chart(library, ACTIVE),
    "over the years": lambda library: cumulative_chart(library, ACTIVE),
    "subgroups": lambda library: subgroup_chart(library, ACTIVE, "chronic_pain"),
    "funnel": lambda library: funnel_plot(library, ACTIVE),
    "curve": lambda library: specification_chart(library, ACTIVE),
    "not pooled": lambda library: not_pooled_chart(library, Question(condition="neck_pain")),
    "published": lambda library: published_chart(library, "pain_intensity", "low_back_pain"),
    "dose": lambda library: dose_chart(library, "neck_pain"),
    "certainty and size": certainty_size_chart,
    "reporting": reporting_chart,
}


def items(scene: Scene, kind: type[Any]) -> list[Any]:
    return [item for panel in scene.panels for item in panel.items if isinstance(item, kind)]


def essential(scene: Scene) -> list[str]:
    """Words that carry numbers or names and may be shortened nowhere: right-set columns, the counts beside marks, the keys."""
    words = [item.text for item in items(scene, Words) if item.anchor == "right"]
    words += [item.words for item in items(scene, Mark) if item.words]
    words += [key.words for key in scene.legend]
    return [" ".join(word.split()) for word in words]


def in_svg(scene: Scene) -> str:
    root = ElementTree.fromstring(to_svg(scene, width=max(1000, scene.least_width), title="t", description="d"))
    return " ".join(" ".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))


def in_plotly(scene: Scene) -> tuple[str, list[tuple[float, float]]]:
    figure = to_plotly(scene, LIGHT)
    words, points = [], []
    for trace in figure["data"]:
        words += [trace.get("name") or "", *(str(text) for text in trace.get("text") or [])]
        if trace["type"] == "scatter" and "markers" in trace["mode"]:
            points += [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None]
    words += [note["text"] for note in figure["layout"].get("annotations", ())]
    text = html.unescape(re.sub(r"<[^>]*>", " ", " ".join(words)))
    return text, points


def in_powerpoint(scene: Scene) -> tuple[str, int]:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    to_pptx(scene, slide.shapes, SimpleNamespace(left=0.2, top=0.2, width=9.6, height=7.0))
    words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return " ".join(words), sum(shape.shape_type != MSO_SHAPE_TYPE.TEXT_BOX for shape in slide.shapes)


def normal(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", CHARTS)
def test_the_numbers_of_a_chart_are_the_same_in_all_three(name: str, library: Library) -> None:
    scene = CHARTS[name](library).scene
    drawn, (figure, points), (slide, shapes) = in_svg(scene), in_plotly(scene), in_powerpoint(scene)
    for words in essential(scene):
        assert normal(words) in normal(drawn), f"SVG lacks “{words}”"
        assert normal(words) in normal(figure), f"plotly lacks “{words}”"
        assert normal(words) in normal(slide), f"PowerPoint lacks “{words}”"
    marks = items(scene, Mark)
    placed = {(round(x, 6), round(y, 6)) for x, y in points}
    inside = [mark for mark in marks if all(_inside(mark, panel) for panel in scene.panels if mark in panel.items)]
    assert {(round(mark.x, 6), round(mark.y, 6)) for mark in inside} <= placed
    solid = [*marks, *items(scene, Bar), *items(scene, Diamond), *items(scene, Interval)]
    assert shapes >= len(solid) > 0


def _inside(mark: Mark, panel: Any) -> bool:
    across, down = sorted((panel.x.start, panel.x.end)), sorted((panel.y.start, panel.y.end))
    return across[0] <= mark.x <= across[1] and down[0] <= mark.y <= down[1]
