"""Streamlit's static files go out compressed, each compressed once; everything else goes out as it was."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes
from websockets import Subprotocol
from websockets.sync.client import connect

from bench.server import ROOT, small_app
from ui import compressed_files
from ui.compressed_files import SMALLEST, CompressedFiles, _Kept, best_encoding

FOLDER = Path(st.__file__).parent / "static" / "static"
LARGE = max(FOLDER.glob("js/*.js"), key=lambda file: file.stat().st_size)
MIDDLE = next(file for file in sorted(FOLDER.glob("js/*.js")) if 20_000 < file.stat().st_size < 50_000)
LITTLE = next(file for file in sorted(FOLDER.glob("js/*.js")) if file.stat().st_size < SMALLEST)
FONT = next(FOLDER.glob("media/*.woff2"))
PICTURE = next(FOLDER.glob("media/*.png"))
DECODE: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Headers
    body: bytes


def address(file: Path) -> str:
    return f"/static/{file.relative_to(FOLDER).as_posix()}"


async def call(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> Reply:
    """What the app answers: `accept_encoding="br"` is the header Accept-Encoding."""
    messages: list[Message] = []
    request: asyncio.Queue[Message] = asyncio.Queue()
    request.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Message) -> None:
        messages.append(message)

    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": ""}
    await app({**scope, "query_string": b"", "headers": sent, "extensions": {}}, request.get, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Reply(messages[0]["status"], Headers(raw=messages[0]["headers"]), body)


def ask(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> Reply:
    return asyncio.run(call(app, path, method, **headers))


def streamlit_files(*ours: Middleware, base: str = "") -> Starlette:
    """Streamlit's static files behind the middleware that Streamlit puts before them, and ours before that."""
    return Starlette(
        routes=create_streamlit_static_assets_routes(base), middleware=[*ours, *create_streamlit_middleware()]
    )


@pytest.fixture
def app() -> Starlette:
    return streamlit_files(Middleware(CompressedFiles))


@pytest.fixture
def plain() -> Starlette:
    return streamlit_files()


