"""A study as a line of text: Vancouver, APA, a short name, and the links to it.

A study is one row of `studies.csv` as a mapping (a dict or a pandas row): text columns hold `str` with `""`
where nothing is known, `year` is an integer. No function here changes a title or a name: capitals and accents
stay as printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from evidence.studies.bylines import Byline, Pages, byline, cell, doi, inverted, pages, pmcid, pmid, record_url

VANCOUVER_AUTHORS = 6
APA_AUTHORS = 20
SHORT_TITLE_WORDS = 5
LONGEST_PAGE_NUMBER = 4


@dataclass(frozen=True, slots=True)
class PaperLink:
    """An address where a study can be found, with the words to show for it."""

    label: str
    url: str


def vancouver(study: Mapping[str, Any]) -> str:
    """One line in the style of the US National Library of Medicine: six authors, then "et al".

    Ends in DOI and PMID; with neither, in the PMCID or the address of the study's own record.
    """
    year = cell(study, "year") or "[date unknown]"
    parts = [
        _sentence(_vancouver_names(byline(study))),
        _sentence(cell(study, "title")),
        _sentence(cell(study, "journal")),
        _sentence(year + _vancouver_place(study)),
    ]
    return " ".join(part for part in parts if part) + _vancouver_identifiers(study)


def apa(study: Mapping[str, Any]) -> str:
    """One line in APA 7 style, as plain text.

    Italics are left to the reader, and the title keeps its printed capitals. Up to 20 authors are named, of
    more the first 19 and the last. Without authors the title comes first.
    """
    year = f"({cell(study, 'year') or 'n.d.'})."
    names = _apa_names(byline(study))
    title = _sentence(cell(study, "title"))
    head = [_sentence(names), year, title] if names else [title, year]
    place = [cell(study, "journal"), _numbering(study), _apa_pages(pages(study))]
    source = _sentence(", ".join(part for part in place if part))
    return " ".join(part for part in [*head, source, _apa_address(study)] if part)


def short(study: Mapping[str, Any]) -> str:
    """The name of a study in running text: "Field et al. 2013".

    Without authors it is the first words of the title, in quotes. Not unique: two papers of one first
    author in one year share it.
    """
    line = byline(study)
    families = [author.family for author in line.authors]
    if not families:
        name = _short_title(cell(study, "title"))
    elif line.more or len(families) > 2:
        name = f"{families[0]} et al."
    else:
        name = " and ".join(families)
    return " ".join(part for part in (name, cell(study, "year")) if part)


def links(study: Mapping[str, Any]) -> list[PaperLink]:
    """PubMed, DOI and PubMed Central, as far as known; with none of them, the study's own record.

    Every address is http or https and percent-encoded; an identifier of the wrong form gives no link.
    """
    found = [
        PaperLink("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{pmid(study)}/") if pmid(study) else None,
        PaperLink("DOI", f"https://doi.org/{quote(doi(study), safe='/')}") if doi(study) else None,
        PaperLink("PubMed Central", _pmc_url(study)) if pmcid(study) else None,
    ]
    identified = [link for link in found if link]
    record = record_url(study)
    if identified or not record:
        return identified
    return [PaperLink(f"Record at {(urlsplit(record).hostname or '').removeprefix('www.')}", record)]


_WEAK_ENDINGS = {"a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def _sentence(text: str) -> str:
    return text if not text or text.rstrip("\"'”’»")[-1:] in {".", "?", "!", "…"} else f"{text}."


# Names


def _vancouver_names(line: Byline) -> str:
    names = [
        " ".join(part for part in (a.family, "".join(a.initials).replace("-", ""), a.suffix) if part)
        for a in line.authors[:VANCOUVER_AUTHORS]
    ]
    more = line.more or len(line.authors) > VANCOUVER_AUTHORS
    return ", ".join([*names, "et al"] if names and more else names)


def _apa_names(line: Byline) -> str:
    names = [inverted(author) for author in line.authors]
    if line.more and names:
        return ", ".join([*names[: APA_AUTHORS - 1], "et al."])
    if len(names) > APA_AUTHORS:
        return ", ".join([*names[: APA_AUTHORS - 1], f". . . {names[-1]}"])
    return ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _short_title(title: str) -> str:
    words = title.translate(str.maketrans('“”"', "‘’'")).split()
    kept = words[:SHORT_TITLE_WORDS]
    while len(kept) > 1 and len(kept) < len(words) and kept[-1].lower() in _WEAK_ENDINGS:
        kept.pop()
    if not kept:
        return ""
    beginning = " ".join(kept)
    return f"“{beginning}”" if len(kept) == len(words) else f"“{beginning.rstrip(',:;.')}…”"


# Places and identifiers


def _numbering(study: Mapping[str, Any]) -> str:
    """Volume and issue: "8(3)", "8", "(3)" or nothing."""
    issue = cell(study, "issue")
    return cell(study, "volume") + (f"({issue})" if issue else "")


def _vancouver_place(study: Mapping[str, Any]) -> str:
    numbering, where = _numbering(study), pages(study)
    last = _changed_digits(where)
    text = f";{numbering}" if numbering else ""
    if where.start:
        text += f":{where.start}-{last}" if last else f":{where.start}"
    return text


def _changed_digits(where: Pages) -> str:
    """The last page without the leading digits it shares with the first; pages with letters stay whole."""
    start, end = where.start, where.end
    if not (start.isdecimal() and end.isdecimal() and len(start) == len(end)):
        return end
    same = next((i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b), len(end) - 1)
    return end[same:]


def _apa_pages(where: Pages) -> str:
    if where.end:
        return f"{where.start}–{where.end}"
    # A short bare number may be a page or an article number; letters or more digits can only be the latter.
    is_article = bool(where.start) and (not where.start.isdecimal() or len(where.start) > LONGEST_PAGE_NUMBER)
    return f"Article {where.start}" if is_article and " " not in where.start else where.start


def _vancouver_identifiers(study: Mapping[str, Any]) -> str:
    if doi(study) or pmid(study):
        return (f" doi: {doi(study)}." if doi(study) else "") + (f" PMID: {pmid(study)}." if pmid(study) else "")
    if pmcid(study):
        return f" PMCID: {pmcid(study)}."
    record = record_url(study)
    return f" Available from: {record}" if record else ""


def _apa_address(study: Mapping[str, Any]) -> str:
    if doi(study):
        return f"https://doi.org/{quote(doi(study), safe='/()')}"
    return _pmc_url(study) if pmcid(study) else record_url(study)


def _pmc_url(study: Mapping[str, Any]) -> str:
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid(study)}/"
