"""Studies as files for reference managers: BibTeX and RIS.

A study is one row of `studies.csv` as a mapping (a dict or a pandas row): text columns hold `str` with `""`
where nothing is known, `year` is an integer. No function here changes a title or a name: capitals and accents
stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import rispy

from evidence.studies.bylines import (
    Author,
    Byline,
    byline,
    cell,
    doi,
    dotted_suffix,
    inverted,
    pages,
    pmcid,
    pmid,
    record_url,
    spelled_initials,
)
from evidence.studies.citations import links


def bibtex(studies: Iterable[Mapping[str, Any]]) -> str:
    """BibTeX in UTF-8, one `@article` a study, keyed by `study_id`.

    Characters that a key must not hold become hyphens. Titles stand in double braces so that capitals
    survive. `doi` and `url` are verbatim fields for readers of the format: they are not escaped; braces,
    backslashes and spaces in them are percent-encoded.
    """
    return "\n".join(_bibtex_entry(study) for study in studies)


def ris(studies: Iterable[Mapping[str, Any]]) -> str:
    """RIS in UTF-8, one `JOUR` record a study (guidelines too), with the PMID as accession number."""
    return rispy.dumps([_ris_record(study) for study in studies], implementation=_PlainRisWriter)


# BibTeX

# Before a small word BibTeX ends the particle, so that "Moreira da Silva" would be sorted under "Silva".
_INNER_PARTICLE = re.compile(r"^[^\W\da-zß-öø-ÿ]\S*\s+(?:\S+\s+)*[a-zß-öø-ÿ]")
_LATEX = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "%&$#_{}"},
}
# BibTeX counts braces even behind a backslash, so one without its partner needs a name instead.
_LONE_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)")


def _latex(text: str) -> str:
    codes = _LATEX if _is_balanced(text) else {**_LATEX, **_LONE_BRACES}
    return _LIGATURES.sub("{}", "".join(codes.get(char, char) for char in text))


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _bibtex_entry(study: Mapping[str, Any]) -> str:
    where = pages(study)
    title = cell(study, "title")
    fields = {
        "author": " and ".join(_bibtex_names(byline(study))),
        "title": f"{{{_latex(title)}}}" if title else "",
        "journal": _latex(cell(study, "journal")),
        "year": _latex(cell(study, "year")),
        "volume": _latex(cell(study, "volume")),
        "number": _latex(cell(study, "issue")),
        "pages": "--".join(_latex(page) for page in (where.start, where.end) if page),
        "doi": _verbatim(doi(study)),
        "pmid": pmid(study),
        "pmcid": pmcid(study),
        "url": _verbatim(record_url(study)),
    }
    key = re.sub(r"[^A-Za-z0-9_:.-]", "-", cell(study, "study_id")) or "study"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{key},", *lines, "}", ""])


def _bibtex_names(line: Byline) -> list[str]:
    names = [_bibtex_name(author) for author in line.authors]
    return [*names, "others"] if names and line.more else names


def _bibtex_name(author: Author) -> str:
    """A name as "Family, Suffix, Initials"; in braces what BibTeX would otherwise take apart."""
    family = _latex(author.family)
    if not author.initials or _INNER_PARTICLE.search(author.family) or re.search(r",|\band\b", family, re.I):
        family = f"{{{family}}}"
    parts = (family, dotted_suffix(author), spelled_initials(author))
    return ", ".join(part for part in parts if part)


def _verbatim(text: str) -> str:
    return re.sub(r"[{}\\\s]", lambda match: quote(match[0], safe=""), text)


# RIS


class _PlainRisWriter(rispy.RisWriter):
    """rispy's writer without the number it puts above each record, which is not part of the format."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy calls it with the number
        return ""


def _ris_record(study: Mapping[str, Any]) -> dict[str, Any]:
    where = pages(study)
    accession = pmid(study)
    # rispy takes a semicolon for the border between two addresses.
    address = [link.url.replace(";", "%3B") for link in links(study)[:1]]
    record: dict[str, Any] = {
        "type_of_reference": "JOUR",
        "id": cell(study, "study_id"),
        "authors": [inverted(author) for author in byline(study).authors],
        "title": cell(study, "title"),
        "secondary_title": cell(study, "journal"),
        "year": cell(study, "year"),
        "volume": cell(study, "volume"),
        "number": cell(study, "issue"),
        "start_page": where.start,
        "end_page": where.end,
        "doi": doi(study),
        "accession_number": accession,
        "name_of_database": "PubMed" if accession else "",
        "urls": address,
    }
    return {field: value for field, value in record.items() if value}
