"""The views of one condition and of safety."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.answers.condition_answer import ConditionAnswer, condition_answer, condition_names
from evidence.answers.harms_answer import HarmsAnswer, harms_answer
from evidence.library import Library
from evidence.views.view import Params, Reading, View

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, kw_only=True)
class ConditionView(View):
    """One condition, empty where there is none; `unstudied` is the code that was asked for where no study here is of it."""

    page = "condition"
    condition: str
    unstudied: str = ""
    first: str = ""

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice the first condition."""
        read = Reading(params)
        asked, known = read.text("cond"), list(condition_names(library))
        first = known[0] if known else ""
        in_words = asked in library.schema.vocabularies["condition"]
        if asked not in known and not in_words:
            read.note("cond", [asked] if asked else [])
        return cls(
            condition=asked if asked in known else first,
            unstudied=asked if in_words and asked not in known else "",
            first=first,
            ignored=read.left_out,
        )

    def to_params(self) -> dict[str, str | list[str]]:
        """The condition."""
        return {"cond": self.condition} if self.condition != self.first else {}

    def answer(self, library: Library) -> ConditionAnswer | None:
        """The condition; None where these data have none."""
        return condition_answer(library, self.condition) if self.condition else None


@dataclass(frozen=True, kw_only=True)
class SafetyView(View):
    """What to warn of."""

    page = "safety"

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - all views are read alike
        """There is nothing to choose."""
        return cls(ignored=Reading(params).left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """None."""
        return {}

    def answer(self, library: Library) -> HarmsAnswer:
        """Precautions, and harms as reported."""
        return harms_answer(library)
