"""Turns: of all visitors' scripts only a few compute at the same time, and work ahead waits for a moment without any."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: How many scripts compute at once. All share one interpreter, so more would not be faster; but fifty that can run starve the
#: server's event loop, which then waits for each of them in turn before it can send anything to anybody.
AT_ONCE = 2
#: Seconds after which work ahead goes on even though visitors are there: in a full hall there may be no quiet moment.
PATIENCE = 2.0


class Turns:
    """Who computes, and who waits for a turn."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Nobody is there yet."""
        self._places = threading.BoundedSemaphore(at_once)
        self._nobody = threading.Condition()
        self._there = 0
        self._own = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it while the block runs, also when it ends by an error or by Streamlit's own stop.

        Whoever holds one already goes on: a part of a page takes its turn when it runs alone, and shares that of its page else.
        """
        if getattr(self._own, "holds", False):
            yield
            return
        self._count(1)
        try:
            with self._places:
                self._own.holds = True
                try:
                    yield
                finally:
                    self._own.holds = False
        finally:
            self._count(-1)

    def wait_for_quiet(self, patience: float = PATIENCE) -> bool:
        """Wait until nobody computes or waits, at most so many seconds; whether it is quiet."""
        with self._nobody:
            return self._nobody.wait_for(lambda: not self._there, patience)

    def _count(self, change: int) -> None:
        with self._nobody:
            self._there += change
            if not self._there:
                self._nobody.notify_all()


_TURNS = Turns()
turn = _TURNS.turn
wait_for_quiet = _TURNS.wait_for_quiet
