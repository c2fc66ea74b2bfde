"""A visit without a browser: a session of its own over the server's websocket, and one run of a page's script in it."""

from __future__ import annotations

import socket
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import connect

from bench.server import Server
from bench.views import View
from ui.around.standing import CAUTION

#: Seconds to wait for the end of a run; the first visit reads and checks the whole corpus.
PATIENCE = 300


class NotThePageError(RuntimeError):
    """The server answered with something else than the finished page, so its time means nothing."""


def visit(server: Server, view: View) -> float:
    """Seconds from asking for the view in a new session to the message that its script has finished.

    Raises `NotThePageError` if the script failed or did not get to the words that end every page, TimeoutError after
    `PATIENCE` seconds.
    """
    request = BackMsg()
    request.rerun_script.page_name = view.page
    request.rerun_script.query_string = view.query
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    messages: list[ForwardMsg] = []
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as websocket:
        start = time.perf_counter()
        websocket.send(request.SerializeToString())
        while not messages or messages[-1].WhichOneof("type") != "script_finished":
            # Streamlit's socket holds a small message back until the last one is acknowledged, and Linux waits 40 ms with that.
            websocket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            left = max(0.0, start + PATIENCE - time.perf_counter())
            messages.append(ForwardMsg.FromString(websocket.recv(timeout=left, decode=False)))
        seconds = time.perf_counter() - start
    _insist_on_page(messages, view)
    return seconds


def _insist_on_page(messages: list[ForwardMsg], view: View) -> None:
    if any(message.WhichOneof("type") == "page_not_found" for message in messages):
        raise NotThePageError(f"{view.address}: the server knows no such page.")
    elements = [message.delta.new_element for message in messages if message.WhichOneof("type") == "delta"]
    failures = [element.exception.message for element in elements if element.WhichOneof("type") == "exception"]
    if failures:
        raise NotThePageError(f"{view.address}: the script failed. {failures[0]}")
    if not any(element.markdown.body == CAUTION for element in elements):
        raise NotThePageError(f"{view.address}: the page ended before its last words.")
