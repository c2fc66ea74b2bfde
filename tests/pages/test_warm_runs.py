"""A page that was opened before lays out plain values: no run of it works with tables or builds figures."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.pages.visit import FRAME, visit
from ui.address.navigation import PAGES
from ui.data import FOLDER_VARIABLE

ROOT = FRAME.parents[1]
#: Where our own code lies, and what it must not call in a warm run. Streamlit itself uses pandas to send a table.
OURS = tuple(str(ROOT / name) for name in ("evidence", "ui", "pages"))
HEAVY = ("/pandas/", "/plotly/")
PARAMS: dict[str, list[dict[str, str]]] = {
    "study": [{"id": "cherkin-2011"}],
    "mechanism": [{}, {"mech": "pain_quality_of_life"}],
    "studies": [{}, {"design": "rct", "cond": "fibromyalgia"}, {"view": "table"}, {"view": "ladder"}],
    "synthesis": [{}, {"comp": "any", "doubt": "chronic", "look": "groups"}],
    "learn": [{}, {"part": "glossary"}, {"part": "quiz", "seed": "7"}, {"lesson": "size"}],
    "present": [{}, {"deck": "five", "slide": "4"}, {"deck": "condition-low_back_pain", "slide": "2"}],
    "compare": [{}, {"of": "condition"}],
    "briefing": [{"mech": "endorphins"}, {"cond": "neck_pain"}],
}
CASES = [(page, params) for page in PAGES for params in PARAMS.get(page, [{}])]


class Calls:
    """Counts the calls that our own code makes into what is heavy, by the place that makes them."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or frame.f_back is None:
            return
        called, caller = frame.f_code.co_filename, frame.f_back.f_code.co_filename
        if caller.startswith(OURS) and any(name in called for name in HEAVY):
            place = f"{Path(caller).relative_to(ROOT)}:{frame.f_back.f_lineno} calls {frame.f_code.co_qualname}"
            self.found[place] = self.found.get(place, 0) + 1


def counted(run: Callable[[], object]) -> dict[str, int]:
    """What a run calls, in this thread and in those that it starts."""
    calls = Calls()
    threading.setprofile(calls)
    sys.setprofile(calls)
    try:
        run()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return calls.found


@pytest.mark.parametrize(("page", "params"), CASES, ids=lambda case: str(case))
def test_a_warm_run_works_with_plain_values(page: str, params: dict[str, str]) -> None:
    visit(page, dict(params))
    found = counted(lambda: visit(page, dict(params)))
    assert not found, "\n".join(f"{number} × {place}" for place, number in found.items())


def test_the_count_sees_what_it_has_to_see(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run on other data works with tables; were none seen, the test above would mean nothing."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(shutil.copytree(data_folder, tmp_path / "data")))
    assert counted(lambda: visit("condition", {}))
