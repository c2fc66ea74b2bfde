"""What a chart is: a figure, a sentence and a table, and the habits all figures share."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """One chart in three forms that say the same.

    `sentence` is the result in words and also the text alternative of the figure; `table` holds every plotted number.
    """

    title: str
    figure: go.Figure
    sentence: str
    table: pd.DataFrame


def figure_text(text: str) -> str:
    """Text from the data made safe for a figure, where plotly would read tags and entities as markup."""
    return html.escape(text, quote=False)


def layout(height: int, **more: object) -> dict[str, object]:
    """The layout every figure starts from: no title inside, room for labels, no zooming by accident."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "dragmode": False,
        "hovermode": "closest",
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "traceorder": "normal"},
        **more,
    }
