"""Only a few scripts compute at once, and a turn is given back however it ends."""

from __future__ import annotations

import threading
import time

import pytest

from ui.turns import AT_ONCE, turn


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
