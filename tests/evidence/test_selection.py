"""Filters to address and back, what an address says that means nothing, and the selection in one sentence."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.library import Library
from evidence.library.facets import ATTRIBUTES, FACETS, NOT_REPORTED, PARAMETERS
from evidence.library.schema import packaged
from evidence.selection import Selection
from evidence.selection.choice import LONGEST_TEXT, ignored
from tests.evidence.selections import codes, selections

CODES = {facet.parameter: [code.value for code in packaged().codes(facet.vocabulary)] for facet in FACETS}
TYPED = st.text(max_size=60).map(str.strip)


def canonical(selection: Selection) -> Selection:
    """The same filters with codes in reading order, as an address read back gives them."""
    ordered = {
        facet.attribute: tuple(code for code in CODES[facet.parameter] if code in getattr(selection, facet.attribute))
        for facet in FACETS
    }
    return replace(selection, **ordered)


def test_the_parameters_are_those_links_rely_on() -> None:
    codes = ("mech", "link", "cond", "design", "comp", "tech", "chronic", "scope", "dir", "source")
    assert set(PARAMETERS) == {*codes, "from", "to", "nmin", "q"}
    assert set(ATTRIBUTES) == set(PARAMETERS)


def test_by_default_massage_and_self_massage_are_shown() -> None:
    assert Selection().scope == ("massage", "self_massage_or_device")
    assert Selection.from_params({}) == Selection()
    assert Selection().to_params() == {}
    assert Selection().active() == ()


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"design": ["rct", "meta_analysis"]}, Selection(design=("rct", "meta_analysis"))),
        ({"design": ["meta_analysis", "rct", "rct"]}, Selection(design=("rct", "meta_analysis"))),
        ({"design": "rct"}, Selection(design=("rct",))),
        ({"comp": "credible"}, Selection(comparator_class=("credible",))),
        ({"mech": "endorphins", "link": ["clinical"]}, Selection(mechanism=("endorphins",), link=("clinical",))),
        ({"from": "2010", "to": "2020"}, Selection(year_from=2010, year_to=2020)),
        ({"nmin": "50"}, Selection(n_min=50)),
        ({"nmin": "not_reported"}, Selection(n_min=NOT_REPORTED)),
        ({"q": "  neck pain "}, Selection(text="neck pain")),
        ({"scope": "animal"}, Selection(scope=("animal",))),
        ({"scope": ""}, Selection(scope=())),
        ({"scope": ["self_massage_or_device", "massage"]}, Selection()),
        ({"design": "", "from": "", "nmin": "", "q": ""}, Selection()),
        ({"unrelated": "x", "id": "cherkin-2011", "page": "2"}, Selection()),
    ],
)
def test_reading_an_address(params: dict[str, str | list[str]], expected: Selection) -> None:
    assert Selection.from_params(params) == expected
    assert ignored(params) == []


@pytest.mark.parametrize(
    ("params", "expected", "said"),
    [
        ({"design": "guess"}, Selection(), ["design=guess"]),
        ({"design": ["guess", "rct"]}, Selection(design=("rct",)), ["design=guess"]),
        ({"design": "RCT"}, Selection(), ["design=RCT"]),
        ({"scope": "everything"}, Selection(), ["scope=everything"]),
        ({"comp": "sham"}, Selection(), ["comp=sham"]),
        ({"from": "soon"}, Selection(), ["from=soon"]),
        ({"from": "-1"}, Selection(), ["from=-1"]),
        ({"to": "99999"}, Selection(), ["to=99999"]),
        ({"from": "２０１０"}, Selection(), ["from=２０１０"]),
        ({"nmin": "1e3"}, Selection(), ["nmin=1e3"]),
        ({"nmin": "12345678"}, Selection(), ["nmin=12345678"]),
        ({"nmin": "9" * 400}, Selection(), ["nmin=" + "9" * 40 + "…"]),
        ({"from": ["2001", "2010"]}, Selection(year_from=2010), ["from=2001"]),
        ({"mech": "<script>alert(1)</script>"}, Selection(), ["mech=<script>alert(1)</script>"]),
    ],
)
def test_what_means_nothing_is_left_out_and_said(
    params: dict[str, str | list[str]], expected: Selection, said: list[str]
) -> None:
    assert Selection.from_params(params) == expected
    assert ignored(params) == said


def test_a_very_long_search_is_cut_and_said() -> None:
    params = {"q": "pain " * 2000}
    assert len(Selection.from_params(params).text) <= LONGEST_TEXT
    assert Selection.from_params(params).text.startswith("pain pain")
    assert len(ignored(params)) == 1
    assert len(ignored(params)[0]) < 60


@given(selections(TYPED))
def test_a_selection_survives_its_address(selection: Selection) -> None:
    back = Selection.from_params(selection.to_params())
    assert back == canonical(selection)
    assert Selection.from_params(back.to_params()) == back
    assert canonical(selection).to_params() == back.to_params()
    assert ignored(selection.to_params()) == []


@given(selections(TYPED))
def test_a_selection_survives_a_real_address_line(selection: Selection) -> None:
    query = urlencode(selection.to_params(), doseq=True)
    assert Selection.from_params(parse_qs(query, keep_blank_values=True)) == canonical(selection)


@given(selections())
def test_only_what_differs_from_the_default_stands_in_the_address(selection: Selection) -> None:
    params = canonical(selection).to_params()
    for parameter, attribute in ATTRIBUTES.items():
        changed = getattr(canonical(selection), attribute) != getattr(Selection(), attribute)
        assert (parameter in params) == changed
    assert set(canonical(selection).active()) == set(params)


@given(selections(), st.sampled_from(PARAMETERS))
def test_without_a_filter_only_that_filter_is_open(selection: Selection, parameter: str) -> None:
    opened = selection.without(parameter)
    for name, attribute in ATTRIBUTES.items():
        if name != parameter:
            assert getattr(opened, attribute) == getattr(selection, attribute)
    value = getattr(opened, ATTRIBUTES[parameter])
    assert value == (() if parameter == "scope" else getattr(Selection(), ATTRIBUTES[parameter]))


def meanings(parameter: str) -> st.SearchStrategy[str]:
    """Values that mean something to a parameter, that nearly do, and anything at all."""
    some = CODES.get(parameter, ["2010", "1899", "0", "007", "12345678", "not_reported", "pain"])
    return st.one_of(st.sampled_from(some), st.text(max_size=50), st.text("0123456789.-e ", max_size=9))


ADDRESSES = st.dictionaries(st.sampled_from((*PARAMETERS, "other")), st.none()).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.one_of(meanings(name), st.lists(meanings(name), max_size=4)) for name in names}
    )
)


def is_used(parameter: str, value: str, selection: Selection) -> bool:
    """Whether a value of an address made the selection what it is."""
    held = getattr(selection, ATTRIBUTES[parameter])
    if isinstance(held, tuple):
        return value in held
    if parameter == "q":
        return value.strip() == held
    if parameter == "nmin" and value.isascii() and value.isdigit() and int(value) == 0:
        return True  # at least nobody: the same as no filter
    return held is not None and (value == held or (value.isascii() and value.isdigit() and int(value) == held))


@given(ADDRESSES)
def test_any_text_is_used_or_named_and_never_an_error(params: dict[str, str | list[str]]) -> None:
    selection = Selection.from_params(params)
    named = set(ignored(params))
    selection.describe()
    for parameter, given_values in params.items():
        for value in [given_values] if isinstance(given_values, str) else given_values:
            if parameter == "other" or not value.strip():
                continue
            shown = f"{parameter}={value[:40]}{'…' if len(value) > 40 else ''}"
            used = is_used(parameter, value, selection)
            assert used or shown in named, (parameter, value)
            if isinstance(given_values, str):
                assert used != (shown in named), "one value is used or left out, not both"


@given(st.text(min_size=1, max_size=3000))
def test_a_search_is_used_whole_or_what_was_cut_is_named(text: str) -> None:
    selection = Selection.from_params({"q": text})
    assert text.strip().startswith(selection.text)
    assert bool(ignored({"q": text})) == (len(text.strip()) > LONGEST_TEXT)


def test_the_sentence_of_the_brief() -> None:
    selection = Selection(
        design=("rct",), condition=("fibromyalgia",), comparator_class=("credible",), year_from=2010, year_to=2026
    )
    assert selection.describe() == (
        "randomised trials of massage, self-massage or devices in fibromyalgia against credible controls, 2010 to 2026"
    )


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(), "studies of massage, self-massage or devices"),
        (Selection(scope=()), "studies of any scope"),
        (Selection(scope=("animal", "touch")), "studies of animals or touch"),
        (Selection(design=("rct", "cohort", "guideline")), "randomised trials, cohort studies or guidelines of"),
        (Selection(chronic_pain=("yes",)), "in people with chronic pain"),
        (Selection(mechanism=("endorphins",)), "on endorphins"),
        (Selection(link=("mediator_to_symptom",)), "“Tied to relief”"),
        (Selection(technique=("swedish", "thai")), "using Swedish or classic massage or Thai massage"),
        (Selection(direction=("mixed",)), "“mixed”"),
        (Selection(source_read=("full_text",)), "read as part of a full-text page"),
        (Selection(n_min=1000), "with at least 1,000 people"),
        (Selection(n_min=NOT_REPORTED), "whose size is not reported"),
        (Selection(text="neck pain"), "matching “neck pain”"),
        (Selection(year_from=2010), ", from 2010 on"),
        (Selection(year_to=2010), ", up to 2010"),
        (Selection(year_from=2001, year_to=2010), ", 2001 to 2010"),
    ],
)
def test_each_filter_in_words(selection: Selection, words: str) -> None:
    assert words in selection.describe()


@given(selections(), selections())
def test_two_selections_never_have_the_same_sentence(one: Selection, other: Selection) -> None:
    assume(canonical(one) != canonical(other))
    assert canonical(one).describe() != canonical(other).describe()


@given(st.sampled_from(FACETS), st.data())
def test_every_code_changes_the_sentence(facet: object, data: st.DataObject) -> None:
    """A near miss of the test above: selections that differ in one filter only."""
    attribute = facet.attribute  # type: ignore[attr-defined]
    one = data.draw(codes(facet.vocabulary, 2))  # type: ignore[attr-defined]
    other = data.draw(codes(facet.vocabulary, 2))  # type: ignore[attr-defined]
    first, second = (canonical(replace(Selection(), **{attribute: values})) for values in (one, other))
    assume(first != second)
    assert first.describe() != second.describe()


def test_applying_keeps_the_other_tables_whole(library: Library) -> None:
    chosen = Selection(condition=("fibromyalgia",), direction=("favours_comparator",)).apply(library)
    for table in ("mechanisms", "appraisals", "conditions", "precautions", "scales"):
        assert getattr(chosen, table) is getattr(library, table)
    assert (chosen.version, chosen.fingerprint) == (library.version, library.fingerprint)


def test_applying_changes_nothing_in_the_library(library: Library) -> None:
    studies, findings = library.studies.copy(), library.findings.copy()
    Selection(text="neck", n_min=20).apply(library)
    assert library.studies.equals(studies)
    assert library.findings.equals(findings)
