"""One question pooled, in plain values: the result in words and numbers, its studies, and those that cannot be pooled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.answers.plain import Answer
from evidence.effects.effect_table import DERIVATION_WORDS, workings
from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.results import points_to
from evidence.synthesis import Pooled
from evidence.synthesis.conclusion import Conclusion, conclusion
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies, without_doubts
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import alternatives

NONE_MEASURED = "No single study in this library has a finding on this question."
NONE_POOLABLE = "No study of this question can be pooled."


@dataclass(frozen=True, slots=True)
class PooledNumbers(Answer):
    """The numbers of a pooled result, in Hedges' g (positive where massage did better).

    `ci_low`, `ci_high`: the interval at `level`; `pi_low`, `pi_high`: where the effect of a new study may lie; `tau2` (variance
    between studies), `i2` (per cent), `q` with `p_q`: how much the studies differ. None where so few studies cannot tell.
    `method` is a code of `evidence.synthesis.pooling.METHODS`.
    """

    k: int
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    level: float
    pi_low: float | None
    pi_high: float | None
    tau2: float | None
    i2: float | None
    q: float | None
    p_q: float | None
    method: str


@dataclass(frozen=True, slots=True)
class PooledRow(Answer):
    """One study that can be pooled: what was measured, when, and held against what, in words, and its effect.

    `g` is positive where massage did better, `ci_low` and `ci_high` its 95 % interval, `weight` its share of the result (0 to
    1; None where the reader left the study out, then `included` is false). `people` and `year` are None where they are not
    known. `derivation` says from which printed numbers g comes, as a code, `derived` in words; `note` what has to be said of it.
    """

    study_id: str
    study: str
    year: int | None
    outcome: str
    when: str
    against: str
    people: int | None
    g: float
    ci_low: float
    ci_high: float
    weight: float | None
    included: bool
    derivation: str
    derived: str
    note: str


@dataclass(frozen=True, slots=True)
class NotPooledRow(Answer):
    """One finding of a study that cannot be pooled: where it points, in words, and why it has no size."""

    finding_id: str
    study_id: str
    study: str
    outcome: str
    points_to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Concluded(Answer):
    """The worded conclusion of a pool, and how many studies it holds, such as “Pooled: 6 of 21 studies”."""

    heading: str
    conclusion: Conclusion


@dataclass(frozen=True)
class PooledAnswer(Answer):
    """One question pooled.

    `described` is the question as a phrase, `parameters` are those of the page that shows it. `sentence` tells the result with
    its numbers, `heading` how many studies were pooled, `conclusion` what that amounts to and how sure it is. `pooled` is the
    result of the rows that are included, `everything` that of all rows, each None without any; `rows` are newest first.
    `alternatives` holds the result as asked and those beside it that differ, one mapping of heading to words each;
    `undoubted` is the conclusion without doubts and exclusions, where doubts are on. `studies` have any finding on the question,
    `unpooled` of them none that can be pooled; `left_out` rows were left out by the reader, who also named `unknown`, which are
    not among them.
    """

    says = ("empty",)

    question: Question
    described: str
    parameters: Mapping[str, list[str]]
    sentence: str
    heading: str
    conclusion: Conclusion
    pooled: PooledNumbers | None
    everything: PooledNumbers | None
    rows: tuple[PooledRow, ...]
    not_pooled: tuple[NotPooledRow, ...]
    alternatives: tuple[Mapping[str, str], ...]
    undoubted: Concluded | None
    studies: int
    unpooled: int
    left_out: int
    unknown: tuple[str, ...]

    @property
    def empty(self) -> str:
        """Why there is nothing to see; empty where a study can be pooled."""
        if self.rows:
            return ""
        return NONE_POOLABLE if self.studies else NONE_MEASURED


@kept
def pooled_answer(library: Library, question: Question) -> PooledAnswer:
    """Answer a question from a library; raises ValueError, in words for the reader, where its effects cannot be pooled."""
    found = pooled_studies(library, question)
    rows = tuple(_row(row) for row in found.rows.to_dict("records"))
    known = {row.study_id for row in rows}
    plain = without_doubts(found) if question.doubts else None
    return PooledAnswer(
        question=question,
        described=question.describe(library.schema),
        parameters=question.to_params(),
        sentence=found.sentence,
        heading=found.heading,
        conclusion=conclusion(found),
        pooled=_numbers(found.pooled),
        everything=_numbers(found.everything),
        rows=rows,
        not_pooled=_not_pooled(found),
        alternatives=alternatives(found),
        undoubted=Concluded(plain.heading, conclusion(plain)) if plain else None,
        studies=found.studies,
        unpooled=int(found.not_pooled["study_id"].nunique()),
        left_out=sum(not row.included for row in rows),
        unknown=tuple(study_id for study_id in question.left_out if study_id not in known),
    )


def _numbers(pooled: Pooled | None) -> PooledNumbers | None:
    if pooled is None:
        return None
    return PooledNumbers(
        k=pooled.k,
        estimate=pooled.estimate,
        se=pooled.se,
        ci_low=pooled.ci_low,
        ci_high=pooled.ci_high,
        level=pooled.model.level,
        pi_low=_known(pooled.pi_low),
        pi_high=_known(pooled.pi_high),
        tau2=_known(pooled.tau2),
        i2=_known(pooled.i2),
        q=_known(pooled.q),
        p_q=_known(pooled.p_q),
        method=pooled.method,
    )


def _row(row: dict[str, Any]) -> PooledRow:
    return PooledRow(
        study_id=row["study_id"],
        study=row["study"],
        year=None if pd.isna(row["year"]) else int(row["year"]),
        outcome=row["outcome"],
        when=row["timepoint"],
        against=row["comparator_words"],
        people=None if pd.isna(row["n"]) else int(row["n"]),
        g=row["g"],
        ci_low=row["ci_low"],
        ci_high=row["ci_high"],
        weight=_known(row["weight"]),
        included=bool(row["included"]),
        derivation=row["derivation"],
        derived=DERIVATION_WORDS[row["derivation"]],
        note=row["note"],
    )


def _not_pooled(found: PooledStudies) -> tuple[NotPooledRow, ...]:
    schema = found.library.schema
    return tuple(
        NotPooledRow(
            finding_id=row["finding_id"],
            study_id=row["study_id"],
            study=row["study"],
            outcome=row["outcome"],
            points_to=points_to(row, schema),
            reason=row["reason"],
        )
        for row in found.not_pooled.to_dict("records")
    )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


@dataclass(frozen=True, slots=True)
class RowWorkings(Answer):
    """How the effect of one study was worked out: what has to be said of it, and for each finding its name and its steps."""

    study: str
    note: str
    findings: tuple[tuple[str, tuple[str, ...]], ...]


@kept
def pooled_workings(library: Library, question: Question) -> tuple[RowWorkings, ...]:
    """The workings of every study that can be pooled on a question, in the order of the answer's rows."""
    rows = pooled_studies(library, question).rows.to_dict("records")
    return tuple(
        RowWorkings(
            study=row["study"],
            note=row["note"],
            findings=tuple((name, tuple(steps)) for name, steps in workings(library, row["finding_ids"])),
        )
        for row in rows
    )
