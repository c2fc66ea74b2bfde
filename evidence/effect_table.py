"""The effects of all findings of a library, worked out once."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from evidence.effects import standardise
from evidence.library import Library


@lru_cache(maxsize=4)
def effects_of(library: Library) -> pd.DataFrame:
    """`standardise` of every finding: columns `g`, `se`, `derivation`, `note`, indexed by `finding_id`."""
    return standardise(library.findings, library.studies).drop_duplicates("finding_id").set_index("finding_id")
