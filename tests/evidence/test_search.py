"""Word search: any order, accents and case ignored, small typing errors forgiven, nonsense finds nothing."""

from __future__ import annotations

import time
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.library import Library
from evidence.selection import Selection
from evidence.selection.search import TextIndex, words

DOCUMENTS = (
    "Massage and neck pain in Málaga",
    "Fibromyalgia: pain, sleep and mood",
    "Sarısoy and Torsteinbø on β-endorphin",
    "Theragun™ against rest",
    "",
)
INDEX = TextIndex(DOCUMENTS)


def found(query: str) -> list[int]:
    return np.flatnonzero(INDEX.match(query)).tolist()


def studies_found(library: Library, text: str) -> set[str]:
    return set(Selection(scope=(), text=text).apply(library).studies["study_id"])


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("pain", [0, 1]),
        ("neck pain", [0]),
        ("pain neck", [0]),
        ("PAIN NeCk", [0]),
        ("malaga", [0]),
        ("MÁLAGA", [0]),
        ("Ma\u0301laga", [0]),
        ("mood, sleep!", [1]),
        ("fibro", [1]),
        ("myalgia", [1]),
        ("sarisoy", [2]),
        ("torsteinbo", [2]),
        ("β", [2]),
        ("theraguntm", [3]),
        ("THERAGUN™", [3]),
        ("pain rest", []),
        ("neck zzzz", []),
    ],
)
def test_every_word_has_to_be_there_in_some_form(query: str, documents: list[int]) -> None:
    assert found(query) == documents


@pytest.mark.parametrize(
    "query",
    ["fibromialgia", "fibromylagia", "fibromyalga", "fibromyalgiaa", "fybromialgia", "FIBROMIALGIA", "sleeep", "mod"],
)
def test_typing_errors(query: str) -> None:
    expected = [] if query == "mod" else [1]
    assert found(query) == expected, "three letters are too few to guess from"


@pytest.mark.parametrize("query", ["xqzv", "qwertyuiop", "zz", "massagezzz", "12345"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "“”", "\n\t", "__"])
def test_a_query_without_words_leaves_everything(query: str) -> None:
    assert found(query) == list(range(len(DOCUMENTS)))


def test_letters_without_an_accent_to_take_off_are_plain_too() -> None:
    assert words("ındividuals Løkke Łódź Đorđević") == words("INDIVIDUALS LOKKE LODZ DORDEVIC")


@given(st.text())
def test_words_are_in_one_form(text: str) -> None:
    """Folding once is folding for good, else a word could not be found by itself."""
    for word in words(text):
        assert words(word) == [word]


@given(st.text(), st.text())
def test_a_query_is_its_words_in_any_order(first: str, second: str) -> None:
    np.testing.assert_array_equal(INDEX.match(f"{first} {second}"), INDEX.match(f"{second} {first}"))


@given(st.text(), st.text())
def test_another_word_never_finds_more(query: str, more: str) -> None:
    assert not (INDEX.match(f"{query} {more}") & ~INDEX.match(query)).any()


def test_no_documents() -> None:
    assert TextIndex([]).match("pain").tolist() == []


def test_every_study_is_found_by_its_title_backwards_in_capitals_and_without_accents(library: Library) -> None:
    for study_id, title in zip(library.studies["study_id"], library.studies["title"], strict=True):
        plain = "".join(c for c in unicodedata.normalize("NFD", title) if not unicodedata.combining(c))
        query = " ".join(reversed(plain.upper().split()))
        assert study_id in studies_found(library, query), query


def test_studies_are_found_by_author_summary_and_outcome(library: Library) -> None:
    outcomes = library.findings.groupby("study_id")["outcome"].first()
    for study in library.studies.to_dict("records"):
        query = f"{study['authors'].split('; ')[0]} {study['summary'][:50]} {outcomes[study['study_id']][:50]}"
        assert study["study_id"] in studies_found(library, query), query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fibromialgia", "fibromyalgia"), ("Cherkn", "Cherkin"), ("endorfin", "endorphin"), ("masage", "massage")],
)
def test_a_mistyped_word_finds_what_was_meant(typed: str, meant: str, library: Library) -> None:
    right = studies_found(library, meant)
    assert right
    assert right <= studies_found(library, typed)


def test_cherkin_is_found_and_nonsense_is_not(library: Library) -> None:
    assert {"cherkin-2001", "cherkin-2011"} <= studies_found(library, "Cherkn")
    assert studies_found(library, "Cherkn xqzvw") == set()
    assert studies_found(library, "qwertyuiop") == set()


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A word of the documents and the same with one letter changed, left out, doubled or swapped."""
    word = draw(st.sampled_from(sorted({word for text in DOCUMENTS for word in words(text) if len(word) >= 5})))
    place = draw(st.integers(0, len(word) - 2))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    wrong = draw(
        st.sampled_from(
            (
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            )
        )
    )
    return word, wrong


@given(mistyped())
def test_one_typing_error_in_a_longer_word_is_forgiven(pair: tuple[str, str]) -> None:
    word, wrong = pair
    written_so = [known for text in DOCUMENTS for known in words(text) if wrong in known]
    assume(not written_so or word in written_so)  # what is written exactly so goes before what may be meant
    assert set(found(word)) <= set(found(wrong))


@pytest.mark.parametrize(
    "query",
    ["a " * 5000, "x" * 10_000, "pain " * 2000, " ".join(f"{number:x}" for number in range(2500)), "é" * 10_000],
)
def test_ten_thousand_characters_are_searched_fast(query: str, library: Library) -> None:
    studies_found(library, "warm up: the index is built once")
    start = time.process_time()
    studies_found(library, query)
    assert time.process_time() - start < 1.0
    start = time.process_time()
    Selection.from_params({"q": query}).apply(library)
    assert time.process_time() - start < 0.5
