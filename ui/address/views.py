"""The view that the address asks for, by page."""

from __future__ import annotations

from typing import TypeVar

from evidence.library import Library
from evidence.takeaway.decks.deck_views import BriefingView, PresentView
from evidence.views.claim import ClaimView
from evidence.views.condition import ConditionView, SafetyView
from evidence.views.explore import CompareView, MapView, PooledView
from evidence.views.learn import LearnView
from evidence.views.overview import MethodsView, OverviewView
from evidence.views.studies import StudiesView, StudyView
from evidence.views.view import View
from ui.address.navigation import here

V = TypeVar("V", bound=View)

#: Every page's kind of view by the page's address.
VIEWS: dict[str, type[View]] = {
    kind.page: kind
    for kind in (
        OverviewView,
        ClaimView,
        ConditionView,
        StudiesView,
        StudyView,
        MapView,
        PooledView,
        CompareView,
        PresentView,
        BriefingView,
        SafetyView,
        LearnView,
        MethodsView,
    )
}


def current(kind: type[V], library: Library) -> V:
    """The view of this kind that the address asks for."""
    return kind.from_params(here(), library)
