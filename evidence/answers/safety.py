"""What to warn of: precautions by how pressing they are, and harms as studies report them, or do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.answers.dose import TRIALS
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.library.strands import about_harms
from evidence.studies.names import study_names
from evidence.studies.of_condition import studies_of

Study = Mapping[str, Any]

#: Levels of precautions from the most pressing on; what holds for everyone stands apart.
URGENCIES = ("urgent", "common", "caution", "information")
EVERYONE = "general"
BACKGROUND = "information"
NOT_REPORTED = "not_reported"
#: The design of case reports.
CASES = "case_series"


@dataclass(frozen=True)
class Precaution:
    """One point: what it is about, how pressing (a level's code), what to do, why, the studies behind it, and whom it concerns.

    `conditions` are the codes of the conditions that it is for; empty: everybody.
    """

    topic: str
    level: str
    advice: str
    why: str
    study_ids: tuple[str, ...]
    conditions: tuple[str, ...] = ()

    @property
    def warns(self) -> bool:
        """Whether it is a warning: no background, and more than what everybody is told before a first session."""
        return self.level in URGENCIES and self.level != BACKGROUND

    @property
    def words(self) -> str:
        """“Leg swelling or suspected clot: do not massage …”."""
        return f"{self.topic.removesuffix('.')}{'' if self.topic.endswith('?') else ':'} {self.advice}"


@kept
def precautions(library: Library) -> tuple[Precaution, ...]:
    """All points, by level from the most pressing to what holds for everyone, and in the order of the table within."""
    place = {level: number for number, level in enumerate((*URGENCIES, EVERYONE))}
    rows = library.precautions.sort_values("order", kind="stable").to_dict("records")
    points = [
        Precaution(
            topic=row["topic"],
            level=row["level"],
            advice=row["advice"],
            why=row["why"],
            study_ids=tuple(split(row["key_studies"])),
            conditions=tuple(split(row["conditions"])),
        )
        for row in rows
    ]
    return tuple(sorted(points, key=lambda point: place.get(point.level, len(place))))


def precautions_for(library: Library, condition: str) -> tuple[Precaution, ...]:
    """The one choice of points for a condition: its own first, then those for everybody, the most pressing first in both.

    Points for people with other conditions, such as those on another part of the body, are not among them.
    """
    points = precautions(library)
    own = [point for point in points if condition in point.conditions]
    return (*own, *(point for point in points if not point.conditions))


@dataclass(frozen=True)
class HarmReport:
    """What one study reports on harms, in the words recorded from it: a note, else its findings on harms.

    `report` is a code of the vocabulary `adverse_events`.
    """

    study_id: str
    study: str
    design: str
    report: str
    words: str


@dataclass(frozen=True)
class HarmsReported:
    """What the pages read of trials of massage tell of harms.

    `trials`: trials of massage, self-massage or devices; `counts`: how many of them by code of `adverse_events`, in the order
    of the vocabulary; `otherwise`: how many of those coded as silent have a note or a finding on harms all the same;
    `full_reports`: of how many the full report is known to have been read; `reports`: what the trials and reviews that report
    anything say, trials first; `cases`: case reports, which show what can happen and not how often.
    """

    trials: int
    counts: dict[str, int]
    otherwise: int
    full_reports: int
    reports: tuple[HarmReport, ...]
    cases: tuple[HarmReport, ...]

    @property
    def silent(self) -> int:
        """Trials of which the page that was read says nothing about harms."""
        return self.counts.get(NOT_REPORTED, 0) - self.otherwise


@kept
def harms_reported(library: Library, condition: str = "") -> HarmsReported:
    """What studies of massage, self-massage or devices, of one condition or of any, report on harms; reviews told apart."""
    here = studies_of(library, condition) if condition else tuple(library.records)
    studies = [library.records[study_id] for study_id in here]
    trials = [study for study in studies if study["strand"] == "massage" and study["design"] in TRIALS]
    others = [s for s in studies if s["strand"] in ("massage", "synthesis") and s["design"] not in TRIALS]
    found = Counter(study["adverse_events"] for study in trials)
    return HarmsReported(
        trials=len(trials),
        counts={code.value: found[code.value] for code in library.schema.codes("adverse_events")},
        otherwise=sum(study["adverse_events"] == NOT_REPORTED for study in _telling(library, trials)),
        full_reports=_full_reports(library, condition),
        reports=(
            *_reports(library, trials),
            *_reports(library, [study for study in others if study["design"] != CASES]),
        ),
        cases=_reports(library, [study for study in others if study["design"] == CASES]),
    )


def _reports(library: Library, studies: Sequence[Study]) -> tuple[HarmReport, ...]:
    """What those of the studies say that tell anything of harms, newest first."""
    names, outcomes = study_names(library), _outcomes_on_harms(library)
    told = sorted(_telling(library, studies), key=lambda study: -study["year"] if pd.notna(study["year"]) else 0)
    return tuple(
        HarmReport(
            study_id=study["study_id"],
            study=names[study["study_id"]],
            design=study["design"],
            report=study["adverse_events"],
            words=study["adverse_events_note"] or "; ".join(outcomes.get(study["study_id"], ())),
        )
        for study in told
    )


def _telling(library: Library, studies: Sequence[Study]) -> list[Study]:
    """The studies whose pages tell anything of harms: by their code, by a note, or by a finding."""
    outcomes = _outcomes_on_harms(library)
    return [
        study
        for study in studies
        if study["adverse_events"] != NOT_REPORTED or study["adverse_events_note"] or study["study_id"] in outcomes
    ]


@kept
def _outcomes_on_harms(library: Library) -> dict[str, tuple[str, ...]]:
    """What each study that has findings on harms found, in the order of the table."""
    outcomes: dict[str, tuple[str, ...]] = {}
    findings = about_harms(library.findings)
    for study_id, outcome in zip(findings["study_id"], findings["outcome"], strict=True):
        outcomes[study_id] = (*outcomes.get(study_id, ()), outcome)
    return outcomes


def _full_reports(library: Library, condition: str) -> int:
    rows = library.harms
    if condition:
        rows = rows[rows["condition_id"] == condition]
    return int(rows["n_full_reports_read"].sum())


def harms_sentence(harms: HarmsReported, library: Library) -> str:
    """What was found of harms, and how many of the pages read could have told; computed."""
    if not harms.trials:
        return "No trial of massage is recorded here, so nothing is known of harms from trials."
    return f"{_read_in_full(harms)} {_mentioned(harms, library)} Silence of the other pages says nothing."


def _read_in_full(harms: HarmsReported) -> str:
    if harms.trials == 1:
        return f"The full report of the one trial here {'was' if harms.full_reports else 'was not'} read."
    return f"We read the full report of {harms.full_reports or 'none'} of the {harms.trials:,} trials here."


def _mentioned(harms: HarmsReported, library: Library) -> str:
    telling = harms.trials - harms.silent
    if not telling:
        return "The pages read, mostly abstracts, mention no harm."
    kinds = [
        f"{library.schema.label('adverse_events', code).lower()}: {number}"
        for code, number in harms.counts.items()
        if number and code != NOT_REPORTED
    ]
    if harms.otherwise:
        kinds.append(f"in other words: {harms.otherwise}")
    verb = "mentions" if telling == 1 else "mention"
    return f"Of the pages read, mostly abstracts, {telling} {verb} harms ({'; '.join(kinds)})."


@dataclass(frozen=True)
class ConditionHarms:
    """What is known of harms in one condition: the curators' sentence and its studies, else what the pages read tell.

    `trials` are those whose pages were looked through, `full_reports` those of which the whole report was read.
    """

    sentence: str
    basis: tuple[str, ...]
    trials: int
    full_reports: int


def condition_harms(library: Library, condition: str) -> ConditionHarms:
    """The row of `harms` for a condition; where the curators wrote none, the sentence is worked out from its trials."""
    rows = library.harms[library.harms["condition_id"] == condition]
    if rows.empty:
        harms = harms_reported(library, condition)
        reporting = tuple(report.study_id for report in harms.reports)
        return ConditionHarms(harms_sentence(harms, library), reporting, harms.trials, harms.full_reports)
    row = rows.iloc[0].to_dict()
    trials, in_full = (0 if pd.isna(row[name]) else int(row[name]) for name in ("n_trials", "n_full_reports_read"))
    return ConditionHarms(row["sentence"], tuple(split(row["basis"])), trials, in_full)


def harm_findings(library: Library) -> pd.DataFrame:
    """All findings on harms, those of primary studies of massage first, then reviews, then other therapies."""
    findings = about_harms(library.findings)
    rank = findings["strand"].map({"massage": 0, "synthesis": 1}).fillna(2)
    return findings.assign(rank=rank).sort_values(["rank", "study_id"], kind="stable").drop(columns="rank")
