"""A study as a reference: Vancouver, APA, a short name, BibTeX, RIS and links.

A study is one row of `studies.csv` as a mapping (a dict or a pandas row): text columns hold `str` with `""`
where nothing is known, `year` is an integer. No function here changes a title or a name: capitals and accents
stay as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd
import rispy

from evidence.schema import split

VANCOUVER_AUTHORS = 6
APA_AUTHORS = 20
SHORT_TITLE_WORDS = 5
MOST_INITIALS = 4
LONGEST_PAGE_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Link:
    """An address where a study can be found, with the words to show for it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Author:
    """One name of a byline; a group, or a person with a single name, has a `family` and no initials.

    `initials` are the parts in order, particles and hyphens included: "TdoNP" is `("T", "do", "N", "P")`,
    "J-P" is `("J", "-P")`.
    """

    family: str
    initials: tuple[str, ...] = ()
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in order; `more` is true where the cell says that it leaves some out ("et al")."""

    authors: tuple[Author, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where an article is in its volume: first page or article number, and last page or `""`."""

    start: str
    end: str = ""


def vancouver(study: Mapping[str, Any]) -> str:
    """One line in the style of the US National Library of Medicine: six authors, then "et al".

    Ends in DOI and PMID; with neither, in the PMCID or the address of the study's own record.
    """
    year = _cell(study, "year") or "[date unknown]"
    parts = [
        _sentence(_vancouver_names(byline(study))),
        _sentence(_cell(study, "title")),
        _sentence(_cell(study, "journal")),
        _sentence(year + _vancouver_place(study)),
    ]
    return " ".join(part for part in parts if part) + _vancouver_identifiers(study)


def apa(study: Mapping[str, Any]) -> str:
    """One line in APA 7 style, as plain text.

    Italics are left to the reader, and the title keeps its printed capitals. Up to 20 authors are named, of
    more the first 19 and the last. Without authors the title comes first.
    """
    year = f"({_cell(study, 'year') or 'n.d.'})."
    names = _apa_names(byline(study))
    title = _sentence(_cell(study, "title"))
    head = [_sentence(names), year, title] if names else [title, year]
    place = [_cell(study, "journal"), _numbering(study), _apa_pages(pages(study))]
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
        name = _short_title(_cell(study, "title"))
    elif line.more or len(families) > 2:
        name = f"{families[0]} et al."
    else:
        name = " and ".join(families)
    return " ".join(part for part in (name, _cell(study, "year")) if part)


def links(study: Mapping[str, Any]) -> list[Link]:
    """PubMed, DOI and PubMed Central, as far as known; with none of them, the study's own record.

    Every address is http or https and percent-encoded; an identifier of the wrong form gives no link.
    """
    found = [
        Link("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{_pmid(study)}/") if _pmid(study) else None,
        Link("DOI", f"https://doi.org/{quote(_doi(study), safe='/')}") if _doi(study) else None,
        Link("PubMed Central", _pmc_url(study)) if _pmcid(study) else None,
    ]
    identified = [link for link in found if link]
    record = _record_url(study)
    if identified or not record:
        return identified
    return [Link(f"Record at {(urlsplit(record).hostname or '').removeprefix('www.')}", record)]


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


def byline(study: Mapping[str, Any]) -> Byline:
    """The authors of a study from a cell such as "Aaron RV; van den Dolder PA; Guy GP Jr".

    The last word of a name is read as initials if it begins and ends with a capital and has at most four
    capitals; a name without such a word is a group or a single name and is kept whole.
    """
    names: list[Author] = []
    more = False
    for name in split(_cell(study, "authors")):
        named = _ET_AL.sub("", name)
        more = more or named != name
        if named:
            names.append(_author(named))
    return Byline(tuple(names), more)


def pages(study: Mapping[str, Any]) -> Pages:
    """First and last page, an abbreviated last page completed ("1363-8" ends on 1368, "CR173-178" on CR178).

    Anything that is not a plain range, such as an article number, is the start and has no end.
    """
    printed = _cell(study, "pages")
    match = _PAGE_RANGE.fullmatch(printed)
    if not match:
        return Pages(printed)
    prefix, first, after, end_prefix, last, end_after = match.groups()
    start = prefix + first + after
    if end_prefix not in ("", prefix):
        return Pages(start, end_prefix + last + end_after)
    completed = first[: max(0, len(first) - len(last))] + last
    if int(completed) < int(first):
        completed = last
    return Pages(start, prefix + completed + end_after)


