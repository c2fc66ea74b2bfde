"""The worded conclusion: GRADE's verbs, sizes, and a certainty that no rule can raise above the curators' own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.library import Library
from evidence.synthesis.conclusion import conclusion, size_word, worded
from evidence.synthesis.grade import LEVELS
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import Question


@pytest.mark.parametrize(
    ("g", "certainty", "sentence"),
    [
        (0.9, "high", "Massage results in a large improvement in pain compared with rest."),
        (0.6, "moderate", "Massage probably results in a moderate improvement in pain compared with rest."),
        (0.3, "low", "Massage may result in a small improvement in pain compared with rest."),
        (0.1, "low", "Massage may result in little to no difference in pain compared with rest."),
        (-0.3, "low", "Massage may result in a small worsening in pain compared with rest."),
        (0.9, "very_low", "The evidence is very uncertain about the effect of massage on pain compared with rest."),
        (None, "high", "The evidence is very uncertain about the effect of massage on pain compared with rest."),
    ],
)
def test_size_and_certainty_give_the_sentence(g: float | None, certainty: str, sentence: str) -> None:
    assert worded(g, certainty, "pain", "rest") == sentence


@pytest.mark.parametrize(
    ("g", "word"), [(0.19, ""), (0.2, "small"), (0.5, "moderate"), (-0.8, "large"), (0.496, "moderate")]
)
def test_sizes_begin_where_they_are_said_to(g: float, word: str) -> None:
    assert size_word(g) == word


def answer(library: Library) -> PooledStudies:
    """A result with nothing against it: many randomised, blinded, agreeing studies of chronic pain."""
    base = pooled_studies(library, Question(against=""))
    rows = base.rows.assign(
        randomised="yes",
        assessor_blinded="yes",
        chronic_pain="yes",
        n=200,
        mechanism="pain_quality_of_life",
        link="clinical",
    )
    assert base.pooled is not None
    pooled = replace(base.pooled, estimate=0.6, ci_low=0.5, ci_high=0.7, pi_low=0.4, pi_high=0.8, i2=10.0)
    return replace(base, rows=rows, pooled=pooled, not_pooled=base.not_pooled.head(0), studies=len(rows))


def with_ceiling(library: Library, level: str) -> Library:
    return replace(library, appraisals=library.appraisals.assign(certainty=level))


def test_with_nothing_against_it_the_curators_appraisal_is_the_ceiling(library: Library) -> None:
    for level in LEVELS:
        found = conclusion(replace(answer(library), library=with_ceiling(library, level)))
        assert found.certainty == level


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"assessor_blinded": "not_reported"}, "Risk of bias"),
        ({"chronic_pain": "unclear"}, "Indirectness"),
        ({"n": 10}, "Imprecision"),
    ],
)
def test_each_doubt_about_the_studies_lowers_by_one(change: dict[str, object], reason: str, library: Library) -> None:
    whole = answer(library)
    found = conclusion(replace(whole, library=with_ceiling(library, "high"), rows=whole.rows.assign(**change)))
    assert found.certainty == "moderate"
    assert [text.split(":")[0] for text in found.reasons] == [reason]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"i2": 80.0}, "Inconsistency"),
        ({"pi_low": -0.2}, "Inconsistency"),
        ({"ci_low": -0.1}, "Imprecision"),
        ({"k": 1}, "Inconsistency"),
    ],
)
def test_each_doubt_about_the_result_lowers_by_one(change: dict[str, float], reason: str, library: Library) -> None:
    whole = answer(library)
    assert whole.pooled is not None
    found = conclusion(replace(whole, library=with_ceiling(library, "high"), pooled=replace(whole.pooled, **change)))
    assert found.certainty == "moderate"
    assert [text.split(":")[0] for text in found.reasons] == [reason]


def test_studies_that_are_not_all_randomised_start_from_low(library: Library) -> None:
    whole = answer(library)
    found = conclusion(replace(whole, library=with_ceiling(library, "high"), rows=whole.rows.assign(randomised="no")))
    assert found.certainty == "low"
    assert "randomised" in found.reasons[0]


def test_a_majority_that_cannot_be_pooled_lowers_by_one(library: Library) -> None:
    whole = pooled_studies(library, Question(against=""))
    silent = replace(
        answer(library), library=with_ceiling(library, "high"), not_pooled=whole.not_pooled, studies=whole.studies
    )
    found = conclusion(silent)
    assert found.certainty == "moderate"
    assert found.reasons[0].startswith("Reporting")


def test_an_unappraised_claim_is_very_low(library: Library) -> None:
    bare = replace(library, appraisals=library.appraisals.head(0))
    found = conclusion(replace(answer(library), library=bare))
    assert found.certainty == "very_low"
    assert "have not appraised" in found.reasons[-1]


def test_no_real_conclusion_is_surer_than_the_curators(library: Library) -> None:
    for outcome in library.findings["outcome_group"].unique():
        for against in ("", "inactive", "credible", "active", "massage"):
            pooled = pooled_studies(library, Question(outcome=outcome, against=against))
            found = conclusion(pooled)
            if pooled.pooled is None:
                assert found.certainty == ""
                continue
            pairs = set(zip(pooled.included["mechanism"], pooled.included["link"], strict=True))
            own = library.appraisals.set_index(["mechanism_id", "link"])["certainty"]
            for pair in pairs & set(own.index):
                assert LEVELS.index(found.certainty) >= LEVELS.index(own[pair])
