"""A slide from any view of the app: its main figure, sentence and selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

import pandas as pd

from evidence.answers.chain import overall
from evidence.answers.side_by_side import differences
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.takeaway.decks.claim_decks import link_slide, pooled_slide
from evidence.takeaway.decks.condition_decks import outcomes_slide
from evidence.takeaway.decks.pictures import chain_picture, ladder_picture, map_picture
from evidence.takeaway.decks.slides import ChartPicture, Deck, Slide, TablePicture
from evidence.views.claim import ClaimView
from evidence.views.condition import ConditionView, SafetyView
from evidence.views.explore import CompareView, MapView, PooledView
from evidence.views.learn import LearnView
from evidence.views.overview import MethodsView, OverviewView
from evidence.views.studies import StudiesView, StudyView
from evidence.views.view import View

#: The most views of a deck, and the longest address of one, so that links stay within what browsers and servers take.
MOST_VIEWS, LONGEST = 20, 600


def view_of(page: str, params: Mapping[str, str | list[str]]) -> str:
    """A view as it stands in the address of a deck: page and parameters."""
    query = urlencode(params, doseq=True)
    return f"{page}?{query}" if query else page


def views_deck(library: Library, views: list[str]) -> Deck:
    """A deck of views, in their order; a view that means nothing gets a slide that says so."""
    slides = tuple(slide_of(library, view) for view in views[:MOST_VIEWS])
    return Deck("views", "Views of Touchstone", slides, "overview", {})


def slide_of(library: Library, view: str) -> Slide:
    """The slide of one view, for every page there is."""
    page, _, query = view[:LONGEST].partition("?")
    if page not in _MAKERS:
        return Slide(
            "This view is not known", f"“{view[:80]}” is no page of this app. It may come from another version."
        )
    kind, make = _MAKERS[page]
    made: Slide | None = make(library, kind.from_params(parse_qs(query, keep_blank_values=True), library))
    return made or Slide("Nothing to show", f"The page “{page}” has nothing for what its address asks.")


def _overview(library: Library, view: OverviewView) -> Slide:
    mechanisms = [claim.mechanism for claim in view.answer(library).claims if claim.mechanism != UMBRELLA]
    return Slide("Does massage help chronic pain, and how?", overall(library), chain_picture(library, mechanisms))


def _claim(library: Library, view: ClaimView) -> Slide | None:
    if view.answer(library) is None:
        return None
    found, params = view.at_link(library), view.to_params()
    title = f"{library.schema.label('mechanism', view.mechanism)}: {found.link.phrase}"
    if not found.study_ids:
        return Slide(title, found.empty, page=view.page, params=params)
    return link_slide(library, found.link, view.selection, title, f"Shown: {found.described}.")


def _studies(library: Library, view: StudiesView) -> Slide:
    found = view.answer(library)
    bars = ladder_picture(library, view.selection, pooled=True)
    return Slide(
        f"{len(found.study_ids):,} of {found.of:,} studies",
        bars.chart.sentence,
        bars,
        (_described(library, view.selection),),
        study_ids=found.study_ids,
        page=view.page,
        params=view.to_params(),
    )


def _study(library: Library, view: StudyView) -> Slide | None:
    study = view.answer(library)
    if study is None:
        return None
    rows = [
        {
            "Outcome": row.outcome,
            "Compared with": row.against,
            "Points to": row.points_to,
            "Numbers": "; ".join(words for words in (row.numbers, row.source) if words),
        }
        for row in study.findings
    ]
    table = TablePicture(f"Findings of {study.name}", pd.DataFrame(rows)) if rows else None
    return Slide(study.name, study.summary, table, study_ids=(study.study_id,), page=view.page, params=view.to_params())


def _map(library: Library, view: MapView) -> Slide:
    picture = map_picture(library, view)
    return Slide(
        picture.chart.title,
        picture.chart.sentence,
        picture,
        (_described(library, view.selection),),
        page=view.page,
        params=view.to_params(),
    )


def _pooled(library: Library, view: PooledView) -> Slide:
    return pooled_slide(library, view.question)


def _condition(library: Library, view: ConditionView) -> Slide | None:
    answer = view.answer(library)
    return outcomes_slide(answer) if answer else None


def _compare(library: Library, view: CompareView) -> Slide | None:
    compared = view.answer(library)
    if not compared:
        return None
    labels = dict.fromkeys(aspect.name for side in compared for aspect in side.aspects)
    rows = [{"": "Verdict", **{side.name: side.verdict for side in compared}}]
    for label in labels:
        words = {side.name: next((a.words for a in side.aspects if a.name == label), "–") for side in compared}
        rows.append({"": label, **words})
    rows.append({"": "Studies", **{side.name: str(side.studies) for side in compared}})
    title = " and ".join(side.name for side in compared)
    table = TablePicture("Side by side", pd.DataFrame(rows))
    return Slide(title, differences(library, compared), table, page=view.page, params=view.to_params())


def _safety(library: Library, view: SafetyView) -> Slide:
    answer = view.answer(library)
    points = tuple(point.words for point in answer.precautions if point.warns)
    return Slide("Safety", answer.sentence, points=points, page=view.page)


def _learn(library: Library, view: LearnView) -> Slide:
    shown = view.answer(library)
    return Slide(
        shown.title,
        shown.chart.sentence,
        ChartPicture(shown.chart),
        notes=" ".join(shown.parts),
        page=view.page,
        params=view.to_params(),
    )


def _methods(library: Library, view: MethodsView) -> Slide:
    return Slide(
        "How this evidence was made",
        f"Data version {library.version} (fingerprint {library.fingerprint}): {len(library.studies):,} studies and reviews with "
        f"{len(library.findings):,} findings, each value read on a published page.",
        page=view.page,
        params=view.to_params(),
    )


def _described(library: Library, selection: Selection) -> str:
    return f"Shown: {selection.describe(library.schema)}."


_MAKERS: dict[str, tuple[type[View], Callable[[Library, Any], Slide | None]]] = {
    kind.page: (kind, make)
    for kind, make in (
        (OverviewView, _overview),
        (ClaimView, _claim),
        (StudiesView, _studies),
        (StudyView, _study),
        (MapView, _map),
        (PooledView, _pooled),
        (ConditionView, _condition),
        (CompareView, _compare),
        (SafetyView, _safety),
        (LearnView, _learn),
        (MethodsView, _methods),
    )
}
