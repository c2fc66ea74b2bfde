"""The quiz asks what the data can answer, its answers follow the data, and a seed gives the same quiz everywhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from evidence.learn.quiz import TOPICS, QuizQuestion, all_questions, quiz, right_answers
from evidence.learn.quiz.question import draft, first_of, numbers_near, with_options
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import DIRECT_SCOPES
from evidence.studies.names import study_names
from evidence.synthesis import pool
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import CONTROLLED, Question
from ui.address.navigation import PAGES

VALUE_WORDS = re.compile(
    r"\b(amazing|miracle|wonderful|useless|nonsense|quack|proven|debunk|scam|sadly|unfortunately)", re.I
)


def right(library: Library, code: str) -> str:
    question = next(question for question in all_questions(library) if question.code == code)
    return question.options[question.answer]


def is_asked(library: Library, code: str) -> bool:
    return any(question.code == code for question in all_questions(library))


def primary(library: Library) -> pd.DataFrame:
    studies = library.studies
    return studies[studies["scope"].isin(DIRECT_SCOPES) & (studies["role"] == "primary")]


def test_there_are_questions_enough_on_every_topic(library: Library) -> None:
    questions = all_questions(library)
    assert len(questions) >= 24
    assert len({question.code for question in questions}) == len(questions)
    topics = Counter(question.topic for question in questions)
    assert set(topics) == set(TOPICS)


def test_every_question_is_whole(library: Library) -> None:
    for question in all_questions(library):
        assert 2 <= len(question.options) <= 6
        assert len(set(question.options)) == len(question.options)
        assert 0 <= question.answer < len(question.options)
        assert question.text.endswith("?")
        assert question.explanation
        assert set(question.study_ids) <= set(library.records)
        assert question.page in PAGES
        assert set(question.params) <= {*PAGES[question.page].own_parameters, "mech", "rows", "cols", "view"}
        assert not VALUE_WORDS.search(" ".join((question.text, question.explanation, *question.options)))


@pytest.mark.parametrize("mechanism", ["muscle_tension", "circulation", "endorphins", "anxiety_depression"])
def test_the_link_with_the_fewest_studies(library: Library, mechanism: str) -> None:
    findings = library.findings
    rows = findings[
        (findings["mechanism"] == mechanism)
        & findings["study_id"].isin(primary(library)["study_id"])
        & (findings["outcome_group"] != "safety")
    ]
    links = ("mediator_acute", "mediator_sustained", "mediator_to_symptom")
    counts = {link: rows.loc[rows["link"] == link, "study_id"].nunique() for link in links}
    fewest = min(counts, key=lambda link: counts[link])
    assert right(library, f"fewest-studies-{mechanism}") == library.schema.label("link", fewest)


def test_the_judgement_on_the_tie_to_relief(library: Library) -> None:
    rows = library.appraisals[library.appraisals["link"] == "mediator_to_symptom"]
    for row in rows.to_dict("records"):
        assert right(library, f"relief-{row['mechanism_id']}") == library.schema.label("support", row["support"])
    assert right(library, "held") == str((rows["support"] == "supported").sum())


@pytest.mark.parametrize("name", ["inactive", "credible", "active"])
def test_answers_on_pools_are_those_of_the_pools(library: Library, name: str) -> None:
    answer = pooled_studies(library, Question(outcome="pain_intensity", against=name))
    pooled = pool(answer.rows["g"], answer.rows["se"] ** 2, floor=True)
    assert right(library, f"interval-{name}") == ("Yes" if pooled.ci_low < 0 < pooled.ci_high else "No")
    assert right(library, f"poolable-{name}") == str(len(answer.rows))
    if pooled.pi_low == pooled.pi_low:
        assert right(library, f"new-study-{name}") == ("Yes" if pooled.pi_low < 0 else "No")
    moved = {}
    for place in answer.rows.index:
        others = answer.rows.drop(index=place)
        away = abs(pool(others["g"], others["se"] ** 2).estimate - pooled.estimate)
        moved[answer.rows.loc[place, "study"]] = round(away, 2)
    first, second = sorted(moved, key=lambda study: -moved[study])[:2]
    if moved[first] > moved[second]:
        assert right(library, f"dropped-{name}") == first
    else:
        assert not is_asked(library, f"dropped-{name}"), "where two move it alike there is no one right answer"


def test_of_some_pool_one_study_moves_the_average_most(library: Library) -> None:
    assert any(is_asked(library, f"dropped-{name}") for name in CONTROLLED)


def test_answers_on_reports_are_those_of_the_tables(library: Library) -> None:
    studies = library.studies
    trials = primary(library)
    trials = trials[trials["design"].isin(["rct", "crossover_rct", "quasi_rct", "nonrandomised_trial"])]
    on_harms = set(library.findings.loc[library.findings["outcome_group"] == "safety", "study_id"])
    quiet = (trials["adverse_events"] == "not_reported") & (trials["adverse_events_note"] == "")
    assert right(library, "silent-on-harms") == str((quiet & ~trials["study_id"].isin(on_harms)).sum())
    assert right(library, "full-text") == str((studies["source_read"] == "full_text").sum())
    assert right(library, "primary") == str(len(primary(library)))
    assert right(library, "most-frequent-design") == library.schema.label("design", studies["design"].mode()[0])
    conditions = Counter(code for cell in studies["conditions"] for code in split(cell))
    assert right(library, "most-studied-group") == library.schema.label("condition", conditions.most_common(1)[0][0])
    randomised = primary(library)[primary(library)["randomised"] == "yes"]
    largest = randomised.loc[randomised["n_total"].astype(float).idxmax(), "study_id"]
    assert right(library, "largest-trial") == study_names(library)[largest]


def test_guesses_are_answered_by_the_findings_of_the_named_trial(library: Library) -> None:
    guesses = [question for question in all_questions(library) if question.topic == "guess"]
    assert len({question.options[question.answer] for question in guesses}) == 3
    for question in guesses:
        rows = library.findings[library.findings["study_id"] == question.study_ids[0]]
        rows = rows[[f"“{outcome}”" in question.text for outcome in rows["outcome"]]]
        labels = {library.schema.label("direction", direction) for direction in rows["direction"]}
        assert question.options[question.answer] in labels


def test_other_data_have_other_answers(library: Library) -> None:
    appraisals = library.appraisals.assign(support="supported")
    changed = replace(library, appraisals=appraisals)
    assert right(library, "held") != right(changed, "held") == "5"


def test_without_data_there_are_no_questions_about_them(library: Library) -> None:
    empty = replace(library, findings=library.findings.head(0), studies=library.studies.head(0))
    assert {question.topic for question in all_questions(empty)} <= {"chain", "certainty", "safety"}
    nothing = replace(empty, appraisals=library.appraisals.head(0), precautions=library.precautions.head(0))
    assert all(question.options for question in all_questions(nothing))


def test_a_seed_gives_the_same_quiz_and_another_seed_another(library: Library) -> None:
    assert quiz(library, 7) == quiz(library, 7)
    assert len(quiz(library, 7)) == 10
    assert [q.code for q in quiz(library, 7)] != [q.code for q in quiz(library, 8)]
    assert {question.topic for question in quiz(library, 7)} == set(TOPICS)
    by_code = {question.code: question for question in all_questions(library)}
    for question in quiz(library, 7, number=40):
        original = by_code[question.code]
        assert question.options[question.answer] == original.options[original.answer]
        assert sorted(question.options) == sorted(original.options)


def test_right_answers_are_counted(library: Library) -> None:
    questions = quiz(library, 1)
    assert right_answers(questions, [question.answer for question in questions]) == len(questions)
    assert right_answers(questions, [None] * len(questions)) == 0


def test_ties_and_lone_options_give_no_question() -> None:
    assert first_of({"a": 1, "b": 1}) == ("", ())
    assert first_of({"a": 1}) == ("", ())
    assert first_of({"a": 1, "b": 3, "c": 2}) == ("b", ("b", "c", "a"))
    question: QuizQuestion = draft("code", "chain", "Which?", "Because.")
    assert list(with_options(question, ["a"], "a")) == []
    assert list(with_options(question, ["a", "b"], "c")) == []
    assert next(with_options(question, ["a", "b", "a"], "b")).options == ("a", "b")


@pytest.mark.parametrize(("number", "whole"), [(0, 10), (10, 10), (4, 28), (1, 2), (174, 512)])
def test_numbers_to_choose_from_hold_the_right_one(number: int, whole: int) -> None:
    options = numbers_near(number, whole)
    assert f"{number:,}" in options
    assert len(set(options)) == len(options) >= 2
    assert all(0 <= int(option) <= whole for option in options)
