"""The list of studies of a selection: how many, in which order, and what stands on the card and in the row of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.answers.plain import Answer
from evidence.answers.pointing import NO_FINDING, pointing
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.library.strands import about_benefit
from evidence.selection import Selection
from evidence.selection.matching import loosening
from evidence.selection.ordering import in_order
from evidence.studies.names import study_names
from evidence.words.phrases import counted

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class StudyCard(Answer):
    """One study in a list: its name, title and journal, what kind it is in a line, what it says, and where its findings point."""

    study_id: str
    name: str
    title: str
    journal: str
    facts: str
    summary: str
    points_to: str


@dataclass(frozen=True)
class StudyList(Answer):
    """The studies of a selection in an order.

    `study_ids` are all of them in that order, of `of` in the library; `findings` how many findings they have within the
    selection. `described` is the selection as a phrase. `beyond` counts the studies that only the scope leaves out. `ways` are
    the filters to loosen where nothing is left: parameter and the studies there would be without it.
    """

    selection: Selection
    order: str
    described: str
    study_ids: tuple[str, ...]
    of: int
    findings: int
    beyond: int
    ways: tuple[tuple[str, int], ...]

    @property
    def pages(self) -> int:
        """On how many pages the cards stand."""
        return -(-len(self.study_ids) // PER_PAGE)

    def page_at(self, asked: int) -> int:
        """The page that is shown where this one is asked for: the last one where there are fewer; the first of none."""
        return max(1, min(asked, self.pages))


@kept
def study_list(library: Library, selection: Selection, order: str = "newest") -> StudyList:
    """The list of a selection; an unknown order is newest first."""
    chosen = selection.apply(library)
    ids = tuple(in_order(chosen.studies, order)["study_id"])
    is_default = selection.scope == Selection().scope
    return StudyList(
        selection=selection,
        order=order,
        described=selection.describe(library.schema),
        study_ids=ids,
        of=len(library.studies),
        findings=len(chosen.findings),
        beyond=len(selection.without("scope").apply(library).studies) - len(ids) if is_default else 0,
        ways=() if ids else tuple(loosening(library, selection)),
    )


@kept
def study_cards(library: Library, selection: Selection, order: str, page: int) -> tuple[StudyCard, ...]:
    """The cards of one page (from 1) of the list of a selection."""
    ids = study_list(library, selection, order).study_ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    return cards_of(library, ids, selection.apply(library).findings)


def cards_of(library: Library, study_ids: tuple[str, ...], findings: pd.DataFrame) -> tuple[StudyCard, ...]:
    """The cards of these studies, in their order; where findings point is told of the `findings` given."""
    here = about_benefit(findings[findings["study_id"].isin(study_ids)])
    by_study = dict(list(here[here["strand"] != "association"].groupby("study_id")))
    names, schema = study_names(library), library.schema
    cards = []
    for study_id in study_ids:
        study = library.records[study_id]
        cards.append(
            StudyCard(
                study_id=study_id,
                name=names[study_id],
                title=study["title"],
                journal=study["journal"],
                facts=facts(study, schema),
                summary=study["summary"],
                points_to=pointing(by_study[study_id], schema) if study_id in by_study else NO_FINDING,
            )
        )
    return tuple(cards)


def facts(study: Mapping[str, Any], schema: Schema) -> str:
    """“Randomised trial · 60 people · Low back pain · chronic pain”."""
    size = study["n_total"]
    words = [
        schema.label("design", study["design"]),
        counted(int(size), "person", "people") if pd.notna(size) else "size not reported",
        schema.labels("condition", study["conditions"]),
        "" if study["chronic_pain"] == "unclear" else schema.label("chronic_pain", study["chronic_pain"]),
    ]
    return " · ".join(word for word in words if word)


@kept
def study_table(library: Library, selection: Selection, order: str = "newest") -> pd.DataFrame:
    """The list as a table to sort: a row a study in the order of the list, in words."""
    studies = library.studies.set_index("study_id").loc[list(study_list(library, selection, order).study_ids)]
    names, schema = study_names(library), library.schema
    return pd.DataFrame(
        {
            "Study": [names[study_id] for study_id in studies.index],
            "Year": studies["year"].to_numpy(),
            "Title": studies["title"].to_numpy(),
            "Design": [schema.label("design", code) for code in studies["design"]],
            "People": studies["n_total"].to_numpy(),
            "Conditions": [schema.labels("condition", cell) for cell in studies["conditions"]],
            "Techniques": [schema.labels("technique", cell) for cell in studies["techniques"]],
            "Chronic pain": [schema.label("chronic_pain", code) for code in studies["chronic_pain"]],
            "Read": [schema.label("source_read", code) for code in studies["source_read"]],
        }
    )
