"""Only a few scripts compute at once, and a turn is given back however it ends."""

from __future__ import annotations

import threading
import time

import pytest

from ui.turns import AT_ONCE, Turns, turn


def test_no_more_than_a_few_hold_a_turn_at_once() -> None:
    holding, most, lock = 0, 0, threading.Lock()

    def visitor() -> None:
        nonlocal holding, most
        with turn():
            with lock:
                holding += 1
                most = max(most, holding)
            time.sleep(0.01)
            with lock:
                holding -= 1

    threads = [threading.Thread(target=visitor) for _ in range(5 * AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert (most, holding) == (AT_ONCE, 0)


def test_a_turn_that_ends_by_an_error_is_given_back() -> None:
    def failing() -> None:
        with turn():
            raise KeyError

    for _ in range(2 * AT_ONCE):
        with pytest.raises(KeyError):
            failing()


def test_work_ahead_waits_while_a_script_computes_and_no_longer_than_it_is_told() -> None:
    turns, there, go_on = Turns(), threading.Event(), threading.Event()

    def visitor() -> None:
        with turns.turn():
            there.set()
            go_on.wait(10)

    thread = threading.Thread(target=visitor)
    thread.start()
    assert there.wait(10)
    start = time.perf_counter()
    assert not turns.wait_for_quiet(0.05)
    assert time.perf_counter() - start < 5
    go_on.set()
    assert turns.wait_for_quiet(10)
    thread.join(10)
    assert turns.wait_for_quiet(0)
