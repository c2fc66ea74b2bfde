"""One finding's printed numbers in words: nothing lost, nothing added."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.library import Library
from evidence.library.schema import packaged
from evidence.library.strands import DIRECTIONS
from evidence.studies.results import METRIC_NAMES, SYMBOLS, arms, p_value, people, points_to, result
from evidence.words.numbers import number

NUMBERS = (
    *("estimate", "ci_low", "ci_high", "ci_level", "se", "i2"),
    *("mean_massage", "sd_massage", "mean_comparator", "sd_comparator"),
)
SIZES = ("n_massage", "n_comparator", "n_studies")


def finding(**cells: Any) -> dict[str, Any]:
    """A made-up finding with nothing printed but what is given."""
    empty = {**dict.fromkeys(NUMBERS, float("nan")), **dict.fromkeys(SIZES, pd.NA)}
    text = {"metric": "none", "unit": "", "p": "", "estimate_favours_massage_when": ""}
    place = {
        "comparator": "sham",
        "comparator_class": "credible",
        "strand": "massage",
        "outcome_group": "pain_intensity",
    }
    return {**empty, **text, **place, "direction": "favours_massage", **cells}


def words(**cells: Any) -> str:
    return result(finding(**cells), packaged())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.75, "−0.75"),
        (10.0, "10"),
        (1234.5, "1,234.5"),
        (0.1 + 0.2, "0.3"),
        (-347468, "−347,468"),
        (0.0005, "0.0005"),
    ],
)
def test_a_number_as_printed(value: float, text: str) -> None:
    assert number(value) == text


@given(st.decimals(-100_000, 100_000, places=4))
def test_a_number_keeps_its_value(value: Any) -> None:
    assert float(number(value).replace("−", "-").replace(",", "")) == float(value)


def test_an_effect_with_its_interval_and_sign() -> None:
    assert (
        words(
            metric="smd",
            estimate=-0.75,
            ci_low=-1.2,
            ci_high=-0.3,
            ci_level=95,
            estimate_favours_massage_when="negative",
        )
        == "SMD −0.75 (95% CI −1.2 to −0.3), negative values favour massage"
    )


@pytest.mark.parametrize(
    ("metric", "sign", "text"),
    [
        ("or", "negative", "values below 1 favour massage"),
        ("rr", "positive", "values above 1 favour massage"),
        ("md", "positive", "positive values favour massage"),
    ],
)
def test_which_sign_is_good(metric: str, sign: str, text: str) -> None:
    assert words(metric=metric, estimate=1.5, estimate_favours_massage_when=sign).endswith(text)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"metric": "md", "estimate": -8.0, "unit": "points"}, "MD −8 points"),
        ({"metric": "smd", "estimate": -8.0, "unit": "points"}, "SMD −8"),
        ({"metric": "percent_change", "estimate": 10.9, "unit": "%"}, "change 10.9%"),
        ({"metric": "proportion", "estimate": 39.3, "unit": "% of adults"}, "proportion 39.3% of adults"),
        ({"metric": "mean_change", "estimate": 3.0, "unit": "percent of body weight"}, "mean change 3% of body weight"),
        ({"metric": "r", "estimate": 0.4, "unit": "mm"}, "r 0.4"),
    ],
)
def test_a_unit_stands_only_where_the_number_has_one(cells: dict[str, Any], text: str) -> None:
    assert words(**cells) == text


def test_an_interval_without_an_estimate_and_one_without_a_level() -> None:
    assert words(metric="md", ci_low=1, ci_high=2) == "MD CI 1 to 2"
    assert words(metric="md", estimate=1.5, ci_low=1, ci_high=2, ci_level=90) == "MD 1.5 (90% CI 1 to 2)"


def test_half_an_interval_is_not_shown_as_one() -> None:
    assert "CI" not in words(metric="md", estimate=1.5, ci_low=1)


def test_heterogeneity() -> None:
    assert words(metric="smd", estimate=-0.5, i2=76.0) == "SMD −0.5, I² 76%"
    assert words(metric="smd", estimate=-0.5, i2=0.0) == "SMD −0.5, I² 0%"


def test_both_arms() -> None:
    cells = finding(
        mean_massage=53.3, sd_massage=8.2, n_massage=30, mean_comparator=61.0, n_comparator=29, unit="points"
    )
    assert arms(cells) == "massage 53.3 points (SD 8.2, n = 30), comparator 61 points (n = 29)"
    assert arms(finding(mean_comparator=61.0)) == "comparator 61"
    assert arms(finding(n_massage=30, n_comparator=29)) == ""


def test_without_a_control_group_the_second_number_is_the_value_before() -> None:
    cells = finding(mean_massage=4, mean_comparator=6, comparator="within_person", comparator_class="uncontrolled")
    assert arms(cells) == "with massage 4, before 6"


def test_the_arms_of_a_change_are_named_as_such() -> None:
    assert arms(finding(metric="mean_change", mean_massage=2.9, mean_comparator=0.1)).startswith("mean change: massage")
    assert words(metric="percent_change", estimate=18.8, estimate_favours_massage_when="negative").endswith(
        "negative values are an improvement"
    )
    assert words(metric="proportion", estimate=-6, mean_massage=56, mean_comparator=62).startswith("difference in")


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({}, "▲ Favours massage"),
        ({"direction": "mixed"}, "◆ Mixed"),
        ({"comparator_class": "uncontrolled"}, "▲ Changed as claimed, no control group"),
        ({"outcome_group": "safety"}, "Harms: no direction"),
        ({"strand": "association"}, "Association: no direction"),
    ],
)
def test_where_a_finding_points(cells: dict[str, Any], text: str) -> None:
    assert points_to(finding(**cells), packaged()) == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("", ""),
        ("0.02", "p = 0.02"),
        (".001", "p = .001"),
        ("<0.05", "p <0.05"),
        ("<=0.04", "p <=0.04"),
        ("≤0.001", "p ≤0.001"),
        (">0.05", "p >0.05"),
        ("NS", "p: NS"),
    ],
)
def test_p_as_printed(printed: str, text: str) -> None:
    assert p_value(finding(p=printed)) == text


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({}, ""),
        ({"n_massage": 30, "n_comparator": 29}, "30 and 29"),
        ({"n_massage": 30}, "30"),
        ({"n_comparator": 19}, "19 in the comparison"),
        ({"n_studies": 1}, "1 study"),
        ({"n_studies": 12, "n_massage": 600, "n_comparator": 590}, "12 studies"),
    ],
)
def test_how_many_people_or_studies(cells: dict[str, Any], text: str) -> None:
    assert people(finding(**cells)) == text


def test_where_no_number_was_printed_it_says_so() -> None:
    assert words() == "No between-group number recorded"
    assert words(p="NS") == "p: NS"


def printed(value: float) -> str:
    """A number of the tables in the form readers see, by another way than the one under test."""
    text = repr(float(value)).removesuffix(".0")
    whole, dot, rest = text.lstrip("-").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    return ("−" if text.startswith("-") else "") + grouped + dot + rest


def test_every_number_of_every_finding_is_shown(library: Library) -> None:
    for row in library.findings.to_dict("records"):
        shown = result(row, library.schema)
        has_interval = pd.notna(row["ci_low"]) and pd.notna(row["ci_high"])
        expected = ["estimate", "mean_massage", "mean_comparator", *(["ci_low", "ci_high"] if has_interval else [])]
        if pd.notna(row["estimate"]):
            expected.append("i2")
        for name in expected:
            if pd.notna(row[name]):
                assert printed(row[name]) in shown, (row["finding_id"], name, shown)
        assert row["p"] in shown
        assert "nan" not in shown.lower()
        assert "<NA>" not in shown


def test_every_reported_size_is_shown(library: Library) -> None:
    for row in library.findings.to_dict("records"):
        known = [row[name] for name in SIZES if pd.notna(row[name])]
        assert bool(people(row)) == bool(known), row["finding_id"]


def test_every_metric_has_a_name_and_every_direction_a_symbol(library: Library) -> None:
    metrics = {code.value for code in library.schema.codes("metric")} - {"none"}
    assert set(METRIC_NAMES) == metrics
    assert set(SYMBOLS) == set(DIRECTIONS)
    assert SYMBOLS["favours_massage"] == "▲"
    assert SYMBOLS["no_clear_difference"] == "●"
    assert SYMBOLS["favours_comparator"] == "▼"
    assert SYMBOLS["mixed"] == "◆"
