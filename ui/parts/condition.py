"""The parts of the page of a condition; every value comes from its answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evidence.answers.condition_answer import ConditionAnswer, condition_names
from evidence.answers.dose import TRIALS
from evidence.answers.everyday import WARNING, everyday_sentence
from evidence.answers.guidelines import STANCES, Recommendation
from evidence.answers.safety import HarmReport, Precaution
from evidence.answers.summary_of_findings import SummaryRow
from evidence.answers.unjudged import NOT_MEASURED
from evidence.charts import dose_chart, ladder_chart
from evidence.charts.dose import WIDTH as DOSE_WIDTH
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.words.phrases import counted, studies_counted
from ui.address import navigation, options
from ui.show import pieces as show
from ui.show.findings_table import study_cell
from ui.text import plain

#: So many reports of harms stand on the card; the safety page has all.
_MOST_REPORTS = 3
#: So many studies of a row are named; the others are on its page of pooled results and in the list.
_MOST_STUDIES = 3
#: Recommendations of these stances stand on the left, the others on the right.
_FOR = ("for",)


def chooser(library: Library) -> str:
    """The choice of condition; its code, the first one where the address names none."""
    names = condition_names(library)
    own = set(library.summary_of_findings["condition_id"])
    words = {code: label if code in own else f"{label} (not summarised)" for code, label in names.items()}
    asked = options.asked("cond")
    if asked in library.schema.vocabularies["condition"] and asked not in names:
        st.info(f"No study here is of {plain(library.schema.phrase('condition', asked))}; another condition is shown.")
    return options.choice("Condition", "cond", words, width=340)


def bottom_line(library: Library, answer: ConditionAnswer) -> None:
    """The headline made from the rows, and beside it what can be said in a conversation."""
    summary, words = st.columns([3, 2], gap="small")
    with summary, st.container(border=True, height="stretch"):
        st.header("Bottom line", anchor=False)
        if answer.rows:
            st.markdown(plain(answer.headline.soon))
            st.markdown(plain(answer.headline.later))
            st.markdown(":small[**Key studies**]")
            show.study_links(library, answer.key_studies)
        else:
            st.markdown(f"{plain(answer.bottom_line)} {plain(answer.definition)} What studies measured stands below.")
            _studies_link(library, answer)
    with words, st.container(border=True, height="stretch"):
        st.header("Talk about it", anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in answer.talk))
        if answer.rows:
            st.caption("Plain sentences of the summary of findings, to say as they are or in your own words.")


def outcomes(library: Library, answer: ConditionAnswer) -> None:
    """The summary of findings row by row, or what was measured where nothing was judged."""
    st.header("Does it help, how sure is that, and against what?", anchor=False)
    if answer.rows:
        _summary_of_findings(library, answer)
    elif answer.unjudged:
        _unjudged(answer)
    else:
        st.markdown(NOT_MEASURED)


def _summary_of_findings(library: Library, answer: ConditionAnswer) -> None:
    with show.at_least(760), st.container():
        rows = [_summary_row(library, row) for row in answer.rows]
        st.table(
            rows,
            border="horizontal",
            alt="The summary of findings: each outcome, comparison and term with its certainty",
        )
        with st.expander("Why this certainty, row by row"):
            show.table(_reasons(answer), alt="Every row with the reasons for its certainty", key="reasons")
            st.caption(
                "The rows are the curators' judgements after GRADE's domains; no guideline panel rated them. “Pooled here” is "
                "what this library's own single studies give together: a check, not a second conclusion."
            )
        st.caption("On a small screen, scroll the table sideways for all columns.")


def _summary_row(library: Library, row: SummaryRow) -> dict[str, str]:
    number = plain(row.number or row.size_words)
    extent = f" ({plain(row.extent)})" if row.extent else ""
    sources = [study_cell(library, study_id) for study_id in row.basis[:_MOST_STUDIES]]
    check = row.pooled_here
    if check:
        sources.append(f"[{plain(check.words)}]({navigation.href('synthesis', check.question)})")
    return {
        "Outcome": f"**{plain(row.outcome_words)}**  \n:small[{plain(row.term_words)}]",
        "Compared with": plain(row.comparison_words),
        "What can be said": plain(row.sentence),
        "How sure": show.certainty_short(library.schema, row.certainty),
        "Number and studies": f"{number}{extent}  \n:small[{' · '.join(sources)}]",
    }


def _reasons(answer: ConditionAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Row": row.heading,
                "Effect": row.effect_and_size,
                "Certainty": row.certainty_words,
                "Why not higher": "; ".join(row.reasons),
                "Pooled here": row.pooled_here.words if row.pooled_here else "nothing that can be pooled",
                "Studies": f"{len(row.basis)}",
            }
            for row in answer.rows
        ]
    )


def _unjudged(answer: ConditionAnswer) -> None:
    rows = []
    for one in answer.unjudged:
        address = navigation.href("synthesis", one.question)
        pooled = plain(one.pooled) or "nothing that can be pooled"
        rows.append(
            {
                "Outcome": f"**{plain(one.label)}**",
                "Findings of single studies against a control": plain(one.counts),
                "Pooled here": f"{pooled}  \n:small[[{studies_counted(one.studies)}]({address})]",
            }
        )
    with show.at_least(640), st.container():
        st.table(rows, border="horizontal", alt="What was measured, without a conclusion")
        st.caption(
            "Nobody judged these findings, so no certainty stands beside them. A count is no measure of an effect."
        )


def practice(library: Library, answer: ConditionAnswer) -> None:
    """Three cards: how much was tested, what can go wrong, and who recommends what."""
    with st.grid(3, min_column_width=300, border=True) as grid:
        with grid.cell():
            _dose(library, answer)
        with grid.cell():
            _harms(library, answer)
        with grid.cell():
            _guidelines(library, answer)


def _dose(library: Library, answer: ConditionAnswer) -> None:
    st.header("How much, how often?", anchor=False)
    st.markdown(f":small[{plain(answer.dose_sentence)}]")
    if answer.dose:
        show.study_links(library, answer.dose.basis[:_MOST_STUDIES])
    if len(answer.doses):
        _studies_link(library, answer, TRIALS)


def _harms(library: Library, answer: ConditionAnswer) -> None:
    st.header("What can go wrong?", anchor=False)
    st.markdown(f":small[{plain(answer.harms.sentence)}]")
    told = [_report(library, report) for report in answer.reported.reports[:_MOST_REPORTS]]
    st.markdown(
        "\n".join([*told, *(_watch(point) for point in answer.precautions if answer.condition in point.conditions)])
    )
    topics = "; ".join(
        point.topic for point in answer.precautions if not point.conditions and point.level != "information"
    )
    st.markdown(f":small[**For everybody:** {plain(topics)}.]")
    navigation.link("safety", "All precautions and harms", icon=":material/health_and_safety:")


def _watch(point: Precaution) -> str:
    return f"- :small[**{plain(point.topic)}**: {plain(point.advice)}]"


def _report(library: Library, report: HarmReport) -> str:
    words = report.words or library.schema.label("adverse_events", report.report)
    return f"- :small[{study_cell(library, report.study_id)}: {plain(words)}]"


def _guidelines(library: Library, answer: ConditionAnswer) -> None:
    st.header("Says who?", anchor=False)
    if answer.guideline_sentence:
        st.markdown(f":small[{plain(answer.guideline_sentence)}]")
    if not answer.guidelines:
        return
    left, right = st.columns(2, gap="xsmall")
    with left:
        _stances(library, STANCES["for"], [one for one in answer.guidelines if one.stance in _FOR])
    with right:
        _stances(
            library, "Against, neither, or not named", [one for one in answer.guidelines if one.stance not in _FOR]
        )


def _stances(library: Library, heading: str, found: list[Recommendation]) -> None:
    lines = [f":small[{study_cell(library, one.study_id)}: {plain(one.words)}]" for one in found]
    st.markdown("  \n".join([f":small[**{plain(heading)}**]", *(lines or [":small[None recorded]"])]))


def mechanisms(answer: ConditionAnswer) -> None:
    """Which claimed mechanisms were measured in this condition and what came out, each with its studies."""
    st.header("Was a mechanism measured?", anchor=False)
    st.markdown(plain(answer.mechanisms_sentence))
    lines = []
    for one in answer.mechanisms:
        if one.study_ids:
            address = navigation.href("studies", {"cond": answer.condition, "mech": one.mechanism})
            lines.append(f"- [{plain(one.name)}]({address}): {plain(one.sentence)}")
    st.markdown("\n".join(lines))


def _studies_link(library: Library, answer: ConditionAnswer, designs: tuple[str, ...] = ()) -> None:
    selection = Selection(condition=(answer.condition,), design=designs)
    number = len(selection.apply(library).studies)
    what = counted(number, "trial") if designs else studies_counted(number)
    navigation.link("studies", f"The {what} in the list", selection.to_params(), icon=":material/library_books:")


def pictures(library: Library, answer: ConditionAnswer) -> None:
    """The comparison ladder of the condition and what each trial gave."""
    with st.grid(2, min_column_width=480) as grid:
        with grid.cell():
            st.header("What was compared with what", anchor=False)
            chosen = Selection(condition=(answer.condition,), mechanism=(UMBRELLA,)).apply(library)
            show.chart(ladder_chart(chosen, "massage", library), "condition_ladder")
        with grid.cell():
            st.header("What each trial gave", anchor=False)
            show.chart(dose_chart(answer.doses, answer.phrase), "condition_dose", width=DOSE_WIDTH)


def everyday_terms(library: Library, answer: ConditionAnswer) -> None:
    """Printed differences beside the smallest change that counts for one person, with the warning."""
    st.header("How large is that in everyday terms?", anchor=False)
    st.markdown(plain(everyday_sentence(answer.everyday)))
    if answer.everyday:
        st.caption(WARNING)
        with st.expander(f"The {counted(len(answer.everyday), 'difference')}, one by one"):
            for one in answer.everyday:
                st.markdown(f"- {plain(one.sentence)} :small[{study_cell(library, one.study_id)}]")
            sources = {f"{one.scale}: {one.source} ({one.people}; {one.basis})" for one in answer.everyday}
            st.caption("Thresholds from: " + plain("; ".join(sorted(sources))))


def reviews(library: Library, answer: ConditionAnswer) -> None:
    """What reviews found, as published."""
    if not answer.reviews:
        return
    fold = st.expander(
        f"What reviews found ({counted(len(answer.reviews), 'result')})", key="reviews", on_change="rerun"
    )
    if fold.open:
        with fold:
            rows = [
                {
                    "Review": study_cell(library, one.study_id),
                    "Outcome": plain(one.outcome),
                    "Compared with": plain(one.against),
                    "When": plain(one.when),
                    "Result": plain(one.result),
                    "Points to": plain(one.points_to),
                }
                for one in answer.reviews
            ]
            with show.at_least(860):
                st.table(rows, border="horizontal", alt="Results of reviews, as published")
