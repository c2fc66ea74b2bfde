"""The parts of the page of a condition; every value comes from its answer."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from evidence.answers.condition_answer import ConditionAnswer, condition_choices
from evidence.answers.dose import TRIALS
from evidence.answers.everyday import WARNING, everyday_sentence
from evidence.answers.guidelines import STANCES, Recommendation
from evidence.answers.safety import HarmReport, Precaution
from evidence.answers.summary_of_findings import SummaryRow
from evidence.answers.unjudged import NOT_MEASURED
from evidence.charts import dose_chart, ladder_chart
from evidence.charts.dose import WIDTH as DOSE_WIDTH
from evidence.library import Library
from evidence.library.schema import Schema
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.views.condition import ConditionView
from evidence.words.phrases import counted, studies_counted
from ui.address import navigation, options
from ui.show import pictures as show_pictures
from ui.show import pieces as show
from ui.show.findings_table import study_cell
from ui.text import plain

#: So many reports of harms stand on the card; the safety page has all.
_MOST_REPORTS = 3
#: So many studies of a row are named; the others are on its page of pooled results and in the list.
_MOST_STUDIES = 3
#: Recommendations of these stances stand first, all others apart from them.
_FOR = ("for",)


@show.guarded
def chooser(library: Library, view: ConditionView) -> None:
    """The choice of condition; the first one is shown where no study is of the one the address names."""
    if view.unstudied:
        st.info(
            f"No study here is of {plain(library.schema.phrase('condition', view.unstudied))}; another condition is shown."
        )
    options.choice("Condition", "cond", condition_choices(library), view.condition, view.first, width=340)


@show.guarded
def bottom_line(answer: ConditionAnswer) -> None:
    """The headline made from the rows, and beside it what can be said in a conversation."""
    summary, talk = st.columns([3, 2], gap="small")
    with summary, st.container(border=True, height="stretch"):
        st.header("Bottom line", anchor=False)
        if answer.rows:
            words = [plain(answer.headline.soon), plain(answer.headline.later)]
            if answer.key_studies:
                words.append(f":small[**Key studies:** {' · '.join(_cells(answer, answer.key_studies))}]")
            st.markdown("\n\n".join(words))
        else:
            st.markdown(f"{plain(answer.bottom_line)} {plain(answer.definition)} What studies measured stands below.")
            _studies_link(answer)
    with talk, st.container(border=True, height="stretch"):
        st.header("Talk about it", anchor=False)
        st.markdown(_bullets(plain(sentence) for sentence in answer.talk))
        if answer.rows:
            st.caption("Plain sentences of the summary of findings, to say as they are or in your own words.")


@show.guarded
def outcomes(schema: Schema, answer: ConditionAnswer) -> None:
    """The summary of findings row by row, or what was measured where nothing was judged."""
    st.header("Does it help, how sure is that, and against what?", anchor=False)
    if answer.rows:
        _summary_of_findings(schema, answer)
        _why(answer)
    elif answer.unjudged:
        _unjudged(answer)
    else:
        st.markdown(NOT_MEASURED)


def _summary_of_findings(schema: Schema, answer: ConditionAnswer) -> None:
    with show.at_least(760):
        st.table(
            [_summary_row(schema, answer, row) for row in answer.rows],
            border="horizontal",
            alt="The summary of findings: each outcome, comparison and term with its certainty",
        )


def _summary_row(schema: Schema, answer: ConditionAnswer, row: SummaryRow) -> dict[str, str]:
    number = plain(row.number or row.size_words)
    extent = f" ({plain(row.extent)})" if row.extent else ""
    sources = _cells(answer, row.basis[:_MOST_STUDIES])
    check = row.pooled_here
    if check:
        sources.append(f"[{plain(check.words)}]({navigation.href('synthesis', check.question)})")
    return {
        "Outcome": f"**{plain(row.outcome_words)}**  \n:small[{plain(row.term_words)}]",
        "Compared with": plain(row.comparison_words),
        "What can be said": plain(row.sentence),
        "How sure": show.certainty_short(schema, row.certainty),
        "Number and studies": f"{number}{extent}  \n:small[{' · '.join(sources)}]",
    }


def _cells(answer: ConditionAnswer, study_ids: Iterable[str]) -> list[str]:
    return [study_cell(study_id, answer.names.get(study_id, study_id)) for study_id in study_ids]


@st.fragment
@show.guarded
def _why(answer: ConditionAnswer) -> None:
    """The reasons for each row's certainty, folded; opening the fold runs only this part."""
    fold = st.expander("Why this certainty, row by row", key="reasons", on_change="rerun")
    if fold.open:
        with fold:
            st.table(
                [_reasons(row) for row in answer.rows],
                border="horizontal",
                alt="Every row with the reasons for its certainty",
            )
            st.caption(
                "The rows are the curators' judgements after GRADE's domains; no guideline panel rated them. “Pooled here” is "
                "what this library's own single studies give together: a check, not a second conclusion."
            )
    st.caption("On a small screen, scroll the table sideways for all columns.")


