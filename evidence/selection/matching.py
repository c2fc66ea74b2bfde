"""Which studies and findings a selection keeps, and how many each option of a filter would keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evidence.library import Library
from evidence.library.facets import FACETS, NOT_REPORTED, Facet
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.selection.filters import Filters
from evidence.selection.search import TextIndex

Mask = np.ndarray


@dataclass(frozen=True)
class _Masks:
    """One mask per active filter, keyed by parameter: over studies and over findings."""

    studies: dict[str, Mask]
    findings: dict[str, Mask]


class Matcher:
    """Positions of every code in one library, so that a selection is a few operations on arrays."""

    def __init__(self, library: Library) -> None:
        """Index the library's studies and findings."""
        studies, findings = library.studies, library.findings
        positions = {study_id: position for position, study_id in enumerate(studies["study_id"])}
        self._n_studies = len(studies)
        self._n_findings = len(findings)
        # A finding whose study is missing belongs to no study; the extra last position keeps it out of every result.
        self._study_of = np.array(
            [positions.get(study_id, self._n_studies) for study_id in findings["study_id"]], dtype=int
        )
        self._members = {facet.parameter: _members(library, facet) for facet in FACETS}
        self._year = studies["year"].to_numpy(dtype=float, na_value=np.nan)
        self._size = studies["n_total"].to_numpy(dtype=float, na_value=np.nan)
        self._library = library

    @cached_property
    def _text(self) -> TextIndex:
        """The words of every study; indexed when somebody searches, as that takes longer than all the rest."""
        return TextIndex(_documents(self._library))

    def match(self, selection: Filters) -> tuple[Mask, Mask]:
        """Masks of the studies and findings that the selection keeps."""
        masks = self._masks(selection)
        studies = _all(masks.studies.values(), self._n_studies)
        findings = _all(masks.findings.values(), self._n_findings) & self._per_finding(studies)
        if masks.findings:
            studies = studies & self._with_finding(findings)
        return studies, findings

    def counts(self, selection: Filters, facet: Facet) -> dict[str, int]:
        """For each code of a facet, the studies that would be kept if it alone were chosen there, other filters as they are."""
        masks = self._masks(selection)
        studies = _all((m for p, m in masks.studies.items() if p != facet.parameter), self._n_studies)
        findings = _all((m for p, m in masks.findings.items() if p != facet.parameter), self._n_findings)
        members = self._members[facet.parameter]
        if facet.table == "findings":
            kept = findings & self._per_finding(studies)
            return {code: len(np.unique(self._study_of[rows[kept[rows]]])) for code, rows in members.items()}
        if masks.findings:
            studies = studies & self._with_finding(findings)
        return {code: int(studies[rows].sum()) for code, rows in members.items()}

    def year_counts(self, selection: Filters) -> dict[int, int]:
        """Studies per year under all filters but the two years."""
        studies, _ = self.match(selection.without("from").without("to"))
        years, counts = np.unique(self._year[studies & ~np.isnan(self._year)], return_counts=True)
        return {int(year): int(count) for year, count in zip(years, counts, strict=True)}

    def sizes(self, selection: Filters) -> Mask:
        """Numbers of people (NaN: not reported) of the studies kept under all filters but the least size."""
        studies, _ = self.match(selection.without("nmin"))
        return self._size[studies]

    def _masks(self, selection: Filters) -> _Masks:
        masks = _Masks({}, {})
        for facet in FACETS:
            chosen = getattr(selection, facet.attribute)
            if not chosen:
                continue
            size = self._n_studies if facet.table == "studies" else self._n_findings
            mask = np.zeros(size, dtype=bool)
            for code in chosen:
                mask[self._members[facet.parameter].get(code, np.array([], dtype=int))] = True
            (masks.studies if facet.table == "studies" else masks.findings)[facet.parameter] = mask
        if selection.year_from is not None:
            masks.studies["from"] = self._year >= selection.year_from
        if selection.year_to is not None:
            masks.studies["to"] = self._year <= selection.year_to
        if selection.n_min == NOT_REPORTED:
            masks.studies["nmin"] = np.isnan(self._size)
        elif selection.n_min is not None:
            masks.studies["nmin"] = self._size >= float(selection.n_min)
        if selection.text:
            masks.studies["q"] = self._text.match(selection.text)
        return masks

    def _per_finding(self, studies: Mask) -> Mask:
        return np.append(studies, False)[self._study_of]

    def _with_finding(self, findings: Mask) -> Mask:
        return np.bincount(self._study_of[findings], minlength=self._n_studies + 1)[: self._n_studies] > 0


@kept
def matcher(library: Library) -> Matcher:
    """The matcher of a library, built once."""
    return Matcher(library)


def loosening(library: Library, selection: Filters) -> list[tuple[str, int]]:
    """For each active filter, the studies there would be without it; only where there are any, most first."""
    match = matcher(library).match
    counts = [(name, int(match(selection.without(name))[0].sum())) for name in _narrowing(selection)]
    return sorted(((name, count) for name, count in counts if count), key=lambda item: -item[1])


def _narrowing(selection: Filters) -> list[str]:
    """The parameters of the filters that narrow the result; the default scope does, too."""
    active = [parameter for parameter in selection.active() if parameter != "scope"]
    return [*active, "scope"] if selection.scope else active


def _all(masks: Iterable[Mask], size: int) -> Mask:
    result = np.ones(size, dtype=bool)
    for mask in masks:
        result &= mask
    return result


def _members(library: Library, facet: Facet) -> dict[str, Mask]:
    cells = getattr(library, facet.table)[facet.column].tolist()
    members: dict[str, list[int]] = {code.value: [] for code in library.schema.codes(facet.vocabulary)}
    for position, cell in enumerate(cells):
        for value in dict.fromkeys(split(cell)) if facet.is_list else [cell]:
            members.setdefault(value, []).append(position)
    return {code: np.array(rows, dtype=int) for code, rows in members.items()}


def _documents(library: Library) -> list[str]:
    outcomes = library.findings.groupby("study_id")["outcome"].agg(" ".join).to_dict()
    studies = library.studies
    columns = (studies["study_id"], studies["title"], studies["authors"], studies["summary"])
    return [
        " ".join((title, authors, summary, outcomes.get(study_id, "")))
        for study_id, title, authors, summary in zip(*columns, strict=True)
    ]
