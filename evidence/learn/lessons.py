"""The guide: five short lessons with live charts, their numbers filled in from the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from evidence.answers.chain import chain, claims
from evidence.answers.safety import harms_reported
from evidence.answers.targets import on_target
from evidence.charts.certainty_size import certainty_size_chart, sized_rows
from evidence.charts.chart import Chart
from evidence.charts.direction_plot import direction_plot
from evidence.charts.evidence_map import map_chart
from evidence.charts.forest_steps import STEPS, forest_step
from evidence.charts.reporting import reporting_chart
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import CHAIN_LINKS, RUNGS, UMBRELLA, on_benefit
from evidence.selection import Selection
from evidence.synthesis.grade import LEVELS
from evidence.synthesis.questions import Question
from evidence.words.phrases import counted, listed, studies_counted
from evidence.words.texts import filled, sections

#: The question whose forest plot the third lesson builds up.
FOREST = Question(outcome="pain_intensity", against="active")


@dataclass(frozen=True, eq=False)
class Lesson:
    """One lesson: `parts` are its texts with the chart between the first and the second; `steps` 0 or how many it builds up in.

    `page` and `params` are the view of the app in which to try what `try_it` says.
    """

    code: str
    title: str
    parts: tuple[str, ...]
    chart: Chart
    steps: int
    try_it: str
    page: str
    params: Mapping[str, str]


def lesson_titles() -> dict[str, str]:
    """Code and title of each lesson in order."""
    return dict(heading.split(": ", maxsplit=1) for heading in sections("guide"))


@kept
def lesson(library: Library, code: str, step: int = 1) -> Lesson:
    """One lesson; `step` counts from 1 in a lesson that is built up. KeyError for an unknown code."""
    title = lesson_titles()[code]
    values, chart, (words, page, params) = _MAKERS[code](library, step)
    text = filled(sections("guide")[f"{code}: {title}"], **values)
    parts = tuple(part.strip() for part in text.split("[chart]"))
    return Lesson(code, title, parts, chart, len(STEPS) if code == "forest" else 0, words, page, params)


_Made = tuple[dict[str, object], Chart, tuple[str, str, dict[str, str]]]


def _chain(library: Library, step: int) -> _Made:  # noqa: ARG001 - all makers are called alike
    mechanisms = [code for code in claims(library)["mechanism_id"] if code != UMBRELLA]
    findings = on_target(on_benefit(library.findings))
    findings = findings[findings["mechanism"].isin(mechanisms)]
    measured = [studies_counted(findings.loc[findings["link"] == link, "study_id"].nunique()) for link in CHAIN_LINKS]
    links = [link for code in mechanisms for link in chain(library, code) if link.link == CHAIN_LINKS[-1]]
    values: dict[str, object] = {
        **dict(zip(("acute", "sustained", "symptom"), measured, strict=True)),
        "held": sum(link.support == "supported" for link in links) or "none",
        "claims": len(mechanisms),
    }
    picture = map_chart(library, Selection(), "mechanism", "link")
    return (
        values,
        picture,
        ("Open one claim and find the link at which it breaks.", "mechanism", {"mech": "endorphins"}),
    )


def several_comparators(library: Library) -> pd.DataFrame:
    """Findings of massage studies that held one outcome against two rungs of the ladder or more."""
    rows = on_benefit(library.findings)
    rows = rows[rows["comparator_class"].isin(RUNGS)]
    classes = rows.groupby(["study_id", "outcome_group"])["comparator_class"].transform("nunique")
    return rows[classes > 1]


def _comparison(library: Library, step: int) -> _Made:  # noqa: ARG001
    rows = several_comparators(library)
    said = [
        f"{(part['direction'] == 'favours_massage').sum()} of {len(part)} favour massage against "
        f"{library.schema.phrase('comparator_class', name)}"
        for name in RUNGS
        if len(part := rows[rows["comparator_class"] == name])
    ]
    values: dict[str, object] = {
        "studies": studies_counted(rows["study_id"].nunique()),
        "against_words": f"Of their findings, {listed(said)}." if said else "",
    }
    try_it = ("Choose a condition and see whether its findings survive the climb.", "studies", {"view": "ladder"})
    return values, direction_plot(library, rows), try_it


def _forest(library: Library, step: int) -> _Made:
    values: dict[str, object] = {"question": FOREST.describe(library.schema)}
    try_it = ("Leave the largest study out and watch the average.", "synthesis", FOREST.to_params())
    params = {name: value[0] for name, value in try_it[2].items()}
    return values, forest_step(library, FOREST, step), (*try_it[:2], params)


def _size(library: Library, step: int) -> _Made:  # noqa: ARG001
    rows = sized_rows(library)
    large = rows[rows["step"].abs() == rows["step"].abs().max()]
    values: dict[str, object] = {
        "points": counted(len(rows), "result"),
        "large": counted(len(large), "has", "have"),
        "large_unsure": counted(int((large["certainty"] == LEVELS[-1]).sum()), "is", "are"),
    }
    try_it = (
        "Switch the doubts on and see what happens to the size and to the certainty.",
        "synthesis",
        {"comp": "any"},
    )
    return values, certainty_size_chart(library), try_it


def _abstracts(library: Library, step: int) -> _Made:  # noqa: ARG001
    harms = harms_reported(library)
    values: dict[str, object] = {"trials": counted(harms.trials, "trial"), "silent": harms.silent}
    try_it = ("Open a study and look at what its page did not say.", "study", {"id": _silent_study(library)})
    return values, reporting_chart(library), try_it


def _silent_study(library: Library) -> str:
    """The largest trial of which only the abstract was read; empty where there is none."""
    studies = library.studies
    rows = studies[(studies["strand"] == "massage") & (studies["source_read"] == "pubmed_abstract")]
    rows = rows[rows["randomised"] == "yes"].sort_values("n_total", ascending=False, kind="stable")
    return str(rows["study_id"].iloc[0]) if len(rows) else ""


_MAKERS: dict[str, Callable[[Library, int], _Made]] = {
    "chain": _chain,
    "comparison": _comparison,
    "forest": _forest,
    "size": _size,
    "abstracts": _abstracts,
}
