"""What to warn of and what trials report on harms, as one object: the page of safety, its handout and its slide show the same."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.answers.finding_rows import FindingRow, finding_rows
from evidence.answers.plain import Answer
from evidence.answers.safety import (
    EVERYONE,
    URGENCIES,
    HarmsReported,
    Precaution,
    harm_findings,
    harms_reported,
    harms_sentence,
    precautions,
)
from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.names import study_names

NO_PRECAUTION = "No precaution is recorded in these data, which does not mean that there is none."


@dataclass(frozen=True)
class HarmsAnswer(Answer):
    """Precautions from the most pressing on, what trials report in a sentence and by kind, and every finding on harms.

    `names` are the short names of the studies behind the precautions.
    """

    says = ("empty", "levels")

    precautions: tuple[Precaution, ...]
    sentence: str
    reported: HarmsReported
    by_report: tuple[tuple[str, int], ...]
    findings: tuple[FindingRow, ...]
    names: dict[str, str]

    @property
    def empty(self) -> str:
        """What is said where no precaution is recorded; empty where one is."""
        return "" if self.precautions else NO_PRECAUTION

    def of_level(self, level: str) -> tuple[Precaution, ...]:
        """The precautions of one level of urgency."""
        return tuple(point for point in self.precautions if point.level == level)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that have a precaution, the most pressing first."""
        return tuple(level for level in (*URGENCIES, EVERYONE) if self.of_level(level))


@kept
def harms_answer(library: Library) -> HarmsAnswer:
    """The answer on harms, from the whole library."""
    reported, points = harms_reported(library), precautions(library)
    label, names = library.schema.label, study_names(library)
    return HarmsAnswer(
        precautions=points,
        sentence=harms_sentence(reported, library),
        reported=reported,
        by_report=tuple((label("adverse_events", code), number) for code, number in reported.counts.items()),
        findings=finding_rows(library, harm_findings(library)),
        names={study_id: names[study_id] for point in points for study_id in point.study_ids if study_id in names},
    )
