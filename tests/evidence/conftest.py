"""The shipped library, read once for all tests of the science."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.library import Library, load


@pytest.fixture(scope="session")
def library(data_folder: Path) -> Library:
    return load(data_folder)
