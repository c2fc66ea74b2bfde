"""The store beside the library: made once, shared, bounded, gone with its data."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.library import Library
from evidence.library.kept import MB, Kept, kept, size_of
from evidence.selection import Selection
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question


def test_a_value_is_made_once_and_shared() -> None:
    store, made = Kept(), []
    for _ in range(3):
        assert store.get(("a", 1), lambda: made.append(1) or "value") == "value"
    assert made == [1]


def test_two_who_ask_at_once_wait_for_one_making() -> None:
    store, made, found = Kept(), [], []

    def make() -> str:
        made.append(1)
        time.sleep(0.05)
        return "value"

    threads = [threading.Thread(target=lambda: found.append(store.get(("slow",), make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert (made, found) == ([1], ["value"] * 8)


def test_different_keys_do_not_wait_for_one_another() -> None:
    store, inside = Kept(), threading.Barrier(2, timeout=5)
    threads = [threading.Thread(target=store.get, args=((name,), inside.wait)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not inside.broken


def test_an_error_is_raised_and_not_kept() -> None:
    store = Kept()
    with pytest.raises(ValueError, match="no"):
        store.get(("a",), lambda: int("no"))
    assert store.get(("a",), lambda: 7) == 7


def test_the_least_recently_used_goes_first_when_the_store_is_full() -> None:
    store = Kept(most_megabytes=0.35)
    for name in ("a", "b", "c"):
        store.get((name,), lambda: b"x" * 100_000)
    store.get(("a",), lambda: pytest.fail("a was kept"))
    store.get(("d",), lambda: b"x" * 100_000)
    assert store.megabytes <= 0.35
    store.get(("a",), lambda: pytest.fail("a was used last"))
    made: list[int] = []
    store.get(("b",), lambda: made.append(1) or b"")
    assert made, "b was used least recently and had to go"


def test_one_value_larger_than_the_store_is_still_given() -> None:
    store = Kept(most_megabytes=0.01)
    assert len(store.get(("a",), lambda: b"x" * 100_000)) == 100_000


def test_sizes_leave_the_library_out(library: Library) -> None:
    answer = pooled_studies(library, Question())
    assert size_of(answer) < MB
    assert size_of(answer) > size_of(answer.question)


def test_an_answer_is_told_by_its_question(library: Library) -> None:
    assert pooled_studies(library, Question()) is pooled_studies(library, Question())
    assert pooled_studies(library, Question()) is not pooled_studies(library, Question(against=""))


def test_the_parts_of_a_library_share_its_store_and_not_its_answers(library: Library) -> None:
    one, other = Selection(design=("rct",)).apply(library), Selection(design=("guideline",)).apply(library)
    assert one is Selection(design=("rct",)).apply(library)
    assert one.kept is other.kept is library.kept
    condition = next(iter(condition_names(library)))
    assert condition_answer(one, condition) is not condition_answer(other, condition)
    assert condition_answer(one, condition).study_ids != condition_answer(other, condition).study_ids


def test_other_data_know_nothing_of_the_old(library: Library) -> None:
    other = replace(library, findings=library.findings.head(0))
    assert other.kept is not library.kept
    assert pooled_studies(other, Question()).studies == 0


def test_kinds_tell_what_is_kept() -> None:
    store = Kept()

    @kept
    def lengths(_: object, number: int) -> str:
        return "x" * number

    class Data:
        kept = store

    assert lengths(Data(), 10) == "x" * 10
    lengths(Data(), 20)
    (kind,) = store.kinds()
    assert kind.values >= 1
    assert kind.megabytes == pytest.approx(store.megabytes)
