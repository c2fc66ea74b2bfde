"""Libraries with next to nothing in them: every answer has its words for it, and every renderer survives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from evidence.answers.chain import overall
from evidence.answers.claim_answer import claim_answer, claim_codes
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.link_answer import link_answer
from evidence.answers.plain import Answer
from evidence.answers.store import Answers
from evidence.charts import Chart, codes_chart, ladder_chart, timeline_chart, years_chart
from evidence.charts.palette import DARK, LIGHT
from evidence.charts.plotly_figure import to_plotly
from evidence.charts.powerpoint import to_pptx
from evidence.charts.svg import to_svg
from evidence.library import Library
from evidence.library.library import TABLES
from evidence.selection import Selection
from evidence.takeaway.decks import deck_names, ready_deck
from evidence.takeaway.decks.slides import BarPicture, ChartPicture
from evidence.takeaway.decks.view_slides import slide_of
from ui.address.views import VIEWS

#: Tables that may be empty all the same; studies and findings are drawn apart.
_MAY_BE_EMPTY = [table for table in TABLES if table not in ("studies", "findings")]


@st.composite
def small(draw: st.DrawFn, whole: Library) -> Library:
    """A few studies with some of their findings, and any of the other tables empty."""
    places = draw(st.lists(st.integers(0, len(whole.studies) - 1), max_size=4, unique=True))
    studies = whole.studies.iloc[sorted(places)].reset_index(drop=True)
    own = whole.findings[whole.findings["study_id"].isin(studies["study_id"])]
    kept = own.iloc[: draw(st.integers(0, len(own)))].reset_index(drop=True)
    empty = draw(st.sets(st.sampled_from(_MAY_BE_EMPTY)))
    frames = {table: getattr(whole, table).iloc[0:0] for table in empty}
    return replace(whole, studies=studies, findings=kept, **frames)


def charts_of(library: Library) -> Iterator[Chart]:
    """The charts of the pages, and those of the decks that there are."""
    for strand in ("massage", "synthesis"):
        yield ladder_chart(library, strand)
    yield years_chart(library)
    yield codes_chart(library, "design")
    for code in claim_codes(library)[:2]:
        yield timeline_chart(library, code)
    for page in ("map", "synthesis", "learn", "mechanism", "studies"):
        picture = slide_of(library, page).picture
        if isinstance(picture, ChartPicture | BarPicture):
            yield picture.chart


def survives(chart: Chart) -> None:
    """Draw a chart in every way there is."""
    to_svg(chart.scene, width=600, title=chart.title, description=chart.sentence)
    for theme in (LIGHT, DARK):
        json.dumps(to_plotly(chart.scene, theme), allow_nan=False)
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    to_pptx(chart.scene, slide.shapes, SimpleNamespace(left=0.5, top=0.5, width=9.0, height=4.0))
    assert chart.sentence


def written(answer: object) -> None:
    """An answer, or several, as JSON."""
    for one in answer if isinstance(answer, tuple) else (answer,):
        if isinstance(one, Answer):
            json.dumps(one.to_dict(), allow_nan=False)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_answer_and_every_renderer_survives(library: Library, data: st.DataObject) -> None:
    one = data.draw(small(library))
    assert overall(one)
    for kind in VIEWS.values():
        written(kind.from_params({}, one).answer(one))
    for condition in list(condition_names(one))[:3]:
        answer = condition_answer(one, condition)
        written(answer)
        assert answer.bottom_line
        assert answer.dose_sentence
        assert answer.harms.sentence
        assert answer.talk
    for code in claim_codes(one)[:3]:
        claim = claim_answer(one, code)
        assert claim is not None
        assert claim.breaks
        written(claim)
        for link in claim.all_links:
            behind = link_answer(one, code, link, Selection())
            written(behind)
            assert behind.study_ids or behind.empty
    for chart in charts_of(one):
        survives(chart)


def test_an_empty_library_has_words_everywhere(library: Library) -> None:
    empty = replace(library, **{table: getattr(library, table).iloc[0:0] for table in TABLES})
    for kind in VIEWS.values():
        written(kind.from_params({}, empty).answer(empty))
    for chart in charts_of(empty):
        survives(chart)
    for step in Answers(empty).ahead():
        step()
    for code in deck_names(empty):
        deck = ready_deck(empty, code)
        assert deck is None or deck.slides


def test_unknown_codes_have_words(library: Library) -> None:
    answers = Answers(library)
    assert answers.claim("nonsense") is None
    assert answers.study("nonsense") is None
    nothing = answers.condition("nonsense")
    assert nothing.bottom_line
    assert nothing.dose_sentence
    assert not nothing.study_ids