def _reasons(row: SummaryRow) -> dict[str, str]:
    cells = {
        "Row": row.heading,
        "Effect": row.effect_and_size,
        "Certainty": row.certainty_words,
        "Why not higher": "; ".join(row.reasons),
        "Pooled here": row.pooled_here.words if row.pooled_here else "nothing that can be pooled",
        "Studies": f"{len(row.basis)}",
    }
    return {name: show.cell(words) for name, words in cells.items()}


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
    with show.at_least(640):
        st.table(rows, border="horizontal", alt="What was measured, without a conclusion")
    st.caption("Nobody judged these findings, so no certainty stands beside them. A count is no measure of an effect.")


@show.guarded
def practice(schema: Schema, answer: ConditionAnswer) -> None:
    """Three cards: how much was tested, what can go wrong, and who recommends what."""
    with st.grid(3, min_column_width=300, border=True) as grid:
        with grid.cell():
            _dose(answer)
        with grid.cell():
            _harms(schema, answer)
        with grid.cell():
            _guidelines(answer)


def _dose(answer: ConditionAnswer) -> None:
    st.header("How much, how often?", anchor=False)
    words = [f":small[{plain(answer.dose_sentence)}]"]
    if answer.dose and answer.dose.basis:
        words.append(f":small[{' · '.join(_cells(answer, answer.dose.basis[:_MOST_STUDIES]))}]")
    st.markdown("\n\n".join(words))
    if answer.dosed:
        _trials_link(answer)


def _harms(schema: Schema, answer: ConditionAnswer) -> None:
    st.header("What can go wrong?", anchor=False)
    points = [_report(schema, report) for report in answer.reported.reports[:_MOST_REPORTS]]
    points += [_watch(point) for point in answer.own_precautions]
    for_all = [point for point in answer.warnings if point not in answer.own_precautions]
    topics = "; ".join(point.topic for point in (*for_all, *answer.told_everybody))
    everybody = f":small[**For everybody:** {plain(topics)}.]" if topics else ""
    words = (f":small[{plain(answer.harms.sentence)}]", _bullets(points), everybody)
    st.markdown("\n\n".join(part for part in words if part))
    navigation.link("safety", "All precautions and harms", icon=":material/health_and_safety:")


def _watch(point: Precaution) -> str:
    return f":small[**{plain(point.topic)}**: {plain(point.advice)}]"


def _report(schema: Schema, report: HarmReport) -> str:
    words = report.words or schema.label("adverse_events", report.report)
    return f":small[{study_cell(report.study_id, report.study)}: {plain(words)}]"


def _guidelines(answer: ConditionAnswer) -> None:
    st.header("Says who?", anchor=False)
    words = [f":small[{plain(answer.guideline_sentence)}]"] if answer.guideline_sentence else []
    if answer.guidelines:
        words.append(_stances(STANCES["for"], [one for one in answer.guidelines if one.stance in _FOR]))
        others = [one for one in answer.guidelines if one.stance not in _FOR]
        words.append(_stances("Against, neither, or not named", others))
    st.markdown("\n\n".join(words))


