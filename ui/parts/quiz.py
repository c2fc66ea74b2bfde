"""The quiz of the page for learning: one question at a time, everything kept in the address."""

from __future__ import annotations

import random
from collections.abc import Sequence

import streamlit as st

from evidence.learn.quiz import TOPICS, QuizQuestion, all_questions, quiz, right_answers
from evidence.library import Library
from evidence.views.learn import LearnView
from ui.address import navigation, options, views
from ui.show import pieces as show
from ui.text import plain

NUMBER = 10
#: The sign of a question without an answer among the answers in the address.
_NONE = "-"
_SEEDS = 999_999


@st.fragment
@show.guarded
def current(library: Library) -> None:
    """The quiz that the address names, at its question; an answer runs only this part."""
    view = views.current(LearnView, library)
    if view.seed is None:
        start(library)
        return
    asked = quiz(library, view.seed, NUMBER)
    if not asked:
        st.info("These data have no question that can be asked.")
        return
    given = _given(view, len(asked))
    _standing(asked, given, view)
    if view.at > len(asked):
        _result(library, asked, given)
    else:
        _question(library, asked, given, view)


@show.guarded
def start(library: Library) -> None:
    """The way to start a quiz."""
    number = len(all_questions(library))
    st.markdown(
        f"{NUMBER} questions out of {number}, each worked out from the data of this app, so that the answers follow them. Some "
        "ask you to guess before you look. Nothing is recorded: your answers stand in the address of the page and nowhere else."
    )
    with st.container(horizontal=True):
        fresh = str(random.randint(1, _SEEDS))
        navigation.link("learn", "Start a quiz", {"part": "quiz", "seed": fresh}, icon=":material/quiz:")
    st.subheader("For a class", anchor=False)
    st.markdown(
        "A number makes the set: everybody who opens the same link gets the same questions in the same order, as long as the "
        "data stay the same. Choose a number, open the set, and copy its link at the end of the page."
    )
    chosen = st.number_input("Number of the class set", 1, _SEEDS, 1, width=220)
    navigation.link(
        "learn", f"Open class set {chosen}", {"part": "quiz", "seed": str(chosen)}, icon=":material/groups:"
    )


def _given(view: LearnView, number: int) -> list[int | None]:
    """The answers in the address, one place a question."""
    padded = view.answers[:number].ljust(number, _NONE)
    return [None if sign == _NONE else int(sign) for sign in padded]


def _standing(questions: Sequence[QuizQuestion], given: list[int | None], view: LearnView) -> None:
    answered = sum(answer is not None for answer in given)
    right = right_answers(questions, given)
    st.caption(
        f"Set {view.seed} · {answered} of {len(questions)} answered, {right} right. The link at the end of the page keeps "
        "your place."
    )


def _question(library: Library, questions: Sequence[QuizQuestion], given: list[int | None], view: LearnView) -> None:
    number = view.at
    question, answer = questions[number - 1], given[number - 1]
    if answer is not None and answer >= len(question.options):
        answer = None
    st.header(f"Question {number} of {len(questions)}", anchor=False)
    st.caption(TOPICS[question.topic])
    st.markdown(plain(question.text))
    key = f"quiz_{view.seed}_{number}"
    if answer is None:
        places = range(len(question.options))
        chosen = st.radio("Your answer", places, None, lambda place: plain(question.options[place]), key)
        with st.container(horizontal=True):
            st.button("Answer", type="primary", disabled=chosen is None, on_click=_answer, args=(given, number, key))
            _step("Skip", number + 1, ":material/arrow_forward:")
        return
    _explained(library, question, answer)
    with st.container(horizontal=True):
        if number > 1:
            _step("Back", number - 1, ":material/arrow_back:")
        _step("Next question" if number < len(questions) else "See the result", number + 1, ":material/arrow_forward:")


def _explained(library: Library, question: QuizQuestion, answer: int) -> None:
    """What was answered, what is right, why, and where to see it."""
    lines = []
    for place, option in enumerate(question.options):
        mark = (
            ":material/check:"
            if place == question.answer
            else ":material/close:"
            if place == answer
            else ":material/remove:"
        )
        words = " (the answer)" if place == question.answer else ""
        yours = " (yours)" if place == answer else ""
        lines.append(f"{mark} {plain(option)}{words}{yours}")
    st.markdown("  \n".join(lines))
    with st.container(border=True):
        st.markdown(f"**{'Right.' if answer == question.answer else 'Not right.'}** {plain(question.explanation)}")
        navigation.link(question.page, "See it in the app", question.params, icon=":material/arrow_forward:")
        if question.study_ids:
            st.caption("The studies behind it")
            show.study_links(library, question.study_ids)


def _result(library: Library, questions: Sequence[QuizQuestion], given: list[int | None]) -> None:
    st.header("Your result", anchor=False)
    st.markdown(f"**{right_answers(questions, given)} of {len(questions)} right.**")
    rows = [
        {
            "Question": plain(question.text),
            "Yours": _option(question, answer),
            "Answer": "not answered yet" if answer is None else plain(question.options[question.answer]),
            "Right": "–" if answer is None else "yes" if answer == question.answer else "no",
        }
        for question, answer in zip(questions, given, strict=True)
    ]
    with show.at_least(640):
        st.table(rows, border="horizontal", alt="Questions with your answers and the right ones")
    st.caption(f"Answers follow data version {plain(library.version)} (fingerprint {plain(library.fingerprint)}).")
    with st.container(horizontal=True):
        _step("Back to the questions", 1, ":material/arrow_back:")
        navigation.link("learn", "Another quiz", {"part": "quiz"}, icon=":material/quiz:")


def _option(question: QuizQuestion, answer: int | None) -> str:
    return "–" if answer is None or answer >= len(question.options) else plain(question.options[answer])


def _step(label: str, number: int, icon: str) -> None:
    st.button(
        label, key=f"quiz_{label}", icon=icon, on_click=options.put, args=("at", [str(number)] if number > 1 else [])
    )


def _answer(given: list[int | None], number: int, key: str) -> None:
    chosen = st.session_state.get(key)
    answers = [*given[: number - 1], chosen, *given[number:]]
    options.put("answers", ["".join(_NONE if answer is None else str(answer) for answer in answers).rstrip(_NONE)])
