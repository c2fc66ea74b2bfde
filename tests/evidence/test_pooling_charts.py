"""The plots of pooled results: scene, sentence and table say the same numbers, whatever the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
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
from evidence.charts.forest import LARGEST, MARKS, SMALLEST, legend_words, reach
from evidence.charts.intervals import DIRECTIONS_TITLE, HEADING, MOST_REACH
from evidence.charts.scene import Band, Diamond, Interval, Key, Mark, Rule, Words
from evidence.charts.subgroups import GROUPINGS
from evidence.effects.effect_table import DERIVATION_WORDS, Z95, effects_of
from evidence.library import Library
from evidence.synthesis.diagnostics import LEAST_FOR_FUNNEL, cumulative, egger, leave_one_out, subgroups
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.published import on_outcome, published
from evidence.synthesis.questions import MODEL, Question
from evidence.synthesis.sensitivity import specifications
from evidence.synthesis.switches import SWITCHES
from evidence.words.numbers import rounded
from tests.evidence.pools import holding, question_with
from tests.evidence.scenes import drawn, panel, words

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
    two = pooled_studies(library, ANY).rows["study_id"].iloc[[0, -1]].tolist()
    return {"default": Question(), "any": ANY, "left out": replace(ANY, left_out=tuple(sorted(two)))}[kind]


@pytest.fixture(params=KINDS)
def answer(request: pytest.FixtureRequest, library: Library) -> PooledStudies:
    return pooled_studies(library, question(request.param, library))


def test_the_questions_tried_are_of_every_kind(library: Library) -> None:
    for kind, fits in NUMBERS.items():
        pooled = pooled_studies(library, question(kind, library)).pooled
        assert fits(pooled.k if pooled else 0)


def in_row(chart: Chart, position: int) -> list[Words]:
    return [text for text in drawn(chart, Words) if text.y == position]


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def size(row: object) -> str:
    return f"{rounded(row.g)} ({rounded(row.ci_low)} to {rounded(row.ci_high)})"  # type: ignore[attr-defined]


def test_a_forest_plot_draws_every_study_of_the_answer(answer: PooledStudies) -> None:
    chart = forest_plot(answer.library, answer.question)
    marks, lines = drawn(chart, Mark), drawn(chart, Interval)
    rows = answer.rows

    assert [mark.id for mark in marks] == rows["study_id"].tolist()
    assert [mark.x for mark in marks] == rows["g"].tolist()
    assert [mark.y for mark in marks] == list(range(len(rows)))
    assert {mark.shape for mark in marks} <= {"square"}
    assert [mark.fill == "filled" for mark in marks] == rows["included"].tolist()
    assert [mark.role == "accent" for mark in marks] == rows["included"].tolist()
    assert [ends(line) for line in lines[: len(rows)]] == list(zip(rows["ci_low"], rows["ci_high"], strict=True))
    assert [line.dash for line in lines[: len(rows)]] == (~rows["included"]).tolist()
    for position, (row, mark) in enumerate(zip(rows.itertuples(), marks, strict=True)):
        name, *others = in_row(chart, position)
        assert name.href == f"study?id={row.study_id}"
        assert row.study.startswith(name.text.rstrip("…"))
        assert mark.hover.split("\n")[0] == row.study
        shown = [text.text for text in others]
        assert size(row) in shown
        assert (f"{100 * row.weight:.0f}%" if row.included else "left out") in shown
        assert MARKS[row.derivation] in shown
        assert f"{MARKS[row.derivation]} {DERIVATION_WORDS[row.derivation]}" in legend_words(
            answer.library, answer.question
        )
    assert all(text.beside for text in drawn(chart, Words))
    assert all(text.bold for text in in_row(chart, HEADING))
    assert chart.table["g"].tolist()[: len(rows)] == [rounded(g) for g in rows["g"]]
    assert chart.scene.note == ""


def test_the_areas_of_squares_grow_with_weight(answer: PooledStudies) -> None:
    marks = {mark.id: mark for mark in drawn(forest_plot(answer.library, answer.question), Mark)}
    weights = answer.included["weight"]
    for row in answer.rows.itertuples():
        share = row.weight / weights.max() if row.included else 0.0
        assert ((marks[row.study_id].size - SMALLEST) / (LARGEST - SMALLEST)) ** 2 == pytest.approx(share)


def test_the_model_and_both_averages_stand_on_the_plot(library: Library) -> None:
    answer = pooled_studies(library, question("left out", library))
    pooled, everything = answer.pooled, answer.everything
    assert pooled is not None
    assert everything is not None
    chart = forest_plot(library, answer.question)
    shown = " ".join(words(chart))

    assert f"k = {pooled.k}, tau² = {rounded(pooled.tau2, 3)}, I² = {rounded(pooled.i2, 0)}%" in shown
    assert "Paule-Mandel, Knapp-Hartung" in shown
    assert f"{rounded(pooled.estimate)} ({rounded(pooled.ci_low)} to {rounded(pooled.ci_high)})" in shown
    assert f"{rounded(everything.estimate)} ({rounded(everything.ci_low)} to {rounded(everything.ci_high)})" in shown
    assert f"{rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}" in shown
    diamonds = drawn(chart, Diamond)
    assert [(one.low, one.middle, one.high) for one in diamonds] == [
        pytest.approx((result.ci_low, result.estimate, result.ci_high)) for result in (pooled, everything)
    ]
    assert [one.hollow for one in diamonds] == [False, True]
    prediction = drawn(chart, Interval)[-1]
    assert ends(prediction) == (pooled.pi_low, pooled.pi_high)
    assert prediction.dash
    assert "Left out: 2 studies" in chart.sentence


def test_the_averages_stand_below_the_studies_on_a_band(library: Library) -> None:
    answer = pooled_studies(library, question("left out", library))
    chart = forest_plot(library, answer.question)
    number = len(answer.rows)
    [band] = drawn(chart, Band)
    assert (band.y0, band.y1, band.across) == (number - 0.5, number + 3.5, True)
    assert [one.at for one in drawn(chart, Diamond)] == [number, number + 1]
    assert drawn(chart, Interval)[-1].at == number + 2
    assert panel(chart).y.start < HEADING
    assert panel(chart).y.end > number + 3
    assert answer.pooled is not None
    lines = [rule for rule in drawn(chart, Rule) if rule.dash]
    assert [(rule.x0, rule.x1) for rule in lines] == [(answer.pooled.estimate, answer.pooled.estimate)]


def test_intervals_that_leave_the_axis_keep_their_ends(library: Library) -> None:
    whole = pooled_studies(library, ANY)
    # Two rows as wide as none in the library need be, the others as they are.
    rows = whole.rows.copy()
    rows.loc[rows.index[0], ["ci_low", "ci_high"]] = -90.0, 0.5
    rows.loc[rows.index[1], ["ci_low", "ci_high"]] = -0.5, 90.0
    answer = replace(whole, rows=rows)
    chart = forest_plot(holding(answer), answer.question)
    axis = panel(chart).x
    # What cuts them and sets an arrow is the renderer, which sees from the ends that they leave the axis.
    assert [ends(line) for line in drawn(chart, Interval)[:2]] == [(-90.0, 0.5), (-0.5, 90.0)]
    assert -90 < axis.start < -reach(answer) < 0 < reach(answer) < axis.end < 90
    assert all(axis.start <= label.at <= axis.end for label in axis.labels)


def test_an_axis_says_its_directions_and_has_true_minus_signs(library: Library) -> None:
    axis = panel(forest_plot(library, ANY)).x
    assert axis.title == DIRECTIONS_TITLE
    assert [label.words for label in axis.labels] == [rounded(label.at, 1) for label in axis.labels]
    assert {"−1.0", "0.0", "1.0"} <= {label.words for label in axis.labels}


def test_no_single_effect_sets_the_axis(library: Library) -> None:
    whole = pooled_studies(library, ANY)
    rows = whole.rows.copy()
    rows.loc[rows.index[0], ["g", "ci_low", "ci_high"]] = 50.0, 49.0, 51.0
    chart = forest_plot(holding(replace(whole, rows=rows)), ANY)
    # Renderers hold what lies beyond an axis at its end.
    assert drawn(chart, Mark)[0].x == 50.0
    assert panel(chart).x.end < 50
    assert "50.00 (49.00 to 51.00)" in words(chart)


def test_one_study_and_none_have_no_average(library: Library) -> None:
    for name in ("one", "none"):
        chart = forest_plot(library, question(name, library))
        assert not drawn(chart, Diamond)
        assert not drawn(chart, Band)
        assert not any("Average" in text for text in words(chart))
    assert "One study" in forest_plot(library, question("one", library)).sentence


def check_rows(chart: Chart, estimates: list[float]) -> None:
    marks, lines = drawn(chart, Mark), drawn(chart, Interval)
    assert [mark.x for mark in marks] == pytest.approx(estimates)
    axis = panel(chart).x
    assert all(axis.start < g < axis.end for g in estimates if abs(g) <= MOST_REACH)
    assert chart.table["g"].tolist() == [rounded(g) for g in estimates]
    assert [f"{rounded(line.low)} to {rounded(line.high)}" for line in lines] == chart.table["95% interval"].tolist()
    shown = set(words(chart))
    for g, interval in zip(chart.table["g"], chart.table["95% interval"], strict=True):
        assert f"{g} ({interval})" in shown


def test_leave_one_out_draws_what_it_computes(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    expected = leave_one_out(answer.rows["g"], answer.rows["se"] ** 2, MODEL).sort_values("estimate")
    chart = leave_one_out_chart(library, ANY)
    check_rows(chart, expected["estimate"].tolist())
    smallest = answer.rows["study"].iloc[int(expected["left_out"].iloc[0])]
    assert f"{rounded(expected['estimate'].iloc[0])} (without {smallest})" in chart.sentence


def test_leave_one_out_names_the_study_that_the_result_hangs_on(library: Library) -> None:
    base = pooled_studies(library, Question())
    rows = base.rows.head(3).assign(g=[1.0, 0.1, 0.0], se=[0.1, 0.3, 0.3], weight=1 / 3)
    pooled = replace(base.pooled, ci_low=0.1, ci_high=1.0)  # type: ignore[type-var]
    chart = leave_one_out_chart(holding(replace(base, rows=rows, pooled=pooled)), Question())
    assert "the interval then includes no effect" in chart.sentence


def test_cumulative_draws_the_studies_in_order_of_time(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    expected = cumulative(answer.rows["g"], answer.rows["se"] ** 2, answer.rows["year"], MODEL)
    chart = cumulative_chart(library, ANY)
    check_rows(chart, expected["estimate"].tolist())
    assert chart.table["Studies"].tolist() == list(range(1, len(answer.rows) + 1))


@pytest.mark.parametrize("by", GROUPINGS)
def test_subgroups_draw_each_group_and_its_test(by: str, library: Library) -> None:
    answer = pooled_studies(library, ANY)
    expected = subgroups(answer.rows["g"], answer.rows["se"] ** 2, answer.rows[by].tolist(), MODEL)
    chart = subgroup_chart(library, ANY, by)
    check_rows(chart, [pooled.estimate for pooled in expected.groups.values()])
    assert chart.table["Studies"].tolist() == [pooled.k for pooled in expected.groups.values()]
    assert f"chi² = {rounded(expected.q)}, {expected.df} df" in chart.sentence


def test_a_funnel_draws_every_study_and_eggers_test(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    test = egger(answer.rows["g"], answer.rows["se"] ** 2)
    chart = funnel_plot(library, ANY)
    marks = drawn(chart, Mark)
    assert [mark.x for mark in marks] == pytest.approx(answer.rows["g"].tolist())
    assert [mark.y for mark in marks] == pytest.approx(answer.rows["se"].tolist())
    assert [mark.id for mark in marks] == answer.rows["study_id"].tolist()
    assert [mark.hover.split("\n")[0] for mark in marks] == answer.rows["study"].tolist()
    assert f"t = {rounded(test.t)}, {test.df} df" in chart.sentence
    assert len(chart.table) == len(answer.rows)


def test_a_funnel_has_its_cone_its_average_and_eggers_line(library: Library) -> None:
    rows = pooled_studies(library, ANY).rows
    test = egger(rows["g"], rows["se"] ** 2)
    chart = funnel_plot(library, ANY)
    average = float(np.average(rows["g"], weights=1 / rows["se"] ** 2))
    axis = panel(chart).y
    assert axis.start == 0 < rows["se"].max() < axis.end
    rules = drawn(chart, Rule)
    cone = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in rules if rule.dash]
    assert cone == [pytest.approx((average, 0, average + side * Z95 * axis.end, axis.end)) for side in (-1, 1)]
    assert [rule.x0 for rule in rules if rule.x0 == rule.x1] == pytest.approx([0, average])
    [egger_line] = [rule for rule in rules if rule.role == "accent"]
    assert (egger_line.x0, egger_line.y0) == pytest.approx((test.limit, 0))
    assert (egger_line.x1, egger_line.y1) == pytest.approx((test.limit + test.slope * axis.end, axis.end))
    for rule in rules:
        assert all(panel(chart).x.start <= x <= panel(chart).x.end for x in (rule.x0, rule.x1) if x is not None)


def test_a_funnel_of_few_studies_is_refused(library: Library) -> None:
    few = question_with(library, lambda number: 3 <= number < LEAST_FOR_FUNNEL)
    with pytest.raises(ValueError, match=f"at least {LEAST_FOR_FUNNEL}"):
        funnel_plot(library, few)


def test_the_specification_curve_draws_every_set(library: Library) -> None:
    doubted = replace(ANY, doubts=("chronic",))
    curve = specifications(library, doubted)
    chart = specification_chart(library, doubted)
    chosen = curve["chosen"].astype(bool)
    own = [mark for mark in drawn(chart, Mark) if mark.shape == "star"]
    assert [(mark.x, mark.y) for mark in own] == [*curve.loc[chosen, "estimate"].items()]
    assert {mark.x: mark.y for mark in drawn(chart, Mark)} == pytest.approx(curve["estimate"].to_dict())
    lines = {line.at: ends(line) for line in drawn(chart, Interval)}
    assert lines == dict(enumerate(zip(curve["ci_low"], curve["ci_high"], strict=True)))
    assert all(line.vertical for line in drawn(chart, Interval))
    assert chart.scene.legend == (Key("Other combinations", "quiet"), Key("Your choice", "accent", "star"))
    assert len(chart.table) == len(curve)
    assert f"from {rounded(curve['estimate'].min())} to {rounded(curve['estimate'].max())}" in chart.sentence
    labels = chart.scene.panels[1].y.labels
    assert [label.words for label in labels] == list(SWITCHES.values())
    places = {(mark.x, mark.y): mark.shape for mark in drawn(chart, Mark, 1)}
    for column, doubts in enumerate(curve["doubts"]):
        for label, code in zip(labels, SWITCHES, strict=True):
            assert places[column, label.at] == ("square" if code in doubts else "dash")


def test_a_curve_without_studies_says_so(library: Library) -> None:
    chart = specification_chart(library, question("none", library))
    assert "No combination" in chart.sentence
    assert not any(one.items for one in chart.scene.panels)


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
    assert len(drawn(chart, Mark)) == len(chart.table) == len(rows)
    shown = {(mark.id, mark.x) for mark in drawn(chart, Mark)}
    assert shown == set(zip(rows["study_id"], rows["g"], strict=True))
    links = {text.href for text in drawn(chart, Words) if text.href}
    assert links == {f"study?id={study}" for study in rows["study_id"]}
    better = int((rows["ci_low"] > 0).sum())
    assert f"the interval lies wholly on massage's side in {better} of them" in chart.sentence
    assert "no independent confirmation" in chart.sentence
    furlan = rows[rows["study_id"] == "furlan-2015"]
    assert set(furlan["certainty"]) == {"very_low", ""}
    narrowed = on_outcome(library, "pain_intensity", "low_back_pain")
    assert 0 < len(narrowed) < len(rows)
    assert "No review here" in published_chart(library, "acth").sentence


def test_the_unpoolable_keep_their_reasons(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    chart = not_pooled_chart(library, ANY)
    assert len(chart.table) == len(answer.not_pooled)
    reasons = dict(zip(answer.not_pooled["finding_id"], answer.not_pooled["reason"], strict=True))
    shown = dict(zip(chart.table["finding_id"], chart.table["Why not pooled"], strict=True))
    assert shown == reasons
    assert answer.not_pooled["reason"].value_counts().index[0] in chart.sentence
