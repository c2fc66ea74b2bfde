"""Labels along an axis are round, lie on it, and are neither crowded nor missing."""

from __future__ import annotations

import pytest

from evidence.charts.ticks import count_axis, round_ticks, row_axis, year_labels


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 49.5, (0, 10, 20, 30, 40)),
        (0, 26.4, (0, 5, 10, 15, 20, 25)),
        (0, 12, (0, 5, 10)),
        (-0.45, 1.3, (0, 0.5, 1)),
        (-2, 0.1, (-2, -1.5, -1, -0.5, 0)),
        (0, 0.3, (0, 0.1, 0.2, 0.3)),
    ],
)
def test_round_numbers(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert round_ticks(low, high) == expected


@pytest.mark.parametrize("most", [4, 6])
def test_never_more_than_asked_for_and_never_outside(most: int) -> None:
    for low in (0.0, -0.37, 1983.0):
        for tenths in range(1, 3000, 7):
            high = low + tenths / 10
            ticks = round_ticks(low, high, most)
            assert 1 <= len(ticks) <= most
            assert low - 1e-6 <= ticks[0] <= ticks[-1] <= high + 1e-6
            assert all(tick == int(tick) for tick in round_ticks(low, high, most, whole=True))


def test_an_axis_of_counts_holds_the_highest() -> None:
    for highest in range(500):
        axis = count_axis(highest, "Studies")
        assert axis.start >= max(highest, 1)
        assert (axis.labels[0].at, axis.labels[-1].at) == (axis.end, axis.start)
        assert 2 <= len(axis.labels) <= 6
        assert all(label.words == str(int(label.at)) for label in axis.labels)


def test_years_are_no_thousands() -> None:
    assert [label.words for label in year_labels(1983, 2026)] == ["1990", "2000", "2010", "2020"]
    assert [label.words for label in year_labels(2020, 2020)] == ["2020"]


def test_rows_stand_from_top_to_bottom_and_nothing_has_room_too() -> None:
    axis = row_axis(["one", "two"])
    assert [(label.at, label.words) for label in axis.labels] == [(0, "one"), (1, "two")]
    assert (axis.start, axis.end) == (-0.5, 1.5)
    assert row_axis([]).end > row_axis([]).start
