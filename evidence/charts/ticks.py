"""Round numbers along an axis."""

from __future__ import annotations

import math

from evidence.charts.scene import Axis, Label
from evidence.words.numbers import number

#: The first digits of steps that people count in.
_FIRST_DIGITS = (1, 2, 5, 10)
#: More labels than this crowd an axis on a phone.
MOST = 6
#: Quarters of the whole, for shares.
PER_CENT = tuple(Label(value, f"{value}%") for value in (0, 25, 50, 75, 100))


def round_step(span: float, most: int = MOST, *, whole: bool = False) -> float:
    """The smallest round step that has at most `most` labels on `span`; with `whole` never less than 1."""
    # `most` steps would have one end too many.
    step = _round(span / most * (1 + 1e-6))
    return max(step, 1.0) if whole else step


def _round(least: float) -> float:
    """The smallest round number that is not less than `least`; 1 where there is nothing to divide."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    # One that is short by a rounding error only is not too small.
    return next(digit * power for digit in _FIRST_DIGITS if digit * power >= least * (1 - 1e-9))


def round_ticks(low: float, high: float, most: int = MOST, *, whole: bool = False) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, at most `most` of them; with `whole` whole numbers only."""
    step = round_step(high - low, most, whole=whole)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def number_labels(values: tuple[float, ...]) -> tuple[Label, ...]:
    """Numbers as labels at their own places."""
    return tuple(Label(value, number(value)) for value in values)


def year_labels(first: int, last: int, most: int = MOST) -> tuple[Label, ...]:
    """Round years from `first` to `last`."""
    return tuple(Label(year, f"{year:.0f}") for year in round_ticks(first, last, most, whole=True))


def count_axis(highest: int, title: str, most: int = MOST) -> Axis:
    """A vertical axis of counts, from the first round number that holds `highest` down to 0, with a line at each label."""
    step = max(_round(highest / (most - 1)), 1.0)
    steps = max(math.ceil(highest / step), 1)
    labels = number_labels(tuple(place * step for place in range(steps + 1)))
    return Axis(steps * step, 0, labels, title, grid=True)


def row_axis(labels: list[str]) -> Axis:
    """A vertical axis with one row a label, the first on top; the middle of a row is its number from 0 on."""
    return Axis(-0.5, max(len(labels), 1) - 0.5, tuple(Label(row, words) for row, words in enumerate(labels)))
