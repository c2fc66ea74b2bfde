"""What every test shares: Hypothesis settings, the browser marker and the folder of the curated tables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
BROWSER_TESTS = ROOT / "tests" / "browser"

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# The tests speak of the tables in data/, whatever the person who runs them has set for the dashboard.
os.environ.pop("TOUCHSTONE_DATA", None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what lies under tests/browser, so that `-m "not browser"` misses no file, and runs it last."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of the curated tables."""
    return ROOT / "data"
