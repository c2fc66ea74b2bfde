"""The page of a condition answers its questions with links, and says what it does not know."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.dose import doses_in_words
from evidence.charts import dose_chart
from evidence.library import Library
from tests.pages.visit import links, shown, texts, unfold, visit
from ui.address import navigation
from ui.text import plain


def test_summarised_and_other_conditions_open_with_their_lines_and_sentences(library: Library) -> None:
    # All that are summarised; of the others, which share one form, the first, the largest and one without findings on pain.
    for condition in (*library.conditions["condition_id"], "neck_shoulder_pain", "healthy", "pregnancy"):
        assert condition in condition_names(library)
        app = visit("condition", {"cond": condition})
        answer = condition_answer(library, condition)

        assert not app.exception
        assert app.title[0].value == plain(answer.label)
        words = shown(app)
        for text in (
            *(row.sentence for row in answer.rows),
            *(row.number for row in answer.rows),
            *(one.counts for one in answer.unjudged),
            *answer.talk,
            answer.dose_sentence,
            answer.harms.sentence,
            answer.headline.soon,
            answer.headline.later,
        ):
            assert " ".join(text.split()) in words
        assert ("Not summarised" in words) != answer.summarised


def test_statements_link_to_their_studies(library: Library) -> None:
    app = visit("condition", {"cond": "knee_osteoarthritis"})
    answer = condition_answer(library, "knee_osteoarthritis")

    linked = {parse_qs(link.proto.query_string)["id"][0] for link in links(app, "study")}
    assert set(answer.key_studies) <= linked
    assert any("cond=knee" in link.proto.query_string for link in links(app, "studies"))
    marked = " ".join(app.markdown.values) + " ".join(str(table.value.to_dict()) for table in app.table)
    checked = [row.pooled_here for row in answer.rows if row.pooled_here is not None]
    assert checked
    for check in checked:
        assert navigation.href("synthesis", check.question) in marked
    for row in answer.rows:
        assert f"study?id={row.basis[0]}" in marked
    for one in answer.guidelines:
        assert f"study?id={one.study_id}" in marked


def test_folded_reviews_can_be_read(library: Library) -> None:
    app = unfold(visit("condition", {"cond": "fibromyalgia"}), "reviews")
    answer = condition_answer(library, "fibromyalgia")
    assert all(" ".join(one.result.split()) in shown(app) for one in answer.reviews)


@pytest.mark.parametrize("value", ["no_such_condition", "", "peripheral"])
def test_a_bad_condition_is_said_and_the_first_one_shown(value: str) -> None:
    app = visit("condition", {"cond": value})
    assert app.title[0].value == "Low back pain"
    assert any(f"cond={value}" in text for text in texts(app) if "Not understood" in text)


def test_the_choice_of_condition_goes_into_the_address() -> None:
    app = visit("condition")
    app.selectbox(key="option_cond").select("cancer").run()
    assert app.query_params["cond"] == "cancer"
    assert app.title[0].value == "Cancer pain"


def test_the_dots_are_the_trials_that_tell_their_dose(library: Library) -> None:
    answer = condition_answer(library, "low_back_pain")
    chart = dose_chart(answer.doses, "low back pain")
    for trace, part in zip(chart.figure.data, ("session_minutes", "sessions", "weeks"), strict=True):
        assert sorted(trace.x) == sorted(answer.doses[part].dropna())
    assert chart.sentence == doses_in_words(answer.doses)
    assert len(chart.table) == len(answer.doses)