@pytest.fixture
def compressions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes that are compressed with Brotli, in order."""
    sizes: list[int] = []

    def slow(data: bytes) -> bytes:
        sizes.append(len(data))
        time.sleep(0.05)
        return bytes(brotli.compress(data, quality=1))

    monkeypatch.setitem(compressed_files.ENCODINGS, "br", slow)
    return sizes


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip ; q=0.4,br ;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("*;q=0", None),
        ("identity", None),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("", None),
        ("deflate, zstd", None),
        ("br;q=nan, gzip;q=2", None),
        (";,=;q", None),
    ],
)
def test_the_encoding_is_the_one_the_browser_likes_best(accepted: str, best: str | None) -> None:
    assert best_encoding(accepted) == best


@pytest.mark.parametrize("encoding", ["br", "gzip", None])
@pytest.mark.parametrize("file", [MIDDLE, LARGE, next(FOLDER.glob("css/*.css"))], ids=lambda file: file.suffix)
def test_a_file_is_the_same_in_each_encoding(
    app: Starlette, plain: Starlette, file: Path, encoding: str | None
) -> None:
    reply = ask(app, address(file), accept_encoding=encoding or "identity")
    theirs = ask(plain, address(file))
    assert reply.status == 200
    assert reply.headers.get("content-encoding") == encoding
    assert DECODE[encoding](reply.body) == file.read_bytes()
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert reply.headers["vary"] == "Accept-Encoding"
    for kept in ("content-type", "cache-control", "last-modified"):
        assert reply.headers[kept] == theirs.headers[kept]
    assert reply.headers["etag"] == f"W/{theirs.headers['etag']}"
    assert ("accept-ranges" in reply.headers) == (encoding is None)


def test_plotly_is_less_than_a_third_of_its_size(app: Starlette) -> None:
    for encoding in ("br", "gzip"):
        assert len(ask(app, address(LARGE), accept_encoding=encoding).body) < LARGE.stat().st_size / 3


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_the_browser_has_is_not_sent_again(app: Starlette, encoding: str) -> None:
    first = ask(app, address(MIDDLE), accept_encoding=encoding)
    by_tag = ask(app, address(MIDDLE), accept_encoding=encoding, if_none_match=first.headers["etag"])
    by_time = ask(app, address(MIDDLE), accept_encoding=encoding, if_modified_since=first.headers["last-modified"])
    for reply in (by_tag, by_time):
        assert (reply.status, reply.body) == (304, b"")
        assert "content-encoding" not in reply.headers
        for same in ("etag", "vary"):
            assert reply.headers[same] == first.headers[same]
    assert ask(app, address(MIDDLE), accept_encoding=encoding, if_none_match='"other"').status == 200


def test_head_tells_what_get_would(app: Starlette) -> None:
    got = ask(app, address(MIDDLE), accept_encoding="br")
    head = ask(app, address(MIDDLE), "HEAD", accept_encoding="br")
    assert (head.status, head.body) == (200, b"")
    assert head.headers.raw == got.headers.raw


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (address(MIDDLE), "GET", {"range": "bytes=10-19"}),
        (address(MIDDLE), "POST", {}),
        (address(LITTLE).replace(".js", ".gone.js"), "GET", {}),
        (address(FONT), "GET", {}),
        (address(PICTURE), "GET", {}),
        ("/", "GET", {}),
        ("/synthesis", "GET", {}),
        ("/static/../static/" + address(MIDDLE).removeprefix("/static/"), "GET", {}),
        ("/static/../../__init__.py", "GET", {}),
        ("/static/../../../requirements.txt", "GET", {}),
        ("/static//etc/hosts.txt", "GET", {}),
        ("/static/js/./" + MIDDLE.name, "GET", {}),
        ("/static/\\\\host\\share.js", "GET", {}),
        ("/static/a\x00b.js", "GET", {}),
    ],
)
def test_all_else_is_streamlits_own_answer(
    app: Starlette, plain: Starlette, path: str, method: str, headers: dict[str, str]
) -> None:
    ours = ask(app, path, method, accept_encoding="br", **headers)
    theirs = ask(plain, path, method, accept_encoding="br", **headers)
    assert (ours.status, ours.headers.raw, ours.body) == (theirs.status, theirs.headers.raw, theirs.body)


def test_a_small_file_goes_out_plain(app: Starlette) -> None:
    reply = ask(app, address(LITTLE), accept_encoding="br")
    assert "content-encoding" not in reply.headers
    assert reply.body == LITTLE.read_bytes()


@pytest.mark.parametrize("base", ["touchstone", "/of/a/school/"])
def test_a_path_before_all_addresses_changes_nothing(base: str) -> None:
    before = st.get_option("server.baseUrlPath")
    st.config.set_option("server.baseUrlPath", base)
    try:
        app = streamlit_files(Middleware(CompressedFiles), base=base)
        reply = ask(app, f"/{base.strip('/')}{address(MIDDLE)}", accept_encoding="br")
        outside = ask(app, address(MIDDLE), accept_encoding="br")
    finally:
        st.config.set_option("server.baseUrlPath", before)
    assert brotli.decompress(reply.body) == MIDDLE.read_bytes()
    assert outside.headers.get("content-encoding") != "br"


def test_many_who_ask_at_once_wait_for_one_compression(app: Starlette, compressions: list[int]) -> None:
    async def crowd() -> list[Reply]:
        return await asyncio.gather(*(call(app, address(MIDDLE), accept_encoding="br") for _ in range(20)))

    replies = asyncio.run(crowd())
    assert compressions == [MIDDLE.stat().st_size]
    assert {brotli.decompress(reply.body) for reply in replies} == {MIDDLE.read_bytes()}


def test_the_server_answers_others_while_it_compresses(app: Starlette, compressions: list[int]) -> None:
    async def meanwhile() -> int:
        compressing = asyncio.create_task(call(app, address(MIDDLE), accept_encoding="br"))
        turns = 0
        while not compressing.done():
            await asyncio.sleep(0.001)
            turns += bool(compressions)
        return turns

    assert asyncio.run(meanwhile()) > 5


def test_one_who_leaves_takes_nothing_from_those_who_wait(app: Starlette, compressions: list[int]) -> None:
    async def leaving() -> Reply:
        leaver, waiter = (asyncio.create_task(call(app, address(MIDDLE), accept_encoding="br")) for _ in range(2))
        while not compressions:
            await asyncio.sleep(0.001)
        leaver.cancel()
        return await waiter

    assert brotli.decompress(asyncio.run(leaving()).body) == MIDDLE.read_bytes()
    assert len(compressions) == 1


def test_after_an_error_the_file_goes_out_plain_and_is_tried_again(
    app: Starlette, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: bytes) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setitem(compressed_files.ENCODINGS, "br", broken)
        reply = ask(app, address(MIDDLE), accept_encoding="br")
    assert (reply.status, reply.body) == (200, MIDDLE.read_bytes())
    assert "content-encoding" not in reply.headers
    assert address(MIDDLE) in caplog.text
    assert ask(app, address(MIDDLE), accept_encoding="br").headers["content-encoding"] == "br"


def test_what_is_kept_stays_below_its_limit() -> None:
    made: list[str] = []

    async def many() -> None:
        kept = _Kept(limit=25)

        async def ten(name: str) -> bytes:
            made.append(name)
            return b"x" * 10

        for name in ("a", "b", "a", "c", "a", "b"):
            assert len(await kept.get((name,), partial(ten, name))) == 10
            await asyncio.sleep(0)

    asyncio.run(many())
    assert made == ["a", "b", "c", "b"]  # b is the one asked for longest ago when c comes


@pytest.mark.parametrize("scope", [{"type": "websocket", "path": address(MIDDLE)}, {"type": "lifespan"}])
def test_other_scopes_are_handed_on(scope: Scope) -> None:
    given: list[object] = []

    async def inner(*call: object) -> None:
        given.extend(call)

    async def receive() -> Message:
        raise AssertionError

    async def send(_: Message) -> None:
        raise AssertionError

    asyncio.run(CompressedFiles(inner)(scope, receive, send))
    assert all(got is sent for got, sent in zip(given, (scope, receive, send), strict=True))


def test_an_encoding_of_streamlits_own_is_left_alone() -> None:
    async def inner(_: Scope, __: Receive, send: Send) -> None:
        headers = {"cache-control": "immutable", "etag": '"1"', "content-encoding": "zstd", "content-length": "5000"}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": b"z" * 5000})

    reply = ask(CompressedFiles(inner), "/static/js/x.js", accept_encoding="br")
    assert reply.headers["content-encoding"] == "zstd"
    assert reply.body == b"z" * 5000


APP = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from starlette.middleware import Middleware
from ui.compressed_files import CompressedFiles
app = st.App("page.py", middleware=[Middleware(CompressedFiles)])
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server of a small app that has the middleware as `app.py` has it."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "page.py").write_text("import streamlit as st\nst.write('here')\n", encoding="utf-8")
    with small_app(folder, APP) as server:
        yield server.url


def over_the_wire(url: str, path: str, method: str = "GET", **headers: str) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Reply(answer.status, Headers(dict(answer.getheaders())), answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_real_server_sends_compressed_files(url: str, encoding: str) -> None:
    reply = over_the_wire(url, address(LARGE), accept_encoding=encoding)
    assert reply.headers["content-encoding"] == encoding
    assert DECODE[encoding](reply.body) == LARGE.read_bytes()
    assert over_the_wire(url, address(LARGE), "HEAD", accept_encoding=encoding).body == b""
    again = over_the_wire(url, address(LARGE), accept_encoding=encoding, if_none_match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_real_server_sends_parts_fonts_and_its_health_as_before(url: str) -> None:
    part = over_the_wire(url, address(MIDDLE), accept_encoding="br", range="bytes=10-19")
    assert (part.status, part.body) == (206, MIDDLE.read_bytes()[10:20])
    assert over_the_wire(url, address(FONT), accept_encoding="br").body == FONT.read_bytes()
    assert over_the_wire(url, "/_stcore/health", accept_encoding="br").body == b"ok"


def test_a_real_server_still_talks_over_its_websocket(url: str) -> None:
    with connect(f"{url.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], proxy=None):
        pass
