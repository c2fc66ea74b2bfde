"""Everything the dashboard says of one paper, as one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.answers.finding_rows import FindingRow, finding_rows
from evidence.answers.plain import Answer
from evidence.effects.effect_table import sizes_of, workings_of
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.studies import citations
from evidence.studies.names import study_names
from evidence.studies.similar import similar
from evidence.words.numbers import number
from evidence.words.phrases import counted, listed, sentence

#: Columns of `studies` that tell what was done, how good the study is, and how its record came to be.
_DONE = (
    "population",
    "country",
    "n_total",
    "n_studies",
    "techniques",
    "strokes",
    "session_minutes",
    "sessions",
    "weeks",
    "provider",
    "comparators",
    "follow_up",
)
_QUALITY = ("randomised", "assessor_blinded", "concealed_allocation", "intention_to_treat", "pedro_score")
_PROVENANCE = (
    "source_read",
    "checked_on",
    "extraction",
    "confidence",
    "confidence_note",
    "registration",
    "open_access",
)
#: What is not missed where it is silent.
_NOT_MISSED = ("n_studies", "strokes")
_SHARED_KINDS = {"claim": "claim and link", "technique": "technique", "comparator": "comparator"}
SYNTHESIS = "A synthesis of other studies: it is never counted or pooled together with primary studies."
NO_FINDING = "This library holds no finding of this study."
NOTHING_SIMILAR = "No other study shares a claim or a condition with this one."


@dataclass(frozen=True, slots=True)
class Fact(Answer):
    """One fact: what it is, and its words with the unit."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class SizeRow(Answer):
    """One finding on one scale: Hedges' g with its interval, how it was derived, and what is to note or why there is none."""

    outcome: str
    when: str
    against: str
    g: str
    derived: str
    note: str


@dataclass(frozen=True, slots=True)
class SimilarStudy(Answer):
    """Another study like this one, and what the two share."""

    study_id: str
    study: str
    title: str
    same: str


@dataclass(frozen=True)
class StudyAnswer(Answer):
    """One paper.

    `badges` say what kind of study it is, `synthesis` that it is one of other studies (else empty); `done`, `quality` and
    `provenance` are facts in reading order, `silent` names those facts on what was done that the page read does not tell.
    `harms` is what is said of harms. `sizes` has a row a finding, `sized` says how many of them have a size.
    """

    says = ("has_sizes",)

    study_id: str
    name: str
    title: str
    reference: str
    links: tuple[citations.PaperLink, ...]
    badges: tuple[str, ...]
    synthesis: str
    summary: str
    limitations: str
    harms_title: str
    harms: str
    done: tuple[Fact, ...]
    silent: str
    quality: tuple[Fact, ...]
    provenance: tuple[Fact, ...]
    findings: tuple[FindingRow, ...]
    sizes: tuple[SizeRow, ...]
    sized: str
    similar: tuple[SimilarStudy, ...]

    @property
    def has_sizes(self) -> bool:
        """Whether a size can be derived for any finding."""
        return any(row.g for row in self.sizes)


@kept
def study_answer(library: Library, study_id: str) -> StudyAnswer | None:
    """The answer on one paper; None for an id that does not exist."""
    study = library.study(study_id)
    if study is None:
        return None
    schema = library.schema
    sizes = _sizes(library, study_id)
    derived = sum(bool(row.g) for row in sizes)
    return StudyAnswer(
        study_id=study_id,
        name=study_names(library)[study_id],
        title=study["title"],
        reference=citations.vancouver(study),
        links=tuple(citations.links(study)),
        badges=_badges(study, schema),
        synthesis=SYNTHESIS if study["role"] == "synthesis" else "",
        summary=study["summary"],
        limitations=study["limitations"],
        harms_title=schema.field("studies", "adverse_events").title,
        harms=_harms(study, schema),
        done=_facts(study, schema, [name for name in _DONE if _told(study[name])]),
        silent=_silent(study, schema),
        quality=_facts(study, schema, [name for name in _QUALITY if not pd.isna(study[name])]),
        provenance=_facts(study, schema, [name for name in _PROVENANCE if _told(study[name])]),
        findings=finding_rows(library, library.findings_of(study_id)),
        sizes=sizes,
        sized=f"Hedges' g can be derived for {derived} of {counted(len(sizes), 'finding')}.",
        similar=tuple(_similar(library, study_id)),
    )


@kept
def study_workings(library: Library, study_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How each size of a paper was worked out: the finding, and the steps with the numbers filled in."""
    return tuple((name, tuple(steps)) for name, steps in workings_of(library, study_id))


def _told(value: Any) -> bool:
    return bool(pd.notna(value)) and value != ""


def _badges(study: Mapping[str, Any], schema: Schema) -> tuple[str, ...]:
    """Design, scope, conditions and whether the people had chronic pain."""
    unclear = study["chronic_pain"] == "unclear"
    words = (
        schema.label("design", study["design"]),
        schema.label("scope", study["scope"]),
        schema.labels("condition", study["conditions"]),
        "Chronic pain unclear" if unclear else schema.label("chronic_pain", study["chronic_pain"]),
    )
    return tuple(word for word in words if word)


def _harms(study: Mapping[str, Any], schema: Schema) -> str:
    said = schema.label("adverse_events", study["adverse_events"])
    note = sentence(study["adverse_events_note"])
    if study["adverse_events"] == "not_reported":
        # A record coded as silent may still hold words on harms; then they stand alone.
        return note or f"{said} in what was read."
    return f"{said}. {note}".strip()


def _silent(study: Mapping[str, Any], schema: Schema) -> str:
    missing = [
        schema.field("studies", name).title.lower()
        for name in _DONE
        if name not in _NOT_MISSED and not _told(study[name])
    ]
    return f"Not reported in what was read: {listed(missing)}." if missing else ""


def _facts(study: Mapping[str, Any], schema: Schema, names: Iterable[str]) -> tuple[Fact, ...]:
    return tuple(_fact(study, schema, name) for name in names)


def _fact(study: Mapping[str, Any], schema: Schema, name: str) -> Fact:
    field, value = schema.field("studies", name), study[name]
    if field.vocabulary:
        words = schema.labels(field.vocabulary, value)
    elif isinstance(value, bool):
        words = "yes" if value else "no"
    else:
        words = number(value) if isinstance(value, (int, float)) else str(value)
    says_unit = field.unit in (field.title.lower(), words)
    return Fact(field.title, words + (f" {field.unit}" if field.unit and not says_unit else ""))


def _sizes(library: Library, study_id: str) -> tuple[SizeRow, ...]:
    table = sizes_of(library, study_id)
    return tuple(SizeRow(*(str(value) for value in row)) for row in table.itertuples(index=False, name=None))


def _similar(library: Library, study_id: str) -> list[SimilarStudy]:
    found = similar(library, study_id)
    names = study_names(library)
    return [
        SimilarStudy(
            study_id=other_id,
            study=names[other_id],
            title=library.records[other_id]["title"],
            same=listed([_SHARED_KINDS.get(kind, kind) for kind in shared]),
        )
        for other_id, shared in zip(found["study_id"], found["shared"], strict=True)
        if other_id in library.records
    ]
