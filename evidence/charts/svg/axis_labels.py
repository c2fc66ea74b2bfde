"""Labels along an axis so that neighbours do not overlap.

Labels of a horizontal axis are wrapped to the room there is; where a word is wider than that, words are turned and numbers
thinned out, as a number that is cut is wrong. Labels of a vertical axis are wrapped and then cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from evidence.charts.scene import Label
from evidence.charts.text_width import Fitted, fitted, text_width

LINE = 1.25
#: Between a plot and its labels.
GAP = 6.0
#: Between neighbouring labels.
BETWEEN = 8.0
#: Less height than this holds no line.
LEAST_LINE = 12.0
#: The most height that turned labels take.
TURNED_HEIGHT = 120.0
_NUMBER = re.compile(r"[-−–+±<>≤≥]?\s?[\d.,]+\s?%?")


NO_WORDS = Fitted((), complete=True)


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label with its words in lines, and for a horizontal axis the pixel of its middle.

    `width` and `height` are what it takes on the picture, for a `turned` one with the lines running upwards.
    """

    label: Label
    words: Fitted = NO_WORDS
    width: float = 0.0
    height: float = 0.0
    x: float = 0.0
    turned: bool = False


def height_of(words: Fitted, size: float) -> float:
    """The height of lines of words."""
    return len(words.lines) * size * LINE


def width_of(words: Fitted, size: float, bold: bool = False) -> float:
    """The width of the widest of lines of words."""
    return max((text_width(line, size, bold) for line in words.lines), default=0.0)


def spread_down(
    labels: list[tuple[float, PlacedLabel]], tall: float, room: float, size: float
) -> tuple[PlacedLabel, ...]:
    """The labels of a vertical axis, no wider than the room and no higher than their neighbours let them be."""
    step = 1
    while step < len(labels) and min(_distances([share * tall for share, _ in labels[::step]], tall)) < LEAST_LINE:
        step += 1
    labels = _every(labels, step)
    distances = _distances([share * tall for share, _ in labels], max(tall, LEAST_LINE))
    return tuple(
        _fitted(place, room, size, max(1, int(distance // (size * LINE))))
        for (_, place), distance in zip(labels, distances, strict=True)
    )


def spread_across(
    labels: list[tuple[float, PlacedLabel]], left: float, right: float, between: tuple[float, float], size: float
) -> tuple[PlacedLabel, ...]:
    """The labels of a horizontal axis from `left` to `right` that may stand a little over it, but stay between two pixels."""
    placed = [replace(place, x=left + share * (right - left)) for share, place in labels]
    shares = [share for share, _ in labels]
    most = max(between[1] - between[0], 1.0)
    numbers = any(is_number(place.label) for place in placed)
    for step in range(1, len(placed) + 1):
        some = [place for _, place in _every(list(zip(shares, placed, strict=True)), step)]
        natural = [_fitted(place, most, size) for place in some]
        if not _overlap(natural, between):
            return tuple(natural)
        narrow = [_fitted(place, room, size) for place, room in zip(some, _rooms(natural, most), strict=True)]
        if all(place.words.complete for place in narrow):
            return tuple(narrow)
        distances = _distances([place.x for place in some], most)
        if not numbers and min(distances) >= size * LINE:
            return tuple(_turned(place, distance, size) for place, distance in zip(some, distances, strict=True))
    return ()


def is_number(label: Label) -> bool:
    """Whether the first line of a label is a number."""
    return _NUMBER.fullmatch(label.words.strip().partition("\n")[0]) is not None


def _every(labels: list[tuple[float, PlacedLabel]], step: int) -> list[tuple[float, PlacedLabel]]:
    """Each label in so many steps, such that a label at 0 stays."""
    zero = next((place for place, (_, label) in enumerate(labels) if label.label.at == 0), 0)
    return labels[zero % step :: step]


def _distances(places: list[float], alone: float) -> list[float]:
    """How far each place is from its nearest neighbour; `alone` where there is none."""
    gaps = [after - before for before, after in pairwise(places)]
    return [min([*gaps[max(0, i - 1) : i], *gaps[i : i + 1]], default=alone) for i in range(len(places))]


def _rooms(natural: list[PlacedLabel], most: float) -> list[float]:
    """The width that each label may have: neighbours share what is between them, a narrow one leaves the rest to a wide one."""
    rooms = [most] * len(natural)
    for place, (one, other) in enumerate(pairwise(natural)):
        apart = other.x - one.x - BETWEEN
        rooms[place] = min(rooms[place], 2 * apart - min(other.width, apart))
        rooms[place + 1] = min(rooms[place + 1], 2 * apart - min(one.width, apart))
    return rooms


def _overlap(placed: list[PlacedLabel], between: tuple[float, float]) -> bool:
    """Whether labels in their places, moved between the two pixels, run into one another or had to be cut."""
    start, end = between
    reached = -float("inf")
    for place in placed:
        middle = max(start + place.width / 2, min(place.x, end - place.width / 2))
        if middle - place.width / 2 < reached or not place.words.complete:
            return len(placed) > 1
        reached = middle + place.width / 2 + BETWEEN
    return False


def _fitted(place: PlacedLabel, room: float, size: float, most_lines: int | None = None) -> PlacedLabel:
    label = place.label
    words = fitted(label.words, max(room, 1.0), size, label.bold, most_lines)
    return replace(place, words=words, width=width_of(words, size, label.bold), height=height_of(words, size))


def _turned(place: PlacedLabel, distance: float, size: float) -> PlacedLabel:
    level = _fitted(place, TURNED_HEIGHT, size, max(1, int(distance // (size * LINE))))
    return replace(level, width=level.height, height=level.width, turned=True)
