"""The parts of the overview: whether an effect survives a tougher comparison, and three ways into the library."""

from __future__ import annotations

import streamlit as st

from evidence.answers.overview_answer import ListedStudies, OverviewAnswer
from evidence.answers.tougher import ON_PAIN, Tougher
from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.takeaway.decks import FIVE, pin
from evidence.takeaway.decks.deck_views import PresentView
from ui.address import navigation
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

Params = dict[str, str | list[str]]
_BELOW = (
    "Below: where findings on pain and quality of life point on each rung, from no control group to active treatments. Counting "
    "is not weighing: a count shows where studies point, not how much or how well."
)


@show.guarded
def voices(told: Tougher) -> None:
    """Curators and reviews in bold and first, the pool of single trials below them."""
    loudest = f"**{plain(told.judged)}** " if told.judged else ""
    weighed = f"{loudest}{plain(told.reviews)}".strip()
    pooled = f":small[{plain(told.pooled)}]" if told.pooled else ""
    st.markdown("\n\n".join(part for part in (weighed, pooled, f":small[{_BELOW}]") if part))


@show.guarded
def ladders(library: Library) -> None:
    """The comparison ladder of findings on pain, of single studies and of reviews."""
    on_pain = ON_PAIN.apply(library)
    for column, heading, strand, key in zip(
        st.columns(2, gap="medium"),
        ("Single studies", "Reviews"),
        ("massage", "synthesis"),
        ("ladder_studies", "ladder_reviews"),
        strict=True,
    ):
        with column:
            st.subheader(heading)
            pictures.chart(ladder_chart(on_pain, strand), key, width=pictures.HALF)


@show.guarded
def doors(library: Library, answer: OverviewAnswer) -> None:
    """A card each for the clinician, the student and the presenter."""
    with st.grid(3, min_column_width=280, border=True) as grid:
        with grid.cell():
            _reader("clinician", "Two minutes before a patient: what is the bottom line, and what stands behind it?")
            _condition_finder(answer.conditions)
            _door("synthesis", "How much, and how sure? Pooled results")
            _counted_door("Reviews and guidelines", answer.syntheses)
            _counted_door("Trials against sham or other care", answer.trials)
        with grid.cell():
            _reader("student", "An hour to see what is claimed, how one would know, and where the argument breaks.")
            _door("learn", "A guide in five short lessons")
            _door("mechanism", "Follow one claim link by link", {"mech": "endorphins"})
            _door("map", "Where does each chain break?", {"chronic": "yes"})
            _door("learn", "A quiz worked out from the data", {"part": "quiz"})
        with grid.cell():
            _reader(
                "presenter",
                "Views that look the same on every laptop: the address of a page holds all that was chosen.",
            )
            deck = PresentView(deck=FIVE, made_with=pin(library))
            _door("present", "Five claims in ten minutes", deck.to_params())
            _door("present", "Slides on one claim or condition")
            _door("studies", "The comparison ladder for any selection", {"view": "ladder"})
            _door("mechanism", "One claim and its chain on one page", {"mech": "muscle_tension"})
            _door("compare", "Two claims side by side")


def _reader(who: str, what_for: str) -> None:
    st.markdown(f"### For the {who}\n\n{what_for}")


def _condition_finder(names: dict[str, str]) -> None:
    """Type a few letters, arrive at the page of the condition; with nothing chosen, a link to the first one."""
    code = st.selectbox(
        "Find a condition",
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder="Type a few letters, such as “knee”",
        key="condition_finder",
    )
    if code in names:
        navigation.go("condition", {"cond": code})
    _door("condition", "The bottom line for a condition, with a handout")


def _door(address: str, label: str, params: Params | None = None) -> None:
    navigation.link(address, label, params, icon=":material/arrow_forward:")


def _counted_door(label: str, listed: ListedStudies) -> None:
    _door("studies", f"{label} ({listed.studies})", listed.selection.to_params())
