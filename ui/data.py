"""The library as all visitors share it: read once, checked once, read again only when the files change."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from evidence.answers.store import Answers
from evidence.library import Library, check, load
from evidence.library.library import TABLES
from evidence.library.problems import DataError, Problem
from evidence.library.schema import PACKAGED

FOLDER_VARIABLE = "TOUCHSTONE_DATA"
#: Name, time and size of every file of a folder.
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Loaded:
    """What became of the data folder: a library if it could be read at all, and everything wrong with it."""

    folder: Path
    library: Library | None
    problems: tuple[Problem, ...]


def loaded() -> Loaded:
    """The data folder named by `TOUCHSTONE_DATA`, else the project's own, read and checked."""
    folder = Path(os.environ.get(FOLDER_VARIABLE) or PACKAGED)
    return _LIBRARIES.of(folder)


def library() -> Library:
    """The whole library; pages run only when there is one."""
    whole = loaded().library
    if whole is None:
        raise RuntimeError("The frame shows the problems instead of a page when there is no library.")
    return whole


def answers() -> Answers:
    """The store of answers on these data."""
    return Answers(library())


class _Libraries:
    """The library in use: read by the first who asks, again when a file has changed; the old one goes with its answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: tuple[str, Stamp] | None = None
        self._loaded: Loaded | None = None

    def of(self, folder: Path) -> Loaded:
        """What has become of a folder as it is now."""
        key = (str(folder), _stamp(folder))
        with self._lock:
            if self._loaded is None or self._key != key:
                self._loaded, self._key = _read(folder), key
            return self._loaded


_LIBRARIES = _Libraries()


def _read(path: Path) -> Loaded:
    if not path.is_dir():
        message = f"The data folder does not exist. {FOLDER_VARIABLE} names it."
        return Loaded(path, None, (Problem(path.name, None, "", message),))
    problems = tuple(check(path))
    try:
        return Loaded(path, load(path), problems)
    except DataError as error:
        return Loaded(path, None, problems or tuple(error.problems))


def _stamp(folder: Path) -> Stamp:
    """Size and time of every file of the folder: cheap to take on every run, and different after any edit."""
    names = ["datapackage.json", "VERSION", *(f"{table}.csv" for table in TABLES)]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name in names if (stat := _stat(folder / name)) is not None)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
