"""Computed certainty: one level down for each reason, never below the lowest, never above the ceiling, and every word told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.synthesis.grade import LEVELS, Grade

NO_CEILING = (LEVELS[0], "the ceiling")
levels = st.sampled_from(LEVELS)
reasons = st.lists(st.sampled_from(["bias", "imprecision", "indirectness"]), max_size=6)


@pytest.mark.parametrize(
    ("start", "number", "ceiling", "level"),
    [
        ("high", 0, "high", "high"),
        ("high", 1, "high", "moderate"),
        ("high", 2, "high", "low"),
        ("low", 1, "high", "very_low"),
        ("high", 0, "low", "low"),
        ("high", 3, "moderate", "very_low"),
        ("high", 9, "high", "very_low"),
        ("very_low", 1, "high", "very_low"),
    ],
)
def test_each_reason_lowers_by_one_down_to_the_ceiling_and_the_lowest_level(
    start: str, number: int, ceiling: str, level: str
) -> None:
    assert Grade.rated((start, ""), ("why",) * number, (ceiling, "")).level == level


def test_words_of_the_start_come_first_and_those_of_the_ceiling_last() -> None:
    grade = Grade.rated(("high", "where it starts"), ("bias",), ("low", "as the curators say"))
    assert grade == Grade("low", ("where it starts", "bias", "as the curators say"))


def test_a_ceiling_that_makes_no_difference_is_not_told() -> None:
    assert Grade.rated(("low", "start"), ("bias",), ("moderate", "ceiling")).reasons == ("start", "bias")
    assert Grade.rated(("low", ""), (), ("low", "ceiling")).reasons == ()


@given(levels, reasons, levels)
def test_it_is_never_above_start_or_ceiling_and_more_reasons_never_raise_it(
    start: str, why: list[str], ceiling: str
) -> None:
    def place(grade: Grade) -> int:
        return LEVELS.index(grade.level)

    grade = Grade.rated((start, ""), why, (ceiling, "cap"))
    assert place(grade) >= max(LEVELS.index(start), LEVELS.index(ceiling))
    assert place(Grade.rated((start, ""), [*why, "more"], (ceiling, "cap"))) >= place(grade)
    assert grade.reasons[: len(why)] == tuple(why)
    uncapped = Grade.rated((start, ""), why, NO_CEILING)
    assert (grade.reasons[-1:] == ("cap",)) == (place(grade) != place(uncapped))


def test_nothing_concluded_has_no_level_and_no_reason() -> None:
    assert Grade() == Grade("", ())
