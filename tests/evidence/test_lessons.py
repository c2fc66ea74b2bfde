"""Lessons say what the data say, and a forest plot grows step by step."""

from __future__ import annotations

import pytest

from evidence.answers.condition_answer import condition_answer
from evidence.charts import Chart
from evidence.charts.certainty_size import certainty_size_chart, sized_rows
from evidence.charts.forest_steps import MOST, STEPS, forest_step
from evidence.charts.reporting import ASKED, reporting_chart
from evidence.charts.scene import Bar, Diamond, Fill, Interval, Mark
from evidence.learn.lessons import FOREST, lesson, lesson_titles, several_comparators
from evidence.library import Library
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.numbers import rounded
from ui.address.navigation import PAGES


@pytest.mark.parametrize("code", ["chain", "comparison", "forest", "size", "abstracts"])
def test_a_lesson_is_whole(library: Library, code: str) -> None:
    shown = lesson(library, code)
    text = " ".join((*shown.parts, shown.chart.sentence, shown.try_it))
    assert "{" not in text
    assert "[chart]" not in text
    assert not shown.chart.table.empty
    assert shown.page in PAGES
    assert shown.params
    assert code in lesson_titles()


def test_an_unknown_lesson_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError):
        lesson(library, "no such lesson")


def test_the_chain_counts_studies_on_each_link(library: Library) -> None:
    studies = library.studies
    direct = studies.loc[studies["strand"] == "massage", "study_id"]
    rows = library.findings[library.findings["study_id"].isin(direct) & (library.findings["outcome_group"] != "safety")]
    rows = rows[(rows["mechanism"] != "pain_quality_of_life") & rows["is_target"]]
    for link in ("mediator_acute", "mediator_sustained", "mediator_to_symptom"):
        number = rows.loc[rows["link"] == link, "study_id"].nunique()
        assert f"{number} studies" in lesson(library, "chain").parts[1]


def test_same_trials_stand_on_several_rungs(library: Library) -> None:
    rows = several_comparators(library)
    rungs = rows.groupby(["study_id", "outcome_group"])["comparator_class"].nunique()
    assert (rungs > 1).all()
    text = lesson(library, "comparison").parts[1]
    for name in ("inactive", "credible"):
        part = rows[rows["comparator_class"] == name]
        assert f"{(part['direction'] == 'favours_massage').sum()} of {len(part)} favour massage against" in text


def test_each_step_adds_to_the_one_before(library: Library) -> None:
    answer = pooled_studies(library, FOREST)
    assert answer.pooled is not None
    steps = [forest_step(library, FOREST, step) for step in range(1, len(STEPS) + 1)]
    shown = [step.scene.panels[0].items for step in steps]
    assert [len(items) for items in shown] == sorted(len(items) for items in shown)
    assert len(steps[0].table) == 1
    assert len(steps[2].table) == min(len(answer.included), MOST)
    assert rounded(answer.pooled.estimate) in steps[4].sentence
    assert rounded(answer.pooled.pi_low) in steps[5].sentence
    assert "Weight" in steps[3].table.columns
    assert "Weight" not in steps[2].table.columns
    assert len({step.sentence for step in steps}) == len(STEPS)


def test_each_step_draws_what_its_heading_says(library: Library) -> None:
    answer = pooled_studies(library, FOREST)
    pooled, number = answer.pooled, min(len(answer.included), MOST)
    assert pooled is not None
    shown = [forest_step(library, FOREST, step).scene.panels[0].items for step in range(1, len(STEPS) + 1)]
    marks = [[item for item in items if isinstance(item, Mark)] for items in shown]
    assert [len(step) for step in marks] == [1, 1, number, number, number, number]
    assert [{mark.shape for mark in step} for step in marks] == [{"circle"}] * 3 + [{"square"}] * 3
    assert len({mark.size for mark in marks[2]}) == 1 < len({mark.size for mark in marks[3]})
    heaviest = answer.included.nlargest(MOST, "weight")["g"]
    assert sorted(mark.x for mark in marks[2]) == sorted(heaviest)
    intervals = [[item for item in items if isinstance(item, Interval)] for items in shown]
    assert [len(step) for step in intervals] == [0, 1, number, number, number, number + 1]
    assert [(item.low, item.high) for item in intervals[5] if item.dash] == [(pooled.pi_low, pooled.pi_high)]
    averages = [[item.middle for item in items if isinstance(item, Diamond)] for items in shown]
    assert averages == [[], [], [], [], [pooled.estimate], [pooled.estimate]]


