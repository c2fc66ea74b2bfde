"""The page of a condition answers its questions with links, and says what it does not know."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.charts import dose_chart, ladder_chart
from evidence.library import Library
from evidence.selection import Selection
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

    lists = {link.proto.label: parse_qs(link.proto.query_string) for link in links(app, "studies")}
    params = next(params for label, params in lists.items() if "trials in the list" in label)
    selection = Selection.from_params(params)
    assert selection.condition == ("knee_osteoarthritis",)
    assert f"The {len(selection.apply(library).studies)} trials in the list" in lists
    marked = " ".join(app.markdown.values) + " ".join(str(table.value.to_dict()) for table in app.table)
    checked = [row.pooled_here for row in answer.rows if row.pooled_here is not None]
    assert checked
    for check in checked:
        assert navigation.href("synthesis", check.question) in marked
    for study_id in (*answer.key_studies, *(row.basis[0] for row in answer.rows), *answer.dose.basis[:3]):
        assert f"study?id={study_id}" in marked
    for one in answer.guidelines:
        assert f"study?id={one.study_id}" in marked


def test_folded_reviews_can_be_read(library: Library) -> None:
    app = unfold(visit("condition", {"cond": "fibromyalgia"}), "reviews")
    answer = condition_answer(library, "fibromyalgia")
    assert all(" ".join(one.result.split()) in shown(app) for one in answer.reviews)


@pytest.mark.parametrize("value", ["no_such_condition", "peripheral"])
def test_a_bad_condition_is_said_and_the_first_one_shown(value: str) -> None:
    app = visit("condition", {"cond": value})
    assert app.title[0].value == "Low back pain"
    assert any(f"cond={value}" in text for text in texts(app) if "Not understood" in text)


def test_an_empty_condition_is_no_choice() -> None:
    app = visit("condition", {"cond": ""})
    assert app.title[0].value == "Low back pain"
    assert not any("Not understood" in text for text in texts(app))


def test_the_choice_of_condition_goes_into_the_address() -> None:
    app = visit("condition")
    app.selectbox(key="option_cond").select("cancer").run()
    assert app.query_params["cond"] == "cancer"
    assert app.title[0].value == "Cancer pain"


def test_the_pictures_are_those_of_the_condition(library: Library) -> None:
    app = visit("condition", {"cond": "fibromyalgia"})
    on_pain = Selection(condition=("fibromyalgia",), mechanism=("pain_quality_of_life",)).apply(library)
    drawn = [json.loads(picture.proto.json) for picture in app.get("bidi_component")]
    for chart in (ladder_chart(on_pain, "massage", library), dose_chart(library, "fibromyalgia")):
        assert " ".join(chart.sentence.split()) in shown(app)
        assert chart.title in [picture["title"] for picture in drawn]


def test_reasons_and_differences_can_be_unfolded(library: Library) -> None:
    answer = condition_answer(library, "low_back_pain")
    app = unfold(visit("condition", {"cond": "low_back_pain"}), "reasons")
    assert all(" ".join(row.heading.split()) in shown(app) for row in answer.rows)
    app = unfold(app, "everyday")
    assert answer.everyday
    assert all(" ".join(one.sentence.split()) in shown(app) for one in answer.everyday)


@pytest.mark.parametrize(("button", "number"), [("handout_clinician", 0), ("handout_patient", 1)])
def test_handouts_are_offered_where_they_are_asked_for(button: str, number: int) -> None:
    app = visit("condition")
    assert not app.get("download_button")
    app = unfold(app, "handouts")
    assert app.get("download_button")[number].key == button


def test_a_condition_without_a_study_is_said(library: Library) -> None:
    unstudied = [code for code in library.schema.vocabularies["condition"] if code not in condition_names(library)]
    for code in unstudied[:1]:
        app = visit("condition", {"cond": code})
        assert any("another condition is shown" in text for text in texts(app))
