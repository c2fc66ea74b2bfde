"""A pooling question survives its address, says itself in English, and ignores what it does not know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.library.schema import packaged
from evidence.synthesis.pooling import METHODS, Model
from evidence.synthesis.questions import AGAINST, MODEL, Question, ignored
from evidence.synthesis.switches import SWITCHES
from evidence.synthesis.timing import TIMES

SCHEMA = packaged()


def codes(vocabulary: str) -> list[str]:
    return [code.value for code in SCHEMA.codes(vocabulary)]


QUESTIONS = st.builds(
    Question,
    outcome=st.sampled_from(codes("outcome_group")),
    condition=st.sampled_from(["", *codes("condition")]),
    against=st.sampled_from(["", *AGAINST]),
    time=st.sampled_from(["", *TIMES]),
    doubts=st.sets(st.sampled_from(list(SWITCHES))).map(lambda on: tuple(code for code in SWITCHES if code in on)),
    left_out=st.sets(st.sampled_from(["a-2001", "b-2002", "c-2003"])).map(lambda ids: tuple(sorted(ids))),
    model=st.builds(Model, st.sampled_from(list(METHODS)), st.booleans(), st.just(0.95), st.booleans()),
)


@given(QUESTIONS)
def test_a_question_survives_its_address(question: Question) -> None:
    assert Question.from_params(question.to_params(), SCHEMA) == question
    assert ignored(question.to_params(), SCHEMA) == []


def test_the_default_has_an_empty_address() -> None:
    assert Question().to_params() == {}
    assert Question.from_params({}, SCHEMA) == Question()


def test_the_floor_is_on_unless_it_is_switched_off() -> None:
    assert Question().model == MODEL == Model(floor=True)
    assert Question.from_params({"floor": "1"}, SCHEMA) == Question()
    assert Question.from_params({"floor": "0"}, SCHEMA) == Question(model=Model(floor=False))
    assert Question(model=Model(floor=False)).to_params() == {"floor": ["0"]}
    # A link with a value that means nothing gets the default, and the page names the value.
    assert Question.from_params({"floor": "x"}, SCHEMA).model.floor
    assert ignored({"floor": "x"}, SCHEMA) == ["floor=x"]


@given(
    st.dictionaries(
        st.sampled_from(["outcome", "cond", "comp", "time", "doubt", "model", "kh", "floor"]), st.text(max_size=20)
    )
)
def test_nonsense_never_breaks_and_is_named(params: dict[str, str]) -> None:
    question = Question.from_params(params, SCHEMA)
    named = ignored(params, SCHEMA)
    again = Question.from_params(question.to_params(), SCHEMA)
    assert again == question
    for name, value in params.items():
        known = Question.from_params({name: value}, SCHEMA) != Question() or value in (
            "",
            "1",
            "0",
            "any",
            "inactive",
            "PM",
        )
        known = known or (name == "outcome" and value == "pain_intensity")
        assert known or any(text.startswith(f"{name}=") for text in named)


def test_a_question_in_words() -> None:
    question = Question("function_disability", "low_back_pain", "active", "end", ("chronic",))
    assert question.describe(SCHEMA) == (
        "function and disability in low back pain, massage against active treatments, at the end of the course "
        "(only people with chronic pain)"
    )


def test_the_doubt_about_easy_comparisons_takes_the_place_of_the_class() -> None:
    assert Question(doubts=("tough",)).classes == ("credible", "active")
    assert Question(against="").classes == ("inactive", "credible", "active")
    assert Question(against="massage").classes == ("massage",)
