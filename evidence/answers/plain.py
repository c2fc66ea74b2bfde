"""What all answers have in common: frozen plain values that can be written down as JSON, the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar


class Answer:
    """A frozen dataclass of plain values: text, numbers, truth values, None, tuples and mappings of such, other dataclasses.

    `says` names the properties that are sentences or lists of its own making; they are written down with the fields.
    """

    says: ClassVar[tuple[str, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as values for JSON: tuples as lists, what is not a number as None."""
        return {name: plain_value(getattr(self, name)) for name in (*_names(self), *self.says)}


def _names(value: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value))


def plain_value(value: Any) -> Any:
    """A value as JSON knows it. Raises TypeError for what is none, such as a table."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, Answer):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(name): plain_value(held) for name, held in value.items()}
    if isinstance(value, tuple | list):
        return [plain_value(held) for held in value]
    if is_dataclass(value):
        return {name: plain_value(getattr(value, name)) for name in _names(value)}
    raise TypeError(f"An answer holds plain values, no {type(value).__name__}.")
