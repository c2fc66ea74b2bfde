"""Selections for property tests, drawn from the codes that `datapackage.json` describes."""

from __future__ import annotations

from hypothesis import strategies as st

from evidence.library.facets import FACETS, NOT_REPORTED
from evidence.library.schema import packaged
from evidence.selection import Selection

#: Texts that find something, texts that find nothing, in forms a reader may type.
TEXTS = ("", "fibromyalgia", "PAIN back", "sherman", "côrtisol", "massage sham", "zzzzqqqq", "Cherkin 2011 neck", "?!")


def codes(vocabulary: str, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """None, some or several codes, in any order, none twice."""
    values = [code.value for code in packaged().codes(vocabulary)]
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _sparse(strategy: st.SearchStrategy, default: object) -> st.SearchStrategy:
    """Mostly the default: with every filter drawn at once nothing would be left to compare."""
    return st.one_of(st.just(default), st.just(default), strategy)


def selections(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Selection]:
    """Any selection a page can be in."""
    fields = {facet.attribute: _sparse(codes(facet.vocabulary), ()) for facet in FACETS}
    years = _sparse(st.integers(1975, 2030), None)
    return st.builds(
        Selection,
        **{**fields, "scope": _sparse(codes("scope", 6), Selection().scope)},
        year_from=years,
        year_to=years,
        n_min=_sparse(st.one_of(st.integers(1, 600), st.just(NOT_REPORTED)), None),
        text=_sparse(st.sampled_from(TEXTS) if text is None else text, ""),
    )
