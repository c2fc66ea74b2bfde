"""A visitor without a browser: a session over the server's websocket, in which a page's script runs as often as asked."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from bench.server import Server
from bench.views import View
from evidence.words.notices import CAUTION

#: Seconds to wait for the end of a run; the first of an enlarged corpus takes long.
PATIENCE = 300.0
#: The message that a script has finished is a few bytes long; longer ones are not looked into while the clock runs.
SMALL = 200
#: How the box begins that stands in the place of a part which failed alone.
BROKEN_PART = "This part could not be worked out"


class NotThePageError(RuntimeError):
    """The server answered with something else than the finished page, so its time means nothing."""


@dataclass(frozen=True)
class Run:
    """One run of a page's script: seconds from the request to the end, and the messages that came, as they came."""

    seconds: float
    frames: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes of all messages."""
        return sum(map(len, self.frames))

    def insist_on(self, view: View) -> None:
        """Raise `NotThePageError` if the script failed, wholly or in part, or did not get to the page's end."""
        failure = failure_in(self.frames)
        if failure:
            raise NotThePageError(f"{view.address}: {failure}")
        bodies = [_words(element) for element in _elements(self.frames)]
        if view.has_footer and not any(CAUTION in body for body in bodies):
            raise NotThePageError(f"{view.address}: the page ended before its last words.")
        if not bodies:
            raise NotThePageError(f"{view.address}: the page is empty.")


class Session:
    """One visitor's connection."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket

    def run(self, page: str, query: str, patience: float = PATIENCE) -> Run:
        """Ask for an address and wait until its script has finished; TimeoutError after `patience` seconds."""
        request = BackMsg()
        request.rerun_script.page_name = page
        request.rerun_script.query_string = query
        frames: list[bytes] = []
        start = time.perf_counter()
        self._websocket.send(request.SerializeToString())
        while not frames or not _finished(frames[-1]):
            left = max(0.0, start + patience - time.perf_counter())
            frames.append(self._websocket.recv(timeout=left, decode=False))
        return Run(time.perf_counter() - start, tuple(frames))


@contextmanager
def session(server: Server) -> Iterator[Session]:
    """A new visitor, who leaves at the end of the block."""
    protocols = [Subprotocol("streamlit")]
    with connect(server.websocket, subprotocols=protocols, max_size=None, proxy=None) as websocket:
        yield Session(websocket)


def visit(server: Server, view: View) -> float:
    """Seconds of the view's script for a new visitor; `NotThePageError` if it is not the whole page that came."""
    with session(server) as visitor:
        run = visitor.run(view.page, view.query)
    run.insist_on(view)
    return run.seconds


def failure_in(frames: Sequence[bytes], longest: int = 0) -> str:
    """What went wrong in these messages, empty if nothing; messages longer than `longest` bytes are not looked into."""
    looked_into = [frame for frame in frames if not longest or len(frame) <= longest]
    for message in map(ForwardMsg.FromString, looked_into):
        if message.WhichOneof("type") == "page_not_found":
            return "the server knows no such page."
    for element in _elements(looked_into):
        if element.WhichOneof("type") == "exception":
            return f"the script failed. {element.exception.message}"
        if BROKEN_PART in _words(element):
            return "a part of the page failed."
    return ""


def _finished(frame: bytes) -> bool:
    return len(frame) <= SMALL and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"


def _elements(frames: Sequence[bytes]) -> list[Element]:
    messages = map(ForwardMsg.FromString, frames)
    return [
        message.delta.new_element
        for message in messages
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element"
    ]


def _words(element: Element) -> str:
    """The words of an element of text or of a box; empty for all others."""
    kind = element.WhichOneof("type")
    if kind == "markdown":
        return element.markdown.body
    if kind == "alert":
        return element.alert.body
    return element.html.body if kind == "html" else ""
