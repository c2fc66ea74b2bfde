"""Directions in a scene: the role of each, and the legend that names them."""

from __future__ import annotations

from typing import cast

from evidence.charts.scene import Key, Role
from evidence.library.schema import Schema
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import SYMBOLS


def direction_role(direction: str) -> Role:
    """The role of one of `DIRECTIONS`, which has the word of the data."""
    if direction not in DIRECTIONS:
        raise ValueError(direction)
    return cast("Role", direction)


def direction_keys(schema: Schema) -> tuple[Key, ...]:
    """One square for each direction, with its symbol and word, in plotting order."""
    return tuple(
        Key(f"{SYMBOLS[direction]} {schema.label('direction', direction)}", direction_role(direction), "square")
        for direction in DIRECTIONS
    )
