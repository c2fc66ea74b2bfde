"""Words made from numbers."""

from __future__ import annotations

import pytest

from evidence.words.phrases import counted, listed, share, studies_counted


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (("a", "b"), "a and b")],
)
def test_a_list_in_words(items: list[str], words: str) -> None:
    assert listed(items) == words


def test_a_list_of_alternatives() -> None:
    assert listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 findings"), (1, "1 finding"), (2, "2 findings"), (1234, "1,234 findings")]
)
def test_a_count_takes_the_right_number(number: int, words: str) -> None:
    assert counted(number, "finding") == words


def test_an_irregular_plural_is_given() -> None:
    assert counted(1, "person", "people") == "1 person"
    assert counted(347468, "person", "people") == "347,468 people"
    assert studies_counted(1) == "1 study"
    assert studies_counted(278) == "278 studies"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "0%"), (0, 5, "0%"), (5, 5, "100%"), (1, 3, "33%"), (2, 3, "67%"), (1, 400, "0%")],
)
def test_a_share_is_in_whole_per_cent(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words
