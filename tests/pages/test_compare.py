"""The page that sets claims or conditions side by side keeps its choice in the address."""

from __future__ import annotations

from evidence.answers.side_by_side import differences, sides
from evidence.charts import ladder_chart
from evidence.library import Library
from tests.pages.pictures import pictures
from tests.pages.visit import links, nodes, rows, shown, texts, visit


def test_three_conditions_stand_side_by_side_with_their_differences(library: Library) -> None:
    codes = ["low_back_pain", "neck_pain", "cancer"]
    app = visit("compare", {"of": "condition", "item": codes})

    compared = sides(library, "condition", codes)
    assert differences(library, compared) in shown(app)
    table = next(rows(table) for table in app.table if "What" in rows(table).columns)
    assert [name for name in table.columns if name != "What"] == [side.name for side in compared]
    assert [picture.key for picture in pictures(app)] == [f"ladder_{code}" for code in codes]
    promised = [link.value for link in links(app, "studies")]
    assert promised == [f"{len(side.selection.apply(library).studies)} studies in the list" for side in compared]
    for side in compared:
        assert all(name in shown(app) for _, name in side.key_studies)


def test_without_a_choice_two_claims_are_shown_and_that_is_said(library: Library) -> None:
    app = visit("compare")
    assert any(text.startswith("Nothing is chosen yet") for text in texts(app))
    assert differences(library, sides(library, "mechanism", ["muscle_tension", "anxiety_depression"])) in shown(app)


def test_each_claim_has_its_ladder(library: Library) -> None:
    app = visit("compare", {"item": ["endorphins", "circulation", "range_of_motion"]})
    drawn = pictures(app)
    assert [picture.key for picture in drawn] == ["ladder_endorphins", "ladder_circulation", "ladder_range_of_motion"]
    for picture, side in zip(
        drawn, sides(library, "mechanism", ["endorphins", "circulation", "range_of_motion"]), strict=True
    ):
        chart = ladder_chart(side.ladder.apply(library), "massage")
        assert picture.alt.rstrip(".") == f"{chart.title}. {chart.sentence}".rstrip(".")
        assert chart.sentence in shown(app)
    assert len(list(nodes(app))) <= 110


def test_a_fourth_is_left_out_and_nonsense_is_said() -> None:
    app = visit("compare", {"item": ["muscle_tension", "endorphins", "circulation", "range_of_motion", "no_such"]})
    assert not app.exception
    assert app.multiselect[0].value == ["muscle_tension", "endorphins", "circulation"]
    assert any("item=no_such" in text for text in texts(app) if "Not understood" in text)


def test_a_choice_goes_into_the_address() -> None:
    app = visit("compare", {"of": "condition"})
    app.multiselect[0].select("cancer").select("fibromyalgia").run()
    assert app.query_params["item"] == ["cancer", "fibromyalgia"]
