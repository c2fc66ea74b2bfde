"""The science stands without Streamlit: nothing in `evidence/` imports it, neither itself nor through another module."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.library import Library

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "evidence").rglob("*.py"))
#: What belongs to the interface: Streamlit, and our own modules that need it.
INTERFACE = {"streamlit", "ui", "pages", "app", "altair", "pydeck"}


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path) -> set[str]:
    """The first names of all modules that a file imports anywhere, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {(node.module or "").split(".")[0]}
    return names


def test_the_walk_sees_the_modules_and_what_they_import() -> None:
    names = {module_name(file) for file in FILES}
    assert {"evidence", "evidence.library.library", "evidence.charts.ladder"} <= names
    assert "pandas" in imported(ROOT / "evidence" / "library" / "library.py")
    assert any("streamlit" in imported(file) for file in (ROOT / "ui").rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_no_module_names_streamlit_or_a_module_of_the_interface(file: Path) -> None:
    assert imported(file) & INTERFACE == set()


def test_nothing_that_is_imported_on_the_way_is_streamlit(library: Library) -> None:
    program = f"""
import importlib, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {sorted(INTERFACE - {"app", "pages"})!r}:
            raise ImportError("the science imports " + name)

sys.meta_path.insert(0, Refuse())
for name in {[module_name(file) for file in FILES]!r}:
    importlib.import_module(name)

from evidence.library import check, load
assert check() == []
library = load()
assert "streamlit" not in sys.modules
print(len(library.studies))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(library.studies))
