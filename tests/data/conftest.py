"""Copies of the data folder for the tests that break it: whole, and a smaller one that is checked faster."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidence.library import Library, load
from tests.data.copies import excerpt


@pytest.fixture(scope="session")
def library(data_folder: Path) -> Library:
    return load(data_folder)


@pytest.fixture(scope="session")
def excerpted(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("excerpt") / "data"
    excerpt(data_folder, folder)
    return folder


@pytest.fixture
def small_copy(excerpted: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(excerpted, folder)
    return folder


@pytest.fixture
def copy(data_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(data_folder, folder)
    return folder
