"""Lessons say what the data say, and a forest plot grows step by step."""

from __future__ import annotations

import pytest

from evidence.answers.condition_answer import condition_answer
from evidence.charts.certainty_size import certainty_size_chart, sized_rows
from evidence.charts.forest_steps import MOST, STEPS, forest_step
from evidence.charts.reporting import ASKED, reporting_chart
from evidence.learn.lessons import FOREST, lesson, lesson_titles, several_comparators
from evidence.library import Library
from evidence.synthesis.pooled_answer import pooled_answer
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
    answer = pooled_answer(library, FOREST)
    assert answer.pooled is not None
    steps = [forest_step(answer, step) for step in range(1, len(STEPS) + 1)]
    drawn = [len(step.figure.data) + len(step.figure.layout.annotations) for step in steps]
    assert drawn == sorted(drawn)
    assert len(steps[0].table) == 1
    assert len(steps[2].table) == min(len(answer.included), MOST)
    assert rounded(answer.pooled.estimate) in steps[4].sentence
    assert rounded(answer.pooled.pi_low) in steps[5].sentence
    assert "Weight" in steps[3].table.columns
    assert "Weight" not in steps[2].table.columns
    assert len({step.sentence for step in steps}) == len(STEPS)


def test_steps_out_of_range_are_held_and_an_empty_pool_is_said(library: Library) -> None:
    answer = pooled_answer(library, FOREST)
    assert forest_step(answer, 99).sentence == forest_step(answer, len(STEPS)).sentence
    assert forest_step(answer, -1).sentence == forest_step(answer, 1).sentence
    nothing = pooled_answer(library, Question(outcome="pain_intensity", condition="stress"))
    assert forest_step(nothing, 3).table.empty


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
    assert len(chart.figure.data[0].x) == len(rows) == len(chart.table)
    # A dot stands nearer to its own size than to the next one.
    assert all(abs(x - step) < 0.5 for x, step in zip(chart.figure.data[0].x, rows["step"], strict=True))


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
    assert chart.figure.data[0].x[place] == pytest.approx(100 * silent / len(full))
    assert f"{silent} of {len(full)}" in chart.table.iloc[place, 1]
    place = ASKED.index("weeks")
    assert chart.figure.data[0].x[place] == pytest.approx(100 * full["weeks"].isna().mean())
