"""Decks: views of the evidence as slides, for the screen and for PowerPoint."""

from __future__ import annotations

from evidence.answers.chain import claims
from evidence.answers.condition_answer import condition_names
from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.citations import vancouver
from evidence.takeaway.decks.claim_decks import claim_deck, five_deck
from evidence.takeaway.decks.condition_decks import condition_deck
from evidence.takeaway.decks.slides import Deck, Slide, records_of
from evidence.takeaway.decks.view_slides import views_deck

FIVE = "five"
_CLAIM, _CONDITION = "claim-", "condition-"


@kept
def deck_names(library: Library) -> dict[str, str]:
    """Code and title of every ready-made deck: all claims, each claim, each condition."""
    rows = claims(library)
    mechanisms = {f"{_CLAIM}{code}": str(name) for code, name in zip(rows["mechanism_id"], rows["name"], strict=True)}
    conditions = {f"{_CONDITION}{code}": label for code, label in condition_names(library).items()}
    return {FIVE: "Five claims in ten minutes", **mechanisms, **conditions}


@kept
def ready_deck(library: Library, code: str) -> Deck | None:
    """The ready-made deck with this code; None if there is none."""
    if code not in deck_names(library):
        return None
    if code == FIVE:
        return five_deck(library)
    if code.startswith(_CLAIM):
        return claim_deck(library, code.removeprefix(_CLAIM))
    return condition_deck(library, code.removeprefix(_CONDITION))


@kept
def own_deck(library: Library, views: tuple[str, ...]) -> Deck:
    """A deck of the reader's own views."""
    return views_deck(library, list(views))


def pin(library: Library) -> str:
    """The data a deck was made with, as it stands in its address."""
    return f"{library.version}-{library.fingerprint}"


@kept
def references(library: Library, study_ids: tuple[str, ...]) -> list[str]:
    """Full citations of the studies that the library has, in their order, each once."""
    return [
        vancouver(library.records[study_id]) for study_id in dict.fromkeys(study_ids) if study_id in library.records
    ]


@kept
def numbers(library: Library, slide: Slide) -> tuple[dict[str, str], ...]:  # noqa: ARG001 - its store keeps them
    """The numbers behind the picture of a slide, as rows of words; none without a picture."""
    return records_of(slide.picture) if slide.picture is not None else ()
