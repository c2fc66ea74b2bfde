"""What stands behind one link within a selection, in words: the counted findings, and everything that is told apart from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from evidence.answers.chain import Link, link_of
from evidence.answers.finding_rows import FindingRow, finding_rows
from evidence.answers.link_findings import best_study_label, link_findings, size_and_kind
from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import DIRECT_SCOPES, STRANDS, about_harms
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.words.phrases import counted, studies_counted

HARMS = "harms"
#: Heading and explanation of what is told apart from what primary studies of massage say of benefit.
APART = {
    HARMS: ("Harms and safety", "What studies of massage report on harms; never counted for or against a claim."),
    "synthesis": ("Reviews and guidelines", "Syntheses of other studies; never counted together with them."),
    "other_therapy": ("Touch and other manual therapy", "Indirect: not massage, but near enough to bear on the claim."),
    "association": ("Associations and background", "Nothing was given: associations, prevalence or definitions."),
    "animal": ("Animal studies", "Indirect: what happens in animals need not happen in people."),
}
NOTHING_BEHIND = "No study with a finding stands behind this link"


@dataclass(frozen=True)
class FindingsApart(Answer):
    """Findings that are shown but never counted with the others: which kind (a key of `APART`), the heading, and the rows."""

    kind: str
    heading: str
    explanation: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True)
class LinkAnswer(Answer):
    """One link of a claim within a selection.

    `counted` are the findings of primary studies of massage on benefit, target outcomes first; `apart` the others by kind, only
    those that there are. `study_ids` are all studies that stand behind the link, those that carry its conclusion first. The
    words on the best study are empty where none is named. `described` is the selection as a phrase.
    """

    says = ("empty",)

    link: Link
    selection: Selection
    described: str
    filtered: bool
    best_study: str
    best_study_label: str
    best_study_details: str
    key_studies: tuple[tuple[str, str], ...]
    study_ids: tuple[str, ...]
    counted: tuple[FindingRow, ...]
    apart: tuple[FindingsApart, ...]

    @property
    def empty(self) -> str:
        """What is said where no study stands behind the link; empty where one does."""
        if self.study_ids:
            return ""
        return f"{NOTHING_BEHIND}{' within the filters chosen' if self.filtered else ''}."


@kept
def link_answer(library: Library, mechanism: str, link: str, selection: Selection) -> LinkAnswer:
    """The answer on a link of a claim; the selection's own claim and link make no difference. KeyError for an unknown link."""
    own = link_of(library, mechanism, link)
    asked = replace(selection, mechanism=(mechanism,), link=(link,))
    found = link_findings(library, own, asked)
    names = study_names(library)
    known = own.best_study in library.records
    return LinkAnswer(
        link=own,
        selection=asked,
        described=asked.describe(library.schema),
        filtered=any(name not in ("mech", "link") for name in asked.active()),
        best_study=names[own.best_study] if known else "",
        best_study_label=best_study_label(own) if known else "",
        best_study_details=size_and_kind(library, own.best_study) if known else "",
        key_studies=tuple((key, names.get(key, "")) for key in own.key_studies),
        study_ids=found.study_ids,
        counted=finding_rows(library, found.counted),
        apart=tuple(_apart(library, asked)),
    )


def _apart(library: Library, asked: Selection) -> list[FindingsApart]:
    """Harms, and each body of evidence besides; of any scope unless the reader chose one."""
    chosen = asked.apply(library).findings
    everything = replace(asked, scope=()).apply(library).findings if asked.scope == DIRECT_SCOPES else chosen
    massage = chosen[chosen["strand"] == STRANDS[0]]
    parts = {HARMS: about_harms(massage)} | {
        strand: everything[everything["strand"] == strand] for strand in STRANDS[1:]
    }
    return [_of_kind(library, kind, rows) for kind, rows in parts.items() if len(rows)]


def _of_kind(library: Library, kind: str, rows: pd.DataFrame) -> FindingsApart:
    heading, explanation = APART[kind]
    heading = f"{heading}: {counted(len(rows), 'finding')} of {studies_counted(rows['study_id'].nunique())}"
    return FindingsApart(kind, heading, explanation, finding_rows(library, rows))
