"""The parts of the page of a condition."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evidence.chain import UMBRELLA
from evidence.charts import dose_chart, ladder_chart
from evidence.charts.dose import WIDTH as DOSE_WIDTH
from evidence.condition_answer import ConditionAnswer, condition_names
from evidence.condition_outcomes import OutcomeLine
from evidence.dose import TRIALS
from evidence.everyday import WARNING, everyday_sentence
from evidence.guidelines import STANCES, Recommendation
from evidence.library import Library
from evidence.questions import ANY
from evidence.safety import HarmReport
from evidence.selection import Selection
from evidence.wording import counted, studies_counted
from ui import navigation, options, show
from ui.findings_table import study_cell
from ui.text import plain

#: So many reports of harms stand on the card; the safety page has all.
_MOST_REPORTS = 3
#: Recommendations of these stances stand on the left, the others on the right.
_FOR = ("for",)


def chooser(library: Library) -> str:
    """The choice of condition; its code, the first one where the address names none."""
    names = condition_names(library)
    own = set(library.conditions["condition_id"])
    words = {code: label if code in own else f"{label} (not summarised)" for code, label in names.items()}
    asked = options.asked("cond")
    if asked in library.schema.vocabularies["condition"] and asked not in names:
        st.info(f"No study here is of {plain(library.schema.phrase('condition', asked))}; another condition is shown.")
    return options.choice("Condition", "cond", words, width=340)


def bottom_line(library: Library, answer: ConditionAnswer) -> None:
    """The curators' summary with its certainty, and beside it what can be said in a conversation."""
    summary, words = st.columns([3, 2], gap="small")
    with summary, st.container(border=True, height="stretch"):
        st.header("Bottom line", anchor=False)
        if answer.summarised:
            st.markdown(plain(answer.summary))
            st.markdown(show.certainty(library.schema, answer.certainty))
            st.markdown(":small[**Key studies**]")
            show.study_links(library, answer.key_studies)
        else:
            st.markdown(
                f"Not summarised: the curators wrote no bottom line for this group. {plain(answer.definition)} "
                "What studies measured stands below."
            )
            _studies_link(library, answer)
    with words, st.container(border=True, height="stretch"):
        st.header("Talk about it", anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in answer.talk))
        st.caption("Three sentences worked out from these data, to say as they are or in your own words.")


def outcomes(library: Library, answer: ConditionAnswer) -> None:
    """What can be said of each outcome, how sure that is, and the numbers behind it, each with its studies."""
    st.header("Does it help, how sure is that, and against what?", anchor=False)
    if not answer.lines:
        st.markdown("No study or review here measured pain, function, mood or quality of life in a controlled way.")
        return
    rows = [_outcome_row(library, answer, line) for line in answer.lines]
    with show.at_least(760), st.container():
        st.table(rows, border="horizontal", alt="What can be said of each outcome, with certainty and numbers")
        with st.expander("Why this certainty, comparison by comparison"):
            show.table(_comparisons(library, answer), alt="Every comparison with its reasons", key="comparisons")
            st.caption(
                "Worked out by fixed rules after GRADE's domains from what these tables hold, and never above the curators' own "
                "judgement; no panel rated it."
            )


def _outcome_row(library: Library, answer: ConditionAnswer, line: OutcomeLine) -> dict[str, str]:
    links = []
    for outcome, number in line.measured:
        address = navigation.href("synthesis", {"outcome": outcome, "cond": answer.condition, "comp": ANY})
        phrase = plain(library.schema.phrase("outcome_group", outcome))
        links.append(f"[{studies_counted(number)} measured {phrase}]({address})")
    links += [study_cell(library, study_id) for study_id in line.reviews]
    return {
        "Outcome": f"**{plain(line.label)}**",
        "What can be said": plain(line.sentence),
        "How sure": show.certainty_short(library.schema, line.certainty),
        "Numbers and studies": f"{plain(line.lead.detail)}  \n:small[{' · '.join(links)}]",
    }


def _comparisons(library: Library, answer: ConditionAnswer) -> pd.DataFrame:
    schema = library.schema
    rows = [
        {
            "Outcome": line.label,
            "Compared with": comparison.against,
            "Certainty": schema.label("certainty", comparison.certainty),
            "Numbers": comparison.detail,
            "Findings of single studies": comparison.counts,
            "Why not higher": " ".join(comparison.reasons),
        }
        for line in answer.lines
        for comparison in line.comparisons
    ]
    return pd.DataFrame(rows)


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
    if answer.dose_in_trials:
        st.markdown(f":small[**In short:** {plain(answer.dose_in_trials)}.]")
    st.markdown(f":small[{plain(answer.dose_sentence)}]")
    if len(answer.doses):
        _studies_link(library, answer, TRIALS)


def _harms(library: Library, answer: ConditionAnswer) -> None:
    st.header("What can go wrong?", anchor=False)
    st.markdown(f":small[{plain(answer.harms_sentence)}]")
    told = [_report(library, report) for report in answer.harms.reports[:_MOST_REPORTS]]
    st.markdown("\n".join(told))
    topics = "; ".join(point.topic for point in answer.precautions if point.level != "information")
    st.markdown(f":small[**Watch for:** {plain(topics)}.]")
    navigation.link("safety", "All precautions and harms", icon=":material/health_and_safety:")


def _report(library: Library, report: HarmReport) -> str:
    words = report.words or library.schema.label("adverse_events", report.report)
    return f"- :small[{study_cell(library, report.study_id)}: {plain(words)}]"


def _guidelines(library: Library, answer: ConditionAnswer) -> None:
    st.header("Says who?", anchor=False)
    if answer.guideline_stance:
        st.markdown(f":small[{plain(answer.guideline_stance)}]")
    if not answer.guidelines:
        st.markdown(":small[No recommendation of a guideline on massage in this condition is recorded here.]")
        return
    left, right = st.columns(2, gap="xsmall")
    with left:
        _stances(library, STANCES["for"], [one for one in answer.guidelines if one.stance in _FOR])
    with right:
        _stances(library, "Against, or not named", [one for one in answer.guidelines if one.stance not in _FOR])


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
    """The comparison ladder of the condition and the doses tested."""
    phrase = library.schema.phrase("condition", answer.condition)
    with st.grid(2, min_column_width=480) as grid:
        with grid.cell():
            st.header("What was compared with what", anchor=False)
            chosen = Selection(condition=(answer.condition,), mechanism=(UMBRELLA,)).apply(library)
            show.chart(ladder_chart(chosen, "massage", library), "condition_ladder")
        with grid.cell():
            st.header("The dose tested", anchor=False)
            show.chart(dose_chart(answer.doses, phrase), "condition_dose", width=DOSE_WIDTH)


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
