"""What a chart's scene draws, picked out by kind."""

from __future__ import annotations

from typing import TypeVar

from evidence.charts import Chart
from evidence.charts.scene import Item, Panel, Words

Kind = TypeVar("Kind", bound=Item)


def panel(chart: Chart) -> Panel:
    [only] = chart.scene.panels
    return only


def drawn(chart: Chart, kind: type[Kind], place: int = 0) -> list[Kind]:
    return [item for item in chart.scene.panels[place].items if isinstance(item, kind)]


def words(chart: Chart) -> list[str]:
    return [text.text for text in drawn(chart, Words)]
