"""What a view is, and how the parameters of an address are read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from evidence.library import Library
from evidence.library.facets import PARAMETERS
from evidence.selection import Selection
from evidence.selection.choice import LONGEST_TEXT, ignored, shortened

if TYPE_CHECKING:
    from typing import Self

Params = Mapping[str, str | Sequence[str]]
#: Whole numbers in an address have at most so many digits; nobody types more.
_MOST_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class View(ABC):
    """What one page shows, as its address asks for it.

    Page, slide, print view and embedded view of one address read the same object. Defaults stand in these classes and nowhere
    else; `ignored` names each `parameter=value` that means nothing on the page, shortened for display.
    """

    page: ClassVar[str]
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    @abstractmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """The view that these parameters ask for; what is unknown is left out and named in `ignored`."""

    @abstractmethod
    def to_params(self) -> dict[str, str | list[str]]:
        """The parameters of this view's address, without those at their default."""

    @abstractmethod
    def answer(self, library: Library) -> Any:
        """What the page lays out, from the store; None where there is nothing to show."""


class Reading:
    """The parameters of an address while a view reads them: what it does not ask for, or does not know, is left out."""

    def __init__(self, params: Params) -> None:
        """Read nothing yet."""
        self._given = {name: [values] if isinstance(values, str) else list(values) for name, values in params.items()}
        self._asked: set[str] = set()
        self._unknown: list[str] = []

    def one(self, name: str, known: Collection[str], default: str = "") -> str:
        """The last value given if it is known, else the default; every unknown value is noted."""
        values = self.several(name, known)
        last = (self._given.get(name) or [""])[-1]
        return last if last in values else default

    def first_of(self, name: str, known: Sequence[str]) -> str:
        """The same with the first that there is as the default; empty where there is none."""
        return self.one(name, known, known[0] if known else "")

    def several(self, name: str, known: Collection[str], most: int | None = None) -> list[str]:
        """The known values given, each once and in their order, at most so many; every unknown one is noted."""
        self._asked.add(name)
        values = self._given.get(name, [])
        self._note(name, [value for value in values if value and value not in known])
        return list(dict.fromkeys(value for value in values if value in known))[:most]

    def number(self, name: str, default: int, least: int = 1, most: int | None = None) -> int:
        """A whole number held between its limits; what is no number is noted."""
        text = self.text(name)
        if text and not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            self._note(name, [text])
            text = ""
        value = max(int(text) if text else default, least)
        return value if most is None else min(value, most)

    def text(self, name: str) -> str:
        """The last value given, whatever it is, cut if it is longer than anybody types; empty if none."""
        self._asked.add(name)
        return (self._given.get(name) or [""])[-1][:LONGEST_TEXT]

    def texts(self, name: str, most: int) -> list[str]:
        """All values given, whatever they are, at most so many."""
        self._asked.add(name)
        return self._given.get(name, [])[:most]

    def selection(self, library: Library) -> Selection:
        """The filters."""
        self._asked.update(PARAMETERS)
        self._unknown += ignored(self._given, library.schema)
        return Selection.from_params(self._given, library.schema)

    def note(self, name: str, values: Iterable[str]) -> None:
        """Name values that a view could not make anything of."""
        self._note(name, values)

    def params(self, names: Collection[str]) -> dict[str, list[str]]:
        """The parameters of these names as they were given, for what reads them itself."""
        self._asked.update(names)
        return {name: values for name, values in self._given.items() if name in names}

    @property
    def left_out(self) -> tuple[str, ...]:
        """Everything that was not understood, each as `parameter=value`; to be asked for at the end."""
        strange = [
            shortened(name, value) for name in self._given if name not in self._asked for value in self._given[name]
        ]
        return tuple(dict.fromkeys((*strange, *self._unknown)))

    def _note(self, name: str, values: Iterable[str]) -> None:
        self._unknown += [shortened(name, value) for value in values]


def beside_default(**params: tuple[str, str]) -> dict[str, str | list[str]]:
    """The parameters whose value differs from their default; each is given as (value, default)."""
    return {name: value for name, (value, default) in params.items() if value != default}
