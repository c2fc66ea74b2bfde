"""The orders in which a list of studies can be read."""

from __future__ import annotations

import pandas as pd

#: Code of each order → the words for it.
ORDERS = {"newest": "Newest first", "oldest": "Oldest first", "largest": "Most people first", "name": "By name"}


def in_order(studies: pd.DataFrame, order: str) -> pd.DataFrame:
    """The studies in one of `ORDERS` (an unknown one: newest first); unknown years and sizes come last, ties by name."""
    keys = {
        "newest": (["year", "_name"], [False, True]),
        "oldest": (["year", "_name"], [True, True]),
        "largest": (["n_total", "_name"], [False, True]),
        "name": (["_name"], [True]),
    }
    columns, ascending = keys.get(order, keys["newest"])
    named = studies.assign(_name=_names(studies))
    return named.sort_values(columns, ascending=ascending, na_position="last").drop(columns="_name")


def _names(studies: pd.DataFrame) -> pd.Series:
    """Authors, or the title where there are none, in a form that sorts without regard to case."""
    return studies["authors"].where(studies["authors"] != "", studies["title"]).str.casefold()
