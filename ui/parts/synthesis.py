"""The parts of the page of pooled results: the answer in words, the plots, doubts, and what to take along."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

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
from evidence.charts.forest import WIDTH, legend_words
from evidence.charts.funnel import HOW_TO_READ as HOW_TO_READ_FUNNEL
from evidence.charts.influence import HOW_TO_READ_CUMULATIVE, HOW_TO_READ_LEAVE_ONE_OUT
from evidence.charts.published import HOW_TO_READ as HOW_TO_READ_PUBLISHED
from evidence.charts.specification import HOW_TO_READ as HOW_TO_READ_CURVE
from evidence.charts.specification import WIDTH as CURVE_WIDTH
from evidence.charts.subgroups import GROUPINGS
from evidence.charts.subgroups import HOW_TO_READ as HOW_TO_READ_SUBGROUPS
from evidence.effects.effect_table import workings
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.diagnostics import LEAST_FOR_FUNNEL
from evidence.synthesis.pooled_answer import PooledAnswer, without_doubts
from evidence.synthesis.sensitivity import side_by_side
from evidence.words.phrases import studies_counted
from ui.address import options
from ui.parts import synthesis_question
from ui.parts.recipe import recipe_button
from ui.show import pieces as show
from ui.text import plain

#: More studies than this are chosen from a list.
MOST_BUTTONS = 60
#: The least width in pixels of the plots with few columns.
NARROW = 620


def answer_in_words(answer: PooledAnswer) -> None:
    """The conclusion with its certainty and the reasons for it, and the numbers behind it."""
    schema = answer.library.schema
    worded = conclusion(answer)
    with st.container(border=True):
        st.header(plain(worded.sentence), anchor=False)
        if worded.certainty:
            st.markdown(f"{show.certainty(schema, worded.certainty)} · {plain(answer.heading)}")
            with st.expander("Why this certainty, and what it is not"):
                st.markdown("\n".join(f"- {plain(reason)}" for reason in worded.reasons) or "- Nothing lowers it.")
                st.caption(
                    "Worked out from the tables by fixed rules after GRADE's domains, so that it follows your choices; no panel "
                    "rated it. It says how sure one can be of the average, not how large it is."
                )
        rows = side_by_side(answer)
        if len(rows) > 1:
            show.table(rows, alt="The result as chosen beside the others", key="side_by_side")


def forest(answer: PooledAnswer) -> None:
    """The forest plot; a click or the list beside it leaves a study out."""
    st.header(answer.heading)
    if answer.rows.empty:
        st.info("No study of this question can be pooled. The counts in the options above tell where there are some.")
        return
    picture = forest_plot(answer)
    key = f"forest_{hash(answer.question)}"
    show.chart(picture, key, width=WIDTH, pick=lambda study: options.toggle_in_address("out", study))
    st.caption(plain(legend_words(answer)))
    names = dict(zip(answer.rows["study_id"], answer.rows["study"], strict=True))
    if unknown := [study for study in answer.question.left_out if study not in names]:
        st.caption(f"Also left out, but not among these studies: {plain(', '.join(unknown))}.")
    _workings(answer)
    left_out = len(answer.rows) - len(answer.included)
    with st.expander(f"Leave studies out ({left_out} left out)" if left_out else "Leave studies out"):
        st.caption("Also by a click on a study's square. The results with and without then stand side by side.")
        options.several("Left out", "out", names, pills=len(names) <= MOST_BUTTONS)


def _workings(answer: PooledAnswer) -> None:
    fold = st.expander("How each effect was worked out, with the numbers", key="workings", on_change="rerun")
    if fold.open:
        with fold:
            for row in answer.rows.to_dict("records"):
                st.markdown(
                    f"**{plain(row['study'])}** :small[{plain(row['note'])}]"
                    if row["note"]
                    else f"**{plain(row['study'])}**"
                )
                for name, steps in workings(answer.library, row["finding_ids"]):
                    numbered = "\n".join(f"{number}. {plain(step)}" for number, step in enumerate(steps, start=1))
                    st.markdown(f"{plain(name)}\n\n{numbered}")


def others(answer: PooledAnswer) -> None:
    """The studies that cannot be pooled, with where they point and why."""
    number = answer.not_pooled["study_id"].nunique()
    if not number:
        return
    st.subheader(f"Not pooled: {number} of {studies_counted(answer.studies)}")
    st.markdown(
        "They are evidence too. Each is shown with the direction of its findings; the table says why its numbers cannot be "
        "turned into a size."
    )
    show.chart(not_pooled_chart(answer), "not_pooled", hide=("finding_id", "study_id"), width=640)


def doubts(answer: PooledAnswer) -> None:
    """Switches for common doubts, how the worded conclusion reacts, and the curve over all their combinations."""
    st.header("What would change this?")
    synthesis_question.doubts(answer.library, answer.question)
    if answer.question.doubts:
        with st.grid(2, min_column_width=320, border=True) as grid:
            for cell, heading, one in (
                (grid.cell(), "Without these doubts", without_doubts(answer)),
                (grid.cell(), "With these doubts", answer),
            ):
                with cell:
                    worded = conclusion(one)
                    st.markdown(f"**{heading}.** {plain(worded.sentence)}")
                    st.caption(f"{plain(one.heading)} · {show.certainty(one.library.schema, worded.certainty)}")
    curve = specification_chart(answer.library, answer.question)
    show.chart(curve, "specifications", width=CURVE_WIDTH)
    reading_guide(HOW_TO_READ_CURVE)


def trust(answer: PooledAnswer) -> None:
    """One closer look at a time."""
    st.header("How far can it be trusted?")
    pooled = answer.pooled
    if pooled is None or pooled.k < 2:
        st.markdown("A closer look needs two studies or more in the pool.")
        return
    look = options.segments("Look", "look", synthesis_question.LOOKS)
    if look == "groups":
        by = options.choice("Subgroups by", "by", GROUPINGS)
        _look(lambda: subgroup_chart(answer, by), f"groups_{by}", HOW_TO_READ_SUBGROUPS)
    elif look == "years":
        _look(lambda: cumulative_chart(answer), "cumulative", HOW_TO_READ_CUMULATIVE)
    elif look == "influence":
        _look(lambda: leave_one_out_chart(answer), "influence", HOW_TO_READ_LEAVE_ONE_OUT)
    elif pooled.k < LEAST_FOR_FUNNEL:
        st.markdown(
            f"A funnel plot and Egger's test are shown from {LEAST_FOR_FUNNEL} studies on; here are {pooled.k}. With fewer, "
            "chance alone makes a funnel look lopsided."
        )
    else:
        _look(lambda: funnel_plot(answer), "funnel", HOW_TO_READ_FUNNEL)


def _look(draw: Callable[[], Chart], key: str, how_to_read: str) -> None:
    """A chart with its reading guide, or the reason why these studies do not allow it."""
    try:
        picture = draw()
    except ValueError as reason:
        st.info(plain(str(reason)))
        return
    show.chart(picture, key, width=NARROW)
    reading_guide(how_to_read)


def reviews(answer: PooledAnswer) -> None:
    """What reviews pooled themselves; never mixed with the studies above."""
    st.header("What reviews have pooled")
    question = answer.question
    show.chart(published_chart(answer.library, question.outcome, question.condition), "published", width=WIDTH)
    reading_guide(HOW_TO_READ_PUBLISHED)


def take_home(answer: PooledAnswer) -> None:
    """Everything needed to get the same number without this program."""
    st.header("Take it home")
    recipe_button(answer)


def reading_guide(text: str) -> None:
    """One paragraph on reading a plot, folded."""
    with st.expander("How to read this"):
        st.markdown(plain(text))