_ET_AL = re.compile(r"(?:^|[\s,]+)(?:et\s+al|and\s+others)\.?$|^others$", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"([A-Za-z]*)([0-9]{1,9})([A-Za-z]?)\s*[-–—]{1,2}\s*([A-Za-z]*)([0-9]{1,9})([A-Za-z]?)")
_MARKUP = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|u|span|p|br)(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_SUFFIXES = {"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"}
_WEAK_ENDINGS = {"a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def _cell(study: Mapping[str, Any], column: str) -> str:
    """A cell on one line, without markup and control characters; empty if missing."""
    value = study.get(column)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    kept = (char for char in str(value) if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"})
    return " ".join(_MARKUP.sub("", "".join(kept)).split())


def _sentence(text: str) -> str:
    return text if not text or text.rstrip("\"'”’»")[-1:] in {".", "?", "!", "…"} else f"{text}."


# Names


def _author(name: str) -> Author:
    words = name.split()
    suffix = ""
    if len(words) > 2 and words[-1].rstrip(".") in _SUFFIXES and _initials(words[-2]):
        suffix = words.pop().rstrip(".")
    initials = _initials(words[-1]) if len(words) > 1 else ()
    return Author(" ".join(words[:-1]), initials, suffix) if initials else Author(name)


def _initials(word: str) -> tuple[str, ...]:
    letters = word.replace(".", "")
    if not (letters[:1].isupper() and letters[-1:].isupper() and letters.replace("-", "").isalpha()):
        return ()
    parts: list[str] = []
    for char in letters:
        joins = bool(parts) and (parts[-1] == "-" or (char.islower() and parts[-1].islower()))
        if joins:
            parts[-1] += char
        else:
            parts.append(char)
    capitals = sum(char.isupper() for char in letters)
    return tuple(parts) if capitals <= MOST_INITIALS else ()


def _spelled_initials(author: Author) -> str:
    """Initials with full stops: "R. V.", "J.-P.", "T. do N. P."."""
    dotted = (f"{part}." if part[-1].isupper() else part for part in author.initials)
    return " ".join(dotted).replace(" -", "-")


def _dotted_suffix(author: Author) -> str:
    return f"{author.suffix}." if author.suffix in {"Jr", "Sr"} else author.suffix


def _inverted(author: Author) -> str:
    """Family name first: "Guy, G. P., Jr."."""
    parts = (author.family, _spelled_initials(author), _dotted_suffix(author))
    return ", ".join(part for part in parts if part)


def _vancouver_names(line: Byline) -> str:
    names = [
        " ".join(part for part in (a.family, "".join(a.initials).replace("-", ""), a.suffix) if part)
        for a in line.authors[:VANCOUVER_AUTHORS]
    ]
    more = line.more or len(line.authors) > VANCOUVER_AUTHORS
    return ", ".join([*names, "et al"] if names and more else names)


def _apa_names(line: Byline) -> str:
    names = [_inverted(author) for author in line.authors]
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
    issue = _cell(study, "issue")
    return _cell(study, "volume") + (f"({issue})" if issue else "")


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
    doi, pmid = _doi(study), _pmid(study)
    if doi or pmid:
        return (f" doi: {doi}." if doi else "") + (f" PMID: {pmid}." if pmid else "")
    if _pmcid(study):
        return f" PMCID: {_pmcid(study)}."
    record = _record_url(study)
    return f" Available from: {record}" if record else ""


def _apa_address(study: Mapping[str, Any]) -> str:
    if _doi(study):
        return f"https://doi.org/{quote(_doi(study), safe='/()')}"
    return _pmc_url(study) if _pmcid(study) else _record_url(study)


def _doi(study: Mapping[str, Any]) -> str:
    doi = _DOI_PREFIX.sub("", _cell(study, "doi"))
    return doi if _DOI.fullmatch(doi) else ""


def _pmid(study: Mapping[str, Any]) -> str:
    pmid = _cell(study, "pmid")
    return pmid if re.fullmatch(r"[0-9]{1,8}", pmid) else ""


def _pmcid(study: Mapping[str, Any]) -> str:
    pmcid = _cell(study, "pmcid")
    return pmcid if re.fullmatch(r"PMC[0-9]+", pmcid) else ""


def _pmc_url(study: Mapping[str, Any]) -> str:
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{_pmcid(study)}/"


def _record_url(study: Mapping[str, Any]) -> str:
    """The address of the study's own page; empty unless it is http or https with a host."""
    address = _cell(study, "record_url")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~") if usable else ""


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
    title = _cell(study, "title")
    fields = {
        "author": " and ".join(_bibtex_names(byline(study))),
        "title": f"{{{_latex(title)}}}" if title else "",
        "journal": _latex(_cell(study, "journal")),
        "year": _latex(_cell(study, "year")),
        "volume": _latex(_cell(study, "volume")),
        "number": _latex(_cell(study, "issue")),
        "pages": "--".join(_latex(page) for page in (where.start, where.end) if page),
        "doi": _verbatim(_doi(study)),
        "pmid": _pmid(study),
        "pmcid": _pmcid(study),
        "url": _verbatim(_record_url(study)),
    }
    key = re.sub(r"[^A-Za-z0-9_:.-]", "-", _cell(study, "study_id")) or "study"
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
    parts = (family, _dotted_suffix(author), _spelled_initials(author))
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
    pmid = _pmid(study)
    # rispy takes a semicolon for the border between two addresses.
    address = [link.url.replace(";", "%3B") for link in links(study)[:1]]
    record: dict[str, Any] = {
        "type_of_reference": "JOUR",
        "id": _cell(study, "study_id"),
        "authors": [_inverted(author) for author in byline(study).authors],
        "title": _cell(study, "title"),
        "secondary_title": _cell(study, "journal"),
        "year": _cell(study, "year"),
        "volume": _cell(study, "volume"),
        "number": _cell(study, "issue"),
        "start_page": where.start,
        "end_page": where.end,
        "doi": _doi(study),
        "accession_number": pmid,
        "name_of_database": "PubMed" if pmid else "",
        "urls": address,
    }
    return {field: value for field, value in record.items() if value}
