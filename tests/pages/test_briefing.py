"""The print view holds everything of its deck in the open."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.takeaway.decks import ready_deck, references
from tests.pages.visit import links, shown, visit

CASES = {
    "claim-endorphins": {"mech": "endorphins"},
    "claim-pain_quality_of_life": {"mech": "pain_quality_of_life"},
    "condition-knee_osteoarthritis": {"cond": "knee_osteoarthritis"},
    "condition-healthy": {"cond": "healthy"},
    "five": {},
}


@pytest.mark.parametrize("code", CASES)
def test_everything_stands_in_the_open(library: Library, code: str) -> None:
    app = visit("briefing", CASES[code])
    deck = ready_deck(library, code)
    assert deck is not None
    words = shown(app)
    for slide in deck.slides:
        for text in (slide.title, slide.sentence, *slide.points):
            assert " ".join(text.split()) in words
    assert all(citation in words for citation in references(library, deck.slides[-1].study_ids))
    assert not app.expander
    assert not app.tabs
    assert not app.dataframe


def test_claims_and_conditions_lead_to_their_print_view() -> None:
    for page, params in (("mechanism", {"mech": "circulation"}), ("condition", {"cond": "cancer"}), ("condition", {})):
        queries = [link.proto.query_string for link in links(visit(page, params), "briefing")]
        expected = "&".join(f"{name}={value}" for name, value in params.items()) or "cond=low_back_pain"
        assert any(expected in query for query in queries)
