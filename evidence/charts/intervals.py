"""Effects with their intervals, row by row, as every plot of pooled results draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evidence.charts.scene import Anchor, Axis, Interval, Item, Label, Mark, Panel, Rule, Scene, Shape, Words
from evidence.words.numbers import rounded

ROW_HEIGHT = 28
#: A plot of more rows than this is no longer read; the table holds them all.
MOST_ROWS = 60
LEAST_REACH, MOST_REACH = 1.0, 3.0
#: Parts of the width: words on the left, the plot, numbers on the right.
PLOT = (0.42, 0.76)
#: Narrower than this, in pixels, the words run into the plot.
WIDTH = 640
DIRECTIONS_TITLE = "◀ favours comparator · g · favours massage ▶"
#: The row that holds the headings of the columns; the rows below count from 0.
HEADING = -1


@dataclass(frozen=True)
class Column:
    """Words beside the plot: the heading, where it stands (share of the width) and which side it is set to."""

    heading: str
    x: float
    anchor: Anchor = "left"


@dataclass(frozen=True)
class Row:
    """One effect with its interval; `cells` are the words for the columns, `heading` rows have no effect.

    `href` is where the first cell leads, `study_id` what a click on the mark hands on.
    """

    cells: tuple[str, ...]
    g: float = np.nan
    low: float = np.nan
    high: float = np.nan
    shape: Shape = "square"
    heading: bool = False
    hover: str = ""
    study_id: str = ""
    href: str = ""


def cells(
    columns: Sequence[Column], words: Sequence[str], at: float, *, bold: bool = False, href: str = ""
) -> list[Words]:
    """One row of words beside the plot; empty ones are left away, `href` is where the first leads."""
    return [
        Words(column.x, at, text, column.anchor, bold=bold, beside=True, href="" if place else href)
        for place, (column, text) in enumerate(zip(columns, words, strict=False))
        if text
    ]


def headings(columns: Sequence[Column]) -> list[Words]:
    """The headings of the columns."""
    return cells(columns, [column.heading for column in columns], HEADING, bold=True)


def reference(g: float, limit: float) -> list[Rule]:
    """A thin line at an effect to compare with; none if it is unknown or beyond the axis."""
    return [Rule(g, None, g, None, "accent", width=1, dash=True)] if abs(g) <= limit else []


def rows_scene(
    items: Iterable[Item],
    rows: int,
    limit: float,
    plot: tuple[float, float] = PLOT,
    row_height: int = ROW_HEIGHT,
    least_width: int = WIDTH,
    note: str = "",
) -> Scene:
    """A scene of so many rows below a heading.

    `limit` is half the width of the axis in g, `plot` the part of the width that the plot itself takes.
    """
    panel = Panel(
        x=Axis(-1.04 * limit, 1.04 * limit, effect_labels(limit), DIRECTIONS_TITLE, grid=True),
        y=Axis(-1.6, rows - 0.4),
        items=(Rule(0, None, 0, None, "quiet"), *items),
        across=plot,
    )
    return Scene((panel,), height=row_height * (rows + 1), least_width=least_width, note=note)


def effect_labels(limit: float) -> tuple[Label, ...]:
    """What is written along an axis of effects from -limit to limit."""
    step = 0.5 if limit <= 2 else 1.0
    most = int(limit / step)
    return tuple(Label(place * step, rounded(place * step, 1)) for place in range(-most, most + 1))


def thinned(rows: Sequence[Row], most: int = MOST_ROWS) -> list[Row]:
    """At most so many of the rows, evenly spaced, the first and the last among them."""
    if len(rows) <= most:
        return list(rows)
    return [rows[place] for place in np.linspace(0, len(rows) - 1, most).round().astype(int)]


def drawn_of(rows: Sequence[object], most: int = MOST_ROWS) -> str:
    """A sentence that says that not all rows are drawn; empty where they are."""
    return f" Drawn are {most} of {len(rows)} rows; the table has all." if len(rows) > most else ""


def interval_scene(
    rows: Sequence[Row],
    columns: Sequence[Column],
    compare_with: float = np.nan,
    plot: tuple[float, float] = PLOT,
    least_width: int = WIDTH,
    note: str = "",
) -> Scene:
    """A scene of rows with words beside them.

    `compare_with` is an effect drawn as a thin line; `plot` is the part of the width that the plot takes.
    """
    ends = np.array([[row.low, row.high] for row in rows], dtype=float).ravel()
    limit = axis_limit(ends[np.isfinite(ends)], [row.g for row in rows if row.g == row.g])
    items: list[Item] = [*reference(compare_with, limit), *headings(columns)]
    for position, row in enumerate(rows):
        items += cells(columns, row.cells, position, bold=row.heading, href=row.href)
        if not row.heading:
            items.append(Interval(row.low, row.high, position))
            items.append(Mark(row.g, position, row.shape, size=11, hover=row.hover, id=row.study_id))
    return rows_scene(items, len(rows), limit, plot, least_width=least_width, note=note)


def axis_limit(ends: npt.NDArray[np.float64], needed: Sequence[float] = ()) -> float:
    """Half the width of an axis: as wide as most ends and all that is needed, so that no single interval sets it."""
    wanted = max([float(np.quantile(np.abs(ends), 0.9)) if ends.size else 0.0, *(abs(end) for end in needed)])
    return float(np.clip(np.ceil(wanted * 2) / 2, LEAST_REACH, MOST_REACH))


def effect(g: float, low: float, high: float) -> str:
    """“0.62 (0.31 to 0.93)”."""
    return f"{rounded(g)} ({rounded(low)} to {rounded(high)})"


def short(words: str, longest: int) -> str:
    """Words cut to a length, the cut shown by an ellipsis."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
