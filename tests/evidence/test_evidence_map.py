"""The evidence map counts primary studies once a cell, tells empty from unpoolable, and its forms agree."""

from __future__ import annotations

from itertools import permutations

import pytest

from evidence.answers.evidence_map import (
    DIMENSIONS,
    NO_STUDY,
    NONE_POOLABLE,
    POOLABLE,
    SIDE_ONLY,
    cell_words,
    evidence_map,
    names_of,
    not_on_the_map,
)
from evidence.charts.evidence_map import map_chart
from evidence.charts.palette import QUIET
from evidence.effects.effect_table import effects_of
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import DIRECTIONS
from evidence.selection import Selection

DEFAULT = Selection()


def test_a_cell_counts_what_a_reader_would_count(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "comparator")
    rows = library.findings
    mine = rows[
        (rows["strand"] == "massage")
        & (rows["outcome_group"] != "safety")
        & (rows["mechanism"] == "pain_quality_of_life")
        & (rows["comparator_class"] == "credible")
    ]
    cell = found.cell("pain_quality_of_life", "credible")

    assert cell["studies"] == mine["study_id"].nunique() > 5
    assert cell["findings"] == len(mine)
    targets = library.mechanism("pain_quality_of_life")["target_outcomes"].split("; ")
    target = mine[mine["outcome_group"].isin(targets)]
    assert cell["favours_massage"] == (target["direction"] == "favours_massage").sum()
    assert cell["side"] == len(mine) - len(target) > 0
    with_g = mine[effects_of(library).loc[mine["finding_id"], "g"].notna().to_numpy()]
    assert cell["poolable"] == with_g["study_id"].nunique()
    people = library.studies.set_index("study_id").loc[mine["study_id"].unique(), "n_total"].sum()
    assert cell["people"] == people


@pytest.mark.parametrize(("rows", "columns"), list(permutations(DIMENSIONS, 2)))
def test_every_pair_of_dimensions_makes_a_map(rows: str, columns: str, library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), rows, columns)

    cells = found.cells
    assert len(cells) == len(found.rows) * len(found.columns)
    assert cells[[*DIRECTIONS, "side"]].sum(axis=1).tolist() == cells["findings"].tolist()
    assert ((cells["majority"] == SIDE_ONLY) == ((cells["findings"] == cells["side"]) & (cells["findings"] > 0))).all()
    assert ((cells["studies"] == 0) == (cells["state"] == NO_STUDY)).all()
    assert ((cells["poolable"] > 0) == (cells["state"] == POOLABLE)).all()
    chart = map_chart(found)
    marks = next(trace for trace in chart.figure.data if trace.customdata is not None)
    assert len(marks.x) == (cells["state"] != NO_STUDY).sum()
    assert chart.table.shape == (len(found.rows), len(found.columns) + 1)


def test_every_finding_on_benefit_of_a_primary_study_is_on_the_map_once(library: Library) -> None:
    chosen = DEFAULT.apply(library)
    findings = chosen.findings
    mine = findings[
        (findings["strand"] == "massage")
        & (findings["outcome_group"] != "safety")
        & (findings["comparator_class"] != "pooled")
    ]
    found = evidence_map(library, chosen, "mechanism", "comparator")

    assert found.cells["findings"].sum() == len(mine)
    rest = (
        len(findings)
        - int((findings["strand"] == "massage").sum())
        + int(((findings["strand"] == "massage") & (findings["outcome_group"] == "safety")).sum())
    )
    assert f"{rest} findings" in not_on_the_map(chosen)


def test_a_study_of_two_conditions_stands_in_both(library: Library) -> None:
    study = next(s for s in library.records.values() if len(split(s["conditions"])) == 2 and s["strand"] == "massage")
    chosen = Selection(scope=(), text=study["title"]).apply(library)
    found = evidence_map(library, chosen, "condition", "chronic")

    for condition in split(study["conditions"]):
        assert found.cell(condition, study["chronic_pain"])["studies"] >= 1


def test_the_words_of_a_cell(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "link")
    for _, cell in found.cells.iterrows():
        words = cell_words(cell, library.schema)
        if cell["state"] == NO_STUDY:
            assert words == "no study"
        else:
            assert words.startswith(f"{cell['studies']} stud")
            assert ("none poolable" in words) == (cell["state"] == NONE_POOLABLE)
            assert f"{cell['favours_massage']} ▲" in words or not cell["favours_massage"]
            assert (f"{cell['side']} finding" in words) == (cell["side"] > 0)
            assert words.endswith(f"judged {library.schema.phrase('support', cell['judged'])}")


def test_a_shape_never_contradicts_the_judgement_on_its_link(library: Library) -> None:
    """What is judged not shown has no majority for massage, and side evidence gives no direction at all."""
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "link")
    turned = evidence_map(library, DEFAULT.apply(library), "link", "mechanism")
    for row in library.appraisals.to_dict("records"):
        cell = found.cell(row["mechanism_id"], row["link"])
        assert cell["judged"] == row["support"]
        assert turned.cell(row["link"], row["mechanism_id"])["majority"] == cell["majority"]
        if row["support"] in ("not_shown", "contradicted", "untested"):
            assert cell["majority"] != "favours_massage"
        if row["support"] == "untested":
            assert sum(cell[direction] for direction in DIRECTIONS) == 0


def test_on_a_map_of_outcomes_each_outcome_speaks_for_itself(library: Library) -> None:
    chosen = DEFAULT.apply(library)
    alone = evidence_map(library, chosen, "outcome", "comparator").cells
    assert alone["side"].sum() == 0
    beside_claims = evidence_map(library, chosen, "outcome", "mechanism")
    cell = beside_claims.cell("cortisol", "endorphins")
    assert (cell["majority"], cell["side"]) == (SIDE_ONLY, cell["findings"])


def test_side_evidence_is_drawn_without_direction(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "outcome", "mechanism")
    marks = next(trace for trace in map_chart(found).figure.data if trace.customdata is not None)
    for (cell, _), symbol, colour in zip(marks.customdata, marks.marker.symbol, marks.marker.color, strict=True):
        is_side = found.cell(*cell.split("|"))["majority"] == SIDE_ONLY
        assert symbol.startswith("square") == is_side
        assert (colour == QUIET) >= is_side


def test_the_sentence_and_the_table_agree_with_the_cells(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "link")
    chart = map_chart(found, "people")
    empty = (found.cells["state"] == NO_STUDY).sum()

    assert f"Of {len(found.cells)} cells {empty} hold no study in this library" in chart.sentence
    row, column = names_of(found, "muscle_tension", "mediator_acute")
    cell = chart.table.set_index(DIMENSIONS["mechanism"].words).loc[row, column]
    assert cell == cell_words(found.cell("muscle_tension", "mediator_acute"), library.schema)
    marks = next(trace for trace in chart.figure.data if trace.customdata is not None)
    texts = dict(zip([pair[0] for pair in marks.customdata], marks.text, strict=True))
    assert (
        texts["muscle_tension|mediator_acute"].strip()
        == f"{found.cell('muscle_tension', 'mediator_acute')['people']:,}"
    )


def test_an_empty_selection_makes_an_empty_map(library: Library) -> None:
    found = evidence_map(library, Selection(text="zzzzqqqq").apply(library), "technique", "design")

    assert (found.cells["state"] == NO_STUDY).all()
    assert "No primary study" in map_chart(found).sentence


def test_rows_and_columns_must_differ(library: Library) -> None:
    with pytest.raises(ValueError, match="two different things"):
        evidence_map(library, library, "link", "link")
