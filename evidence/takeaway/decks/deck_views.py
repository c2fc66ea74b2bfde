"""The views of a deck on the screen and of a briefing in print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.library import Library
from evidence.takeaway.decks import FIVE, deck_names, own_deck, ready_deck
from evidence.takeaway.decks.slides import Deck
from evidence.takeaway.decks.view_slides import MOST_VIEWS
from evidence.views.view import Params, Reading, View

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, kw_only=True)
class PresentView(View):
    """A ready-made deck by its code, or the reader's own of `views`, at a slide; both empty where decks are to be chosen.

    `made_with` is the data that the deck was pinned to; `notes` and `timer` whether they are shown.
    """

    page = "present"
    deck: str = ""
    views: tuple[str, ...] = ()
    slide: int = 1
    made_with: str = ""
    notes: bool = False
    timer: bool = False

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:  # noqa: ARG003 - an unknown deck has words of its own
        """Without a choice no deck; a slide beyond the last is the last."""
        read = Reading(params)
        return cls(
            deck=read.text("deck"),
            views=tuple(read.texts("show", MOST_VIEWS)),
            slide=read.number("slide", cls.slide),
            made_with=read.text("data"),
            notes=bool(read.text("notes")),
            timer=bool(read.text("timer")),
            ignored=read.left_out,
        )

    def to_params(self) -> dict[str, str | list[str]]:
        """Deck, slide, and what is shown beside it."""
        own: dict[str, str | list[str]] = {"show": list(self.views)} if self.views else {"deck": self.deck}
        more = {"slide": str(self.slide) if self.slide > 1 else "", "data": self.made_with}
        more |= {"notes": "1" if self.notes else "", "timer": "1" if self.timer else ""}
        return {name: value for name, value in {**own, **more}.items() if value}

    def answer(self, library: Library) -> Deck | None:
        """The deck; None where the address names none that there is."""
        return own_deck(library, self.views) if self.views else ready_deck(library, self.deck)


@dataclass(frozen=True, kw_only=True)
class BriefingView(View):
    """The deck of a claim or of a condition as a page to print, by the deck's code."""

    page = "briefing"
    deck: str

    @classmethod
    def from_params(cls, params: Params, library: Library) -> Self:
        """Without a choice, or without what is asked for, all claims; a condition goes before a claim."""
        read = Reading(params)
        names = deck_names(library)
        asked = {"cond": ("condition", read.text("cond")), "mech": ("claim", read.text("mech"))}
        codes = {name: f"{kind}-{value}" for name, (kind, value) in asked.items() if value}
        for name, (_, value) in asked.items():
            if value and codes[name] not in names:
                read.note(name, [value])
        deck = next((code for code in codes.values() if code in names), FIVE)
        return cls(deck=deck, ignored=read.left_out)

    def to_params(self) -> dict[str, str | list[str]]:
        """The claim or the condition."""
        kind, _, code = self.deck.partition("-")
        return {{"claim": "mech", "condition": "cond"}[kind]: code} if code else {}

    def answer(self, library: Library) -> Deck | None:
        """The deck; None where these data have nothing to brief on."""
        return ready_deck(library, self.deck) if len(deck_names(library)) > 1 else None
