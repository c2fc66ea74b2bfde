"""What the pictures of a page show, read from the SVG that is sent to the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.etree import ElementTree

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tests.pages.visit import nodes

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Shown:
    """One picture: the key of its chart, what is read aloud, and its widest drawing."""

    key: str
    alt: str
    svg: ElementTree.Element

    @property
    def hovers(self) -> list[str]:
        """What is told when one points at its parts, in their order; the title of the whole left out."""
        return [title.text or "" for title in self.svg.iter(f"{_SVG}title") if title not in list(self.svg)]

    @property
    def words(self) -> list[str]:
        """The words in it, piece by piece."""
        return ["".join(text.itertext()) for text in self.svg.iter(f"{_SVG}text")]

    @property
    def marks(self) -> list[tuple[str, str, bool]]:
        """Each mark of a study: its id, its shape, and whether it is filled."""
        found = []
        for link in self.svg.iter(f"{_SVG}a"):
            shapes = [part for part in link.iter() if part.tag.removeprefix(_SVG) in ("circle", "polygon", "rect")]
            if shapes and link.get("data-id"):
                found.append((str(link.get("data-id")), _shape(shapes[0]), shapes[0].get("fill") != "none"))
        return found


def pictures(root: AppTest | Block) -> list[Shown]:
    """The pictures there, in reading order."""
    return [
        _read(node.proto) for node in nodes(root) if getattr(node, "type", "") == "bidi_component" and _is(node.proto)
    ]


def _is(proto: object) -> bool:
    return getattr(proto, "component_name", "") == "touchstone_picture"


def _read(proto: object) -> Shown:
    data = json.loads(str(getattr(proto, "json", "")))
    key = str(getattr(proto, "id", "")).rsplit("-", 1)[-1].removesuffix("_picture")
    widest = max(data["drawings"], key=lambda one: one["width"])
    svg = ElementTree.fromstring(widest["svg"])
    return Shown(key, " ".join(str(svg.get("aria-label")).split()), svg)


def _shape(part: ElementTree.Element) -> str:
    kind = part.tag.removeprefix(_SVG)
    if kind != "polygon":
        return {"circle": "circle", "rect": "square"}[kind]
    heights = [float(point.split(",")[1]) for point in str(part.get("points")).split()]
    if len(heights) == 4:
        return "square" if len(set(heights)) == 2 else "diamond"
    return "triangle_up" if heights.count(min(heights)) == 1 else "triangle_down"
