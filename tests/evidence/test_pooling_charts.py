"""The plots of pooled results: figure, sentence and table say the same numbers, whatever the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from evidence.charts import (
    Chart,
    cumulative_chart,
    forest_plot,
    funnel_plot,
    leave_one_out_chart,
    not_pooled_chart,
    published_chart,
    specification_chart,
    subgroup_chart,
)
from evidence.charts.forest import MARKS, legend_words, reach
from evidence.charts.intervals import MOST_ROWS
from evidence.charts.subgroups import GROUPINGS
from evidence.effects.effect_table import DERIVATION_WORDS, Z95, effects_of
from evidence.library import Library
from evidence.synthesis import pool
from evidence.synthesis.diagnostics import LEAST_FOR_FUNNEL, cumulative, egger, leave_one_out, subgroups
from evidence.synthesis.pooled_answer import PooledAnswer, pooled_answer
from evidence.synthesis.published import on_outcome, published
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import specifications
from evidence.words.numbers import rounded
from tests.evidence.pools import question_with

ANY = Question(against="")
#: How many studies a question is to have in its pool.
NUMBERS: dict[str, Callable[[int], bool]] = {
    "two": lambda number: number == 2,
    "one": lambda number: number == 1,
    "none": lambda number: number == 0,
}
KINDS = ("default", "any", "left out", *NUMBERS)


def question(kind: str, library: Library) -> Question:
    """A question of this kind, whatever the library holds."""
    if kind in NUMBERS:
        return question_with(library, NUMBERS[kind])
    two = pooled_answer(library, ANY).rows["study_id"].iloc[[0, -1]].tolist()
    return {"default": Question(), "any": ANY, "left out": ANY.leaving_out(two)}[kind]


@pytest.fixture(params=KINDS)
def answer(request: pytest.FixtureRequest, library: Library) -> PooledAnswer:
    return pooled_answer(library, question(request.param, library))


def test_the_questions_tried_are_of_every_kind(library: Library) -> None:
    for kind, fits in NUMBERS.items():
        pooled = pooled_answer(library, question(kind, library)).pooled
        assert fits(pooled.k if pooled else 0)


def words(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def squares(figure: go.Figure) -> go.Scatter:
    return next(trace for trace in figure.data if trace.customdata is not None)


def size(row: object) -> str:
    return f"{rounded(row.g)} ({rounded(row.ci_low)} to {rounded(row.ci_high)})"  # type: ignore[attr-defined]


def test_a_forest_plot_draws_every_study_of_the_answer(answer: PooledAnswer) -> None:
    chart = forest_plot(answer)
    drawn, limit = squares(chart.figure), reach(answer)

    assert [study for study, _ in drawn.customdata or ()] == answer.rows["study_id"].tolist()
    assert list(drawn.x) == pytest.approx(answer.rows["g"].clip(-limit, limit).tolist())
    assert [symbol == "square" for symbol in drawn.marker.symbol] == answer.rows["included"].tolist()
    shown = words(chart.figure)
    for row in answer.rows.itertuples():
        assert size(row) in shown
        assert (f"{100 * row.weight:.0f}%" if row.included else "left out") in shown
        assert MARKS[row.derivation] in shown
        assert f"{MARKS[row.derivation]} {DERIVATION_WORDS[row.derivation]}" in legend_words(answer)
    assert chart.table["g"].tolist()[: len(answer.rows)] == [rounded(g) for g in answer.rows["g"]]


def test_the_model_and_both_averages_stand_on_the_plot(library: Library) -> None:
    answer = pooled_answer(library, question("left out", library))
    pooled, everything = answer.pooled, answer.everything
    assert pooled is not None
    assert everything is not None
    chart = forest_plot(answer)
    shown = " ".join(words(chart.figure))

    assert f"k = {pooled.k}, tau² = {rounded(pooled.tau2, 3)}, I² = {rounded(pooled.i2, 0)}%" in shown
    assert "Paule-Mandel, Knapp-Hartung" in shown
    assert f"{rounded(pooled.estimate)} ({rounded(pooled.ci_low)} to {rounded(pooled.ci_high)})" in shown
    assert f"{rounded(everything.estimate)} ({rounded(everything.ci_low)} to {rounded(everything.ci_high)})" in shown
    assert f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}" in shown
    diamonds = [trace for trace in chart.figure.data if trace.fill in ("toself", "none") and len(trace.x) == 5]
    assert [trace.x[1] for trace in diamonds] == pytest.approx([pooled.estimate, everything.estimate])
    assert [trace.fill for trace in diamonds] == ["toself", "none"]
    assert "Left out: 2 studies" in chart.sentence


def test_intervals_that_leave_the_axis_end_in_arrows(library: Library) -> None:
    whole = pooled_answer(library, ANY)
    # Two rows as wide as none in the library need be, the others as they are.
    rows = whole.rows.copy()
    rows.loc[rows.index[0], ["ci_low", "ci_high"]] = -90.0, 0.5
    rows.loc[rows.index[1], ["ci_low", "ci_high"]] = -0.5, 90.0
    answer = replace(whole, rows=rows)
    limit = reach(answer)
    figure = forest_plot(answer).figure
    for symbol, cut in (
        ("triangle-left", answer.rows["ci_low"] < -limit),
        ("triangle-right", answer.rows["ci_high"] > limit),
    ):
        ends = [trace for trace in figure.data if trace.mode == "markers" and trace.marker.symbol == symbol]
        positions = {y for trace in ends for y in trace.y}
        assert positions >= set(answer.rows.index[cut])
        assert cut.any()
    assert figure.layout.xaxis.range[0] < 0 < figure.layout.xaxis.range[1]


def test_one_study_and_none_have_no_average(library: Library) -> None:
    for name in ("one", "none"):
        chart = forest_plot(pooled_answer(library, question(name, library)))
        assert not any(trace.fill == "toself" for trace in chart.figure.data)
        assert not any("Average" in text for text in words(chart.figure))
    assert "One study" in forest_plot(pooled_answer(library, question("one", library))).sentence


def check_rows(chart: Chart, estimates: list[float]) -> None:
    drawn = squares(chart.figure)
    limit = chart.figure.layout.xaxis.range[1] / 1.04
    assert list(drawn.x) == pytest.approx([min(max(g, -limit), limit) for g in estimates])
    assert chart.table["g"].tolist() == [rounded(g) for g in estimates]


def test_leave_one_out_draws_what_it_computes(library: Library) -> None:
    answer = pooled_answer(library, ANY)
    expected = leave_one_out(answer.rows["g"], answer.rows["se"] ** 2).sort_values("estimate")
    chart = leave_one_out_chart(answer)
    check_rows(chart, expected["estimate"].tolist())
    smallest = answer.rows["study"].iloc[int(expected["left_out"].iloc[0])]
    assert f"{rounded(expected['estimate'].iloc[0])} (without {smallest})" in chart.sentence


def test_leave_one_out_names_the_study_that_the_result_hangs_on(library: Library) -> None:
    base = pooled_answer(library, Question())
    rows = base.rows.head(3).assign(g=[1.0, 0.1, 0.0], se=[0.1, 0.3, 0.3], weight=1 / 3)
    pooled = replace(base.pooled, ci_low=0.1, ci_high=1.0)  # type: ignore[type-var]
    chart = leave_one_out_chart(replace(base, rows=rows, pooled=pooled))
    assert "the interval then includes no effect" in chart.sentence


def test_cumulative_draws_the_studies_in_order_of_time(library: Library) -> None:
    answer = pooled_answer(library, ANY)
    expected = cumulative(answer.rows["g"], answer.rows["se"] ** 2, answer.rows["year"])
    chart = cumulative_chart(answer)
    check_rows(chart, expected["estimate"].tolist())
    assert chart.table["Studies"].tolist() == list(range(1, len(answer.rows) + 1))


@pytest.mark.parametrize("by", GROUPINGS)
def test_subgroups_draw_each_group_and_its_test(by: str, library: Library) -> None:
    answer = pooled_answer(library, ANY)
    expected = subgroups(answer.rows["g"], answer.rows["se"] ** 2, answer.rows[by].tolist())
    chart = subgroup_chart(answer, by)
    check_rows(chart, [pooled.estimate for pooled in expected.groups.values()])
    assert chart.table["Studies"].tolist() == [pooled.k for pooled in expected.groups.values()]
    assert f"chi² = {rounded(expected.q)}, {expected.df} df" in chart.sentence


def test_a_funnel_draws_every_study_and_eggers_test(library: Library) -> None:
    answer = pooled_answer(library, ANY)
    test = egger(answer.rows["g"], answer.rows["se"] ** 2)
    chart = funnel_plot(answer)
    drawn = next(trace for trace in chart.figure.data if trace.name == "Study")
    assert list(drawn.x) == pytest.approx(answer.rows["g"].tolist())
    assert list(drawn.y) == pytest.approx(answer.rows["se"].tolist())
    assert f"t = {rounded(test.t)}, {test.df} df" in chart.sentence
    assert len(chart.table) == len(answer.rows)


def test_a_funnel_of_few_studies_is_refused(library: Library) -> None:
    few = question_with(library, lambda number: 3 <= number < LEAST_FOR_FUNNEL)
    with pytest.raises(ValueError, match=f"at least {LEAST_FOR_FUNNEL}"):
        funnel_plot(pooled_answer(library, few))


def test_the_specification_curve_draws_every_set(library: Library) -> None:
    doubted = replace(ANY, doubts=("chronic",))
    curve = specifications(library, doubted)
    chart = specification_chart(library, doubted)
    own = next(trace for trace in chart.figure.data if trace.name == "Your choice")
    assert list(own.y) == pytest.approx(curve.loc[curve["chosen"].astype(bool), "estimate"].tolist())
    assert len(chart.table) == len(curve)
    assert f"from {rounded(curve['estimate'].min())} to {rounded(curve['estimate'].max())}" in chart.sentence
    held = [trace for trace in chart.figure.data if trace.marker.symbol == "square"]
    assert sum(len(trace.x) for trace in held) == sum(len(doubts) for doubts in curve["doubts"])


def test_a_curve_without_studies_says_so(library: Library) -> None:
    assert "No combination" in specification_chart(library, question("none", library)).sentence


def test_reviews_are_shown_and_only_reviews(library: Library) -> None:
    rows = published(library)
    assert len(rows) > 40
    roles = library.studies.set_index("study_id").loc[rows["study_id"], "role"]
    assert set(roles) == {"synthesis"}
    g = effects_of(library).loc[rows["finding_id"], "g"].to_numpy()
    se = effects_of(library).loc[rows["finding_id"], "se"].to_numpy()
    assert rows["g"].tolist() == pytest.approx(g.tolist())
    assert rows["ci_low"].tolist() == pytest.approx((g - Z95 * se).tolist())


def test_published_results_are_counted_and_warned_about(library: Library) -> None:
    rows = on_outcome(library, "pain_intensity")
    chart = published_chart(library, "pain_intensity")
    assert len(squares(chart.figure).x) == len(chart.table) == len(rows)
    better = int((rows["ci_low"] > 0).sum())
    assert f"the interval lies wholly on massage's side in {better} of them" in chart.sentence
    assert "no independent confirmation" in chart.sentence
    furlan = rows[rows["study_id"] == "furlan-2015"]
    assert set(furlan["certainty"]) == {"very_low", ""}
    narrowed = on_outcome(library, "pain_intensity", "low_back_pain")
    assert 0 < len(narrowed) < len(rows)
    assert "No review here" in published_chart(library, "acth").sentence


def test_the_unpoolable_keep_their_reasons(library: Library) -> None:
    answer = pooled_answer(library, ANY)
    chart = not_pooled_chart(answer)
    assert len(chart.table) == len(answer.not_pooled)
    reasons = dict(zip(answer.not_pooled["finding_id"], answer.not_pooled["reason"], strict=True))
    shown = dict(zip(chart.table["finding_id"], chart.table["Why not pooled"], strict=True))
    assert shown == reasons
    assert answer.not_pooled["reason"].value_counts().index[0] in chart.sentence


def test_hundreds_of_studies_are_drawn_in_part_and_told_in_full(library: Library) -> None:
    base = pooled_answer(library, ANY)
    many = pd.concat([base.rows] * (MOST_ROWS // len(base.rows) + 2), ignore_index=True)
    many["study_id"] = [f"s{place}" for place in range(len(many))]
    many["study"] = [f"Study {place}" for place in range(len(many))]
    many["included"] = many.index != 3
    pooled = pool(many.loc[many["included"], "g"], many.loc[many["included"], "se"] ** 2)
    many.loc[many["included"], "weight"] = pooled.weights
    many.loc[3, "weight"] = np.nan
    answer = replace(base, rows=many, pooled=pooled)

    chart = forest_plot(answer)
    drawn = squares(chart.figure)
    assert len(drawn.x) == MOST_ROWS < len(many)
    assert "s3" in {study for study, _ in drawn.customdata}
    assert "the table has all" in chart.sentence
    assert len(chart.table) == len(many) + 2
    influence = leave_one_out_chart(answer)
    assert len(squares(influence.figure).x) == MOST_ROWS
    assert len(influence.table) == len(many) - 1
    assert f"Drawn are {MOST_ROWS} of {len(many) - 1} rows" in influence.sentence
