"""Text from data and addresses is shown as text, whatever it looks like; the browser tests look at the same in the DOM."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Node

from evidence.library import Library, load
from tests.data.copies import edit
from tests.pages.hostile import HOSTILE, PIECES, make_hostile
from tests.pages.visit import Params, arrive, drawings, go, nodes, shown, unfold, visit
from ui.address.navigation import PAGES
from ui.text import plain

#: Fields that the browser shows as they are or not at all: (element, field).
SHOWN_AS_TEXT = {
    ("code", "code_text"),
    ("text_input", "value"),
    ("text_input", "default"),
    ("page_link", "query_string"),
    ("plotly_chart", "spec"),  # looked at on its own
    ("plotly_chart", "alt"),
    ("bidi_component", "json"),  # looked at on its own
    ("table", "alt"),
    ("dataframe", "alt"),
    ("selectbox", "options"),
    ("selectbox", "raw_value"),
    ("multiselect", "options"),
}
#: Raw pieces that must not reach Markdown.
MARKUP = [piece for piece in PIECES if piece not in ("www.x.invalid", "&lt;b&gt;")] + ["www.x", "http://", "a@x"]


@pytest.fixture(scope="module")
def hostile_folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(data_folder, folder)
    make_hostile(folder)
    return folder


@pytest.fixture
def hostile(hostile_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library of a folder full of hostile text, which the app uses until the test ends."""
    monkeypatch.setenv("TOUCHSTONE_DATA", str(hostile_folder))
    return load(hostile_folder)


def enter(page: str, params: Params | None = None) -> AppTest:
    """A page of data that may have problems."""
    app = arrive()
    for button in app.button:
        if button.label == "Use these data all the same":
            button.click().run()
    return go(app, page, params)


VIEWS: list[tuple[str, dict[str, str]]] = [
    ("overview", {}),
    ("mechanism", {"mech": "endorphins", "link": "mediator_acute"}),
    ("mechanism", {"mech": "pain_quality_of_life"}),
    ("studies", {"scope": ""}),
    ("studies", {"view": "table"}),
    ("studies", {"view": "ladder"}),
    ("study", {"id": "cherkin-2011"}),
    ("study", {"id": "no-such-study"}),
    ("condition", {}),
    ("condition", {"cond": "knee_osteoarthritis"}),
    ("condition", {"cond": "healthy"}),
    ("present", {}),
    ("present", {"deck": "five"}),
    ("present", {"deck": "claim-endorphins", "slide": "4", "notes": "1"}),
    ("present", {"deck": "condition-low_back_pain", "slide": "2", "notes": "1"}),
    ("briefing", {}),
    ("briefing", {"mech": "endorphins"}),
    ("briefing", {"cond": "cancer"}),
    ("compare", {}),
    ("compare", {"of": "condition"}),
    ("learn", {"lesson": "comparison"}),
    ("learn", {"lesson": "forest", "step": "6"}),
    ("learn", {"part": "glossary"}),
    ("learn", {"part": "quiz", "seed": "3"}),
    ("learn", {"part": "quiz", "seed": "3", "answers": "0000000000", "at": "3"}),
    ("methods", {}),
    ("safety", {}),
    ("map", {}),
    ("map", {"rows": "condition", "cols": "technique"}),
    ("synthesis", {"comp": "any"}),
    ("synthesis", {"comp": "any", "look": "groups", "by": "derivation"}),
    ("synthesis", {"outcome": "function_disability", "comp": "any", "look": "years"}),
]


def test_every_page_is_looked_at() -> None:
    assert {page for page, _ in VIEWS} == set(PAGES)


@pytest.mark.parametrize(
    ("page", "params"), VIEWS, ids=[f"{page} {' '.join(params.values())}" for page, params in VIEWS]
)
def test_hostile_data_reach_no_markdown_unescaped(page: str, params: dict[str, str], hostile: Library) -> None:
    app = enter(page, params)
    if page == "mechanism":
        unfold(app, "strand_synthesis")
    elif page in ("study", "synthesis"):
        unfold(app, "workings")

    assert not app.exception
    assert app.title[0].value != "The data need attention"
    assert _raw(app) == []
    for chart in app.get("plotly_chart"):
        drawn = list(_strings(json.loads(chart.proto.spec)))
        assert not [text for text in drawn if "<script" in text or "<img" in text or "<b>tag" in text]
    for svg in drawings(app):
        _only_drawn(svg)


#: What our own pictures are made of; nothing else may stand in one.
SVG_ELEMENTS = {
    "svg", "g", "defs", "pattern", "rect", "line", "circle", "polygon", "polyline", "path", "text", "tspan", "title", "desc", "a",
    "clipPath",
}  # fmt: skip


def _only_drawn(svg: str) -> None:
    """A picture in which all text of the data is text: no element but those that draw, no handler, no address outside the app."""
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in SVG_ELEMENTS
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert "href" not in name or ":" not in value.partition("?")[0]


def test_hostile_texts_are_there_to_be_read(hostile: Library) -> None:
    study = hostile.study("cherkin-2011")
    assert study is not None
    app = enter("study", {"id": "cherkin-2011"})

    assert app.title[0].value == plain(study["title"])
    assert any(plain(study["summary"]) in text for text in app.markdown.values)
    assert shown(app).count(HOSTILE) > 5


def test_hostile_problems_are_listed_as_text(data_copy: Path) -> None:
    folder = data_copy.rename(data_copy.with_name("**b** $x^2$ :red[x]"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_DATA", str(folder))
        edit(folder, "studies", 0, design="<script>alert(1)</script> **bold**")
        app = arrive()

    assert app.title[0].value == "The data need attention"
    assert "<script>alert(1)</script> **bold**" in shown(app)
    assert _raw(app) == []
    assert not [text for text in app.markdown.values if ":red[x]" in text or "$x^2$" in text]


@pytest.mark.parametrize("page", PAGES)
def test_hostile_addresses_reach_no_markdown_unescaped(page: str) -> None:
    app = visit(page, dict.fromkeys(("mech", "link", "q", "id", "design", "view", "page", HOSTILE), HOSTILE))

    assert not app.exception
    assert _raw(app) == []


def _raw(app: AppTest) -> list[tuple[str, str, str]]:
    """Where markup of the hostile text stands in a field that Streamlit may read as Markdown."""
    return [
        (node.type, field, text[:200])
        for node in nodes(app)
        for field, text in _fields(node)
        if (node.type, field) not in SHOWN_AS_TEXT and any(piece in _unescaped(text) for piece in MARKUP)
    ]


def _unescaped(text: str) -> str:
    """The text without what is escaped, so that only live markup is left to be found."""
    return text.replace("\\\\", "").replace("\N{WORD JOINER}", "\\")


def _fields(node: Node) -> Iterator[tuple[str, str]]:
    """Every text that an element sends to the browser, with the name of its field; cells of a table as `cell`."""
    if node.type == "table":
        frame = node.value
        yield from (("cell", str(text)) for text in [*frame.columns, *frame.index, *frame.to_numpy().ravel()])
    elif node.type == "dataframe":
        return
    yield from _message(getattr(node, "proto", None))


def _message(message: object) -> Iterator[tuple[str, str]]:
    if not isinstance(message, Message):
        return
    for field, value in message.ListFields():
        for item in _items(field, value):
            if isinstance(item, str):
                yield field.name, item
            else:
                yield from _message(item)


def _items(field: FieldDescriptor, value: Any) -> list[Any]:
    if not field.is_repeated:
        return [value]
    return list(value.values()) if isinstance(value, Mapping) else list(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
