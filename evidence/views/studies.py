"""The views of the list of studies and of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.answers.study_answer import StudyAnswer, study_answer
from evidence.answers.study_list import StudyList, study_list
from evidence.library import Library
from evidence.selection import Selection
from evidence.selection.ordering import ORDERS
from evidence.views.view import Params, Reading, View, beside_default

if TYPE_CHECKING:
    from typing import Self

#: The forms in which the list can be shown: code in the address → words; the first is the default.
FORMS = {"cards": "Cards", "table": "Table", "ladder": "Comparison ladder"}


@dataclass(frozen=True, kw_only=True)
class StudiesView(View):
    """The studies of a selection, in a form, in an order, at a page of the cards."""

    page = "studies"
    selection: Selection
    form: str = "cards"
    order: str = "newest"
    at: int = 1

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice everything, newest first, as cards."""
        read = Reading(params)
        return cls(
            selection=read.selection(library),
            form=read.one("view", FORMS, cls.form),
            order=read.one("sort", ORDERS, cls.order),
            at=read.number("page", cls.at),
            ignored=read.left_out,
        )

    def to_params(self) -> dict[str, str | list[str]]:
        """Filters, form, order and page."""
        own = beside_default(view=(self.form, type(self).form), sort=(self.order, type(self).order))
        page: dict[str, str | list[str]] = {"page": str(self.at)} if self.at != type(self).at else {}
        return {**self.selection.to_params(), **own, **page}

    def answer(self, library: Library) -> StudyList:
        """The list."""
        return study_list(library, self.selection, self.order)


@dataclass(frozen=True, kw_only=True)
class StudyView(View):
    """One paper by its id."""

    page = "study"
    study_id: str = ""

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - an unknown id has a page of its own
        """Any id is taken: the page says where there is none."""
        read = Reading(params)
        return cls(study_id=read.text("id"), ignored=read.left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """The id."""
        return {"id": self.study_id} if self.study_id else {}

    def answer(self, library: Library) -> StudyAnswer | None:
        """The paper; None for an id that does not exist."""
        return study_answer(library, self.study_id)
