"""Texts are plain, neutral, free of typed results, and whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat

from evidence.words import texts
from evidence.words.texts import FOLDER, filled, read, sections

TEXTS = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.md"))
#: About eight years of school; the methods of pooling are for those who want to know them.
GRADES = {"pooling": 14}
USUAL_GRADE = 9
#: Praise and scorn. “Help” and “better” are measured here and therefore allowed.
VALUE_WORDS = re.compile(
    r"\b(amazing|miracle|wonderful|powerful|excellent|remarkable|impressive|natural healing|useless|worthless|nonsense|quack\w*|"
    r"placebo effect only|scam|debunk\w*|proven|of course|obviously|clearly works|sadly|unfortunately|fortunately)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_can_be_read_by_most(name: str) -> None:
    words = re.sub(r"\{\w+\}|^#+ .*$|\[chart\]|^(Where|Also): .*$", "", read(name), flags=re.MULTILINE)
    assert textstat.flesch_kincaid_grade(words) <= GRADES.get(name, USUAL_GRADE)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_neither_praises_nor_scorns(name: str) -> None:
    assert VALUE_WORDS.findall(read(name)) == []


@pytest.mark.parametrize("name", ["guide", "talk"])
def test_numbers_of_results_are_filled_in_and_not_typed(name: str) -> None:
    assert re.findall(r"\d+ (?:of|studies|trials|people)|\d%", read(name)) == []


def test_sections_keep_their_order_and_their_words() -> None:
    found = sections("guide")
    assert [heading.split(":")[0] for heading in found] == ["chain", "comparison", "forest", "size", "abstracts"]
    assert all(text and not text.startswith("#") for text in found.values())


def test_a_missing_value_is_an_error() -> None:
    assert filled("{a} of {b}", a=1, b="2") == "1 of 2"
    with pytest.raises(KeyError):
        filled("{a}", b=1)
    with pytest.raises(FileNotFoundError):
        read("no-such-text")


def test_texts_lie_beside_the_code() -> None:
    assert Path(texts.__file__).parent / "text" == FOLDER
    assert {"guide", "talk", "terms", "pooling"} <= set(TEXTS)
