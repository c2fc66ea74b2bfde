"""A list of studies is what the selection keeps, in its order, each with a card and a row."""

from __future__ import annotations

import json

import pytest

from evidence.answers.pointing import NO_FINDING
from evidence.answers.study_list import PER_PAGE, study_cards, study_list, study_table
from evidence.library import Library
from evidence.selection import Selection
from evidence.selection.matching import loosening
from evidence.selection.ordering import ORDERS, in_order
from tests.evidence.small_libraries import one_study, without_anything

TRIALS = Selection(design=("rct",))
NOBODY = Selection(design=("guideline",), text="zzqqzz")


@pytest.mark.parametrize("order", [*ORDERS, "unknown"])
def test_the_list_is_what_the_selection_keeps_in_its_order(order: str, library: Library) -> None:
    chosen, found = TRIALS.apply(library), study_list(library, TRIALS, order)
    assert list(found.study_ids) == in_order(chosen.studies, order)["study_id"].tolist()
    assert (found.of, found.findings) == (len(library.studies), len(chosen.findings))
    assert found.described == TRIALS.describe(library.schema)
    everywhere = len(TRIALS.without("scope").apply(library).studies)
    assert found.beyond == everywhere - len(found.study_ids)
    assert study_list(library, TRIALS.without("scope"), order).beyond == 0


def test_the_pages_hold_every_study_once(library: Library) -> None:
    found = study_list(library, TRIALS)
    cards = [card for page in range(1, found.pages + 1) for card in study_cards(library, TRIALS, "newest", page)]
    assert [card.study_id for card in cards] == list(found.study_ids)
    assert len(study_cards(library, TRIALS, "newest", 1)) == PER_PAGE
    assert study_cards(library, TRIALS, "newest", found.pages + 1) == ()
    assert [found.page_at(asked) for asked in (1, 2, 10_000)] == [1, 2, found.pages]


def test_cards_say_what_the_tables_say(library: Library) -> None:
    for card in study_cards(library, TRIALS, "newest", 1):
        study = library.records[card.study_id]
        assert (card.title, card.journal, card.summary) == (study["title"], study["journal"], study["summary"])
        assert library.schema.label("design", study["design"]) in card.facts
        on_benefit = library.findings_of(card.study_id).query("outcome_group != 'safety'")
        assert (card.points_to == NO_FINDING) == on_benefit.empty
    assert json.loads(json.dumps([card.to_dict() for card in study_cards(library, TRIALS, "newest", 1)]))


def test_the_table_has_a_row_a_study_in_the_order_of_the_list(library: Library) -> None:
    found, table = study_list(library, TRIALS, "name"), study_table(library, TRIALS, "name")
    assert table["Title"].tolist() == [library.records[study_id]["title"] for study_id in found.study_ids]


def test_where_nothing_is_left_the_ways_on_are_told(library: Library) -> None:
    found = study_list(library, NOBODY)
    assert (found.study_ids, found.pages, found.page_at(3)) == ((), 0, 1)
    assert list(found.ways) == loosening(library, NOBODY)
    assert study_list(library, TRIALS).ways == ()
    assert study_cards(library, NOBODY, "newest", 1) == ()
    assert study_table(library, NOBODY).empty


def test_a_list_can_be_written_down_the_same_every_time(library: Library) -> None:
    written = json.dumps(study_list(library, TRIALS).to_dict(), sort_keys=True)
    assert written == json.dumps(study_list(library, Selection(design=("rct",))).to_dict(), sort_keys=True)


def test_small_libraries_have_lists_too(library: Library) -> None:
    none = study_list(without_anything(library), Selection())
    assert (none.study_ids, none.of, none.findings, none.beyond, none.ways) == ((), 0, 0, 0, ())
    single = one_study(library, "cherkin-2011")
    assert study_list(single, Selection()).study_ids == ("cherkin-2011",)
    assert len(study_cards(single, Selection(), "newest", 1)) == len(study_table(single, Selection())) == 1
