"""A reading list holds exactly the chosen studies, says where it comes from, and reads back as it was written."""

from __future__ import annotations

import io
import json

from docx import Document

from evidence.library import Library
from evidence.studies.bylines import doi
from evidence.studies.citations import vancouver
from evidence.takeaway.reading_list import Source, csl_json, docx, markdown
from evidence.words.notices import CAUTION

SOURCE = Source("Studies of *massage* in cancer.", "1.0.0", "abc", "https://touchstone.example/studies?cond=cancer")


def records(library: Library) -> list[dict[str, object]]:
    return list(library.records.values())


def test_csl_json_names_every_study_with_its_fields(library: Library) -> None:
    items = json.loads(csl_json(records(library)))
    assert [item["id"] for item in items] == list(library.records)
    for item in items:
        study = library.records[item["id"]]
        assert item["title"]
        assert item.get("DOI", "") == doi(study)
        assert item.get("issued", {"date-parts": [[study["year"]]]})["date-parts"] == [[study["year"]]]
        assert "" not in item.values()
    cherkin = next(item for item in items if item["id"] == "cherkin-2011")
    assert cherkin["author"][0] == {"family": "Cherkin", "given": cherkin["author"][0]["given"]}
    assert cherkin["author"][0]["given"].startswith("D")


def test_accents_and_quotes_survive(library: Library) -> None:
    study = {
        **library.records["cherkin-2011"],
        "title": 'Mässage “naïve” \\ "quoted" {x} & <y>',
        "authors": "Löbell R; D'Angelo-Muñoz JP",
    }
    item = json.loads(csl_json([study]))[0]
    assert item["author"][0]["family"] == "Löbell"
    assert item["author"][1]["family"] == "D'Angelo-Muñoz"
    assert "naïve" in item["title"]


def test_a_markdown_list_is_numbered_and_shows_no_markup_of_the_data(library: Library) -> None:
    chosen = records(library)[:5]
    text = markdown(chosen, SOURCE)
    assert text.startswith("# Reading list")
    assert "data version 1\\.0\\.0" in text
    assert CAUTION in text
    numbered = [line for line in text.splitlines() if line[:1].isdigit()]
    assert len(numbered) == 5
    assert "\\*massage\\*" in text


def test_a_word_document_has_every_reference_and_the_same_bytes(library: Library) -> None:
    chosen = records(library)[:40]
    made = docx(chosen, SOURCE)
    assert docx(chosen, SOURCE) == made
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs]
    assert paragraphs[0] == "Reading list"
    assert SOURCE.sentence in paragraphs
    assert [vancouver(study) for study in chosen] == paragraphs[3:]
