"""The one store of answers: each is worked out once for the data there are, and shared by everybody who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Concatenate, ParamSpec, TypeVar

from evidence.answers.claim_answer import ClaimAnswer, claim_answer, claim_codes
from evidence.answers.condition_answer import ConditionAnswer, condition_answer, condition_names
from evidence.answers.harms_answer import HarmsAnswer, harms_answer
from evidence.answers.map_answer import MapAnswer, map_answer
from evidence.answers.overview_answer import OverviewAnswer, overview_answer
from evidence.answers.pooled_answer import PooledAnswer, pooled_answer
from evidence.answers.study_answer import StudyAnswer, study_answer
from evidence.answers.study_list import StudyList, study_list
from evidence.library import Library
from evidence.library.kept import Kind
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.synthesis.comparisons import comparisons
from evidence.synthesis.questions import Question

P = ParamSpec("P")
T = TypeVar("T")


class Answers:
    """Every kind of answer on one library. What is asked for twice is worked out once; it goes when the library goes."""

    def __init__(self, library: Library) -> None:
        """The answers on a library; nothing is worked out before it is asked for."""
        self.library = library

    def overview(self) -> OverviewAnswer:
        """All claims, and what stands on the first page."""
        return overview_answer(self.library)

    def claim(self, code: str) -> ClaimAnswer | None:
        """One claim; None for a code that is no claim."""
        return claim_answer(self.library, code)

    def condition(self, code: str) -> ConditionAnswer:
        """One condition; without studies for a code that is none."""
        return condition_answer(self.library, code)

    def pooled(self, question: Question) -> PooledAnswer:
        """One question pooled; ValueError, in words for the reader, where its studies cannot be."""
        return pooled_answer(self.library, question)

    def map(self, selection: Selection, by_rows: str, by_columns: str) -> MapAnswer:
        """The map of a selection."""
        return map_answer(self.library, selection, by_rows, by_columns)

    def harms(self) -> HarmsAnswer:
        """What to warn of, and what is reported."""
        return harms_answer(self.library)

    def study(self, study_id: str) -> StudyAnswer | None:
        """One paper; None for an id that does not exist."""
        return study_answer(self.library, study_id)

    def studies(self, selection: Selection, order: str = "newest") -> StudyList:
        """The list of a selection."""
        return study_list(self.library, selection, order)

    def chart(self, draw: Callable[Concatenate[Library, P], T], *of: P.args, **more: P.kwargs) -> T:
        """A chart that is drawn from the library, by the function that draws it."""
        return draw(self.library, *of, **more)

    def kept(self) -> tuple[Kind, ...]:
        """What the store holds now, the largest kind first."""
        return self.library.kept.kinds()

    def ready(self) -> None:
        """Work out what nearly every answer needs: names, effects, comparisons, and the program that pools."""
        study_names(self.library)
        comparisons(self.library)
        self.pooled(Question())

    def ahead(self) -> Iterator[Callable[[], object]]:
        """What is worth working out before anybody asks, one step at a time: the overview, every claim, every condition."""
        yield self.overview
        for code in claim_codes(self.library):
            yield lambda code=code: self.claim(code)  # type: ignore[misc]
        for code in condition_names(self.library):
            yield lambda code=code: self.condition(code)  # type: ignore[misc]
        yield self.harms
        yield lambda: self.studies(Selection())
