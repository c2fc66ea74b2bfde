"""Findings in words, one row each, as every table of findings shows them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.studies import results
from evidence.studies.names import study_names


@dataclass(frozen=True, slots=True)
class FindingRow(Answer):
    """One finding: whose it is, what it bears on, and what was found, all in words; empty where the page read does not say.

    `numbers` are those printed, `note` what they are of, `source` the review that they were taken from.
    """

    finding_id: str
    study_id: str
    study: str
    mechanism: str
    link: str
    bears_on: str
    outcome: str
    instrument: str
    when: str
    against: str
    people: str
    points_to: str
    numbers: str
    note: str
    source: str


def finding_rows(library: Library, findings: pd.DataFrame) -> tuple[FindingRow, ...]:
    """The rows of these findings of a library, in their order."""
    names, schema = study_names(library), library.schema
    return tuple(
        FindingRow(
            finding_id=row["finding_id"],
            study_id=row["study_id"],
            study=names.get(row["study_id"], row["study_id"]),
            mechanism=row["mechanism"],
            link=row["link"],
            bears_on=f"{schema.label('mechanism', row['mechanism'])}: {schema.phrase('link', row['link'])}",
            outcome=row["outcome"],
            instrument=row["instrument"],
            when=row["timepoint"],
            against=schema.label("comparator", row["comparator"]),
            people=results.people(row),
            points_to=results.points_to(row, schema),
            numbers=results.result(row, schema),
            note=row["metric_note"],
            source=results.taken_from(row, names),
        )
        for row in findings.to_dict("records")
    )
