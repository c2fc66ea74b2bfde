"""What a record says, ready to be cited: authors, pages, identifiers and clean cells.

A study is one row of `studies.csv` as a mapping (a dict or a pandas row): text columns hold `str` with `""`
where nothing is known, `year` is an integer. No function here changes a name: capitals and accents
stay as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from evidence.library.schema import split

MOST_INITIALS = 4


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


def byline(study: Mapping[str, Any]) -> Byline:
    """The authors of a study from a cell such as "Aaron RV; van den Dolder PA; Guy GP Jr".

    The last word of a name is read as initials if it begins and ends with a capital and has at most four
    capitals; a name without such a word is a group or a single name and is kept whole.
    """
    names: list[Author] = []
    more = False
    for name in split(cell(study, "authors")):
        named = _ET_AL.sub("", name)
        more = more or named != name
        if named:
            names.append(_author(named))
    return Byline(tuple(names), more)


def pages(study: Mapping[str, Any]) -> Pages:
    """First and last page, an abbreviated last page completed ("1363-8" ends on 1368, "CR173-178" on CR178).

    Anything that is not a plain range, such as an article number, is the start and has no end.
    """
    printed = cell(study, "pages")
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


def cell(study: Mapping[str, Any], column: str) -> str:
    """A cell on one line, without markup and control characters; empty if missing."""
    value = study.get(column)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    kept = (char for char in str(value) if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"})
    return " ".join(_MARKUP.sub("", "".join(kept)).split())


def doi(study: Mapping[str, Any]) -> str:
    """The DOI without "doi:" or the address before it; empty if it has the wrong form."""
    bare = _DOI_PREFIX.sub("", cell(study, "doi"))
    return bare if _DOI.fullmatch(bare) else ""


def pmid(study: Mapping[str, Any]) -> str:
    """The PubMed number of at most eight digits; empty if it has the wrong form."""
    number = cell(study, "pmid")
    return number if re.fullmatch(r"[0-9]{1,8}", number) else ""


def pmcid(study: Mapping[str, Any]) -> str:
    """The PubMed Central number with its "PMC"; empty if it has the wrong form."""
    number = cell(study, "pmcid")
    return number if re.fullmatch(r"PMC[0-9]+", number) else ""


def record_url(study: Mapping[str, Any]) -> str:
    """The address of the study's own page; empty unless it is http or https with a host."""
    address = cell(study, "record_url")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~") if usable else ""


def inverted(author: Author) -> str:
    """Family name first: "Guy, G. P., Jr."."""
    parts = (author.family, spelled_initials(author), dotted_suffix(author))
    return ", ".join(part for part in parts if part)


def spelled_initials(author: Author) -> str:
    """Initials with full stops: "R. V.", "J.-P.", "T. do N. P."."""
    dotted = (f"{part}." if part[-1].isupper() else part for part in author.initials)
    return " ".join(dotted).replace(" -", "-")


def dotted_suffix(author: Author) -> str:
    """What follows the initials: "Jr." and "Sr." with a full stop, "III" and "2nd" without."""
    return f"{author.suffix}." if author.suffix in {"Jr", "Sr"} else author.suffix


_ET_AL = re.compile(r"(?:^|[\s,]+)(?:et\s+al|and\s+others)\.?$|^others$", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"([A-Za-z]*)([0-9]{1,9})([A-Za-z]?)\s*[-–—]{1,2}\s*([A-Za-z]*)([0-9]{1,9})([A-Za-z]?)")
_MARKUP = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|u|span|p|br)(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_SUFFIXES = {"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"}


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
