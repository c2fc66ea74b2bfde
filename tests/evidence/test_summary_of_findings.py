"""Rows of the summary of findings are the table's, and this library's own pools stand beside them without contradicting them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.answers.cross_check import NOT_PARTED, cross_check
from evidence.answers.headline import headline
from evidence.answers.summary_of_findings import EFFECT_SIGNS, VERY_UNCERTAIN, SummaryRow, summary_rows
from evidence.library import Library
from evidence.library.schema import split
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded


def every_row(library: Library) -> list[SummaryRow]:
    return [row for condition in library.conditions["condition_id"] for row in summary_rows(library, condition)]


def test_every_row_of_the_table_is_there_once_with_its_own_words(library: Library) -> None:
    table = {(row["condition_id"], row["order"]): row for row in library.summary_of_findings.to_dict("records")}
    rows = every_row(library)
    assert len(rows) == len(table)
    for row in rows:
        own = table[row.condition, row.order]
        for name in ("outcome", "comparison", "effect", "size", "number", "certainty", "sentence", "plain"):
            assert getattr(row, name) == own[name]
        assert (row.term, list(row.basis)) == (own["time"], split(own["basis"]))
        assert row.domains[0].judgement == own["risk_of_bias"].partition(":")[0].strip()


def test_reasons_are_the_domains_with_a_worry(library: Library) -> None:
    for row in every_row(library):
        worries = [domain for domain in row.domains if not domain.judgement.startswith("not ")]
        assert len(row.reasons) == len(worries)
        if row.certainty != "high":
            assert row.reasons


def test_a_size_is_spoken_of_only_where_there_is_an_effect(library: Library) -> None:
    for row in every_row(library):
        if row.certainty == "very_low":
            assert row.effect_and_size == VERY_UNCERTAIN
            continue
        assert row.effect_and_size.startswith(EFFECT_SIGNS[row.effect])
        sized = row.effect in ("better", "worse") and row.size != "not_stated"
        assert (row.size_words.lower() in row.effect_and_size) == sized


def test_a_pool_beside_a_row_is_that_of_the_page_it_links_to(library: Library) -> None:
    checked = [row for row in every_row(library) if row.pooled_here is not None]
    assert checked
    for row in checked:
        check = row.pooled_here
        assert check is not None
        question = Question.from_params(check.question, library.schema)
        assert question.condition == row.condition
        assert question.outcome in row.outcome_groups
        assert question.against == ("" if row.comparison == "mixed" else row.comparison)
        answer = pooled_studies(library, question)
        assert answer.pooled is not None
        assert (check.g, check.studies, check.measured) == (answer.pooled.estimate, answer.pooled.k, answer.studies)
        assert f"g {rounded(check.g)}" in check.words
        assert row.outcome not in NOT_PARTED


def test_no_pool_lies_wholly_on_the_other_side_unless_the_row_says_why_reviews_disagree(library: Library) -> None:
    opposed = [row for row in every_row(library) if row.pooled_here is not None and row.pooled_here.opposite]
    unexplained = [
        f"{row.condition} {row.order}: {row.effect}, but {row.pooled_here.words if row.pooled_here else ''}"
        for row in opposed
        if not any(d.name == "inconsistency" and "disagree" in d.reason for d in row.domains)
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    ("effect", "opposite"), [("better", True), ("worse", False), ("little_or_no_difference", False)]
)
def test_the_side_of_a_pool_is_told(library: Library, effect: str, opposite: bool) -> None:
    """One trial of shoulder pain did worse with massage than with exercise alone three months later."""
    check = cross_check(library, "shoulder_pain", "pain", ("pain_intensity",), "active", "long", effect)
    assert check is not None
    assert check.ci_high < 0
    assert check.opposite is opposite


def test_the_headline_says_every_main_outcome_and_never_more_than_its_rows(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        rows = summary_rows(library, condition)
        found = headline(rows)
        assert found.soon.startswith("In the short term")
        terms = {row.term for row in rows}
        assert ("nothing was judged" in found.later) == ("long" not in terms)
        spoken = [row for row in rows if row.outcome in {rows[0].outcome, "pain", "function"}]
        for row in spoken:
            sentence = found.soon if row.term == "short" else found.later
            assert row.outcome_phrase in sentence
            assert row.against in sentence or "every comparison that was judged" in sentence
            if row.certainty == "moderate" and row.effect != "unclear":
                assert "probably" in sentence
        if all(row.certainty == "very_low" for row in spoken):
            assert "may" not in found.sentence
            assert "probably" not in found.sentence


def test_what_is_very_uncertain_has_no_direction_in_the_headline(library: Library) -> None:
    rows = summary_rows(library, "knee_osteoarthritis")
    unsure = [replace(row, certainty="very_low") for row in rows]
    assert "better" not in headline(unsure).sentence
    assert "very uncertain" in headline(unsure).soon
    assert headline(()).sentence == ""
