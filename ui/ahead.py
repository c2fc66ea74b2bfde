"""What is worked out after the start, before anybody asks: answers and pictures of the views that most visitors open first."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterator

from evidence.charts import ladder_chart, timeline_chart
from evidence.charts.chart import Chart
from evidence.charts.drawn import drawings_of
from evidence.library import Library
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from ui import data
from ui.address.views import VIEWS
from ui.show.pictures import HALF, WHOLE, widths
from ui.turns import turn

_LOG = logging.getLogger(__name__)


def begin() -> None:
    """Start in the background; nobody waits for it, and visitors' scripts get their turns in between."""
    if data.loaded().library is not None:
        threading.Thread(target=_work, name="ahead", daemon=True).start()


def _work() -> None:
    library = data.library()
    for step in steps(library):
        with turn():
            try:
                step()
            except Exception:
                # What fails here fails again, in words, on the page that needs it.
                _LOG.exception("Something could not be worked out ahead.")
    # What is kept now mostly stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()


def steps(library: Library) -> Iterator[Callable[[], object]]:
    """One step after the other, short ones, so that a visitor's script never waits long for its turn."""
    yield from data.answers().ahead()
    for kind in VIEWS.values():
        yield lambda kind=kind: kind.from_params({}, library).answer(library)  # type: ignore[misc]
    on_pain = Selection(mechanism=(UMBRELLA,))
    for strand in ("massage", "synthesis"):
        yield lambda strand=strand: _draw(library, ladder_chart(on_pain.apply(library), strand), HALF)  # type: ignore[misc]
    for code in library.mechanisms["mechanism_id"]:
        yield lambda code=code: _draw(library, timeline_chart(library, code), WHOLE)  # type: ignore[misc]


def _draw(library: Library, chart: Chart, width: int) -> None:
    drawings_of(library, chart, widths(width))
