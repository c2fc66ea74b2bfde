"""A chart as it is sent: drawn once for each width or theme, and kept beside the library."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import plotly.graph_objects as go

from evidence.charts.chart import Chart
from evidence.charts.palette import THEMES
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.svg import to_svg
from evidence.library import Library
from evidence.library.kept import kept


@dataclass(frozen=True, slots=True)
class Drawings:
    """A chart as SVG for places of several widths, the widest first, and a key that is another one for other drawings.

    `by_width` is a list of `width` in pixels and `svg`, as a page sends it.
    """

    by_width: list[dict[str, int | str]]
    key: str


@kept
def drawings_of(library: Library, chart: Chart, widths: tuple[int, ...]) -> Drawings:  # noqa: ARG001 - its store keeps them
    """A chart in the colours of the page around it, for places so many pixels wide, or as many as it needs."""
    wide = sorted({max(width, chart.scene.least_width) for width in widths}, reverse=True)
    drawn: list[dict[str, int | str]] = [{"width": width, "svg": svg_of(chart, width)} for width in wide]
    words = "".join(str(one["svg"]) for one in drawn)
    return Drawings(drawn, hashlib.blake2b(words.encode(), digest_size=8).hexdigest())


def svg_of(chart: Chart, width: int, theme: str = "") -> str:
    """A chart as SVG; without the name of a theme in the colours of the page around it."""
    colours = THEMES[theme] if theme else None
    return to_svg(chart.scene, width=width, title=chart.title, description=chart.sentence, theme=colours)


@kept
def figure_of(library: Library, chart: Chart, theme: str, *, clickable: bool = False) -> go.Figure:  # noqa: ARG001
    """A chart as a plotly figure in the colours of a theme; a clickable one hands on the ids of its marks.

    Streamlit checks a plain dict again each time it is sent; a figure was checked when it was made.
    """
    return go.Figure(to_plotly(chart.scene, THEMES[theme], clickable=clickable))
