"""The library as all visitors share it: read once, checked once, read again only when the files change."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evidence.library import Library, check, load
from evidence.library.library import TABLES
from evidence.library.problems import DataError, Problem
from evidence.library.schema import PACKAGED

FOLDER_VARIABLE = "TOUCHSTONE_DATA"


@dataclass(frozen=True, eq=False)
class Loaded:
    """What became of the data folder: a library if it could be read at all, and everything wrong with it."""

    folder: Path
    library: Library | None
    problems: tuple[Problem, ...]


def loaded() -> Loaded:
    """The data folder named by `TOUCHSTONE_DATA`, else the project's own, read and checked."""
    folder = Path(os.environ.get(FOLDER_VARIABLE) or PACKAGED)
    return _read(str(folder), _stamp(folder))


def library() -> Library:
    """The whole library; pages run only when there is one."""
    whole = loaded().library
    if whole is None:
        raise RuntimeError("The frame shows the problems instead of a page when there is no library.")
    return whole


@lru_cache(maxsize=2)
def _read(folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Loaded:  # noqa: ARG001 - the stamp is part of the key
    path = Path(folder)
    if not path.is_dir():
        message = f"The data folder does not exist. {FOLDER_VARIABLE} names it."
        return Loaded(path, None, (Problem(path.name, None, "", message),))
    problems = tuple(check(path))
    try:
        return Loaded(path, load(path), problems)
    except DataError as error:
        return Loaded(path, None, problems or tuple(error.problems))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Size and time of every file of the folder: cheap to take on every run, and different after any edit."""
    names = ["datapackage.json", "VERSION", *(f"{table}.csv" for table in TABLES)]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name in names if (stat := _stat(folder / name)) is not None)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
