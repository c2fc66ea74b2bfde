"""The question that is pooled, as widgets: every option carries the number of studies it would pool."""

from __future__ import annotations

import streamlit as st

from evidence.library import Library
from evidence.synthesis.pooled_studies import option_counts
from evidence.synthesis.pooling import METHODS, Model
from evidence.synthesis.questions import AGAINST, ANY, MODEL, WHEN, Question, time_label
from evidence.synthesis.sensitivity import switch_counts
from evidence.synthesis.switches import SWITCHES
from ui.address import options
from ui.show import pieces as show

#: Whether Knapp-Hartung is on, and whether its floor is: code in the address → words.
ADJUSTED = {"1": "Knapp-Hartung", "0": "Normal distribution"}
FLOORS = {"1": "Factor never below 1", "0": "No floor"}
_DEFAULT = Question()


@show.guarded
def chooser(library: Library, question: Question) -> None:
    """Outcome, people, comparison, time and model; the address holds them."""
    schema, counts = library.schema, option_counts(library, question)
    outcomes = {code.value: code.label for code in schema.codes("outcome_group")}
    conditions = {"": "Any condition", **{code.value: code.label for code in schema.codes("condition")}}
    classes = {code: schema.label("comparator_class", code) for code in AGAINST} | {ANY: "Any control"}
    against = {ANY if code == "" else code: number for code, number in counts["against"].items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offered = _offered(outcomes, counts["outcome"], question.outcome, _DEFAULT.outcome)
        options.choice("Outcome", "outcome", offered, question.outcome, _DEFAULT.outcome)
        offered = _offered(conditions, counts["condition"], question.condition, "")
        options.choice("In people with", "cond", offered, question.condition)
        offered = {code: f"{words} ({against[code]})" for code, words in classes.items()}
        options.choice("Compared with", "comp", offered, question.against or ANY, _DEFAULT.against)
        offered = {code: f"{time_label(code)} ({counts['time'][code]})" for code in ("", *WHEN)}
        options.choice("Measured", "time", offered, question.time)
        with st.popover("How to pool", icon=":material/tune:"):
            _model(question.model)


@show.guarded
def doubts(library: Library, question: Question) -> None:
    """The switches, each with the number of studies that would be left."""
    counts = switch_counts(library, question)
    words = {code: f"{text} ({counts[code]})" for code, text in SWITCHES.items()}
    label = "Doubts, with the number of studies that would be left"
    options.several(label, "doubt", words, question.doubts, pills=True)


def _offered(words: dict[str, str], counts: dict[str, int], chosen: str, default: str) -> dict[str, str]:
    """The options that at least one study could be pooled for, and the one chosen; the default stands first."""
    shown = [code for code in words if counts.get(code) or code == chosen]
    return {code: f"{words[code]} ({counts.get(code, 0)})" for code in dict.fromkeys((default, *shown))}


def _model(model: Model) -> None:
    options.choice("Model", "model", METHODS, model.method, MODEL.method)
    options.choice("Interval of the average", "kh", ADJUSTED, str(int(model.knapp_hartung)), "1")
    options.choice("Floor of Knapp-Hartung", "floor", FLOORS, str(int(model.floor)), "1")
    st.caption(
        "Paule-Mandel lets every study have an effect of its own; the common-effect model assumes one effect for all. "
        "Knapp-Hartung makes the interval wider where studies differ, but also narrower where a few happen to agree; its floor "
        "keeps that from happening. The methods page says more."
    )
