"""The one description of every field and code: the Frictionless package in `datapackage.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evidence.library.facets import FACETS

PACKAGED = Path(__file__).resolve().parents[2] / "data"
LIST_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a coded column, with the words a reader sees."""

    value: str
    label: str
    definition: str
    comparator_class: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of one table, as the package describes it."""

    table: str
    name: str
    title: str
    description: str
    type: str
    unit: str = ""
    vocabulary: str = ""
    separator: str = ""
    refers_to: tuple[str, str] | None = None
    required: bool = False


@dataclass(frozen=True)
class Schema:
    """All tables' fields and all vocabularies.

    `tables` maps table name to field name to `Field`; `vocabularies` maps name to code value to `Code`, in reading order.
    """

    descriptor: Mapping[str, Any]
    tables: Mapping[str, Mapping[str, Field]]
    vocabularies: Mapping[str, Mapping[str, Code]]

    @property
    def version(self) -> str:
        """Version of the data as the package states it."""
        return str(self.descriptor.get("version", ""))

    def field(self, table: str, name: str) -> Field:
        """The description of one column; KeyError if the package does not know it."""
        return self.tables[table][name]

    def codes(self, vocabulary: str) -> tuple[Code, ...]:
        """All codes of a vocabulary in reading order."""
        return tuple(self.vocabularies[vocabulary].values())

    def label(self, vocabulary: str, value: str) -> str:
        """The reader's words for a code; an unknown code is shown as it is, without underscores."""
        code = self.vocabularies.get(vocabulary, {}).get(value)
        return code.label if code else value.replace("_", " ")

    def phrase(self, vocabulary: str, value: str) -> str:
        """The words for a code inside a sentence: its own phrase, else its label with a small first letter."""
        code = self.vocabularies.get(vocabulary, {}).get(value)
        if code and code.phrase:
            return code.phrase
        label = self.label(vocabulary, value)
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def labels(self, vocabulary: str, cell: str) -> str:
        """The reader's words for a cell that holds a list of codes, joined by commas."""
        return ", ".join(self.label(vocabulary, value) for value in split(cell))

    def definition(self, vocabulary: str, value: str) -> str:
        """The definition of a code, empty if the code is unknown."""
        code = self.vocabularies.get(vocabulary, {}).get(value)
        return code.definition if code else ""


def split(cell: str) -> list[str]:
    """The items of a list cell (`a; b` → `["a", "b"]`); an empty cell has none."""
    return [item for item in (part.strip() for part in cell.split(LIST_SEPARATOR.strip())) if item]


def parse(descriptor: Mapping[str, Any]) -> Schema:
    """A `Schema` from a package descriptor; KeyError or TypeError if the descriptor is not of the expected form."""
    tables = {
        resource["name"]: {field["name"]: _field(resource["name"], field) for field in resource["schema"]["fields"]}
        for resource in descriptor["resources"]
    }
    vocabularies = {
        name: {code["value"]: _code(code) for code in codes}
        for name, codes in descriptor.get("vocabularies", {}).items()
    }
    return Schema(descriptor, tables, vocabularies)


def read(folder: str | Path) -> Schema:
    """The schema of a data folder; OSError, ValueError, KeyError or TypeError if it cannot be read."""
    text = (Path(folder) / "datapackage.json").read_text(encoding="utf-8-sig")
    return parse(json.loads(text))


def gaps(schema: Schema, tables: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a description lacks of what the code relies on, each as field and message.

    `tables` must be there with all their shipped columns, every vocabulary and column that is named must be defined.
    """
    yield from _undescribed(schema, tables)
    fields = [field for table in schema.tables.values() for field in table.values()]
    named = {(field.vocabulary, field.name) for field in fields if field.vocabulary}
    for vocabulary, name in sorted({*named, *((facet.vocabulary, facet.column) for facet in FACETS)}):
        if vocabulary not in schema.vocabularies:
            yield name, f"The vocabulary “{vocabulary}” is named but not defined."
    for field in fields:
        if field.refers_to is None:
            continue
        table, column = field.refers_to
        if table not in tables or column not in schema.tables.get(table, {}):
            yield field.name, f"The column “{field.name}” refers to “{column}” of “{table}”, which is not described."


def _undescribed(schema: Schema, tables: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Columns may be added to the shipped ones, but not dropped or given another type."""
    for table in tables:
        if table not in schema.tables:
            yield "", f"The table “{table}” is not described."
            continue
        for name, shipped in packaged().tables.get(table, {}).items():
            described = schema.tables[table].get(name)
            if described is None:
                yield name, f"The column “{name}” of {table}.csv is not described."
            elif described.type != shipped.type:
                yield name, f"The column “{name}” of {table}.csv is described as {described.type}, not {shipped.type}."


@cache
def packaged() -> Schema:
    """The schema that ships with the project, for use where no library is at hand."""
    return read(PACKAGED)


def _field(table: str, field: Mapping[str, Any]) -> Field:
    target = field.get("references")
    return Field(
        table=table,
        name=field["name"],
        title=field.get("title", field["name"]),
        description=field.get("description", ""),
        type=field.get("type", "string"),
        unit=field.get("unit", ""),
        vocabulary=field.get("vocabulary", ""),
        separator=field.get("separator", ""),
        refers_to=(target["resource"], target["field"]) if target else None,
        required=bool(field.get("constraints", {}).get("required", False)),
    )


def _code(code: Mapping[str, Any]) -> Code:
    return Code(
        value=code["value"],
        label=code["label"],
        definition=code.get("definition", ""),
        comparator_class=code.get("class", ""),
        phrase=code.get("phrase", ""),
    )