def test_a_step_says_what_it_does_not_draw(library: Library) -> None:
    answer = pooled_studies(library, FOREST)
    notes = [forest_step(library, FOREST, step).scene.note for step in range(1, len(STEPS) + 1)]
    number = len(answer.included)
    said = f"Drawn are {MOST} of {number} studies, those with the most weight." if number > MOST else ""
    assert notes == ["", "", said, said, said, said]


def test_steps_out_of_range_are_held_and_an_empty_pool_is_said(library: Library) -> None:
    assert forest_step(library, FOREST, 99).sentence == forest_step(library, FOREST, len(STEPS)).sentence
    assert forest_step(library, FOREST, -1).sentence == forest_step(library, FOREST, 1).sentence
    nothing = Question(outcome="pain_intensity", condition="stress")
    assert forest_step(library, nothing, 3).table.empty


def test_size_and_certainty_are_those_of_the_summaries_of_findings(library: Library) -> None:
    rows = sized_rows(library)
    expected = [
        (answer.label, row.outcome_words, row.certainty, row.sentence)
        for condition in library.conditions.sort_values("order")["condition_id"]
        for answer in [condition_answer(library, condition)]
        for row in answer.rows
        if row.effect == "little_or_no_difference"
        or (row.effect != "unclear" and row.size in ("large", "moderate", "small"))
    ]
    assert list(rows[["condition", "outcome", "certainty", "sentence"]].itertuples(index=False, name=None)) == expected
    chart = certainty_size_chart(library)
    [panel] = chart.scene.panels
    dots = [item for item in panel.items if isinstance(item, Mark)]
    assert len(dots) == len(rows) == len(chart.table)
    levels = {label.words: label.at for label in panel.y.labels}
    for dot, row in zip(dots, rows.to_dict("records"), strict=True):
        # A dot stands nearer to its own size than to the next one, and from the line of its certainty up.
        assert abs(dot.x - row["step"]) < 0.5
        assert 0 <= dot.y - levels[f"{library.schema.label('certainty', row['certainty'])} certainty"] < 1
        assert dot.hover == f"{row['condition']}, {row['outcome']}, {row['term']}, against {row['against']}"
    assert {label.at for label in panel.x.labels} == set(rows["step"])
    assert len({(dot.x, dot.y) for dot in dots}) == len(dots)


def test_silence_is_counted_by_what_was_read(library: Library) -> None:
    studies = library.studies
    trials = studies[
        (studies["strand"] == "massage")
        & studies["design"].isin(["rct", "crossover_rct", "quasi_rct", "nonrandomised_trial"])
    ]
    full = trials[trials["source_read"] == "full_text"]
    chart = reporting_chart(library)
    place = ASKED.index("adverse_events")
    silent = (full["adverse_events"] == "not_reported").sum()
    assert silent_drawn(chart, "filled")[place] == pytest.approx(100 * silent / len(full))
    assert f"{silent} of {len(full)}" in chart.table.iloc[place, 1]
    place = ASKED.index("weeks")
    assert silent_drawn(chart, "filled")[place] == pytest.approx(100 * full["weeks"].isna().mean())
    rest = trials[trials["source_read"] != "full_text"]
    assert silent_drawn(chart, "hatched")[place] == pytest.approx(100 * rest["weeks"].isna().mean())
    assert [(key.fill, key.words) for key in chart.scene.legend] == [
        ("filled", f"Full-text page, in part ({len(full)} trials)"),
        ("hatched", f"Abstract or less ({len(rest)} trials)"),
    ]


def silent_drawn(chart: Chart, fill: Fill) -> dict[int, float]:
    """Row → per cent that say nothing, as drawn for one kind of what was read."""
    [panel] = chart.scene.panels
    bars = [bar for bar in panel.items if isinstance(bar, Bar) and bar.fill == fill]
    assert all(bar.x0 == 0 and f"{bar.x1:.0f}%" in bar.hover for bar in bars)
    return {round(bar.y0): bar.x1 for bar in bars}
