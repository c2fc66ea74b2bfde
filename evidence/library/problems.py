"""What can be wrong with a data folder, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (file, line of the file with the header as line 1, field) and what."""

    file: str
    row: int | None
    field: str
    message: str

    def __str__(self) -> str:
        """The problem on one line."""
        place = self.file + (f", line {self.row}" if self.row else "") + (f", {self.field}" if self.field else "")
        return f"{place}: {self.message}"


class DataError(Exception):
    """The data cannot be used at all; carries every problem that was met."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems for the reader."""
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)
