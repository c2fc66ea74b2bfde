"""Reading a record: names of authors and pages in every form that occurs."""

from __future__ import annotations

import pytest

from evidence.studies import bylines
from evidence.studies.bylines import Author, Byline, Pages
from tests.evidence.study_rows import study


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", Byline(())),
        ("Field T", Byline((Author("Field", ("T",)),))),
        ("van den Dolder PA", Byline((Author("van den Dolder", ("P", "A")),))),
        ("Mokhtari dizaji M", Byline((Author("Mokhtari dizaji", ("M",)),))),
        ("Barreto TdoNP", Byline((Author("Barreto", ("T", "do", "N", "P")),))),
        ("Guy GP Jr", Byline((Author("Guy", ("G", "P"), "Jr"),))),
        ("Smith J-P", Byline((Author("Smith", ("J", "-P")),))),
        ("Chaves ÉCL", Byline((Author("Chaves", ("É", "C", "L")),))),
        ("Hidayati; Kim MY", Byline((Author("Hidayati"), Author("Kim", ("M", "Y"))))),
        ("Neck Pain Study Group", Byline((Author("Neck Pain Study Group"),))),
        ("NICE", Byline((Author("NICE"),))),
        ("Field T; et al.", Byline((Author("Field", ("T",)),), more=True)),
        ("Field T et al", Byline((Author("Field", ("T",)),), more=True)),
        ("Field T; others", Byline((Author("Field", ("T",)),), more=True)),
        ("Brothers A", Byline((Author("Brothers", ("A",)),))),
    ],
)
def test_author_cells_are_read(cell: str, expected: Byline) -> None:
    assert bylines.byline(study(authors=cell)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", Pages("")),
        ("515-520", Pages("515", "520")),
        ("515–20", Pages("515", "520")),
        ("1363-8", Pages("1363", "1368")),
        ("3-14", Pages("3", "14")),
        ("99-101", Pages("99", "101")),
        ("998-02", Pages("998", "02")),
        ("e250268", Pages("e250268")),
        ("e490-e496", Pages("e490", "e496")),
        ("e883-91", Pages("e883", "e891")),
        ("CR173-178", Pages("CR173", "CR178")),
        ("S10-T12", Pages("S10", "T12")),
        ("126A-127A", Pages("126A", "127A")),
        ("119ra13", Pages("119ra13")),
        ("ENEURO.0138-15.2016", Pages("ENEURO.0138-15.2016")),
    ],
)
def test_page_ranges(printed: str, expected: Pages) -> None:
    assert bylines.pages(study(pages=printed)) == expected
