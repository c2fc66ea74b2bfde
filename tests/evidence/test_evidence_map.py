"""The evidence map counts primary studies once a cell, tells empty from unpoolable, and its forms agree."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from evidence.answers.evidence_map import (
    DIMENSIONS,
    NO_STUDY,
    NONE_POOLABLE,
    POOLABLE,
    SIDE_ONLY,
    EvidenceMap,
    cell_words,
    evidence_map,
    names_of,
    not_on_the_map,
)
from evidence.charts import Chart
from evidence.charts.direction_plot import MARKERS
from evidence.charts.evidence_map import least_width, map_chart
from evidence.charts.scene import Bar, Mark, Rule
from evidence.effects.effect_table import effects_of
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import DIRECTIONS
from evidence.selection import Selection

DEFAULT = Selection()


def marks(chart: Chart) -> dict[str, Mark]:
    """The marks by their cell."""
    return {item.id: item for item in chart.scene.panels[0].items if isinstance(item, Mark)}


def chart_of(found: EvidenceMap, size: str = "studies", most_rows: int | None = None) -> Chart:
    """The map of the default selection by the same dimensions."""
    return map_chart(found.library, DEFAULT, found.by_rows, found.by_columns, size, most_rows)


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
    chart = chart_of(found)
    filled = cells[cells["state"] != NO_STUDY]
    assert sorted(marks(chart)) == sorted(filled["row"] + "|" + filled["column"])
    assert chart.table.shape == (len(found.rows), len(found.columns) + 1)
    assert chart.scene.note == ""
    assert chart.scene.least_width == least_width(found)


@pytest.mark.parametrize(("rows", "columns"), list(permutations(DIMENSIONS, 2)))
def test_marks_hatching_and_bars_stand_in_their_cells(rows: str, columns: str, library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), rows, columns)
    [panel] = chart_of(found).scene.panels
    names = {
        axis: [label.words.replace("\n", " ") for label in labels]
        for axis, labels in (("row", panel.y.labels), ("column", panel.x.labels))
    }
    assert all(
        names_of(found, *codes) == (names["row"][y], names["column"][x]) for codes, (x, y) in places(found).items()
    )
    for cell, mark in marks(chart_of(found)).items():
        assert (mark.x, round(mark.y)) == places(found)[tuple(cell.split("|"))]
    bars = [item for item in panel.items if isinstance(item, Bar)]
    hatched = {(round(bar.x0 + 0.5), round(bar.y0 + 0.5)) for bar in bars if bar.fill == "hatched"}
    empty = found.cells[found.cells["state"] == NO_STUDY]
    assert hatched == {places(found)[row, column] for row, column in zip(empty["row"], empty["column"], strict=True)}
    rules = [item for item in panel.items if isinstance(item, Rule)]
    assert len(rules) == len(found.rows) + len(found.columns) + 2


def places(found: EvidenceMap) -> dict[tuple[str, str], tuple[int, int]]:
    return {(row, column): (x, y) for y, row in enumerate(found.rows) for x, column in enumerate(found.columns)}


def test_the_bar_below_a_mark_shares_the_findings_out(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "link")
    bars = [bar for bar in chart_of(found).scene.panels[0].items if isinstance(bar, Bar) and bar.fill == "filled"]
    widths: Counter[tuple[int, int, str]] = Counter()
    for bar in bars:
        assert 0 < bar.y0 % 1 < bar.y1 % 1 < 0.5, "below the middle of its cell"
        widths[round((bar.x0 + bar.x1) / 2), int(bar.y0), bar.role] += bar.x1 - bar.x0
    for cell in found.cells.to_dict("records"):
        x, y = places(found)[cell["row"], cell["column"]]
        speaking = sum(cell[direction] for direction in DIRECTIONS)
        whole = sum(widths[x, y, direction] for direction in DIRECTIONS)
        assert (whole > 0) == (speaking > 0)
        for direction in DIRECTIONS:
            assert widths[x, y, direction] * speaking == pytest.approx(whole * cell[direction])


def test_a_map_of_few_rows_draws_those_with_the_most_studies_and_says_so(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "condition", "comparator")
    chart, whole = chart_of(found, most_rows=5), chart_of(found)
    studies = found.cells.groupby("row")["studies"].sum()
    drawn = {cell.partition("|")[0] for cell in marks(chart)}
    assert len(drawn) == len(chart.scene.panels[0].y.labels) == 5
    assert studies[sorted(drawn)].min() >= studies.drop(sorted(drawn)).max()
    names = [label.words for label in whole.scene.panels[0].y.labels]
    kept = [label.words for label in chart.scene.panels[0].y.labels]
    assert kept == [name for name in names if name in kept], "in their order"
    for cell, mark in marks(chart).items():
        assert (mark.words, mark.hover, mark.x) == (
            marks(whole)[cell].words,
            marks(whole)[cell].hover,
            marks(whole)[cell].x,
        )
        assert kept[round(mark.y)] == names[round(marks(whole)[cell].y)]
    assert chart.scene.note == f"Drawn are the 5 of {len(found.rows)} rows with the most studies; the table has all."
    assert chart.table.equals(whole.table)
    assert chart_of(found, most_rows=len(found.rows)).scene == whole.scene


def test_a_mark_is_as_large_as_its_number_and_filled_where_studies_can_be_pooled(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "comparator")
    for size in ("studies", "people"):
        by_number = sorted(marks(chart_of(found, size)).values(), key=lambda mark: int(mark.words.replace(",", "")))
        assert [mark.size for mark in by_number] == sorted(mark.size for mark in by_number)
        for mark in by_number:
            cell = found.cell(*mark.id.split("|"))
            assert mark.words == f"{cell[size]:,}"
            assert mark.fill == ("filled" if cell["state"] == POOLABLE else "open")
            assert mark.shape == MARKERS.get(cell["majority"], "square")
            assert cell_words(cell, library.schema) in mark.hover.split("\n")


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
    chart = chart_of(found)
    beside = 0
    for cell, mark in marks(chart).items():
        is_side = found.cell(*cell.split("|"))["majority"] == SIDE_ONLY
        assert (mark.shape == "square") == is_side
        assert (mark.role == "quiet") == is_side
        beside += is_side
    assert beside > 0
    assert [key.shape for key in chart.scene.legend if key.fill == "filled"].count("square") == 1


def test_the_sentence_and_the_table_agree_with_the_cells(library: Library) -> None:
    found = evidence_map(library, DEFAULT.apply(library), "mechanism", "link")
    chart = chart_of(found, "people")
    empty = (found.cells["state"] == NO_STUDY).sum()

    assert f"Of {len(found.cells)} cells {empty} hold no study in this library" in chart.sentence
    row, column = names_of(found, "muscle_tension", "mediator_acute")
    cell = chart.table.set_index(DIMENSIONS["mechanism"].words).loc[row, column]
    assert cell == cell_words(found.cell("muscle_tension", "mediator_acute"), library.schema)
    people = found.cell("muscle_tension", "mediator_acute")["people"]
    assert marks(chart)["muscle_tension|mediator_acute"].words == f"{people:,}"


def test_an_empty_selection_makes_an_empty_map(library: Library) -> None:
    nothing = Selection(text="zzzzqqqq")
    found = evidence_map(library, nothing.apply(library), "technique", "design")

    assert (found.cells["state"] == NO_STUDY).all()
    assert "No primary study" in map_chart(library, nothing, "technique", "design").sentence
    assert marks(map_chart(library, nothing, "technique", "design", most_rows=3)) == {}


def test_rows_and_columns_must_differ(library: Library) -> None:
    with pytest.raises(ValueError, match="two different things"):
        evidence_map(library, library, "link", "link")
