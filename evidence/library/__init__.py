"""The tables, typed and checked, and the codes that all rely on."""

from __future__ import annotations

from pathlib import Path

from evidence.library.library import Library, load
from evidence.library.problems import Problem
from evidence.library.schema import PACKAGED

__all__ = ["Library", "check", "load"]


def check(folder: str | Path = PACKAGED) -> list[Problem]:
    """Everything that is wrong with a data folder, in words; empty for good data. Changes nothing on disk."""
    from evidence.library.checks import check_folder  # noqa: PLC0415 - frictionless is slow to import and only needed here

    return check_folder(Path(folder))
