"""The parts of the page of pooled results: the answer in words, the plots, doubts, and what to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from evidence.answers.pooled_answer import Concluded, PooledAnswer, pooled_workings
from evidence.charts import (
    Chart,
    cumulative_chart,
    forest_plot,
    funnel_plot,
    leave_one_out_chart,
    not_pooled_chart,
    published_chart,
    specification_chart,
    subgroup_chart,
)
from evidence.charts.forest import legend_words
from evidence.charts.funnel import HOW_TO_READ as HOW_TO_READ_FUNNEL
from evidence.charts.influence import HOW_TO_READ_CUMULATIVE, HOW_TO_READ_LEAVE_ONE_OUT
from evidence.charts.published import HOW_TO_READ as HOW_TO_READ_PUBLISHED
from evidence.charts.specification import HOW_TO_READ as HOW_TO_READ_CURVE
from evidence.charts.subgroups import GROUPINGS
from evidence.charts.subgroups import HOW_TO_READ as HOW_TO_READ_SUBGROUPS
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.synthesis.diagnostics import LEAST_FOR_FUNNEL
from evidence.views.explore import LOOKS, PooledView
from evidence.words.phrases import studies_counted
from ui.address import options, views
from ui.parts import synthesis_question
from ui.parts.recipe import recipe_button
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

#: More studies than this are chosen from a list.
MOST_BUTTONS = 60
#: For how many pixels the plots with few columns are drawn.
NARROW = 620
_WHAT_IT_IS_NOT = (
    "Worked out from the tables by fixed rules after GRADE's domains, so that it follows your choices; no panel rated it. It "
    "says how sure one can be of the average, not how large it is."
)


@show.guarded
def answer_in_words(library: Library, answer: PooledAnswer) -> None:
    """The conclusion with its certainty and the reasons for it, and the numbers behind it."""
    worded = answer.conclusion
    with st.container(border=True):
        st.header(plain(worded.sentence), anchor=False)
        if worded.certainty:
            st.markdown(f"{show.certainty(library.schema, worded.certainty)} · {plain(answer.heading)}")
            with st.expander("Why this certainty, and what it is not"):
                reasons = "\n".join(f"- {plain(reason)}" for reason in worded.reasons) or "- Nothing lowers it."
                st.markdown(f"{reasons}\n\n:small[{_WHAT_IT_IS_NOT}]")
        if len(answer.alternatives) > 1:
            _beside(answer.alternatives)


def _beside(alternatives: Sequence[Mapping[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in alternatives for name in row))
    rows = [{name: row.get(name, "") for name in names} for row in alternatives]
    show.table(rows, alt="The result as chosen beside the others", key="alternatives")


@show.guarded
def forest(library: Library, answer: PooledAnswer) -> None:
    """The forest plot; a click or the list below it leaves a study out."""
    st.header(plain(answer.heading))
    if answer.empty:
        st.info(f"{answer.empty} The counts in the options above tell where there are some.")
        return
    question = answer.question
    picture = forest_plot(library, question)
    pictures.chart(picture, f"forest_{hash(question)}", pick=lambda study: options.toggle_in_address("out", study))
    legend = plain(legend_words(library, question))
    if answer.unknown:
        legend += f"  \nAlso left out, but not among these studies: {plain(', '.join(answer.unknown))}."
    st.caption(legend)
    _workings(library, answer)
    _leave_out(library, answer)


@st.fragment
@show.guarded
def _workings(library: Library, answer: PooledAnswer) -> None:
    """How each effect was worked out; opening it runs only this part."""
    fold = st.expander("How each effect was worked out, with the numbers", key="workings", on_change="rerun")
    if fold.open:
        with fold:
            for row in pooled_workings(library, answer.question):
                note = f" :small[{plain(row.note)}]" if row.note else ""
                told = [f"**{plain(row.study)}**{note}"]
                for name, steps in row.findings:
                    numbered = "\n".join(f"{number}. {plain(step)}" for number, step in enumerate(steps, start=1))
                    told.append(f"{plain(name)}\n\n{numbered}")
                st.markdown("\n\n".join(told))


@st.fragment
@show.guarded
def _leave_out(library: Library, answer: PooledAnswer) -> None:
    """The studies as a list of which some are left out; opening it runs only this part, a choice the whole page."""
    # How many are left out stands in the words above the plot: a fold whose label changes closes itself.
    fold = st.expander("Leave studies out", key="leave_out", on_change="rerun")
    if fold.open:
        names = {row.study_id: row.study for row in answer.rows}
        with fold:
            st.caption("Also by a click on a study's square. The results with and without then stand side by side.")
            options.several("Left out", "out", names, answer.question.left_out, pills=len(names) <= MOST_BUTTONS)
    if views.current(PooledView, library).question != answer.question:
        st.rerun()


@show.guarded
def others(library: Library, answer: PooledAnswer) -> None:
    """The studies that cannot be pooled, with where they point and why."""
    if not answer.unpooled:
        return
    st.subheader(f"Not pooled: {answer.unpooled} of {studies_counted(answer.studies)}")
    st.markdown(
        "They are evidence too. Each is shown with the direction of its findings; the table says why its numbers cannot be "
        "turned into a size."
    )
    pictures.chart(not_pooled_chart(library, answer.question), "not_pooled", hide=("finding_id", "study_id"))


@show.guarded
def doubts(library: Library, answer: PooledAnswer) -> None:
    """Switches for common doubts, how the worded conclusion reacts, and the curve over all their combinations."""
    st.header("What would change this?")
    synthesis_question.doubts(library, answer.question)
    if answer.undoubted:
        with st.grid(2, min_column_width=320, border=True) as grid:
            with grid.cell():
                _concluded("Without these doubts", answer.undoubted, library.schema)
            with grid.cell():
                _concluded("With these doubts", Concluded(answer.heading, answer.conclusion), library.schema)
    pictures.chart(specification_chart(library, answer.question), "specifications")
    reading_guide(HOW_TO_READ_CURVE)


def _concluded(heading: str, one: Concluded, schema: Schema) -> None:
    certainty = show.certainty(schema, one.conclusion.certainty)
    st.markdown(f"**{heading}.** {plain(one.conclusion.sentence)}\n\n:small[{plain(one.heading)} · {certainty}]")


@st.fragment
@show.guarded
def trust(library: Library) -> None:
    """One closer look at a time; another look runs only this part."""
    view = views.current(PooledView, library)
    question, pooled = view.question, view.answer(library).pooled
    st.header("How far can it be trusted?")
    if pooled is None or pooled.k < 2:
        st.markdown("A closer look needs two studies or more in the pool.")
        return
    options.segments("Look", "look", LOOKS, view.look, PooledView.look)
    if view.look == "groups":
        options.choice("Subgroups by", "by", GROUPINGS, view.groups, PooledView.groups)
        _look(lambda: subgroup_chart(library, question, view.groups), f"groups_{view.groups}", HOW_TO_READ_SUBGROUPS)
    elif view.look == "years":
        _look(lambda: cumulative_chart(library, question), "cumulative", HOW_TO_READ_CUMULATIVE)
    elif view.look == "influence":
        _look(lambda: leave_one_out_chart(library, question), "influence", HOW_TO_READ_LEAVE_ONE_OUT)
    elif pooled.k < LEAST_FOR_FUNNEL:
        st.markdown(
            f"A funnel plot and Egger's test are shown from {LEAST_FOR_FUNNEL} studies on; here are {pooled.k}. With fewer, "
            "chance alone makes a funnel look lopsided."
        )
    else:
        _look(lambda: funnel_plot(library, question), "funnel", HOW_TO_READ_FUNNEL)


def _look(draw: Callable[[], Chart], key: str, how_to_read: str) -> None:
    """A chart with its reading guide, or the reason why these studies do not allow it."""
    try:
        picture = draw()
    except ValueError as reason:
        st.info(plain(str(reason)))
        return
    pictures.chart(picture, key, width=NARROW)
    reading_guide(how_to_read)


@show.guarded
def reviews(library: Library, answer: PooledAnswer) -> None:
    """What reviews pooled themselves; never mixed with the studies above."""
    st.header("What reviews have pooled")
    question = answer.question
    pictures.chart(published_chart(library, question.outcome, question.condition), "published")
    reading_guide(HOW_TO_READ_PUBLISHED)


@show.guarded
def take_home(library: Library, answer: PooledAnswer) -> None:
    """Everything needed to get the same number without this program."""
    st.header("Take it home")
    recipe_button(library, answer.question)


def reading_guide(text: str) -> None:
    """One paragraph on reading a plot, folded."""
    with st.expander("How to read this"):
        st.markdown(plain(text))
