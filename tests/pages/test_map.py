"""The evidence map's page: axes and filters from the address, links of its cells, and presets."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from evidence.answers.evidence_map import NO_STUDY, cell_words, evidence_map
from evidence.answers.map_answer import EMPTY_ROW, map_answer
from evidence.library import Library
from evidence.selection import Selection
from tests.pages.visit import Params, links, readable, rows, shown, texts, traces, unfold, visit
from ui.parts.map import PRESETS


def test_the_first_view_is_claims_by_links(library: Library) -> None:
    found = evidence_map(library, Selection().apply(library), "mechanism", "link")
    app = unfold(visit("map"), "evidence_map_more")

    table = rows(app.table[0])
    assert len(table) == len(found.rows)
    assert table.iloc[0, 1] == cell_words(found.cell(found.rows[0], found.columns[0]), library.schema)


@pytest.mark.parametrize("question", PRESETS)
def test_a_preset_is_an_address_that_the_page_understands(question: str) -> None:
    params = PRESETS[question]
    app = visit("map", params)

    assert not app.exception
    assert "Not understood" not in shown(app)
    assert any(parse_qs(link.query_string) == {k: [v] for k, v in params.items()} for link in links(app, "map"))


def test_the_links_of_a_row_lead_to_exactly_its_studies(library: Library) -> None:
    selection = Selection(chronic_pain=("yes",))
    found = evidence_map(library, selection.apply(library), "mechanism", "comparator")
    app = visit("map", {"cols": "comparator", "chronic": "yes", "row": "anxiety_depression"})

    cells = found.cells[(found.cells["row"] == "anxiety_depression") & (found.cells["state"] != NO_STUDY)]
    opened = [link for link in links(app, "studies") if link.label in _labels(library, "comparator_class")]
    assert len(opened) == len(cells) > 0
    captions = [readable(caption.value) for caption in app.caption]
    for link, (_, cell) in zip(opened, cells.iterrows(), strict=True):
        assert cell_words(cell, library.schema) in captions
        params = parse_qs(link.query_string)
        assert params == {"mech": ["anxiety_depression"], "comp": [cell["column"]], "chronic": ["yes"]}
        kept = Selection.from_params(params, library.schema).apply(library).studies
        assert (kept["strand"] == "massage").sum() >= cell["studies"]


def test_every_mark_of_the_map_can_be_clicked(library: Library) -> None:
    found = map_answer(library, Selection(), "technique", "mechanism")
    app = visit("map", {"rows": "technique", "cols": "mechanism"})

    [plot] = app.get("plotly_chart")
    marks = {point[0] for trace in traces(plot) for point in trace.get("customdata") or [] if point and point[0]}
    assert marks == {f"{cell.row}|{cell.column}" for cell in found.cells if cell.studies}


def test_another_row_goes_into_the_address_and_opens_its_cells() -> None:
    app = visit("map")
    rest = next(box for box in app.selectbox if box.label == "Claim")

    rest.set_value("endorphins").run()

    assert app.query_params["row"] in ("endorphins", ["endorphins"])
    assert all("mech=endorphins" in link.query_string for link in links(app, "studies"))


def test_a_row_without_a_study_says_so(library: Library) -> None:
    chosen = Selection(chronic_pain=("no",))
    empty = next(
        row
        for row, _ in map_answer(library, chosen, "technique", "mechanism").row_names
        if not map_answer(library, chosen, "technique", "mechanism").filled(row)
    )
    app = visit("map", {"rows": "technique", "cols": "mechanism", "chronic": "no", "row": empty})
    assert EMPTY_ROW in texts(app)


def _labels(library: Library, vocabulary: str) -> list[str]:
    return [code.label for code in library.schema.codes(vocabulary)]


def test_columns_cannot_be_the_rows() -> None:
    app = visit("map", {"rows": "link", "cols": "link"})

    assert not app.exception
    boxes = {box.label: box for box in app.selectbox}
    assert "Link of the chain" not in boxes["Columns"].options


def test_an_outcome_says_that_the_list_has_no_such_filter() -> None:
    app = visit("map", {"rows": "outcome"})

    assert "no filter for outcomes" in shown(app)


@pytest.mark.parametrize("params", [{"q": "zzzzqqqq"}, {"scope": "animal"}])
def test_nothing_chosen_says_so(params: Params) -> None:
    app = visit("map", params)

    assert not app.exception
    assert "No primary study within this choice falls into any cell." in texts(app)
