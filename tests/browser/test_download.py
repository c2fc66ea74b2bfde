"""What is chosen can be taken along: exactly these studies, with what a later reader needs to know."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import rispy
from playwright.sync_api import Page

from evidence.library import Library
from evidence.selection import Selection
from tests.browser.conftest import Settled

ADDRESS = "/studies?design=rct&cond=fibromyalgia"
SELECTION = Selection(design=("rct",), condition=("fibromyalgia",))


def download(page: Page, label: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=label).click()
    return started.value.path()


def test_the_downloads_hold_exactly_the_chosen_studies(
    server: str, page: Page, settled: Settled, library: Library
) -> None:
    chosen = SELECTION.apply(library)
    page.goto(server + ADDRESS)
    settled(page)
    page.get_by_role("button", name="Download").click()

    with zipfile.ZipFile(download(page, "Data (CSV in a zip)")) as bundle:
        studies = _rows(bundle, "studies.csv")
        findings = _rows(bundle, "findings.csv")
        readme = bundle.read("README.txt").decode()
        described = {resource["name"] for resource in json.loads(bundle.read("datapackage.json"))["resources"]}
    assert [row["study_id"] for row in studies] == chosen.studies["study_id"].tolist()
    assert [row["finding_id"] for row in findings] == chosen.findings["finding_id"].tolist()
    assert described == {"studies", "findings"}
    unbroken = " ".join(readme.split())
    for words in (
        "fibromyalgia",
        library.version,
        library.fingerprint,
        f"{len(studies)} studies",
        f"{server}{ADDRESS}",
    ):
        assert words in unbroken

    records = rispy.loads(download(page, "References (RIS)").read_text(encoding="utf-8"))
    assert len(records) == len(studies)
    entries = download(page, "References (BibTeX)").read_text(encoding="utf-8").count("\n@") + 1
    assert entries == len(studies)


def _rows(bundle: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bundle.read(name).decode(), newline="")))
