"""The rooms of `evidence/` and `ui/`: imports go one way, without a circle or private parts of others, and the map is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: From the ground up; a room may use itself and what stands before it.
ROOMS = (
    "words",
    "library",
    "studies",
    "selection",
    "effects",
    "synthesis",
    "answers",
    "charts",
    "learn",
    "views",
    "takeaway",
)
MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted((ROOT / "evidence").rglob("*.py"))
    if "text" not in file.parts
}


def room_of(module: str) -> str:
    """The room of a dotted name; empty for `evidence` itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(module: str) -> Iterator[tuple[str, str]]:
    """What a module takes from `evidence`, anywhere in it: the module, and the name (itself a module, or something in it)."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "evidence":
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "evidence")


def needs(module: str) -> set[str]:
    """The modules that a module imports."""
    found = set()
    for source, name in imports(module):
        inner = f"{source}.{name}"
        found.add(inner if inner in MODULES else source)
    return found - {module}


#: The interface's own rooms, on the same terms; `data`, `text`, `turns` and the frame stand beside them.
UI_ROOMS = ("address", "show", "parts", "around")
UI_FILES = sorted((ROOT / "ui").rglob("*.py"))


@pytest.mark.parametrize("file", UI_FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_imports_of_the_interface_go_one_way(file: Path) -> None:
    parts = file.relative_to(ROOT / "ui").parts
    if len(parts) == 1:
        return
    allowed = set(UI_ROOMS[: UI_ROOMS.index(parts[0]) + 1])
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "ui":
            rooms = {node.module.split(".")[1]} if "." in node.module else {alias.name for alias in node.names}
            assert rooms <= {*allowed, "data", "text", "turns"}


def test_every_module_stands_in_a_room() -> None:
    assert {room_of(module) for module in MODULES} == {"", *ROOMS}
    assert not [module for module in MODULES if module.count(".") == 1 and module.split(".")[1] not in ROOMS]


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module)])
def test_imports_go_one_way(module: str) -> None:
    allowed = set(ROOMS[: ROOMS.index(room_of(module)) + 1])
    upwards = {other for other in needs(module) if room_of(other) not in allowed}
    assert upwards == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_module_takes_private_names_of_another_room(module: str) -> None:
    taken = [
        f"{source}.{name}"
        for source, name in imports(module)
        if room_of(source) != room_of(module) and (name.startswith("_") or "._" in source)
    ]
    assert taken == []


def test_no_circle_of_imports() -> None:
    done: set[str] = set()
    path: list[str] = []

    def follow(module: str) -> None:
        if module in done:
            return
        assert module not in path, " → ".join([*path[path.index(module) :], module])
        path.append(module)
        for other in sorted(needs(module)):
            # A room's own name is only the door to its modules: what it shows stands there already.
            if other in MODULES and not (other.count(".") == 1 and room_of(other) == room_of(module)):
                follow(other)
        done.add(path.pop())

    for module in MODULES:
        follow(module)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is(room: str) -> None:
    text = ast.get_docstring(ast.parse((ROOT / "evidence" / room / "__init__.py").read_text(encoding="utf-8")))
    assert text
    assert text.splitlines()[0].endswith(".")


def mapped(heading: str) -> dict[str, set[str]]:
    """The rows of the table under a heading of the map: room → modules named in the second cell."""
    part = MAP.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z_]+)/?` \| (.+?) \|", part, flags=re.MULTILINE)
    return {room: set(re.findall(r"`([a-z_]+)(?:\.py|/)?`", cells)) for room, cells in rows}


@pytest.mark.parametrize(("heading", "folder"), [("Rooms of evidence", "evidence"), ("Rooms of ui", "ui")])
def test_the_map_names_every_module_and_no_other(heading: str, folder: str) -> None:
    there = {
        room.name: {
            entry.stem
            for entry in room.iterdir()
            if entry.stem != "__init__" and (entry.suffix == ".py" or entry.is_dir())
        }
        - {"__pycache__", "__main__"}
        for room in (ROOT / folder).iterdir()
        if room.is_dir() and room.name != "__pycache__"
    }
    assert mapped(heading) == there


def test_the_map_lists_the_rooms_in_their_order() -> None:
    assert tuple(mapped("Rooms of evidence")) == ROOMS
