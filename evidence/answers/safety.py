"""What to warn of: precautions by how pressing they are, and harms as studies report them, or do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evidence.answers.dose import TRIALS
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import about_harms
from evidence.studies.names import study_names

#: Levels of precautions from the most pressing on; what holds for everyone stands apart.
LEVELS = ("urgent", "common", "caution", "information")
EVERYONE = "general"
NOT_REPORTED = "not_reported"
#: Advice that sends somebody to a health professional, or keeps hands off, before a massage.
_ASK_FIRST = re.compile(r"\bask\b|\bmedical advice\b|\bdo not massage\b", re.IGNORECASE)


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
    def asks_first(self) -> bool:
        """Whether the advice is to ask a health professional, or not to massage, before anything else."""
        return bool(_ASK_FIRST.search(self.advice))

    @property
    def words(self) -> str:
        """“Leg swelling or suspected clot: do not massage …”."""
        return f"{self.topic.removesuffix('.')}{'' if self.topic.endswith('?') else ':'} {self.advice}"


def precautions(library: Library) -> tuple[Precaution, ...]:
    """All points, by level from the most pressing to what holds for everyone, and in the order of the table within."""
    place = {level: number for number, level in enumerate((*LEVELS, EVERYONE))}
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


def harms_reported(library: Library, condition: str = "") -> HarmsReported:
    """What studies of massage, self-massage or devices, of one condition or of any, report on harms; reviews told apart."""
    studies = library.studies
    if condition:
        studies = studies[studies["conditions"].map(lambda cell: condition in split(cell)).astype(bool)]
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    found = trials["adverse_events"].value_counts()
    others = studies[studies["strand"].isin(("massage", "synthesis")) & ~studies["design"].isin(TRIALS)]
    is_case = others["design"] == "case_series"
    return HarmsReported(
        trials=len(trials),
        counts={code.value: int(found.get(code.value, 0)) for code in library.schema.codes("adverse_events")},
        otherwise=int((_mentions(library, trials) & (trials["adverse_events"] == NOT_REPORTED)).sum()),
        full_reports=_full_reports(library, condition),
        reports=(*_reports(library, trials), *_reports(library, others[~is_case])),
        cases=_reports(library, others[is_case]),
    )


def _reports(library: Library, studies: pd.DataFrame) -> tuple[HarmReport, ...]:
    told = studies[_mentions(library, studies)].sort_values("year", ascending=False, kind="stable")
    names = study_names(library)
    outcomes = about_harms(library.findings).groupby("study_id")["outcome"].agg(list).to_dict()
    return tuple(
        HarmReport(
            study_id=row["study_id"],
            study=names[row["study_id"]],
            design=row["design"],
            report=row["adverse_events"],
            words=row["adverse_events_note"] or "; ".join(outcomes.get(row["study_id"], ())),
        )
        for row in told.to_dict("records")
    )


def _mentions(library: Library, studies: pd.DataFrame) -> pd.Series:
    """Which studies' pages tell anything of harms: by their code, by a note, or by a finding."""
    found = set(about_harms(library.findings)["study_id"])
    return (
        (studies["adverse_events"] != NOT_REPORTED)
        | (studies["adverse_events_note"] != "")
        | studies["study_id"].isin(found)
    )


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
