"""The views of the map, of pooled results and of the comparison side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.answers.evidence_map import DIMENSIONS
from evidence.answers.map_answer import MapAnswer, map_answer
from evidence.answers.pooled_answer import PooledAnswer, pooled_answer
from evidence.answers.side_by_side import FIRST, KINDS, MOST, Side, first, names, sides
from evidence.charts.evidence_map import SIZES
from evidence.charts.subgroups import GROUPINGS
from evidence.library import Library
from evidence.selection import Selection
from evidence.synthesis.questions import PARAMETERS, Question, ignored
from evidence.views.view import Params, Reading, View, beside_default

if TYPE_CHECKING:
    from typing import Self

#: The closer looks at a pool: code in the address → words; the first is the default.
LOOKS = {
    "influence": "Leave one out",
    "years": "Over the years",
    "groups": "Subgroups",
    "funnel": "Small studies",
}
#: What stands in the columns of a map by default, and what instead where the rows hold it.
COLUMNS, OTHER_COLUMNS = "link", "mechanism"


@dataclass(frozen=True, kw_only=True)
class MapView(View):
    """The map of a selection by two dimensions; `size` is what the size of a mark means, `row` the row opened as links."""

    page = "map"
    selection: Selection
    rows: str = "mechanism"
    columns: str = COLUMNS
    size: str = "studies"
    row: str = ""

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice the claims by their links; columns cannot be what the rows are."""
        read = Reading(params)
        rows = read.one("rows", DIMENSIONS, cls.rows)
        columns = read.one("cols", DIMENSIONS, cls.default_columns(rows))
        selection = read.selection(library)
        return cls(
            selection=selection,
            rows=rows,
            columns=cls.default_columns(rows) if columns == rows else columns,
            size=read.one("size", SIZES, cls.size),
            row=read.text("row"),
            ignored=read.left_out,
        )

    @staticmethod
    def default_columns(rows: str) -> str:
        """What the columns are where nothing is chosen for them."""
        return COLUMNS if rows != COLUMNS else OTHER_COLUMNS

    def to_params(self) -> dict[str, str | list[str]]:
        """Filters, dimensions, size, and the open row."""
        own = beside_default(
            rows=(self.rows, type(self).rows),
            cols=(self.columns, self.default_columns(self.rows)),
            size=(self.size, type(self).size),
            row=(self.row, ""),
        )
        return {**self.selection.to_params(), **own}

    def answer(self, library: Library) -> MapAnswer:
        """The map."""
        return map_answer(library, self.selection, self.rows, self.columns)


@dataclass(frozen=True, kw_only=True)
class PooledView(View):
    """One question with a closer look at its pool; `groups` is what subgroups are formed by."""

    page = "synthesis"
    question: Question
    look: str = "influence"
    groups: str = "comparator_class"

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice the default question."""
        read = Reading(params)
        asked = read.params(PARAMETERS)
        look, groups = read.one("look", LOOKS, cls.look), read.one("by", GROUPINGS, cls.groups)
        left_out = (*read.left_out, *ignored(asked, library.schema))
        return cls(question=Question.from_params(asked, library.schema), look=look, groups=groups, ignored=left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """The question, and the closer look."""
        own = beside_default(look=(self.look, type(self).look), by=(self.groups, type(self).groups))
        return {**self.question.to_params(), **own}

    def answer(self, library: Library) -> PooledAnswer:
        """The pool; ValueError, in words for the reader, where these studies cannot be pooled."""
        return pooled_answer(library, self.question)


@dataclass(frozen=True, kw_only=True)
class CompareView(View):
    """Two or three claims, or conditions, side by side; `chosen` are the reader's own, empty where the default stands."""

    page = "compare"
    kind: str = "mechanism"
    codes: tuple[str, ...]
    chosen: tuple[str, ...]

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice those of `FIRST`."""
        read = Reading(params)
        kind = read.one("of", KINDS, cls.kind)
        known = names(library, kind)
        chosen = tuple(read.several("item", known, MOST))
        return cls(kind=kind, codes=chosen or tuple(first(library, kind)), chosen=chosen, ignored=read.left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """Kind and items."""
        items: dict[str, str | list[str]] = {"item": list(self.chosen)} if self.chosen else {}
        return {**beside_default(of=(self.kind, type(self).kind)), **items}

    def answer(self, library: Library) -> tuple[Side, ...]:
        """The sides; none where these data have nothing to compare."""
        return sides(library, self.kind, self.codes)


__all__ = ["FIRST", "LOOKS", "CompareView", "MapView", "PooledView"]
