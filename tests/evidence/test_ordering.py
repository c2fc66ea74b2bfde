"""The orders in which a list of studies can be read."""

from __future__ import annotations

import pandas as pd
import pytest

from evidence.library import Library
from evidence.selection.ordering import ORDERS, in_order

STUDIES = pd.DataFrame(
    {
        "study_id": ["b", "a", "c", "d"],
        "authors": ["Berg B", "adams A", "", "Cole C"],
        "title": ["One", "Two", "Bells and massage", "Four"],
        "year": pd.array([2010, 2020, None, 2010], dtype="Int64"),
        "n_total": pd.array([30, None, 200, 30], dtype="Int64"),
    }
)


@pytest.mark.parametrize(
    ("order", "ids"), [("newest", "abdc"), ("oldest", "bdac"), ("largest", "cbda"), ("name", "acbd"), ("?", "abdc")]
)
def test_each_order(order: str, ids: str) -> None:
    assert "".join(in_order(STUDIES, order)["study_id"]) == ids


@pytest.mark.parametrize("order", ORDERS)
def test_no_study_and_no_column_is_lost_or_added(order: str, library: Library) -> None:
    ordered = in_order(library.studies, order)
    pd.testing.assert_frame_equal(ordered.sort_index(), library.studies)
