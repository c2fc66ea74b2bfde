"""The page that sets claims or conditions side by side keeps its choice in the address."""

from __future__ import annotations

from evidence.answers.side_by_side import differences, sides
from evidence.library import Library
from tests.pages.visit import rows, shown, texts, visit


def test_three_conditions_stand_side_by_side_with_their_differences(library: Library) -> None:
    codes = ["low_back_pain", "neck_pain", "cancer"]
    app = visit("compare", {"of": "condition", "item": codes})

    compared = sides(library, "condition", codes)
    assert differences(library, compared) in shown(app)
    table = next(rows(table) for table in app.table if "What" in rows(table).columns)
    assert [name for name in table.columns if name != "What"] == [side.name for side in compared]


def test_without_a_choice_two_claims_are_shown_and_that_is_said(library: Library) -> None:
    app = visit("compare")
    assert any(text.startswith("Nothing is chosen yet") for text in texts(app))
    assert differences(library, sides(library, "mechanism", ["muscle_tension", "anxiety_depression"])) in shown(app)


def test_a_fourth_is_left_out_and_nonsense_is_said() -> None:
    app = visit("compare", {"item": ["muscle_tension", "endorphins", "circulation", "range_of_motion", "no_such"]})
    assert not app.exception
    assert app.multiselect[0].value == ["muscle_tension", "endorphins", "circulation"]
    assert any("item=no_such" in text for text in texts(app) if "Not understood" in text)


def test_a_choice_goes_into_the_address() -> None:
    app = visit("compare", {"of": "condition"})
    app.multiselect[0].select("cancer").select("fibromyalgia").run()
    assert app.query_params["item"] == ["cancer", "fibromyalgia"]
