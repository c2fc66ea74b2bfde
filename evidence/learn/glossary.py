"""The glossary: every term the app uses, in plain words; what the schema describes already is not written twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Field, Schema
from evidence.words.texts import sections

#: Where a term can appear: titles of pages, in the order of the menu.
PLACES = (
    "Overview",
    "Claims",
    "Conditions",
    "Studies",
    "Study",
    "Map",
    "Pooled results",
    "Compare",
    "Safety",
    "Learn",
    "Methods",
)
#: Where the fields of each table appear.
PLACES_OF_TABLES = {
    "mechanisms": ("Overview", "Claims"),
    "studies": ("Studies", "Study"),
    "findings": ("Claims", "Study"),
    "appraisals": ("Claims",),
    "conditions": ("Conditions",),
    "precautions": ("Safety",),
    "scales": ("Conditions",),
    "summary_of_findings": ("Conditions",),
    "doses": ("Conditions",),
    "harms": ("Conditions", "Safety"),
}
_LINE = re.compile(r"^(Where|Also): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One term: its plain meaning, a longer explanation (may be empty), where it appears, and its other names."""

    term: str
    plain: str
    longer: str
    where: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The term as it stands in an address."""
        return slug(self.term)


def slug(term: str) -> str:
    """A term in small letters, digits and hyphens, as addresses carry it."""
    spelled = term.lower().replace("²", "2").replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")


@cache
def written() -> tuple[Entry, ...]:
    """The entries of `evidence/words/text/terms.md`, in alphabetical order."""
    found = [_entry(term, text) for term, text in sections("terms").items()]
    return tuple(sorted(found, key=lambda entry: entry.term.casefold()))


def entries(schema: Schema) -> tuple[Entry, ...]:
    """All entries: the written ones, and one for each label of the schema that has none; in alphabetical order."""
    known = {_key(name) for entry in written() for name in (entry.term, *entry.also)}
    found: dict[str, Entry] = {}
    for label, entry in _described(schema):
        if _key(label) not in known and _key(label) not in found:
            found[_key(label)] = entry
    # Labels may share their address with a written term, which then stands for both.
    taken = {entry.slug for entry in written()}
    rest = [entry for entry in found.values() if entry.slug not in taken]
    return tuple(sorted((*written(), *rest), key=lambda entry: entry.term.casefold()))


@dataclass(frozen=True)
class Glossary:
    """All entries in alphabetical order, and where to look one up: `found` by its names and by its form in an address.

    `folded` holds names and meaning of each entry as they are searched, in the order of the entries.
    """

    entries: tuple[Entry, ...]
    found: Mapping[str, Entry]
    folded: tuple[tuple[str, str], ...]

    def find(self, name: str) -> Entry | None:
        """The entry of a term, of one of its other names, or of its form in an address; None if there is none."""
        return self.found.get(_key(name)) or self.found.get(slug(name))

    def search(self, text: str) -> tuple[Entry, ...]:
        """Entries with the text in a name first, then those with it in their meaning; all of them for an empty text."""
        wanted = text.casefold().strip()
        named, told = [], []
        for entry, (names, meaning) in zip(self.entries, self.folded, strict=True):
            if wanted in names:
                named.append(entry)
            elif wanted in meaning:
                told.append(entry)
        return (*named, *told)


@kept
def glossary(library: Library) -> Glossary:
    """The glossary of a library: what is written, and what its schema describes."""
    every = entries(library.schema)
    found: dict[str, Entry] = {}
    for entry in every:
        for name in (*map(_key, (entry.term, *entry.also)), entry.slug):
            found.setdefault(name, entry)
    folded = tuple(
        ("\n".join((entry.term, *entry.also)).casefold(), f"{entry.plain} {entry.longer}".casefold()) for entry in every
    )
    return Glossary(every, found, folded)


def on_page(title: str) -> tuple[Entry, ...]:
    """The written entries that appear on a page."""
    return tuple(entry for entry in written() if title in entry.where)


def labels(schema: Schema) -> tuple[str, ...]:
    """Every label of the schema that readers see: titles of fields and labels of codes."""
    return tuple(dict.fromkeys(label for label, _ in _described(schema)))


def _described(schema: Schema) -> list[tuple[str, Entry]]:
    """Each label with the entry that the schema's own description makes."""
    fields = [
        (field.title, Entry(field.title, field.description, "", PLACES_OF_TABLES.get(field.table, ("Methods",))))
        for table in schema.tables.values()
        for field in table.values()
    ]
    codes = [
        (code.label, Entry(code.label, code.definition, "", _places(schema, vocabulary)))
        for vocabulary, known in schema.vocabularies.items()
        for code in known.values()
    ]
    return [*fields, *codes]


def _places(schema: Schema, vocabulary: str) -> tuple[str, ...]:
    """Where the codes of a vocabulary appear: wherever a field that uses it does."""
    using: list[Field] = [
        field for table in schema.tables.values() for field in table.values() if field.vocabulary == vocabulary
    ]
    places = {place for field in using for place in PLACES_OF_TABLES.get(field.table, ())}
    return tuple(place for place in PLACES if place in places) or ("Methods",)


def _entry(term: str, text: str) -> Entry:
    lines = dict(_LINE.findall(text))
    paragraphs = [part.strip() for part in _LINE.sub("", text).split("\n\n") if part.strip()]
    if not paragraphs or "Where" not in lines:
        raise ValueError(f"The term “{term}” lacks its meaning or where it appears.")
    return Entry(
        term=term,
        plain=" ".join(paragraphs[0].split()),
        longer=" ".join(" ".join(paragraphs[1:]).split()),
        where=_items(lines["Where"]),
        also=_items(lines.get("Also", "")),
    )


def _items(line: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in line.split(",") if item.strip())


def _key(name: str) -> str:
    """A name for comparing: small letters, straight apostrophes, without a plural s."""
    plain = " ".join(name.casefold().replace("’", "'").split())
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain
