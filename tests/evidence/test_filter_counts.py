"""The number beside an option of a filter is how many studies it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.library import Library
from evidence.library.facets import FACETS
from evidence.selection import Selection
from evidence.selection.filter_counts import SIZES, filter_counts
from tests.evidence.small_libraries import one_study, without_anything

CHOSEN = (
    Selection(),
    Selection(scope=(), design=("rct",)),
    Selection(mechanism=("endorphins",), comparator_class=("credible",), year_from=2010),
)


@pytest.mark.parametrize("selection", CHOSEN)
def test_codes_are_counted_as_if_each_were_chosen_alone(selection: Selection, library: Library) -> None:
    counts = filter_counts(library, selection)
    for facet in FACETS:
        assert set(counts.codes[facet.parameter]) >= {code.value for code in library.schema.codes(facet.vocabulary)}
        for code, number in counts.codes[facet.parameter].items():
            alone = replace(selection, **{facet.attribute: (code,)})
            assert number == len(alone.apply(library).studies)


@pytest.mark.parametrize("selection", CHOSEN)
def test_years_and_sizes_are_counted_as_if_each_were_chosen(selection: Selection, library: Library) -> None:
    counts = filter_counts(library, selection)
    for year, number in counts.since.items():
        assert number == len(replace(selection, year_from=year, year_to=None).apply(library).studies.query("year > 0"))
    for year, number in counts.until.items():
        assert number == len(replace(selection, year_from=None, year_to=year).apply(library).studies.query("year > 0"))
    for size, number in counts.at_least.items():
        assert number == len(replace(selection, n_min=size).apply(library).studies)
    assert counts.no_size == len(replace(selection, n_min="not_reported").apply(library).studies)


def test_what_is_chosen_is_offered_even_where_no_study_has_it(library: Library) -> None:
    counts = filter_counts(library, Selection(year_from=1850, year_to=2099, n_min=77))
    assert counts.since[1850] == max(counts.since.values())
    assert counts.until[2099] == max(counts.until.values())
    assert list(counts.at_least) == sorted({*SIZES, 77})


def test_an_empty_library_counts_nothing(library: Library) -> None:
    counts = filter_counts(without_anything(library), Selection())
    assert not any(number for codes in counts.codes.values() for number in codes.values())
    assert (counts.since, counts.until, counts.no_size) == ({}, {}, 0)
    assert not any(counts.at_least.values())


def test_a_library_of_one_study_counts_it_once_a_code(library: Library) -> None:
    counts = filter_counts(one_study(library, "cherkin-2011"), Selection())
    assert counts.codes["design"]["rct"] == counts.codes["cond"]["low_back_pain"] == 1
    assert sum(counts.codes["design"].values()) == 1
    assert list(counts.since.values()) == [1]
