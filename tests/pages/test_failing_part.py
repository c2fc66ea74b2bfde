"""One answer that fails is one box on the page: nothing else is affected, and the log says why."""

from __future__ import annotations

import logging

import pytest

from tests.pages.visit import shown, visit
from ui.around.standing import CAUTION
from ui.show.pieces import NOT_WORKED_OUT

REASON = "the seventh figure of the eighth table is no number"


def _fails(*_: object, **__: object) -> object:
    raise ArithmeticError(REASON)


@pytest.mark.parametrize(
    ("page", "params", "where", "still_there"),
    [
        ("condition", {}, "ui.parts.condition.dose_chart", "Was a mechanism measured?"),
        ("mechanism", {"mech": "endorphins"}, "ui.parts.mechanism.link_plot", "The chain, link by link"),
        ("synthesis", {}, "ui.parts.synthesis.published_chart", "What would change this?"),
        ("overview", {}, "ui.parts.overview.ladder_chart", "Where to start"),
    ],
)
def test_a_part_fails_alone(
    page: str,
    params: dict[str, str],
    where: str,
    still_there: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(where, _fails)
    with caplog.at_level(logging.ERROR):
        app = visit(page, params)
    assert not app.exception
    assert [error.value for error in app.error] == [NOT_WORKED_OUT]
    words = shown(app)
    assert still_there in words
    assert CAUTION in words
    assert REASON not in words, "the reason is for the log"
    assert REASON in caplog.text
