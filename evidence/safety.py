"""What to warn of: precautions by how pressing they are, and harms as studies report them, or do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evidence.directions import about_harms
from evidence.dose import TRIALS
from evidence.library import Library
from evidence.names import study_names
from evidence.schema import split
from evidence.wording import counted, share

#: Levels of precautions from the most pressing on; what holds for everyone stands apart.
LEVELS = ("urgent", "common", "caution", "information")
EVERYONE = "general"
NOT_REPORTED = "not_reported"
#: Advice that sends somebody to a health professional, or keeps hands off, before a massage.
_ASK_FIRST = re.compile(r"\bask\b|\bmedical advice\b|\bdo not massage\b", re.IGNORECASE)


@dataclass(frozen=True)
class Precaution:
    """One point: what it is about, how pressing (a level's code), what to do, why, and the studies behind it."""

    topic: str
    level: str
    advice: str
    why: str
    study_ids: tuple[str, ...]

    @property
    def asks_first(self) -> bool:
        """Whether the advice is to ask a health professional, or not to massage, before anything else."""
        return bool(_ASK_FIRST.search(self.advice))


def precautions(library: Library) -> tuple[Precaution, ...]:
    """All points, by level from the most pressing to what holds for everyone, and in the order of the table within."""
    place = {level: number for number, level in enumerate((*LEVELS, EVERYONE))}
    rows = library.precautions.sort_values("order", kind="stable").to_dict("records")
    points = [
        Precaution(row["topic"], row["level"], row["advice"], row["why"], tuple(split(row["key_studies"])))
        for row in rows
    ]
    return tuple(sorted(points, key=lambda point: place.get(point.level, len(place))))


def relevant_precautions(library: Library, condition: str) -> tuple[Precaution, ...]:
    """The points for a condition: urgent ones, common ones, and those whose studies are of the condition."""
    here = {study_id for study_id, study in library.records.items() if condition in split(study["conditions"])}
    return tuple(
        point
        for point in precautions(library)
        if point.level in ("urgent", "common") or (point.level != EVERYONE and here & set(point.study_ids))
    )


@dataclass(frozen=True)
class HarmReport:
    """What one study reports on harms, in the words recorded from it; `report` is a code of the vocabulary `adverse_events`."""

    study_id: str
    study: str
    design: str
    report: str
    words: str


@dataclass(frozen=True)
class HarmsReported:
    """How trials of massage report harms.

    `trials`: trials of massage, self-massage or devices; `counts`: how many of them by code of `adverse_events`, in the order
    of the vocabulary; `full_text` and `full_text_silent`: trials of which the full text was read, and how many of these say
    nothing; `reports`: what the trials and reviews that report anything say, trials first; `cases`: case reports, which
    show what can happen and not how often.
    """

    trials: int
    counts: dict[str, int]
    full_text: int
    full_text_silent: int
    reports: tuple[HarmReport, ...]
    cases: tuple[HarmReport, ...]

    @property
    def silent(self) -> int:
        """Trials of which the page that was read says nothing about harms."""
        return self.counts.get(NOT_REPORTED, 0)


def harms_reported(library: Library, condition: str = "") -> HarmsReported:
    """What studies of massage, self-massage or devices, of one condition or of any, report on harms; reviews told apart."""
    studies = library.studies
    if condition:
        studies = studies[studies["conditions"].map(lambda cell: condition in split(cell)).astype(bool)]
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    found = trials["adverse_events"].value_counts()
    in_full = trials[trials["source_read"] == "full_text"]
    others = studies[studies["strand"].isin(("massage", "synthesis")) & ~studies["design"].isin(TRIALS)]
    is_case = others["design"] == "case_series"
    return HarmsReported(
        trials=len(trials),
        counts={code.value: int(found.get(code.value, 0)) for code in library.schema.codes("adverse_events")},
        full_text=len(in_full),
        full_text_silent=int((in_full["adverse_events"] == NOT_REPORTED).sum()),
        reports=(*_reports(library, trials), *_reports(library, others[~is_case])),
        cases=_reports(library, others[is_case]),
    )


def _reports(library: Library, studies: pd.DataFrame) -> tuple[HarmReport, ...]:
    told = studies[studies["adverse_events"] != NOT_REPORTED].sort_values("year", ascending=False, kind="stable")
    names = study_names(library)
    return tuple(
        HarmReport(
            study_id=row["study_id"],
            study=names[row["study_id"]],
            design=row["design"],
            report=row["adverse_events"],
            words=row["adverse_events_note"],
        )
        for row in told.to_dict("records")
    )


def harms_sentence(harms: HarmsReported, library: Library) -> str:
    """How many trials say nothing about harms in what was read, and what the others say; computed."""
    if not harms.trials:
        return "No trial of massage is recorded here, so nothing is known of harms from trials."
    silent = f"{harms.silent} of {counted(harms.trials, 'trial')} ({share(harms.silent, harms.trials)})"
    schema = library.schema
    told = [
        f"{schema.label('adverse_events', code).lower()} in {number}"
        for code, number in harms.counts.items()
        if number and code != NOT_REPORTED
    ]
    rest = f" The others report harms as follows: {'; '.join(told)}." if told else ""
    return (
        f"In {silent} the page that was read says nothing about harms, which does not mean that there were none.{rest}"
    )


def full_text_sentence(harms: HarmsReported) -> str:
    """Whether silence is that of abstracts or of whole papers."""
    if not harms.full_text:
        return "None of these trials was read as a full text; papers may say more than their abstracts."
    return (
        f"Of the {counted(harms.full_text, 'trial')} read as full text, {harms.full_text_silent} "
        f"{'says' if harms.full_text_silent == 1 else 'say'} nothing either."
    )


def harm_findings(library: Library) -> pd.DataFrame:
    """All findings on harms, those of primary studies of massage first, then reviews, then other therapies."""
    findings = about_harms(library.findings)
    rank = findings["strand"].map({"massage": 0, "synthesis": 1}).fillna(2)
    return findings.assign(rank=rank).sort_values(["rank", "study_id"], kind="stable").drop(columns="rank")
