"""A lecture hall: many visitors at once, each with a session of its own, who click every few seconds; beside an empty app.

`python -m bench.load [VISITORS] [SECONDS]` opens the dashboard and then the empty app with the same visitors and prints how long
their clicks took. A click is a run of a page's script over the visitor's own websocket, from the request to the message that the
script has finished. Visitors, server and clients share the machine, so only the ratio means anything.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from bench.server import Server, dashboard, small_app

VISITORS, SECONDS = 50, 60.0
#: The least and the most seconds between two clicks of one visitor, and over how many seconds they arrive.
PAUSE = (5.0, 15.0)
ARRIVAL = 10.0
#: Seconds after which a click counts as failed.
PATIENCE = 120.0
#: The addresses that are clicked: page and query.
CLICKS = (
    ("", ""),
    ("mechanism", "mech=endorphins"),
    ("mechanism", "mech=pain_quality_of_life"),
    ("condition", "cond=low_back_pain"),
    ("condition", "cond=knee_osteoarthritis"),
    ("studies", "design=rct&cond=fibromyalgia"),
    ("study", "id=cherkin-2011"),
    ("map", ""),
    ("synthesis", "comp=any"),
    ("safety", ""),
    ("learn", "lesson=comparison"),
)
EMPTY = 'import streamlit as st\n\nst.write("Nothing.")\n'


@dataclass
class Hall:
    """What the visitors of one server met: seconds of every click that ended, and how many failed."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def quantile(self, share: float) -> float:
        """The time within which this share of the clicks ended, in seconds."""
        return float(np.quantile(self.seconds, share)) if self.seconds else float("nan")


def fill(server: Server, clicks: Sequence[tuple[str, str]], visitors: int, seconds: float) -> Hall:
    """Let so many visitors click for so long; they arrive one after the other."""
    hall, lock = Hall(), threading.Lock()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_visitor, args=(server, clicks, hall, lock, end, ARRIVAL * number / visitors, number))
        for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return hall


def _visitor(
    server: Server,
    clicks: Sequence[tuple[str, str]],
    hall: Hall,
    lock: threading.Lock,
    end: float,
    arrival: float,
    seed: int,
) -> None:
    chance = random.Random(seed)
    time.sleep(arrival)
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    try:
        with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as websocket:
            while time.monotonic() < end:
                took = _click(websocket, *chance.choice(clicks))
                with lock:
                    hall.seconds.append(took)
                time.sleep(chance.uniform(*PAUSE))
    except (OSError, TimeoutError, WebSocketException):
        with lock:
            hall.failed += 1


def _click(websocket: ClientConnection, page: str, query: str) -> float:
    request = BackMsg()
    request.rerun_script.page_name = page
    request.rerun_script.query_string = query
    start = time.perf_counter()
    websocket.send(request.SerializeToString())
    while True:
        left = max(0.0, start + PATIENCE - time.perf_counter())
        if ForwardMsg.FromString(websocket.recv(timeout=left, decode=False)).WhichOneof("type") == "script_finished":
            return time.perf_counter() - start


def main(arguments: Sequence[str]) -> None:
    """Print both halls side by side."""
    visitors = int(arguments[0]) if arguments else VISITORS
    seconds = float(arguments[1]) if len(arguments) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        with small_app(Path(folder) / "empty", EMPTY) as server:
            empty = fill(server, (("", ""),), visitors, seconds)
        with dashboard(Path(folder) / "log.txt", Path("data").resolve()) as server:
            full = fill(server, CLICKS, visitors, seconds)
            memory = server.memory()
    for name, hall in (("empty app", empty), ("dashboard", full)):
        print(
            f"{name}: {len(hall.seconds)} clicks of {visitors} visitors, {hall.failed} failed; p50 "
            f"{1000 * hall.quantile(0.5):.0f} ms, p95 {1000 * hall.quantile(0.95):.0f} ms"
        )
    print(f"p95: {full.quantile(0.95) / empty.quantile(0.95):.1f} × the empty app; memory then {memory:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
