"""What the reader has chosen: filters, their form in an address, and the same in one English sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.library import Library
from evidence.library import schema as schema_module
from evidence.library.facets import ATTRIBUTES, FACETS, NOT_REPORTED
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.library.strands import DIRECT_SCOPES
from evidence.selection.filters import Filters
from evidence.selection.matching import matcher
from evidence.words.phrases import listed

if TYPE_CHECKING:
    from typing import Self

Params = Mapping[str, str | Sequence[str]]
#: Longer search texts are cut: nobody types them, and they would only slow the search down.
LONGEST_TEXT = 200
YEARS = (1900, 2100)


@dataclass(frozen=True)
class Selection(Filters):
    """The chosen filters with their form in an address, in words, and what they keep of a library."""

    @classmethod
    def from_params(cls, params: Params, schema: Schema | None = None) -> Self:
        """Read a selection from address parameters; what is unknown is left out (see `ignored`)."""
        return cls(**_read(params, schema or schema_module.packaged())[0])

    def to_params(self) -> dict[str, str | list[str]]:
        """The address parameters of this selection, without those at their default."""
        params: dict[str, str | list[str]] = {}
        default = type(self)()
        for facet in FACETS:
            values = getattr(self, facet.attribute)
            if values != getattr(default, facet.attribute):
                params[facet.parameter] = list(values) if values else ""
        for parameter, value in (("from", self.year_from), ("to", self.year_to), ("nmin", self.n_min)):
            if value is not None:
                params[parameter] = str(value)
        if self.text:
            params["q"] = self.text
        return params

    def describe(self, schema: Schema | None = None) -> str:
        """The selection as one English phrase, such as “randomised trials in fibromyalgia against sham, 2010 to 2026”."""
        return _describe(self, schema or schema_module.packaged())

    def apply(self, library: Library) -> Library:
        """The library with only the chosen studies and findings; the other tables are kept whole."""
        return _applied(library, self)


@kept
def _applied(library: Library, selection: Selection) -> Library:
    """The chosen part of a library; kept for a while, because one page asks for the same part several times."""
    studies, findings = matcher(library).match(selection)
    return library.part(selection, library.studies[studies], library.findings[findings])


def ignored(params: Params, schema: Schema | None = None) -> list[str]:
    """The filter parameters' values that mean nothing here, each as `parameter=value`, shortened for display."""
    return _read(params, schema or schema_module.packaged())[1]


def _read(params: Params, schema: Schema) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    unknown: list[str] = []
    for facet in FACETS:
        if facet.parameter not in params:
            continue
        given = _all(params[facet.parameter])
        known = [code.value for code in schema.codes(facet.vocabulary)]
        chosen = tuple(value for value in known if value in given)
        unknown += [shortened(facet.parameter, value) for value in given if value and value not in known]
        if chosen or not any(given):
            values[facet.attribute] = chosen
    unknown += _overruled(params)
    for parameter in ("from", "to"):
        if text := _last(params, parameter):
            year = _number(text)
            if year is None or not YEARS[0] <= year <= YEARS[1]:
                unknown.append(shortened(parameter, text))
            else:
                values[ATTRIBUTES[parameter]] = year
    if text := _last(params, "nmin"):
        size = _number(text)
        if text == NOT_REPORTED:
            values["n_min"] = NOT_REPORTED
        elif size:
            values["n_min"] = size
        elif size is None:
            unknown.append(shortened("nmin", text))
    if text := _last(params, "q").strip():
        values["text"] = text[:LONGEST_TEXT].strip()
        if len(text) > LONGEST_TEXT:
            unknown.append(shortened("q", text[LONGEST_TEXT:]))
    return values, unknown


def _overruled(params: Params) -> list[str]:
    """What was given to a filter that takes one value, before the last one, which holds."""
    return [
        shortened(parameter, value)
        for parameter in ("from", "to", "nmin", "q")
        for value in _all(params.get(parameter, ""))[:-1]
        if value.strip() and value != _last(params, parameter)
    ]


def _all(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _last(params: Params, parameter: str) -> str:
    values = _all(params.get(parameter, ""))
    return values[-1] if values else ""


def _number(text: str) -> int | None:
    """A whole number of at most seven ASCII digits, else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else None


def shortened(parameter: str, value: str) -> str:
    """A parameter and its value as one short text for a message."""
    return f"{parameter}={value[:40]}{'…' if len(value) > 40 else ''}"


def _describe(selection: Selection, schema: Schema) -> str:
    """A selection as one phrase without a capital or a full stop."""

    def phrases(vocabulary: str, values: Sequence[str]) -> str:
        return listed([schema.phrase(vocabulary, value) for value in values], "or")

    words = [phrases("design", selection.design) or "studies"]
    words.append(_scope(selection, schema))
    if selection.technique:
        words.append("using " + phrases("technique", selection.technique))
    if selection.condition:
        words.append("in " + phrases("condition", selection.condition))
    if selection.chronic_pain:
        words.append(phrases("chronic_pain", selection.chronic_pain))
    if selection.mechanism:
        words.append("on " + phrases("mechanism", selection.mechanism))
    if selection.link:
        words.append("at the link " + listed([f"“{schema.label('link', v)}”" for v in selection.link], "or"))
    if selection.comparator_class:
        words.append("against " + phrases("comparator_class", selection.comparator_class))
    if selection.direction:
        words.append("with a finding of “" + phrases("direction", selection.direction) + "”")
    if selection.source_read:
        words.append("read as " + phrases("source_read", selection.source_read))
    if selection.n_min == NOT_REPORTED:
        words.append("whose size is not reported")
    elif selection.n_min is not None:
        words.append(f"with at least {selection.n_min:,} people")
    if selection.text:
        words.append(f"matching “{selection.text}”")
    return " ".join(word for word in words if word) + _years(selection)


def _scope(selection: Selection, schema: Schema) -> str:
    if selection.scope == DIRECT_SCOPES:
        return "of massage, self-massage or devices"
    if not selection.scope:
        return "of any scope"
    return "of " + listed([schema.phrase("scope", value) for value in selection.scope], "or")


def _years(selection: Selection) -> str:
    if selection.year_from is not None and selection.year_to is not None:
        return f", {selection.year_from} to {selection.year_to}"
    if selection.year_from is not None:
        return f", from {selection.year_from} on"
    return f", up to {selection.year_to}" if selection.year_to is not None else ""
