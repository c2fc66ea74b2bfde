"""Every term has its entry, in plain words, under one name and one address."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

import textstat

from evidence.learn.glossary import PLACES, PLACES_OF_TABLES, entries, glossary, labels, on_page, slug, written
from evidence.library import Library
from evidence.library.library import TABLES
from ui.address.navigation import PAGES

MOST_WORDS = 45
#: Grades of Flesch and Kincaid: the usual one, and what a definition with long names in it may reach.
USUAL_GRADE, HIGHEST_GRADE = 8, 13


def test_every_label_of_the_schema_has_an_entry_with_a_meaning(library: Library) -> None:
    without = [label for label in labels(library.schema) if glossary(library).find(label) is None]
    assert without == []
    assert [entry.term for entry in entries(library.schema) if len(entry.plain) < 3] == []
    assert len(labels(library.schema)) > 250


def test_terms_of_the_field_are_there(library: Library) -> None:
    for term in (
        "SMD",
        "confidence interval",
        "prediction interval",
        "heterogeneity",
        "sham",
        "H-reflex",
        "elastography",
        "WOMAC",
        "GRADE",
        "risk of bias",
        "imprecision",
        "Hedges’ g",
        "I²",
        "tau²",
        "forest plot",
        "minimal important difference",
    ):
        entry = glossary(library).find(term)
        assert entry is not None, term
        assert entry in written()


def test_labels_of_every_table_say_on_which_page_they_are(library: Library) -> None:
    """“Methods” is where everything is; a reader also wants to know where else."""
    for table in TABLES:
        assert table in PLACES_OF_TABLES, table
    for name in ("Side evidence", "Taken from a review", "Summary of findings", "Best single study", "Target outcome"):
        entry = glossary(library).find(name)
        assert entry in written(), name
    assert glossary(library).find("Size not stated").where == ("Conditions",)  # type: ignore[union-attr]
    assert "Safety" in glossary(library).find("Full reports read").where  # type: ignore[union-attr]


def test_a_label_with_two_meanings_has_an_entry_that_tells_both(library: Library) -> None:
    schema = library.schema
    meanings: dict[str, set[str]] = {}
    for codes in (schema.codes(name) for name in ("certainty", "effect_size", "effect", "chronic_pain")):
        for code in codes:
            meanings.setdefault(code.label, set()).add(code.definition)
    twice = [label for label, told in meanings.items() if len(told) > 1]
    assert twice
    assert [label for label in twice if glossary(library).find(label) not in written()] == []


def test_abbreviations_of_instruments_are_explained(library: Library) -> None:
    named: Counter[str] = Counter()
    for instrument in library.findings["instrument"]:
        named.update(set(re.findall(r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*\b", instrument)))
    often = [name for name, number in named.items() if number >= 3 and name not in ("SF",)]
    assert len(often) >= 6
    assert [name for name in often if glossary(library).find(name) is None] == []


def test_no_two_entries_claim_a_name_or_an_address(library: Library) -> None:
    names = Counter(name.casefold() for entry in written() for name in (entry.term, *entry.also))
    assert [name for name, number in names.items() if number > 1] == []
    slugs = Counter(entry.slug for entry in entries(library.schema))
    assert [name for name, number in slugs.items() if number > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in slugs)


def test_addresses_do_not_move() -> None:
    assert [slug(term) for term in ("Hedges' g", "I²", "Tau²", "Confidence interval")] == [
        "hedges-g",
        "i2",
        "tau2",
        "confidence-interval",
    ]


def test_a_term_is_found_by_its_other_names_and_its_address(library: Library) -> None:
    for name in ("Confidence interval", "CI", "confidence intervals", "confidence-interval", "95% INTERVAL"):
        entry = glossary(library).find(name)
        assert entry is not None
        assert entry.term == "Confidence interval"
    assert glossary(library).find("no such term") is None
    assert glossary(library).find("") is None


def test_a_search_finds_names_first(library: Library) -> None:
    found = glossary(library).search("interval")
    assert "interval" in found[0].term.lower()
    assert any("interval" not in entry.term.lower() for entry in found)
    assert glossary(library).search("zzzz") == ()
    assert len(glossary(library).search("")) == len(entries(library.schema))


def test_every_page_has_its_words_and_every_place_is_a_page() -> None:
    titles = {spec.title for spec in PAGES.values()}
    assert {place for entry in written() for place in entry.where} <= set(PLACES) <= titles
    assert all(on_page(place) for place in PLACES)


def test_meanings_are_short_and_plain() -> None:
    grades = {entry.term: textstat.flesch_kincaid_grade(entry.plain) for entry in written()}
    assert median(grades.values()) <= USUAL_GRADE
    assert [term for term, grade in grades.items() if grade > HIGHEST_GRADE] == []
    assert [entry.term for entry in written() if len(entry.plain.split()) > MOST_WORDS] == []
