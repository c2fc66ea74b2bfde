"""The timeline counts what came out up to each year, and names the year of the last turn."""

from __future__ import annotations

import pandas as pd
import pytest

from evidence.answers.timeline import sentence, timeline, turned
from evidence.charts import timeline_chart
from evidence.charts.scene import Bar
from evidence.library import Library
from evidence.library.strands import DIRECTIONS


def years(*rows: tuple[int, int, int]) -> pd.DataFrame:
    """Cumulative counts by year: (year, favouring massage, all)."""
    return pd.DataFrame(
        [
            {
                "year": year,
                "favours_massage": good,
                "no_clear_difference": total - good,
                "mixed": 0,
                "favours_comparator": 0,
                "findings": total,
                "studies": total,
            }
            for year, good, total in rows
        ]
    )


@pytest.mark.parametrize(
    ("table", "year"),
    [
        (years((1990, 1, 1), (1995, 2, 3), (2000, 3, 4)), 1990),
        (years((1990, 1, 1), (1995, 1, 2), (2000, 3, 4)), 2000),
        (years((1990, 1, 1), (1995, 2, 3), (2000, 2, 4), (2010, 2, 9)), 2000),
        (years((1990, 0, 1), (1995, 1, 2), (2000, 1, 4)), 1990),
    ],
)
def test_the_year_since_which_the_majority_has_stayed(table: pd.DataFrame, year: int) -> None:
    assert turned(table) == year


def test_counts_up_to_a_year_are_those_of_the_findings(library: Library) -> None:
    found = timeline(library, "pain_quality_of_life").set_index("year")
    targets = library.mechanism("pain_quality_of_life")["target_outcomes"].split("; ")
    rows = library.findings.merge(library.studies[["study_id", "year"]], on="study_id")
    mine = rows[
        (rows["mechanism"] == "pain_quality_of_life")
        & (rows["strand"] == "massage")
        & rows["outcome_group"].isin(targets)
        & (rows["comparator_class"] != "uncontrolled")
        & (rows["year"] <= 2010)
    ]
    until = found.loc[:2010].iloc[-1]
    assert until["findings"] == len(mine) > 20
    assert until["studies"] == mine["study_id"].nunique()
    for direction in DIRECTIONS:
        assert until[direction] == (mine["direction"] == direction).sum()


def test_the_sentence_says_when_it_turned_and_nothing_on_few_findings() -> None:
    assert "since 2000, half or fewer of all findings so far" in sentence(years((1990, 4, 5), (2000, 5, 10)))
    assert "from the first year on, more than half" in sentence(years((1990, 4, 5), (2000, 8, 12)))
    assert "too few to speak of a turn" in sentence(years((1990, 4, 5)))


def test_side_evidence_is_left_out_and_that_is_said(library: Library) -> None:
    for row in library.mechanisms.to_dict("records"):
        findings = library.findings[
            (library.findings["mechanism"] == row["mechanism_id"])
            & (library.findings["strand"] == "massage")
            & (library.findings["outcome_group"] != "safety")
            & (library.findings["comparator_class"] != "uncontrolled")
        ]
        side = len(findings) - int(timeline(library, row["mechanism_id"])["findings"].iloc[-1])
        words = timeline_chart(library, row["mechanism_id"]).sentence
        assert side >= (~findings["outcome_group"].isin(row["target_outcomes"].split("; "))).sum()
        assert (f"{side} finding" in words) == (side > 0)
        assert library.schema.phrase("outcome_group", row["target_outcomes"].split("; ")[0]) in words


def test_a_claim_without_controlled_findings_says_so(library: Library) -> None:
    assert "No primary study" in timeline_chart(library, "no_such_claim").sentence


def test_the_plot_draws_the_table(library: Library) -> None:
    for mechanism in library.mechanisms["mechanism_id"]:
        chart = timeline_chart(library, mechanism)
        [panel] = chart.scene.panels
        drawn = {(bar.x0, bar.role): bar for bar in panel.items if isinstance(bar, Bar)}
        assert len(drawn) == len(panel.items)
        years = chart.table["Year"].tolist()
        for row, end in zip(chart.table.to_dict("records"), [*years[1:], years[-1] + 1], strict=True):
            below = 0
            for direction in DIRECTIONS:
                label = library.schema.label("direction", direction)
                count = row[label]
                bar = drawn.pop((row["Year"], direction), None)
                assert (bar is None) == (count == 0)
                if bar is not None:
                    assert (bar.x1, bar.y0, bar.y1) == (end, below, below + count)
                    assert bar.hover == f"{count} by {row['Year']}: {label}"
                below += count
            assert below == row["Findings so far"]
        assert not drawn
        assert (panel.x.start, panel.x.end) == (years[0], years[-1] + 1)
        assert panel.y.start >= chart.table["Findings so far"].max() > panel.y.end == 0


def test_a_claim_without_findings_is_drawn_empty(library: Library) -> None:
    [panel] = timeline_chart(library, "no_such_claim").scene.panels
    assert panel.items == ()
    assert panel.x.start != panel.x.end
    assert panel.y.start != panel.y.end
