"""How many studies each option of the filters would show, everything else staying as it is."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.library import Library
from evidence.library.facets import FACETS
from evidence.library.kept import kept
from evidence.selection.choice import Selection
from evidence.selection.matching import matcher

#: The least numbers of people that are offered.
SIZES = (20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class FilterCounts:
    """Studies by option: `codes` by parameter and code, `since` and `until` by year, `at_least` by number of people.

    `no_size` is how many would be left whose size is not reported. Years and numbers hold those that are chosen now, too.
    """

    codes: dict[str, dict[str, int]]
    since: dict[int, int]
    until: dict[int, int]
    at_least: dict[int, int]
    no_size: int


@kept
def filter_counts(library: Library, selection: Selection) -> FilterCounts:
    """The counts beside the options of every filter, for one selection."""
    found = matcher(library)
    by_year = found.year_counts(selection)
    years = sorted({*by_year, *(year for year in (selection.year_from, selection.year_to) if year is not None)})
    sizes = found.sizes(selection)
    steps = sorted({*SIZES, *([selection.n_min] if isinstance(selection.n_min, int) else [])})
    return FilterCounts(
        codes={facet.parameter: found.counts(selection, facet) for facet in FACETS},
        since={year: sum(n for other, n in by_year.items() if other >= year) for year in years},
        until={year: sum(n for other, n in by_year.items() if other <= year) for year in years},
        at_least={step: int((sizes >= step).sum()) for step in steps},
        no_size=int((sizes != sizes).sum()),
    )
