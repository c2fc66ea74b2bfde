"""Guide, glossary and quiz: what was chosen stands in the address, and nonsense there does no harm."""

from __future__ import annotations

import pytest

from evidence.charts.forest_steps import STEPS
from evidence.learn.glossary import entries, on_page, written
from evidence.learn.lessons import lesson, lesson_titles
from evidence.learn.quiz import quiz
from evidence.library import Library
from tests.pages.pictures import pictures
from tests.pages.visit import links, nodes, rows, shown, texts, unfold, visit
from ui.address.navigation import PAGES
from ui.text import plain


@pytest.mark.parametrize("code", ["chain", "comparison", "forest", "size", "abstracts"])
def test_a_lesson_shows_its_words_its_chart_and_something_to_try(library: Library, code: str) -> None:
    app = visit("learn", {"lesson": code})

    made = lesson(library, code)
    words = shown(app)
    for text in (*made.parts, made.chart.sentence, made.try_it):
        for paragraph in text.split("\n\n"):
            assert " ".join(paragraph.split()) in words
    assert len(pictures(app)) == 1
    assert links(app, made.page)


def test_the_forest_plot_is_built_step_by_step() -> None:
    for step, name in enumerate(STEPS, start=1):
        words = shown(visit("learn", {"lesson": "forest", "step": str(step)}))
        assert f"Step {step} of {len(STEPS)}: {name.lower()}" in words


def test_every_lesson_leads_to_the_next_and_the_last_to_the_quiz() -> None:
    codes = list(lesson_titles())
    for code, following in zip(codes, [*codes[1:], ""], strict=True):
        queries = [link.proto.query_string for link in links(visit("learn", {"lesson": code}), "learn")]
        assert any((f"lesson={following}" if following else "part=quiz") in query for query in queries)


def test_a_term_opens_in_full_with_the_pages_it_appears_on(library: Library) -> None:
    app = visit("learn", {"part": "glossary", "term": "prediction-interval"})
    entry = next(entry for entry in written() if entry.slug == "prediction-interval")
    words = shown(app)
    assert entry.plain in words
    assert entry.longer in words
    assert links(app, "synthesis")
    assert f"{len(entries(library.schema))} of {len(entries(library.schema))} terms" in words


def test_an_unknown_term_is_said() -> None:
    assert any("has no term" in text for text in texts(visit("learn", {"part": "glossary", "term": "no-such-term"})))


def test_a_search_of_the_glossary_goes_into_the_address() -> None:
    app = visit("learn", {"part": "glossary"})
    app.text_input(key="option_find").set_value("sham").run()
    assert app.query_params["find"] == "sham"
    found = next(rows(table) for table in app.table if "Meaning" in rows(table).columns)
    assert 0 < len(found) < 20
    app.text_input(key="option_find").set_value("zzzz").run()
    assert any("No term matches" in text for text in texts(app))


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_page_open_on_a_click(page: str) -> None:
    app = visit(page, {"id": "cherkin-2011"} if page == "study" else {})
    labels = [node.proto.popover.label for node in nodes(app) if node.type == "popover"]
    assert "Words on this page" in labels
    words = shown(unfold(app, "tool_Words on this page"))
    assert all(
        plain(entry.term).replace("\\", "") in words and entry.plain in words for entry in on_page(PAGES[page].title)
    )


def test_a_quiz_is_answered_one_by_one_and_kept_in_the_address(library: Library) -> None:
    questions = quiz(library, 5)
    app = visit("learn", {"part": "quiz", "seed": "5"})
    for number, question in enumerate(questions, start=1):
        assert f"Question {number} of {len(questions)}" in shown(app)
        assert " ".join(question.text.split()) in shown(app)
        app.radio[0].set_value(question.answer).run()
        button(app, "Answer").click().run()
        assert "Right." in shown(app)
        assert " ".join(question.explanation.split()) in shown(app)
        assert app.query_params["answers"] == "".join(str(one.answer) for one in questions[:number])
        button(app, "Next question" if number < len(questions) else "See the result").click().run()
    assert f"{len(questions)} of {len(questions)} right" in shown(app)


def test_a_wrong_answer_is_explained_and_a_skipped_one_stays_open(library: Library) -> None:
    question = quiz(library, 5)[1]
    wrong = (question.answer + 1) % len(question.options)
    app = visit("learn", {"part": "quiz", "seed": "5", "answers": f"-{wrong}", "at": "2"})
    assert "Not right." in shown(app)
    assert "1 of 10 answered, 0 right" in shown(app)
    assert visit("learn", {"part": "quiz", "seed": "5", "answers": f"-{wrong}"}).radio[0].value is None


@pytest.mark.parametrize(
    "params",
    [
        {"seed": "x"},
        {"seed": "-1"},
        {"seed": "5", "answers": "<b>", "at": "x"},
        {"seed": "5", "answers": "9" * 40, "at": "999"},
        {"seed": "5", "at": "0"},
    ],
)
def test_nonsense_in_a_quizs_address_does_no_harm(params: dict[str, str]) -> None:
    assert not visit("learn", {"part": "quiz", **params}).exception


def test_a_class_set_is_the_same_for_everyone() -> None:
    app = visit("learn", {"part": "quiz"})
    app.number_input[0].set_value(42).run()
    assert any("seed=42" in link.proto.query_string for link in links(app, "learn"))
    first, second = (shown(visit("learn", {"part": "quiz", "seed": "42"})) for _ in range(2))
    assert first == second


def button(app: object, label: str) -> object:
    """The button with this label."""
    return next(one for one in app.button if one.label == label)
