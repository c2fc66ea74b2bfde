"""Pooled results: what stands on the page is what the library answers, and every choice is in the address."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.charts import cumulative_chart, funnel_plot, leave_one_out_chart, subgroup_chart
from evidence.charts.specification import CHOSEN
from evidence.effects.hedges_g import explain
from evidence.library import Library
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.diagnostics import LEAST_FOR_FUNNEL
from evidence.synthesis.pooled_studies import option_counts, pooled_studies
from evidence.synthesis.pooling import Model
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import specifications
from evidence.synthesis.switches import SWITCHES
from evidence.views.explore import LOOKS, PooledView
from evidence.words.numbers import rounded
from tests.evidence.pools import question_with
from tests.pages.pictures import pictures
from tests.pages.visit import Params, rows, shown, texts, traces, unfold, visit

ANY = {"comp": "any"}


def table_with(app: AppTest, *columns: str) -> pd.DataFrame:
    """The table on the page that has these columns."""
    return next(table for table in map(rows, app.table) if {*columns} <= {*table.columns})


def test_the_first_view_shows_something_real(library: Library) -> None:
    answer = pooled_studies(library, Question())
    assert answer.pooled is not None
    assert answer.pooled.k > 1

    app = visit("synthesis")

    words = shown(app)
    assert conclusion(answer).sentence in texts(app)
    assert answer.heading in texts(app)
    assert f"g = {rounded(answer.pooled.estimate)}" in words
    assert f"{rounded(answer.pooled.pi_low)} to {rounded(answer.pooled.pi_high)} (95% prediction interval)" in words
    for reason in conclusion(answer).reasons:
        assert reason in words


@pytest.mark.parametrize(
    ("params", "question"),
    [
        ({}, Question()),
        ({"comp": "any"}, Question(against="")),
        ({"comp": "active", "cond": "low_back_pain"}, Question(against="active", condition="low_back_pain")),
        ({"outcome": "function_disability", "time": "end"}, Question(outcome="function_disability", time="end")),
        (
            {"comp": "any", "model": "DL", "kh": "0"},
            Question(against="", model=Model("DL", knapp_hartung=False, floor=True)),
        ),
        ({"comp": "any", "floor": "0"}, Question(against="", model=Model(floor=False))),
        ({"comp": "any", "floor": "1"}, Question(against="")),
    ],
)
def test_the_forest_plot_draws_the_answer_to_the_address(params: Params, question: Question, library: Library) -> None:
    answer = pooled_studies(library, question)
    assert answer.pooled is not None

    app = visit("synthesis", params)
    assert "Not understood" not in shown(app)

    squares = next(trace for trace in traces(app.get("plotly_chart")[0]) if "customdata" in trace)
    ids = [study_id for study_id, _ in squares["customdata"]]
    assert ids == answer.rows["study_id"].tolist()
    table = table_with(unfold(app, f"forest_{hash(question)}_more"), "Weight")
    drawn = dict(zip(table["Study"], table["g"], strict=True))
    assert [drawn[study] for study in answer.rows["study"]] == [rounded(g) for g in answer.rows["g"]]
    assert drawn["Average"] == rounded(answer.pooled.estimate)
    assert f"k = {answer.pooled.k}, tau² = {rounded(answer.pooled.tau2, 3)}" in shown(app)


def test_every_option_carries_the_number_of_studies_it_would_pool(library: Library) -> None:
    app = visit("synthesis", ANY)

    counts = option_counts(library, Question(against=""))
    boxes = {box.label: list(box.options) for box in app.selectbox}
    assert f"Pain intensity ({counts['outcome']['pain_intensity']})" in boxes["Outcome"]
    assert f"Low back pain ({counts['condition']['low_back_pain']})" in boxes["In people with"]
    assert [re.search(r"\((\d+)\)$", label)[1] for label in boxes["Compared with"]] == [  # type: ignore[index]
        str(counts["against"][code]) for code in ("inactive", "credible", "active", "massage", "")
    ]
    assert f"Follow-up ({counts['time']['follow_up']})" in boxes["Measured"]


def test_choosing_goes_into_the_address() -> None:
    app = visit("synthesis")

    next(box for box in app.selectbox if box.label == "Compared with").set_value("active").run()

    assert app.query_params["comp"] in ("active", ["active"])
    next(box for box in app.selectbox if box.label == "Compared with").set_value("inactive").run()
    assert "comp" not in app.query_params


def test_a_study_left_out_leaves_both_results_side_by_side(library: Library) -> None:
    whole = pooled_studies(library, Question(against=""))
    out = str(whole.rows["study_id"].iloc[0])
    without = pooled_studies(library, Question(against="", left_out=(out,)))
    assert whole.pooled is not None
    assert without.pooled is not None

    app = visit("synthesis", {**ANY, "out": out})

    beside = rows(app.table[0]).set_index("Result")
    assert beside.loc["As chosen here", "g"] == rounded(without.pooled.estimate)
    assert beside.loc["With nobody left out", "g"] == rounded(whole.pooled.estimate)
    assert without.heading in texts(app)
    assert f"Left out: 1 study ({whole.rows['study'].iloc[0]})" in shown(app)


def test_a_study_that_is_not_on_the_question_is_named_and_changes_nothing(library: Library) -> None:
    app = visit("synthesis", {"out": "no-such-study"})

    assert "not among these studies: no-such-study" in shown(app)
    assert pooled_studies(library, Question()).heading in texts(app)


def test_the_studies_that_cannot_be_pooled_are_shown_with_their_reasons(library: Library) -> None:
    answer = pooled_studies(library, Question())
    app = unfold(visit("synthesis"), "not_pooled_more")

    number = answer.not_pooled["study_id"].nunique()
    assert f"Not pooled: {number} of {answer.studies} studies" in texts(app)
    table = table_with(app, "Why not pooled")
    assert len(table) == len(answer.not_pooled)
    assert set(table["Why not pooled"]) == {" ".join(reason.split()) for reason in answer.not_pooled["reason"]}


def test_doubts_change_the_conclusion_and_stand_in_the_address(library: Library) -> None:
    plain, doubtful = (pooled_studies(library, Question(against="", doubts=doubts)) for doubts in ((), ("chronic",)))

    app = visit("synthesis", {**ANY, "doubt": "chronic"})

    words = shown(app)
    assert f"Without these doubts. {conclusion(plain).sentence}" in words
    assert f"With these doubts. {conclusion(doubtful).sentence}" in words
    assert doubtful.heading in texts(app)
    curve = specifications(library, Question(against="", doubts=("chronic",)))
    assert f"{len(curve)} sets of studies" in words


def test_the_curve_marks_the_readers_own_choice(library: Library) -> None:
    question = Question(against="", doubts=("double",))
    pooled = pooled_studies(library, question).pooled
    assert pooled is not None

    app = visit("synthesis", {**ANY, "doubt": "double"})

    table = table_with(unfold(app, "specifications_more"), "Doubts held")
    assert table.loc[table[""] == CHOSEN, "g"].tolist() == [rounded(pooled.estimate)]
    [curve] = [picture for picture in pictures(app) if picture.key == "specifications"]
    assert CHOSEN in curve.words


@pytest.mark.parametrize("look", LOOKS)
def test_every_closer_look_has_a_sentence_a_table_and_a_reading_guide(look: str, library: Library) -> None:
    app = visit("synthesis", {**ANY, "look": look})

    assert not app.exception
    assert [expander.label for expander in app.expander].count("How to read this") == 3
    question = Question(against="")
    chart = {
        "influence": lambda: leave_one_out_chart(library, question),
        "years": lambda: cumulative_chart(library, question),
        "groups": lambda: subgroup_chart(library, question, PooledView.groups),
        "funnel": lambda: funnel_plot(library, question),
    }[look]()
    key = {"influence": "influence", "years": "cumulative", "groups": f"groups_{PooledView.groups}", "funnel": "funnel"}
    assert " ".join(chart.sentence.split()) in texts(app)
    assert key[look] in [picture.key for picture in pictures(app)]
    assert len(table_with(unfold(app, f"{key[look]}_more"), *chart.table.columns)) == len(chart.table)


def test_another_look_goes_into_the_address() -> None:
    app = visit("synthesis", ANY)

    app.button_group(key="option_look").set_value("years").run()

    assert app.query_params["look"] in ("years", ["years"])
    assert "After the first study" in shown(app)


def test_the_list_of_studies_leaves_out_and_takes_in(library: Library) -> None:
    whole = pooled_studies(library, Question())
    out = str(whole.rows["study_id"].iloc[0])
    app = unfold(visit("synthesis"), "leave_out")

    app.button_group(key="option_out").set_value([out]).run()

    assert app.query_params["out"] in (out, [out])
    assert pooled_studies(library, Question(left_out=(out,))).heading in texts(app)
    assert f"Left out: 1 study ({whole.rows['study'].iloc[0]})" in shown(app)


def test_a_funnel_is_not_drawn_for_few_studies(library: Library) -> None:
    few = question_with(library, lambda number: 3 <= number < LEAST_FOR_FUNNEL)
    pooled = pooled_studies(library, few).pooled
    assert pooled is not None

    app = visit("synthesis", {"look": "funnel", **few.to_params()})

    assert f"from {LEAST_FOR_FUNNEL} studies on; here are {pooled.k}" in shown(app)
    assert "Egger's test over" not in shown(app)


def test_a_question_without_a_poolable_study_says_so(library: Library) -> None:
    nothing = question_with(library, lambda number: number == 0)
    outcome = library.schema.phrase("outcome_group", nothing.outcome)

    app = visit("synthesis", nothing.to_params())

    assert not app.exception
    assert any(text.startswith(f"No study can be pooled on {outcome} against ") for text in texts(app))
    assert "so nothing is concluded here." in shown(app)


def test_reviews_stand_apart_with_the_warning_that_they_overlap() -> None:
    app = visit("synthesis")

    assert "What reviews have pooled" in texts(app)
    assert "Reviews share trials" in shown(app)


def test_what_the_question_does_not_know_is_said() -> None:
    app = visit(
        "synthesis", {"outcome": "happiness", "doubt": ["chronic", "moon"], "model": "XX", "kh": "7", "look": "up"}
    )

    said = " ".join(text for text in texts(app) if "Not understood" in text)
    for part in ("outcome=happiness", "doubt=moon", "model=XX", "kh=7", "look=up"):
        assert part in said


def test_the_switches_count_what_they_leave(library: Library) -> None:
    app = visit("synthesis", ANY)

    labels = next(group for group in app.get("button_group") if "Doubts" in group.proto.label).proto.options
    words = [option.content for option in labels]
    for code, name in SWITCHES.items():
        number = len(pooled_studies(library, Question(against="", doubts=(code,))).rows)
        assert any(f"{name}" in re.sub(r"\\", "", text) and f"({number})" in re.sub(r"\\", "", text) for text in words)


def test_the_names_in_the_plot_lead_to_the_studies(library: Library) -> None:
    app = visit("synthesis", ANY)

    first = pooled_studies(library, Question(against="")).rows["study_id"].iloc[0]
    assert f'study?id={first}"' in app.get("plotly_chart")[0].proto.spec.replace("\\", "")


def test_every_effect_is_worked_out_with_its_numbers(library: Library) -> None:
    answer = pooled_studies(library, Question())
    app = unfold(visit("synthesis"), "workings")

    words = shown(app)
    for finding_id in (name for ids in answer.rows["finding_ids"] for name in ids):
        row = library.findings[library.findings["finding_id"] == finding_id].iloc[0].to_dict()
        for step in explain(row, library.study(row["study_id"])):
            assert " ".join(step.split()) in words
