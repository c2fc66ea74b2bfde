"""The view of one claim at one of its links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.answers.chain import chain
from evidence.answers.claim_answer import ClaimAnswer, claim_answer, claim_codes
from evidence.answers.link_answer import LinkAnswer, link_answer
from evidence.library import Library
from evidence.selection import Selection
from evidence.views.view import Params, Reading, View

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, kw_only=True)
class ClaimView(View):
    """One claim, the link of its chain that is open, and the filters on its findings; `mechanism` is empty without claims."""

    page = "mechanism"
    mechanism: str
    link: str
    selection: Selection
    first: tuple[str, str]

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice the first claim, and the first link of the claim."""
        read = Reading(params)
        codes = claim_codes(library)
        mechanism = read.first_of("mech", codes)
        links = [one.link for one in chain(library, mechanism)] if mechanism else []
        link = read.first_of("link", links)
        selection = replace(read.selection(library), mechanism=(), link=())
        first = (codes[0] if codes else "", links[0] if links else "")
        return cls(mechanism=mechanism, link=link, selection=selection, first=first, ignored=read.left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """Claim, link, and filters."""
        own = {"mech": (self.mechanism, self.first[0]), "link": (self.link, self.first[1])}
        return {name: value for name, (value, default) in own.items() if value != default} | self.selection.to_params()

    def answer(self, library: Library) -> ClaimAnswer | None:
        """The claim."""
        return claim_answer(library, self.mechanism)

    def at_link(self, library: Library) -> LinkAnswer:
        """What stands behind the open link within the filters."""
        return link_answer(library, self.mechanism, self.link, self.selection)
