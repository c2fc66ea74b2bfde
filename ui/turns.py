"""Turns: of all visitors' scripts only a few compute at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: How many scripts compute at once. All share one interpreter, so more would not be faster; but fifty that can run starve the
#: server's event loop, which then waits for each of them in turn before it can send anything to anybody.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and hold it while the block runs, also when it ends by an error or by Streamlit's own stop."""
    with _turns:
        yield
