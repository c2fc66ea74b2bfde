"""Links that were given away keep working: add to this list, take nothing from it."""

from __future__ import annotations

import pytest

from tests.pages.visit import shown, visit

#: Address as it was, and words that its page has to show.
LINKS: list[tuple[str, dict[str, str | list[str]], str]] = [
    # First pages.
    ("overview", {}, "Does massage help chronic pain"),
    ("mechanism", {"mech": "endorphins", "link": "mediator_acute"}, "Endorphins"),
    ("mechanism", {"mech": "pain_quality_of_life"}, "Pain and quality of life"),
    ("studies", {"design": "rct", "cond": "fibromyalgia"}, "studies"),
    (
        "studies",
        {"design": ["rct", "meta_analysis"], "comp": "credible", "chronic": "yes", "from": "2005", "nmin": "20"},
        "studies",
    ),
    ("studies", {"q": "perlman", "view": "table", "sort": "largest"}, "studies"),
    ("studies", {"view": "ladder", "dir": "favours_massage", "source": "full_text"}, "studies"),
    ("study", {"id": "cherkin-2011"}, "Cherkin"),
    ("methods", {}, "Methods"),
    # Pooled results, map, safety.
    ("synthesis", {"comp": "credible"}, "credible controls"),
    (
        "synthesis",
        {"outcome": "function_disability", "cond": "low_back_pain", "comp": "any", "doubt": "blinded"},
        "Pooled",
    ),
    ("synthesis", {"comp": "active", "out": ["cherkin-2001", "irnich-2001"], "model": "DL", "look": "years"}, "Pooled"),
    ("map", {"rows": "condition", "cols": "comparator", "size": "people"}, "Evidence map"),
    ("safety", {}, "Safety"),
    # Conditions, learning, comparing.
    ("condition", {"cond": "knee_osteoarthritis"}, "Knee osteoarthritis"),
    ("learn", {"lesson": "forest", "step": "3"}, "All studies".lower()),
    ("learn", {"part": "glossary", "term": "hedges-g"}, "standard deviations"),
    ("learn", {"part": "quiz", "seed": "42", "answers": "01", "at": "3"}, "Question 3"),
    ("compare", {"of": "condition", "item": ["cancer", "neck_pain"]}, "Cancer pain"),
    # Presenting and printing.
    ("present", {"deck": "five", "slide": "2", "data": "1.0.0-3ed2bf87cac4"}, "2 of 12"),
    ("present", {"show": ["synthesis?comp=active", "map?rows=condition"], "notes": "1"}, "1 of 3"),
    ("briefing", {"mech": "circulation"}, "Briefing"),
]


@pytest.mark.parametrize(("page", "params", "words"), LINKS, ids=[f"{page} {params}" for page, params, _ in LINKS])
def test_a_link_from_earlier_still_opens_its_view(page: str, params: dict[str, str | list[str]], words: str) -> None:
    app = visit(page, params)
    assert not app.exception
    assert words in shown(app)
    assert "Not understood" not in shown(app)
