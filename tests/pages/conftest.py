"""What the tests of the pages share: the library as the app reads it, and a copy of the data that may be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from evidence.library import Library, load
from evidence.library.strands import DIRECT_SCOPES, SAFETY


@pytest.fixture(scope="session")
def library(data_folder: Path) -> Library:
    """The whole library."""
    return load(data_folder)


@pytest.fixture(scope="session")
def direct(library: Library) -> pd.DataFrame:
    """Findings on benefit from studies of massage, self-massage or devices, with the study's role beside each."""
    studies = library.studies[library.studies["scope"].isin(DIRECT_SCOPES)]
    findings = library.findings[library.findings["outcome_group"] != SAFETY]
    return findings.merge(studies[["study_id", "role"]], on="study_id")


@pytest.fixture
def data_copy(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder, which the app uses until the test ends."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder, folder)
    monkeypatch.setenv("TOUCHSTONE_DATA", str(folder))
    return folder
