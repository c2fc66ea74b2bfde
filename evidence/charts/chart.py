"""What a chart is: a scene, a sentence and a table that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from evidence.charts.scene import Scene


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart in three forms that say the same.

    A chart is told from another by being another object. `sentence` is the result in words and also the text alternative of the
    picture; `table` holds every number drawn.
    """

    title: str
    scene: Scene
    sentence: str
    table: pd.DataFrame

    @cached_property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.table.empty
