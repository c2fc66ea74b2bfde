"""Plots of more studies than can be read draw some of them, say so, and keep all in the table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evidence.charts import cumulative_chart, forest_plot, leave_one_out_chart
from evidence.charts.forest import drawn_rows
from evidence.charts.intervals import MOST_ROWS
from evidence.charts.scene import Diamond, Mark
from evidence.library import Library
from evidence.synthesis import pool
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import Question
from tests.evidence.pools import holding
from tests.evidence.scenes import drawn

ANY = Question(against="")


@pytest.fixture
def many(library: Library) -> PooledStudies:
    """More studies than are drawn, the fourth of them left out."""
    base = pooled_studies(library, ANY)
    rows = pd.concat([base.rows] * (MOST_ROWS // len(base.rows) + 2), ignore_index=True)
    rows["study_id"] = [f"s{place}" for place in range(len(rows))]
    rows["study"] = [f"Study {place}" for place in range(len(rows))]
    rows["included"] = rows.index != 3
    pooled = pool(rows.loc[rows["included"], "g"], rows.loc[rows["included"], "se"] ** 2)
    rows.loc[rows["included"], "weight"] = pooled.weights
    rows.loc[3, "weight"] = np.nan
    return replace(base, rows=rows, pooled=pooled)


def test_hundreds_of_studies_are_drawn_in_part_and_told_in_full(many: PooledStudies) -> None:
    number = len(many.rows)
    own = holding(many)
    chart = forest_plot(own, ANY)
    marks = drawn(chart, Mark)
    assert len(marks) == MOST_ROWS < number
    assert "s3" in {mark.id for mark in marks}
    assert "the table has all" in chart.sentence
    assert chart.scene.note.startswith(f"Drawn are {MOST_ROWS} of {number} studies, those left out and then")
    assert len(chart.table) == number + 2
    for influence, rows in ((leave_one_out_chart(own, ANY), number - 1), (cumulative_chart(own, ANY), number - 1)):
        assert len(drawn(influence, Mark)) == MOST_ROWS
        assert len(influence.table) == rows
        assert influence.scene.note == f"Drawn are {MOST_ROWS} of {rows} rows; the table has all."
        assert influence.scene.note in influence.sentence


def test_a_smaller_place_draws_fewer_studies_those_with_the_most_weight(library: Library, many: PooledStudies) -> None:
    few = 14
    for own in (library, holding(many)):
        answer = pooled_studies(own, ANY)
        out = answer.rows.loc[~answer.rows["included"], "study_id"].tolist()
        heaviest = answer.included.nlargest(few - len(out), "weight")["study_id"].tolist()
        expected = [study for study in answer.rows["study_id"] if study in {*out, *heaviest}]
        chart = forest_plot(own, ANY, few)
        assert [mark.id for mark in drawn(chart, Mark)] == expected == drawn_rows(answer, few)["study_id"].tolist()
        assert len(expected) == few
        assert f"Drawn are {few} studies" in chart.sentence
        assert len(chart.table) == len(forest_plot(own, ANY).table)
        assert drawn(chart, Diamond)[0].middle == drawn(forest_plot(own, ANY), Diamond)[0].middle
    whole = pooled_studies(library, ANY)
    assert forest_plot(library, ANY, few).scene.note == (
        f"Drawn are {few} of {len(whole.rows)} studies, those with the most weight; the table has all."
    )
    assert len(drawn(leave_one_out_chart(library, ANY, few), Mark)) == few
    assert len(drawn(cumulative_chart(library, ANY, few), Mark)) == few
