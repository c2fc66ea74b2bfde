"""A selection of studies as a reading list: CSL-JSON, Markdown, and a Word document."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document

from evidence.studies.bylines import Author, byline, cell, doi, pages, pmcid, pmid, spelled_initials
from evidence.studies.citations import links, vancouver
from evidence.takeaway.exports import one_line
from evidence.takeaway.office_files import stable
from evidence.words.notices import CAUTION

_DATE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - Office properties have no time zone
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!|<>~$"})


@dataclass(frozen=True)
class Source:
    """Where a list comes from: the selection in words, the data's version and fingerprint, and the live view's address."""

    selection: str
    version: str
    fingerprint: str
    link: str = ""

    @property
    def sentence(self) -> str:
        """Selection and data in one line."""
        link = f" {self.link}" if self.link else ""
        data = f"Touchstone, data version {self.version} (fingerprint {self.fingerprint}), CC BY 4.0."
        return f"{one_line(self.selection)} {data}{link}"


def csl_json(studies: Iterable[Mapping[str, Any]]) -> str:
    """Studies as CSL-JSON, one item a study with its `study_id` as id; fields without a value are left out."""
    return json.dumps([_item(study) for study in studies], ensure_ascii=False, indent=1) + "\n"


def _item(study: Mapping[str, Any]) -> dict[str, Any]:
    line, span = byline(study), pages(study)
    names = [_name(author) for author in line.authors]
    year = cell(study, "year")
    found = links(study)
    item = {
        "id": study["study_id"],
        "type": "article-journal",
        "title": cell(study, "title"),
        "author": names,
        "issued": {"date-parts": [[int(year)]]} if year else {},
        "container-title": cell(study, "journal"),
        "volume": cell(study, "volume"),
        "issue": cell(study, "issue"),
        "page": "-".join(part for part in (span.start, span.end) if part),
        "DOI": doi(study),
        "PMID": pmid(study),
        "PMCID": pmcid(study),
        "URL": found[0].url if found else "",
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    """A person as family and given name; a group as its literal name."""
    if not author.initials:
        return {"literal": author.family}
    name = {"family": author.family, "given": spelled_initials(author)}
    return {**name, "suffix": author.suffix} if author.suffix else name


def markdown(studies: Sequence[Mapping[str, Any]], source: Source) -> str:
    """A numbered list in Vancouver style as Markdown, with where it comes from."""
    lines = [f"{place}. {vancouver(study).translate(_MARKUP)}" for place, study in enumerate(studies, start=1)]
    head = ["# Reading list", "", source.sentence.translate(_MARKUP), "", f"*{CAUTION}*", ""]
    return "\n".join([*head, *lines, ""])


def docx(studies: Sequence[Mapping[str, Any]], source: Source) -> bytes:
    """The same list as a Word document; the same input gives the same bytes."""
    file: Any = Document()
    file.add_heading("Reading list", level=1)
    file.add_paragraph(source.sentence)
    file.add_paragraph().add_run(CAUTION).italic = True
    for study in studies:
        file.add_paragraph(vancouver(study), style="List Number")
    properties = file.core_properties
    properties.title, properties.author = "Reading list", "Touchstone"
    properties.created = properties.modified = _DATE
    properties.last_modified_by, properties.revision, properties.comments = "Touchstone", 1, ""
    out = io.BytesIO()
    file.save(out)
    return stable(out.getvalue())
