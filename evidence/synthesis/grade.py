"""Certainty after GRADE: the levels, and the one way to a certainty that this program works out itself.

The curators' own certainties are data; they are read and never worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Codes of certainty, from the highest to the lowest.
LEVELS = ("high", "moderate", "low", "very_low")


@dataclass(frozen=True, slots=True)
class Grade:
    """A certainty (a code of `LEVELS`, empty where nothing is concluded) and why it is no higher."""

    level: str = ""
    reasons: tuple[str, ...] = ()

    @classmethod
    def rated(cls, start: tuple[str, str], reasons: Sequence[str], ceiling: tuple[str, str]) -> Grade:
        """From a starting level one level down for each reason (Guyatt et al. 2011, GRADE guidelines 1), never above a ceiling.

        `start` and `ceiling` are a level with the words for it, empty words where it needs none: those of the start are told
        first, those of the ceiling last and only where it made a difference. The lowest level is never left downwards.
        """
        first, why_first = start
        highest, why_highest = ceiling
        own = min(LEVELS.index(first) + len(reasons), len(LEVELS) - 1)
        place = max(own, LEVELS.index(highest))
        capped = why_highest if place != own else ""
        return cls(LEVELS[place], tuple(words for words in (why_first, *reasons, capped) if words))
