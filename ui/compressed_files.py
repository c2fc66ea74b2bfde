"""Compressed files: Streamlit's own scripts and styles go to the browser as Brotli or gzip, each compressed once a process."""

from __future__ import annotations

import asyncio
import gzip
import logging
import posixpath
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import brotli  # type: ignore[import-untyped]
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Files of these kinds are text; fonts and pictures are compressed as they are.
TEXT = (".css", ".html", ".js", ".json", ".map", ".svg", ".txt", ".wasm")
#: Bytes below which the saving is less than what it costs.
SMALLEST = 1_000
#: Brotli's 6 takes 0.14 s for plotly's 4.7 MB and leaves 1.22 MB; 9 takes 0.4 s for 1.18 MB, 11 takes 8 s for 1.06 MB.
BROTLI_QUALITY = 6
GZIP_LEVEL = 6
#: Bytes kept at most. Every file of Streamlit's in both encodings is 13 MB, so that nothing is dropped unless they grow.
KEPT = 16 * 1024 * 1024
#: Bytes handed to the server at a time, so that a slow visitor's connection holds no copy of a whole file.
PIECE = 64 * 1024

#: By preference where a browser has none.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=BROTLI_QUALITY),
    "gzip": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0),
}
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_log = logging.getLogger(__name__)


def best_encoding(accepted: str) -> str | None:
    """The encoding that this Accept-Encoding header likes best, or None if the plain file is as welcome as any."""
    weights: dict[str, float] = {}
    for wish in accepted.lower().split(","):
        name, _, parameter = (part.strip() for part in wish.partition(";"))
        weight = _WEIGHT.fullmatch(parameter)
        weights[name] = float(weight[1]) if weight else float(not parameter)
    offered = {name: weights.get(name, weights.get("*", 0.0)) for name in ENCODINGS}
    best = max(offered, key=lambda name: offered[name])
    return best if offered[best] > 0 and offered[best] >= weights.get("identity", 0.0) else None


class CompressedFiles:
    """Middleware that answers for Streamlit's static text files, and hands on everything else untouched.

    It opens no file: which one is meant, whether it has changed and what it holds is asked of Streamlit itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        base = (st.get_option("server.baseUrlPath") or "").strip("/")
        self._app = app
        self._folder = f"/{base}/static/" if base else "/static/"
        self._kept = _Kept(KEPT)
        # One at a time: a core is left to the visitors, and the memory that compressing takes is taken once (40 MB, not 60).
        self._worker = ThreadPoolExecutor(1, "compressing")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._concerns(scope):
            await self._app(scope, receive, send)
            return
        encoding = best_encoding(", ".join(Headers(scope=scope).getlist("accept-encoding")))
        try:
            answer = await self._compressed(scope, encoding) if encoding else None
        except Exception:  # whatever went wrong, the plain file still works
            _log.exception("%s could not be compressed", scope["path"])
            answer = None
        if answer is None:
            await self._app(scope, receive, _marking(send))
        else:
            await _sent(answer, scope["method"], send)

    def _concerns(self, scope: Scope) -> bool:
        # A path with `..` or `//` is another name of a file: were it served here, one file could be kept under many names.
        return (
            scope["type"] == "http"
            and scope["method"] in {"GET", "HEAD"}
            and scope["path"].startswith(self._folder)
            and scope["path"].endswith(TEXT)
            and posixpath.normpath(scope["path"]) == scope["path"]
            and "range" not in Headers(scope=scope)
        )

    async def _compressed(self, scope: Scope, encoding: str) -> _Answer | None:
        found = await _asked(self._app, scope, "HEAD")
        if found.status != 200 or not _is_own(200, found.headers) or int(found.headers["content-length"]) < SMALLEST:
            return None
        tag = found.headers["etag"]
        body = await self._kept.get((scope["path"], tag, encoding), lambda: self._made(scope, tag, encoding))
        headers = _marked(found.headers)
        headers["content-encoding"] = encoding
        headers["content-length"] = str(len(body))
        # A browser must not complete half of this file with a part of the plain one.
        del headers["accept-ranges"]
        return _Answer(200, headers, body)

    async def _made(self, scope: Scope, tag: str, encoding: str) -> bytes:
        plain = await _asked(self._app, scope, "GET")
        whole = len(plain.body) == int(plain.headers.get("content-length", "-1"))
        if plain.status != 200 or plain.headers.get("etag") != tag or not whole:
            raise RuntimeError("the file changed while it was read")
        return await asyncio.get_running_loop().run_in_executor(self._worker, ENCODINGS[encoding], plain.body)


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: MutableHeaders
    body: bytes


class _Kept:
    """Results by key, of which those asked for longest ago are dropped; who asks while one is being made waits for it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tasks: OrderedDict[tuple[str, ...], asyncio.Task[bytes]] = OrderedDict()
        self._sizes: dict[tuple[str, ...], int] = {}

    async def get(self, key: tuple[str, ...], make: Callable[[], Coroutine[None, None, bytes]]) -> bytes:
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(make())
            self._tasks[key].add_done_callback(partial(self._settle, key))
        self._tasks.move_to_end(key)
        # A visitor who leaves must not take the file from those who wait with them.
        return await asyncio.shield(self._tasks[key])

    def _settle(self, key: tuple[str, ...], task: asyncio.Task[bytes]) -> None:
        if task.cancelled() or task.exception():
            del self._tasks[key]
            return
        self._sizes[key] = len(task.result())
        surplus = sum(self._sizes.values()) - self._limit
        for old in [name for name in self._tasks if name in self._sizes]:
            if surplus <= 0:
                break
            del self._tasks[old]
            surplus -= self._sizes.pop(old)


def _is_own(status: int, headers: Headers) -> bool:
    # To an unknown name Streamlit answers 200 with its empty frame; only files of its own are immutable, or have not changed.
    own = status == 304 or "immutable" in headers.get("cache-control", "")
    return own and "etag" in headers and "content-encoding" not in headers


def _marked(headers: Headers) -> MutableHeaders:
    """The headers of a file that is served in several encodings.

    A weak tag stands for all of them, and Streamlit's files know it again when a browser asks whether it still holds.
    """
    marked = MutableHeaders(raw=list(headers.raw))
    marked["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
    marked.add_vary_header("Accept-Encoding")
    return marked


def _marking(send: Send) -> Send:
    """Marks a file that goes out plain, or the word that it has not changed."""

    async def marking(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if _is_own(message["status"], headers):
                message = {**message, "headers": _marked(headers).raw}
        await send(message)

    return marking


async def _asked(app: ASGIApp, scope: Scope, method: str) -> _Answer:
    """What the app answers to the same request with this method, all of it in memory."""
    status, headers, body = 0, MutableHeaders(), bytearray()

    # One that stays to the end: after the request nothing more is heard of it.
    messages: asyncio.Queue[Message] = asyncio.Queue()
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def collect(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], MutableHeaders(raw=list(message["headers"]))
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    # Without the server's extensions, one of which sends a file by its path instead of its bytes.
    await app({**scope, "method": method, "extensions": {}}, messages.get, collect)
    return _Answer(status, headers, bytes(body))


async def _sent(answer: _Answer, method: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers.raw})
    body = answer.body if method == "GET" else b""
    for start in range(0, len(body), PIECE):
        await send({"type": "http.response.body", "body": body[start : start + PIECE], "more_body": True})
    await send({"type": "http.response.body", "body": b""})
