"""Certainty and support: GRADE's words, dots and domains."""

from __future__ import annotations

import pytest

from evidence.answers.certainty import DOMAINS, DOTS, NOT_APPRAISED_ICON, SUPPORT_ICONS, Domain, domains, dots
from evidence.library import Library


def test_the_five_domains_of_grade() -> None:
    assert set(DOMAINS) == {"risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias"}
    assert len(DOMAINS) == 5


@pytest.mark.parametrize(("certainty", "filled"), [("high", 4), ("moderate", 3), ("low", 2), ("very_low", 1)])
def test_more_certainty_fills_more_of_four_dots(certainty: str, filled: int) -> None:
    assert dots(certainty) == "●" * filled + "○" * (4 - filled)


def test_an_unknown_level_has_no_dots() -> None:
    assert dots("") == dots("rather sure") == ""


def test_every_level_and_every_support_word_has_its_sign(library: Library) -> None:
    assert set(DOTS) == {code.value for code in library.schema.codes("certainty")}
    assert set(SUPPORT_ICONS) == {code.value for code in library.schema.codes("support")}


def test_support_is_told_apart_by_shape() -> None:
    icons = [*SUPPORT_ICONS.values(), NOT_APPRAISED_ICON]
    assert len(set(icons)) == len(icons)


def test_a_domain_is_a_judgement_and_a_reason() -> None:
    row = {
        "risk_of_bias": "serious: few trials blind the assessor",
        "inconsistency": "serious",
        "indirectness": "not serious for tenderness; tenderness is not tension",
        "imprecision": "very serious: ten people: in one trial",
        "publication_bias": "",
    }
    assert domains(row) == (
        Domain("risk_of_bias", "serious", "few trials blind the assessor"),
        Domain("inconsistency", "serious", ""),
        Domain("indirectness", "not serious for tenderness; tenderness is not tension", ""),
        Domain("imprecision", "very serious", "ten people: in one trial"),
        Domain("publication_bias", "", ""),
    )


def test_nothing_of_an_appraisal_is_lost(library: Library) -> None:
    for row in library.appraisals.to_dict("records"):
        for domain in domains(row):
            assert domain.judgement, f"{row['mechanism_id']} {row['link']} {domain.name} has no judgement"
            together = f"{domain.judgement}: {domain.reason}" if domain.reason else domain.judgement
            assert together == row[domain.name]
