"""What is worked out after the start, before anybody asks: answers and pictures of the views that most visitors open first."""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial

from evidence.answers.claim_answer import claim_codes
from evidence.answers.condition_answer import condition_names
from evidence.answers.tougher import ON_PAIN
from evidence.charts import dose_chart, ladder_chart, link_plot, timeline_chart, years_chart
from evidence.charts.chart import Chart
from evidence.charts.dose import WIDTH as DOSE_WIDTH
from evidence.charts.drawn import drawings_of
from evidence.charts.ladder import STRAND_WORDS
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from evidence.views.claim import ClaimView
from evidence.views.view import View
from ui import data
from ui.address.views import VIEWS
from ui.parts.mechanism import LINK_PLOT, TIMELINE
from ui.show.pictures import HALF, WHOLE, widths
from ui.turns import wait_for_quiet

#: Set to `off`, this variable of the environment leaves the work ahead undone, for measuring what a first visitor waits for.
SWITCH = "TOUCHSTONE_WARM_UP"
_LOG = logging.getLogger(__name__)


def begin() -> None:
    """Work out what nearly every page needs, then go on in the background.

    Nobody waits for that: it is done in moments when no visitor's script computes.
    """
    if data.loaded().library is None:
        return
    _tried(data.answers().ready)
    if os.environ.get(SWITCH) == "off":
        return
    threading.Thread(target=_work, name="ahead", daemon=True).start()


def _work() -> None:
    for step in steps(data.library()):
        wait_for_quiet()
        _tried(step)
    # What is kept now mostly stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()


def _tried(step: Callable[[], object]) -> None:
    try:
        step()
    except Exception:
        # What fails here fails again, in words, on the page that needs it.
        _LOG.exception("Something could not be worked out ahead.")


def steps(library: Library) -> Iterator[Callable[[], object]]:
    """One step after the other, short ones, so that a visitor's script never waits long."""
    answers = data.answers()
    yield from answers.ahead()
    yield from (partial(_answer, library, kind) for kind in VIEWS.values())
    for strand in STRAND_WORDS:
        yield partial(_draw, library, partial(_ladder_on_pain, library, strand), HALF)
    for mechanism in claim_codes(library):
        yield partial(_draw, library, partial(timeline_chart, library, mechanism), TIMELINE)
        yield partial(_link, library, mechanism)
    for condition in condition_names(library):
        yield partial(_draw, library, partial(_condition_ladder, library, condition), HALF)
        yield partial(_draw, library, partial(dose_chart, library, condition), DOSE_WIDTH)
    yield partial(_draw, library, partial(years_chart, library), WHOLE)


def _answer(library: Library, kind: type[View]) -> None:
    kind.from_params({}, library).answer(library)


def _link(library: Library, mechanism: str) -> None:
    """What stands behind the first link of a claim."""
    view = ClaimView.from_params({"mech": mechanism}, library)
    view.at_link(library)
    _draw(library, partial(link_plot, library, mechanism, view.link, view.selection), LINK_PLOT)


def _ladder_on_pain(library: Library, strand: str) -> Chart:
    return ladder_chart(ON_PAIN.apply(library), strand)


def _condition_ladder(library: Library, condition: str) -> Chart:
    chosen = Selection(condition=(condition,), mechanism=(UMBRELLA,)).apply(library)
    return ladder_chart(chosen, "massage", library)


def _draw(library: Library, make: Callable[[], Chart], width: int) -> None:
    drawings_of(library, make(), widths(width))
