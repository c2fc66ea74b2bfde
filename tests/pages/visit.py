"""A visitor without a browser: opens pages of the dashboard through AppTest and reads what stands on them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

FRAME = Path(__file__).resolve().parents[2] / "ui" / "frame.py"
Params = Mapping[str, str | Sequence[str]]

#: What Streamlit takes for markup, and escaped characters, which stay.
_MARKUP = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|:material/\w+:|:[\w-]+\[|\*\*|\]\([^)]*\)|[\[\]]")
_WORD_JOINER = "\N{WORD JOINER}"


def arrive() -> AppTest:
    """A new visitor on the overview."""
    return AppTest.from_file(FRAME, default_timeout=60).run()


def visit(page: str, params: Params | None = None) -> AppTest:
    """A page as a new visitor sees it who follows a link with these parameters."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    # AppTest learns the pages from a first run, which is always that of the overview; a deep link needs none.
    app._registered_pages = _pages()
    return go(app, page, params)


def go(app: AppTest, page: str, params: Params | None = None) -> AppTest:
    """The same visitor on another page, or on the same one with other parameters."""
    app.switch_page(f"../pages/{page}.py")
    app.query_params.clear()
    for name, value in (params or {}).items():
        app.query_params[name] = value if isinstance(value, str) else list(value)
    return app.run()


@cache
def _pages() -> Any:
    return arrive()._registered_pages


def unfold(app: AppTest, key: str) -> AppTest:
    """Open an expander whose content is made when it is opened."""
    app.session_state[key] = True
    return app.run()


def readable(markdown: object) -> str:
    """Markdown as a reader reads it: without markup, escapes and invisible characters, on one line."""
    text = _MARKUP.sub(lambda match: match["escaped"] or "", str(markdown))
    return " ".join(text.replace(_WORD_JOINER, "").split())


def nodes(root: AppTest | Block) -> Iterator[Node]:
    """Everything under a block, or on the whole page, in reading order."""
    block = root._tree if isinstance(root, AppTest) else root
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from nodes(child)


def texts(root: AppTest | Block) -> list[str]:
    """What a reader reads there, piece by piece: headings, paragraphs, labels, table cells, code as it is."""
    return [str(piece) if node.type == "code" else readable(piece) for node in nodes(root) for piece in _pieces(node)]


def shown(root: AppTest | Block) -> str:
    """The same as one text, a line for each piece."""
    return "\n".join(texts(root))


def _pieces(node: Node) -> Iterator[object]:
    label = getattr(node, "label", None)
    if isinstance(label, str) and label:
        yield label
    if node.type == "table":
        yield from _cells(node).to_numpy().ravel().tolist()
    elif node.type in _TEXT_ELEMENTS:
        yield node.value


_TEXT_ELEMENTS = {"title", "header", "subheader", "markdown", "caption", "code", "info", "warning", "error", "metric"}


def rows(table: Node) -> pd.DataFrame:
    """A table's cells as a reader reads them, the row labels first where there are any."""
    return _cells(table).rename(columns=readable).map(readable)


def _cells(table: Node) -> pd.DataFrame:
    frame: pd.DataFrame = table.value
    has_labels = not isinstance(frame.index, pd.RangeIndex) and frame.index.dtype != int
    return frame.reset_index() if has_labels else frame


def links(root: AppTest | Block, page: str) -> list[Any]:
    """The links to one page, in reading order; each has `label` and `query_string`."""
    return [link for link in root.page_link if link.proto.page == page]


def traces(chart: Node) -> list[dict[str, Any]]:
    """The traces of a plotly chart as they are sent to the browser."""
    return json.loads(chart.proto.spec)["data"]


def array(values: Any) -> list[Any]:
    """The values of a trace's field, which plotly packs where they are numbers."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return list(values)


def drawings(app: AppTest) -> list[str]:
    """The pictures of a page as SVG, each in all the widths that it is sent in."""
    told = [json.loads(node.proto.json) for node in nodes(app) if node.type == "bidi_component"]
    return [drawing["svg"] for one in told for drawing in one["drawings"]]
