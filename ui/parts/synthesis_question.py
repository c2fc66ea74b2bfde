"""The question that is pooled, as widgets: every option carries the number of studies it would pool."""

from __future__ import annotations

import streamlit as st

from evidence.library import Library
from evidence.synthesis.pooled_answer import option_counts
from evidence.synthesis.pooling import METHODS
from evidence.synthesis.questions import AGAINST, ANY, WHEN, Question, time_label
from evidence.synthesis.sensitivity import switch_counts
from evidence.synthesis.switches import SWITCHES
from ui.address import options
from ui.address.navigation import here

#: The parts of the page that look closer: code in the address → words.
LOOKS = {
    "influence": "Leave one out",
    "years": "Over the years",
    "groups": "Subgroups",
    "funnel": "Small studies",
}
FLOORS = {"0": "No floor", "1": "Factor never below 1"}
ADJUSTED = {"1": "Knapp-Hartung", "0": "Normal distribution"}


def current(library: Library) -> Question:
    """The question that the address asks."""
    return Question.from_params(here(), library.schema)


def chooser(library: Library, question: Question) -> None:
    """Outcome, people, comparison, time and model; the address holds them."""
    schema, counts = library.schema, option_counts(library, question)
    outcomes = {code.value: code.label for code in schema.codes("outcome_group")}
    conditions = {code.value: code.label for code in schema.codes("condition")}
    classes = {code: schema.label("comparator_class", code) for code in AGAINST} | {ANY: "Any control"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _counted_choice("Outcome", "outcome", outcomes, counts["outcome"], question.outcome)
        _counted_choice(
            "In people with", "cond", {"": "Any condition", **conditions}, counts["condition"], question.condition
        )
        against = {ANY if code == "" else code: number for code, number in counts["against"].items()}
        options.choice("Compared with", "comp", {code: f"{words} ({against[code]})" for code, words in classes.items()})
        times = {code: f"{time_label(code)} ({counts['time'][code]})" for code in ("", *WHEN)}
        options.choice("Measured", "time", times)
        with st.popover("How to pool", icon=":material/tune:"):
            _model()


def doubts(library: Library, question: Question) -> None:
    """The switches, each with the number of studies that would be left."""
    counts = switch_counts(library, question)
    words = {code: f"{text} ({counts[code]})" for code, text in SWITCHES.items()}
    options.several("Doubts, with the number of studies that would be left", "doubt", words, pills=True)


def _counted_choice(label: str, parameter: str, words: dict[str, str], counts: dict[str, int], chosen: str) -> None:
    """A choice among the options that at least one study could be pooled for, and the one chosen."""
    offered = {
        code: f"{text} ({counts.get(code, 0)})" for code, text in words.items() if counts.get(code) or code == chosen
    }
    default = Question().outcome if parameter == "outcome" else ""
    first = {default: f"{words[default]} ({counts.get(default, 0)})"}
    options.choice(label, parameter, {**first, **offered})


def _model() -> None:
    options.choice("Model", "model", METHODS)
    options.choice("Interval of the average", "kh", ADJUSTED)
    options.choice("Floor of Knapp-Hartung", "floor", FLOORS)
    st.caption(
        "Paule-Mandel lets every study have an effect of its own; the common-effect model assumes one effect for all. "
        "Knapp-Hartung makes the interval wider where studies differ, but also narrower where a few happen to agree; its floor "
        "keeps that from happening. The methods page says more."
    )
