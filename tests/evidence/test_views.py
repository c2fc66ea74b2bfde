"""Views: the same address gives the same view, a view gives its address back, and what means nothing is named."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest

from evidence.library import Library
from evidence.selection import Selection
from evidence.views.claim import ClaimView
from evidence.views.explore import CompareView, MapView, PooledView
from evidence.views.learn import LearnView
from evidence.views.studies import StudiesView
from evidence.views.view import Reading, View
from ui.address.navigation import PAGES
from ui.address.views import VIEWS

#: Addresses that ask for something: page → queries.
ASKED = {
    "overview": [""],
    "mechanism": ["mech=endorphins&link=mediator_sustained&design=rct", "mech=pain_quality_of_life"],
    "condition": ["cond=knee_osteoarthritis"],
    "studies": ["design=rct&design=meta_analysis&view=table&sort=largest&page=2", "q=sham+back&nmin=100&scope="],
    "study": ["id=cherkin-2011"],
    "map": ["rows=technique&cols=condition&size=people&row=swedish&chronic=yes", "rows=link"],
    "synthesis": ["comp=any&doubt=chronic&doubt=tough&look=groups&by=time&out=cherkin-2011", "floor=0&kh=0&model=FE"],
    "compare": ["of=condition&item=neck_pain&item=fibromyalgia"],
    "present": ["deck=five&slide=3&notes=1", "show=overview&show=studies%3Fdesign%3Drct"],
    "briefing": ["mech=endorphins", "cond=low_back_pain"],
    "safety": [""],
    "learn": ["lesson=forest&step=4", "part=glossary&term=hedges-g", "part=quiz&seed=7&at=3&answers=01-"],
    "methods": ["set=2"],
}


def view(page: str, query: str, library: Library) -> View:
    return VIEWS[page].from_params(parse_qs(query, keep_blank_values=True), library)


CASES = [(page, query) for page, queries in ASKED.items() for query in queries]


def test_every_page_has_a_view_and_an_example() -> None:
    assert set(VIEWS) == set(PAGES) == set(ASKED)


@pytest.mark.parametrize(("page", "query"), CASES)
def test_a_view_gives_its_address_back(page: str, query: str, library: Library) -> None:
    asked = view(page, query, library)
    assert not asked.ignored
    again = view(page, urlencode(asked.to_params(), doseq=True), library)
    assert again == asked
    assert again.to_params() == asked.to_params()


@pytest.mark.parametrize("page", VIEWS)
def test_an_address_without_parameters_gives_the_default_view(page: str, library: Library) -> None:
    default = view(page, "", library)
    assert not default.ignored
    assert default.to_params() == {}


@pytest.mark.parametrize("page", VIEWS)
def test_what_means_nothing_is_named_and_changes_nothing(page: str, library: Library) -> None:
    strange = view(page, "nonsense=1&nonsense=2", library)
    assert strange.ignored == ("nonsense=1", "nonsense=2")
    assert strange == view(page, "", library)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("mechanism", "mech=nonsense"),
        ("condition", "cond=nonsense"),
        ("studies", "view=nonsense"),
        ("studies", "page=x"),
        ("map", "rows=nonsense"),
        ("synthesis", "look=nonsense"),
        ("synthesis", "outcome=nonsense"),
        ("compare", "item=nonsense"),
        ("learn", "lesson=nonsense"),
        ("learn", "answers=x"),
        ("briefing", "mech=nonsense"),
        ("methods", "set=nonsense"),
    ],
)
def test_an_unknown_value_is_named_and_the_default_stands(page: str, query: str, library: Library) -> None:
    strange = view(page, query, library)
    assert strange.ignored == (query,)
    assert strange == view(page, "", library)


@pytest.mark.parametrize("page", VIEWS)
def test_every_default_view_has_an_answer_or_words(page: str, library: Library) -> None:
    found = view(page, "", library).answer(library)
    assert found is not None or page in ("study", "present", "methods")


def test_a_claims_filters_leave_its_claim_and_link_alone(library: Library) -> None:
    asked = view("mechanism", "mech=endorphins&link=mediator_acute&design=rct", library)
    assert isinstance(asked, ClaimView)
    assert asked.selection == Selection(design=("rct",))
    assert asked.at_link(library).link.link == "mediator_acute"


def test_columns_of_a_map_are_never_its_rows(library: Library) -> None:
    for rows in ("link", "mechanism"):
        asked = view("map", f"rows={rows}&cols={rows}", library)
        assert isinstance(asked, MapView)
        assert asked.rows != asked.columns


def test_numbers_are_held_between_their_limits(library: Library) -> None:
    asked = view("studies", "page=0", library)
    assert isinstance(asked, StudiesView)
    assert asked.at == 1


def test_a_comparison_has_at_most_three(library: Library) -> None:
    items = "&".join(f"item={code}" for code in library.mechanisms["mechanism_id"])
    asked = view("compare", items, library)
    assert isinstance(asked, CompareView)
    assert len(asked.codes) == 3


def test_left_out_studies_stand_in_the_address_of_a_pool(library: Library) -> None:
    asked = view("synthesis", "comp=any", library)
    assert isinstance(asked, PooledView)
    out = replace(asked, question=replace(asked.question, left_out=("cherkin-2011",)))
    assert out.to_params() == {"comp": ["any"], "out": ["cherkin-2011"]}


def test_a_lesson_keeps_nothing_of_the_quiz_in_its_address(library: Library) -> None:
    asked = view("learn", "lesson=forest&seed=7&at=2", library)
    assert isinstance(asked, LearnView)
    assert asked.to_params() == {"lesson": "forest"}


def test_the_last_value_holds_and_every_unknown_one_is_named() -> None:
    read = Reading({"of": ["a", "x", "b"]})
    assert read.one("of", ("a", "b")) == "b"
    assert read.left_out == ("of=x",)
