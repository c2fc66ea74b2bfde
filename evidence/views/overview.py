"""The views of the overview and of the methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.answers.corpus import CorpusAnswer, corpus_answer
from evidence.answers.overview_answer import OverviewAnswer, overview_answer
from evidence.library import Library
from evidence.synthesis.selfcheck import golden_sets
from evidence.views.view import Params, Reading, View

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, kw_only=True)
class OverviewView(View):
    """Every claim with its chain."""

    page = "overview"

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - all views are read alike
        """There is nothing to choose."""
        return cls(ignored=Reading(params).left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """None."""
        return {}

    def answer(self, library: Library) -> OverviewAnswer:
        """The answer in a sentence, all claims, and the ways in."""
        return overview_answer(library)


@dataclass(frozen=True, kw_only=True)
class MethodsView(View):
    """How the evidence came to be; `golden` is the validation set of the self-check that is open, empty for the first."""

    page = "methods"
    golden: str = ""

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - all views are read alike
        """Without a choice the first set."""
        read = Reading(params)
        golden = read.one("set", [str(one["set"]) for one in golden_sets()])
        return cls(golden=golden, ignored=read.left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """The set."""
        return {"set": self.golden} if self.golden else {}

    def answer(self, library: Library) -> CorpusAnswer:
        """What the library holds; the page lays out texts and the description of the data beside it."""
        return corpus_answer(library)