def _stances(heading: str, found: list[Recommendation]) -> str:
    lines = [f":small[{study_cell(one.study_id, one.study)}: {plain(one.words)}]" for one in found]
    return "  \n".join([f":small[**{plain(heading)}**]", *(lines or [":small[None recorded]"])])


@show.guarded
def mechanisms(answer: ConditionAnswer) -> None:
    """Which claimed mechanisms were measured in this condition and what came out, each with its studies."""
    st.header("Was a mechanism measured?", anchor=False)
    lines = []
    for one in answer.mechanisms:
        if one.study_ids:
            address = navigation.href("studies", {"cond": answer.condition, "mech": one.mechanism})
            lines.append(f"[{plain(one.name)}]({address}): {plain(one.sentence)}")
    st.markdown(f"{plain(answer.mechanisms_sentence)}\n\n{_bullets(lines)}")


def _studies_link(answer: ConditionAnswer) -> None:
    _list_link(f"The {studies_counted(answer.listed)} in the list", Selection(condition=(answer.condition,)))


def _trials_link(answer: ConditionAnswer) -> None:
    words = f"The {counted(answer.listed_trials, 'trial')} in the list"
    _list_link(words, Selection(condition=(answer.condition,), design=TRIALS))


def _list_link(words: str, selection: Selection) -> None:
    navigation.link("studies", words, selection.to_params(), icon=":material/library_books:")


@show.guarded
def pictures(library: Library, answer: ConditionAnswer) -> None:
    """The comparison ladder of the condition and what each trial gave."""
    with st.grid(2, min_column_width=480) as grid:
        with grid.cell():
            st.header("What was compared with what", anchor=False)
            chosen = Selection(condition=(answer.condition,), mechanism=(UMBRELLA,)).apply(library)
            ladder = ladder_chart(chosen, "massage", library)
            show_pictures.chart(ladder, "condition_ladder", width=show_pictures.HALF)
        with grid.cell():
            st.header("What each trial gave", anchor=False)
            show_pictures.chart(dose_chart(library, answer.condition), "condition_dose", width=DOSE_WIDTH)


@st.fragment
@show.guarded
def everyday_terms(answer: ConditionAnswer) -> None:
    """Printed differences beside the smallest change that counts for one person, with the warning."""
    st.header("How large is that in everyday terms?", anchor=False)
    if not answer.everyday:
        st.markdown(plain(everyday_sentence(answer.everyday)))
        return
    st.markdown(f"{plain(everyday_sentence(answer.everyday))}\n\n:small[{plain(WARNING)}]")
    label = f"The {counted(len(answer.everyday), 'difference')}, one by one"
    fold = st.expander(label, key="everyday", on_change="rerun")
    if fold.open:
        lines = (f"{plain(one.sentence)} :small[{study_cell(one.study_id, one.study)}]" for one in answer.everyday)
        sources = {f"{one.scale}: {one.source} ({one.people}; {one.basis})" for one in answer.everyday}
        told = plain("; ".join(sorted(sources)))
        fold.markdown(f"{_bullets(lines)}\n\n:small[Thresholds from: {told}]")


@st.fragment
@show.guarded
def reviews(answer: ConditionAnswer) -> None:
    """What reviews found, as published."""
    if not answer.reviews:
        return
    label = f"What reviews found ({counted(len(answer.reviews), 'result')})"
    fold = st.expander(label, key="reviews", on_change="rerun")
    if fold.open:
        rows = [
            {
                "Review": study_cell(one.study_id, one.study),
                "Outcome": plain(one.outcome),
                "Compared with": plain(one.against),
                "When": plain(one.when),
                "Result": plain(one.result),
                "Points to": plain(one.points_to),
            }
            for one in answer.reviews
        ]
        with fold, show.at_least(860):
            st.table(rows, border="horizontal", alt="Results of reviews, as published")


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
