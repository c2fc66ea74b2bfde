"""Quiz questions that ask to guess where a named trial pointed, before one looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from evidence.learn.quiz.question import QuizQuestion, draft, with_options
from evidence.library import Library
from evidence.library.strands import on_benefit
from evidence.studies.names import study_names
from evidence.studies.results import points_to, result
from evidence.synthesis.questions import CONTROLLED

#: Directions that can be guessed; mixed results have no clear answer.
GUESSED = ("favours_massage", "no_clear_difference", "favours_comparator")
#: So many trials of each direction, the largest ones.
OF_EACH = 4


def guess_questions(library: Library) -> Iterator[QuizQuestion]:
    """Some trials of each direction, so that no guess is right more often than another by the choice of questions alone."""
    rows = _candidates(library)
    for direction in GUESSED:
        for row in rows[rows["direction"] == direction].head(OF_EACH).to_dict("records"):
            yield from _guess(library, row)


def _candidates(library: Library) -> pd.DataFrame:
    """One finding a trial, largest trial first, where its findings on one outcome against one control point the same way."""
    studies = library.studies.drop_duplicates("study_id").set_index("study_id")
    rows = on_benefit(library.findings)
    rows = rows[rows["comparator_class"].isin(CONTROLLED) & rows["direction"].isin((*GUESSED, "mixed"))]
    rows = rows.assign(
        people=rows["study_id"].map(studies["n_total"]), randomised=rows["study_id"].map(studies["randomised"])
    )
    alike = rows.groupby(["study_id", "outcome_group", "comparator"])["direction"].transform("nunique") == 1
    rows = rows[alike & (rows["randomised"] == "yes") & rows["people"].notna() & rows["direction"].isin(GUESSED)]
    rows = rows.sort_values(["people", "finding_id"], ascending=[False, True], kind="stable")
    return rows.drop_duplicates(["study_id"])


def _guess(library: Library, row: dict[str, object]) -> Iterator[QuizQuestion]:
    schema, study_id = library.schema, str(row["study_id"])
    record = library.records[study_id]
    name = study_names(library)[study_id]
    labels = [schema.label("direction", direction) for direction in GUESSED]
    question = draft(
        f"guess-{study_id}",
        "guess",
        f"Guess first. {name} held massage against {schema.phrase('comparator', str(row['comparator']))} in "
        f"{int(record['n_total']):,} people ({record['population'] or schema.label('condition', record['condition'])}). "
        f"Where did “{row['outcome']}” point?",
        f"{points_to(row, schema)}: {result(row, schema)}.",
    )
    question = replace(question, study_ids=(study_id,), page="study", params={"id": study_id}, ordered=True)
    yield from with_options(question, labels, schema.label("direction", str(row["direction"])))
