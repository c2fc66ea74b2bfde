"""What was measured as plain text: tables of details, and at the end one table of the goals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Stands for what was not or could not be measured.
NOTHING = "–"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """One line of the table of goals: a number beside the most it may be, the place where it was found, the empty app's."""

    what: str
    measured: float
    limit: float | None
    unit: str
    digits: int = 0
    where: str = ""
    empty: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is kept; empty where there is none, a dash where nothing was measured."""
        if self.limit is None:
            return ""
        if math.isnan(self.measured):
            return NOTHING
        return "ok" if self.measured <= self.limit else "over"

    def row(self) -> Row:
        """The line: what, goal, measured, verdict, where, empty app."""
        unit = f" {self.unit}" if self.unit else ""
        limit = NOTHING if self.limit is None else f"≤ {self.limit:g}{unit}"
        return (
            self.what,
            limit,
            number(self.measured, self.digits) + unit,
            self.verdict,
            self.empty or NOTHING,
            self.where,
        )

    @staticmethod
    def table(goals: Sequence[Goal]) -> str:
        """All lines under their headings."""
        return table(
            ("goal", "at most", "measured", "", "empty app", "where"), [goal.row() for goal in goals], left=(0, 3, 5)
        )


def number(value: float, digits: int = 0) -> str:
    """A number as printed; a dash where there is none."""
    return NOTHING if math.isnan(value) else f"{value:.{digits}f}"


def worst(values: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The largest of named numbers, by name and number; not a number where there are none."""
    known = [pair for pair in values if not math.isnan(pair[1])]
    return max(known, key=lambda pair: pair[1], default=("", math.nan))


def table(heading: Row, rows: Sequence[Row], left: Sequence[int] = (0,)) -> str:
    """Rows under a heading in columns as wide as they need, `left` of which begin at their left edge."""
    every = [heading, *rows]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    lines = []
    for row in every:
        cells = [
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
