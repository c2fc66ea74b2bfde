"""The glossary: every term the app uses, in plain words; what the schema describes already is not written twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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


def find(schema: Schema, name: str) -> Entry | None:
    """The entry of a term, of one of its other names, or of its form in an address; None if there is none."""
    key, form = _key(name), slug(name)
    for entry in entries(schema):
        if key in {_key(known) for known in (entry.term, *entry.also)} or (form and form == entry.slug):
            return entry
    return None


def search(schema: Schema, text: str) -> tuple[Entry, ...]:
    """Entries with the text in a name first, then those with it in their meaning; all of them for an empty text."""
    wanted = text.casefold().strip()
    named = [entry for entry in entries(schema) if any(wanted in name.casefold() for name in (entry.term, *entry.also))]
    told = [
        entry
        for entry in entries(schema)
        if entry not in named and wanted in f"{entry.plain} {entry.longer}".casefold()
    ]
    return (*named, *told)


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
