"""What a selection keeps, held against a slow second implementation, and the counts beside every option."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.library import Library
from evidence.library.facets import FACETS, NOT_REPORTED, PARAMETERS
from evidence.selection import Selection
from evidence.selection.matching import loosening, matcher
from tests.evidence.selections import selections

#: The rule of each filter, written down a second time: table, column, whether cells are lists.
FINDING_FILTERS = {
    "mechanism": "mechanism",
    "link": "link",
    "comparator_class": "comparator_class",
    "direction": "direction",
}
STUDY_FILTERS = {
    "design": "design",
    "chronic_pain": "chronic_pain",
    "scope": "scope",
    "source_read": "source_read",
}
LIST_FILTERS = {"condition": "conditions", "technique": "techniques"}


def folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))


@cache
def records(library: Library) -> list[tuple[dict[str, Any], list[dict[str, Any]], frozenset[str]]]:
    """Each study with its findings and with the words in which a search may find it."""
    findings_of = {name: rows.to_dict("records") for name, rows in library.findings.groupby("study_id")}
    result = []
    for study in library.studies.to_dict("records"):
        findings = findings_of.get(study["study_id"], [])
        text = " ".join((study["title"], study["authors"], study["summary"], *(f["outcome"] for f in findings)))
        result.append((study, findings, frozenset(folded(text).split())))
    return result


def slowly(library: Library, selection: Selection) -> tuple[set[str], set[str]]:
    """Ids of the studies and findings that a selection keeps, row by row."""
    kept_studies, kept_findings = set(), set()
    asks_findings = any(getattr(selection, attribute) for attribute in FINDING_FILTERS)
    for study, findings, words in records(library):
        if not study_fits(study, selection) or not text_fits(words, selection.text):
            continue
        fitting = [
            finding["finding_id"]
            for finding in findings
            if all(
                not getattr(selection, attribute) or finding[column] in getattr(selection, attribute)
                for attribute, column in FINDING_FILTERS.items()
            )
        ]
        if fitting or not asks_findings:
            kept_studies.add(study["study_id"])
            kept_findings.update(fitting)
    return kept_studies, kept_findings


def study_fits(study: dict[str, Any], selection: Selection) -> bool:
    for attribute, column in STUDY_FILTERS.items():
        if getattr(selection, attribute) and study[column] not in getattr(selection, attribute):
            return False
    for attribute, column in LIST_FILTERS.items():
        if getattr(selection, attribute) and not set(getattr(selection, attribute)) & set(study[column].split("; ")):
            return False
    if selection.year_from is not None and not study["year"] >= selection.year_from:
        return False
    if selection.year_to is not None and not study["year"] <= selection.year_to:
        return False
    if selection.n_min == NOT_REPORTED:
        return bool(pd.isna(study["n_total"]))
    return selection.n_min is None or (pd.notna(study["n_total"]) and study["n_total"] >= selection.n_min)


def text_fits(words: frozenset[str], text: str) -> bool:
    """Every word typed is part of a word of the study; enough for texts without typing errors."""
    return all(any(typed in word for word in words) for typed in folded(text).split())


def kept(library: Library, selection: Selection) -> tuple[set[str], set[str]]:
    chosen = selection.apply(library)
    return set(chosen.studies["study_id"]), set(chosen.findings["finding_id"])


def studies_kept(library: Library, selection: Selection) -> int:
    return len(selection.apply(library).studies)


@given(selection=selections())
def test_a_selection_keeps_what_the_rules_say(library: Library, selection: Selection) -> None:
    assert kept(library, selection) == slowly(library, selection)


def test_limits_belong_to_what_they_limit(library: Library) -> None:
    studies = library.studies.set_index("study_id")
    for selection, column, fits in (
        (Selection(scope=(), year_from=2011), "year", lambda year: year >= 2011),
        (Selection(scope=(), year_to=2011), "year", lambda year: year <= 2011),
        (Selection(scope=(), n_min=401), "n_total", lambda size: pd.notna(size) and size >= 401),
        (Selection(scope=(), n_min=NOT_REPORTED), "n_total", pd.isna),
    ):
        expected = {study_id for study_id, value in studies[column].items() if fits(value)}
        assert kept(library, selection)[0] == expected
    assert studies.loc["cherkin-2011", ["year", "n_total"]].tolist() == [2011, 401]


@settings(max_examples=20)
@given(selection=selections())
def test_rows_keep_their_order_and_their_cells(library: Library, selection: Selection) -> None:
    chosen = selection.apply(library)
    pd.testing.assert_frame_equal(chosen.studies, library.studies.loc[chosen.studies.index])
    pd.testing.assert_frame_equal(chosen.findings, library.findings.loc[chosen.findings.index])
    assert chosen.studies.index.is_monotonic_increasing
    assert set(chosen.findings["study_id"]) <= set(chosen.studies["study_id"])


def test_the_default_keeps_massage_and_self_massage_and_everything_is_reachable(library: Library) -> None:
    direct = library.studies["scope"].isin(["massage", "self_massage_or_device"])
    assert kept(library, Selection())[0] == set(library.studies["study_id"][direct])
    studies, findings = kept(library, Selection(scope=()))
    assert (studies, findings) == (set(library.studies["study_id"]), set(library.findings["finding_id"]))


@settings(max_examples=8)
@given(selection=selections())
def test_the_count_beside_an_option_is_what_choosing_it_alone_gives(library: Library, selection: Selection) -> None:
    for facet in FACETS:
        counts = matcher(library).counts(selection, facet)
        assert set(counts) == {code.value for code in library.schema.codes(facet.vocabulary)}
        for code, count in counts.items():
            alone = replace(selection, **{facet.attribute: (code,)})
            assert count == studies_kept(library, alone), (facet.parameter, code)


@settings(max_examples=25)
@given(selection=selections())
def test_counts_by_year_and_sizes_leave_their_own_filter_out(library: Library, selection: Selection) -> None:
    any_year = replace(selection, year_from=None, year_to=None).apply(library).studies["year"]
    assert matcher(library).year_counts(selection) == any_year.value_counts().to_dict()
    any_size = replace(selection, n_min=None).apply(library).studies["n_total"]
    sizes = matcher(library).sizes(selection)
    assert int(np.isnan(sizes).sum()) == int(any_size.isna().sum())
    assert sorted(sizes[~np.isnan(sizes)]) == sorted(any_size.dropna())


@settings(max_examples=25)
@given(selection=selections())
def test_loosening_says_how_many_studies_there_would_be(library: Library, selection: Selection) -> None:
    found = dict(loosening(library, selection))
    for parameter in PARAMETERS:
        is_narrowing = parameter in selection.active() and (parameter != "scope" or bool(selection.scope))
        count = studies_kept(library, selection.without(parameter))
        if is_narrowing and count:
            assert found[parameter] == count
        elif parameter != "scope":
            assert parameter not in found
    counts = [count for _, count in loosening(library, selection)]
    assert counts == sorted(counts, reverse=True)


def test_loosening_names_the_filters_that_leave_nothing(library: Library) -> None:
    nothing = Selection(condition=("fibromyalgia",), text="zzzzqqqq")
    assert kept(library, nothing) == (set(), set())
    assert [parameter for parameter, _ in loosening(library, nothing)] == ["q"]


def test_the_default_scope_can_be_what_leaves_nothing(library: Library) -> None:
    rats = Selection(text="rats oxytocin stroking")
    assert kept(library, rats)[0] == set()
    assert ("scope", studies_kept(library, rats.without("scope"))) in loosening(library, rats)


def made_up(library: Library) -> Library:
    """Two studies: one with two findings that each fit half of a question, one without any finding."""
    studies = library.studies.head(2).assign(study_id=["both", "none"], scope="massage")
    findings = library.findings.head(3).assign(
        study_id=["both", "both", "nobody"],
        mechanism=["endorphins", "circulation", "endorphins"],
        direction=["mixed", "favours_massage", "favours_massage"],
    )
    return replace(library, studies=studies, findings=findings)


def test_filters_on_findings_have_to_hold_for_one_and_the_same_finding(library: Library) -> None:
    small = made_up(library)
    assert kept(small, Selection(mechanism=("endorphins",), direction=("mixed",)))[0] == {"both"}
    assert kept(small, Selection(mechanism=("endorphins",), direction=("favours_massage",)))[0] == set()


def test_a_study_without_findings_stays_until_findings_are_asked_for(library: Library) -> None:
    small = made_up(library)
    assert kept(small, Selection())[0] == {"both", "none"}
    assert kept(small, Selection(mechanism=("circulation",)))[0] == {"both"}


def test_a_finding_of_no_study_belongs_to_no_selection(library: Library) -> None:
    small = made_up(library)
    assert len(kept(small, Selection())[1]) == 2
    direction = next(facet for facet in FACETS if facet.parameter == "dir")
    assert matcher(small).counts(Selection(), direction)["favours_massage"] == 1


def test_a_code_named_twice_in_a_cell_counts_once(library: Library) -> None:
    small = replace(library, studies=library.studies.head(1).assign(conditions="neck_pain; neck_pain", scope="massage"))
    condition = next(facet for facet in FACETS if facet.parameter == "cond")
    assert matcher(small).counts(Selection(), condition)["neck_pain"] == 1


@pytest.mark.parametrize("selection", [Selection(), Selection(direction=("mixed",), text="pain", n_min=5)])
def test_a_library_without_studies_keeps_nothing(selection: Selection, library: Library) -> None:
    empty = replace(library, studies=library.studies.head(0), findings=library.findings.head(0))
    assert kept(empty, selection) == (set(), set())
    assert loosening(empty, selection) == []
    assert matcher(empty).year_counts(selection) == {}


@given(selection=selections(st.text(max_size=40)))
def test_any_search_text_is_met_calmly(library: Library, selection: Selection) -> None:
    studies, findings = kept(library, selection)
    assert studies <= set(library.studies["study_id"])
    assert findings <= set(library.findings["finding_id"])
