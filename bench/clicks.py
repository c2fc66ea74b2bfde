"""Clicks that change one part of a page: from the click to the frame after the last change, beside the like in an empty app."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page, TimeoutError, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from bench.browser import VIEWPORT, Target, chromium, line_target, new_page, open_settled, view_target, wait_settled
from bench.report import Goal, Row, number, table, worst
from bench.server import PARTS_APP, dashboard, small_app
from bench.views import View

#: Milliseconds from the click to the repaint.
LIMIT = 250.0
#: Milliseconds after a click within which its work has begun, so that an end of the work is the end of this work.
BEGUN = 500
#: Milliseconds to wait for something to click.
FIND = 10_000
RESTED = f"() => performance.now() - window.bench.clicked > {BEGUN}"


@dataclass(frozen=True)
class Part:
    """Something on a view that is clicked: where its buttons are, by the first of these selectors that finds any."""

    name: str
    view: View
    selectors: tuple[str, ...]
    #: Whether it is one button that opens and closes, of which only the opening counts; else several are clicked in turn.
    fold: bool = False


PARTS = (
    Part(
        "link of a chain",
        View("mechanism", "mech=endorphins"),
        (".st-key-option_link [role=radio]", "[class*='st-key-'][class*='link'] [role=radio]"),
    ),
    Part(
        "page of the list",
        View("studies", ""),
        ("[class*='st-key-'][class*='page'] :is(button, [role=radio]):text-matches('^[1-4]$')",),
    ),
    Part(
        "look at the pool",
        View("synthesis", "comp=any"),
        (".st-key-option_look [role=radio]", "[class*='st-key-'][class*='look'] [role=radio]"),
    ),
    Part(
        "fold of a picture",
        View("mechanism", "mech=endorphins"),
        (
            "[data-testid=stExpander] summary:has-text('this picture')",
            "[data-testid=stExpander] summary:has-text('figure')",
        ),
        fold=True,
    ),
)
CHOICE = "[data-testid=stButtonGroup] [role=radio]"
FOLD = "[data-testid=stExpander] summary"


@dataclass
class Clicked:
    """Milliseconds of every click on one part, and what ran for it: a part, the whole page, or nothing on the server."""

    milliseconds: list[float] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    problem: str = ""

    @property
    def middle(self) -> float:
        """The median click; not a number if there was none."""
        return median(self.milliseconds) if self.milliseconds else math.nan


@dataclass(frozen=True)
class Clicks:
    """Every part, by its name, and the choice and the fold of an app of nothing else."""

    parts: dict[str, Clicked]
    choice: Clicked
    fold: Clicked

    def details(self) -> str:
        """Every part: the median click, the slowest, and what ran."""
        rows = [_row("a choice in an empty app", self.choice), _row("a fold in an empty app", self.fold)]
        rows += [_row(name, part) for name, part in self.parts.items()]
        return table(("click to repaint, ms", "median", "slowest", "what ran"), rows, left=(0, 3))

    def goals(self) -> list[Goal]:
        """Every part's median click."""
        beside = {part.name: f"{number((self.fold if part.fold else self.choice).middle)} ms" for part in PARTS}
        goals = [
            Goal(f"click: {name}", part.middle, LIMIT, "ms", where=_ran(part), empty=beside[name])
            for name, part in self.parts.items()
        ]
        name, most = worst([(name, max(part.milliseconds, default=math.nan)) for name, part in self.parts.items()])
        return [*goals, Goal("click: the slowest of all", most, None, "ms", where=name)]


def measure(data: Path, folder: Path, runs: int) -> Clicks:
    """Click each part `runs` times on a page that has come to rest, and the small app's as often."""
    with (
        dashboard(folder / "clicks.txt", data) as server,
        small_app(folder / "clicks-parts", PARTS_APP) as small,
        chromium() as browser,
    ):
        server.wait_until_idle()
        choice = _clicked(browser, line_target(small), (CHOICE,), runs, fold=False)
        folded = _clicked(browser, line_target(small), (FOLD,), runs, fold=True)
        parts = {
            part.name: _clicked(browser, view_target(server, part.view), part.selectors, runs, fold=part.fold)
            for part in PARTS
        }
    return Clicks(parts, choice, folded)


def _clicked(browser: Browser, target: Target, selectors: Sequence[str], runs: int, *, fold: bool) -> Clicked:
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = new_page(context)
        sent: list[BackMsg] = []
        page.on("websocket", lambda websocket: _note(websocket, sent))
        open_settled(page, target)
        buttons = _found(page, selectors)
        if buttons is None:
            return Clicked(problem=f"nothing to click: {selectors[0]}")
        return _click_through(page, buttons, sent, runs, fold=fold)
    except TimeoutError as error:
        return Clicked(problem=str(error).splitlines()[0])
    finally:
        context.close()


def _found(page: Page, selectors: Sequence[str]) -> Locator | None:
    for selector in selectors:
        buttons = page.locator(selector)
        if buttons.count():
            return buttons
    return None


def _click_through(page: Page, buttons: Locator, sent: list[BackMsg], runs: int, *, fold: bool) -> Clicked:
    """Each button once without the clock, as the first time counts elsewhere; then in turn with it."""
    clicked = Clicked()
    places = [0] if fold else [*range(1, buttons.count()), 0]
    turns = cycle(places)
    for number_of_click in range(len(places) + runs):
        button = buttons.nth(next(turns))
        sent.clear()
        spent = _click(page, button)
        if number_of_click >= len(places):
            clicked.milliseconds.append(spent)
            clicked.ran.update(_what_ran(sent))
        if fold:
            _click(page, button)
    return clicked


def _click(page: Page, button: Locator) -> float:
    """Milliseconds from the click to the frame after the last change that followed it."""
    button.scroll_into_view_if_needed(timeout=FIND)
    button.click(timeout=FIND)
    page.wait_for_function(RESTED, polling=100)
    wait_settled(page)
    return float(page.evaluate("bench.painted - bench.clicked"))


def _note(websocket: WebSocket, sent: list[BackMsg]) -> None:
    def on_sent(payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            sent.append(BackMsg.FromString(payload))

    websocket.on("framesent", on_sent)


def _what_ran(sent: Sequence[BackMsg]) -> set[str]:
    reruns = [message.rerun_script for message in sent if message.WhichOneof("type") == "rerun_script"]
    if not reruns:
        return {"nothing on the server"}
    return {"a part" if rerun.fragment_id else "the whole page" for rerun in reruns}


def _ran(part: Clicked) -> str:
    return part.problem or " and ".join(sorted(part.ran))


def _row(name: str, part: Clicked) -> Row:
    slowest = number(max(part.milliseconds, default=math.nan))
    return (name, number(part.middle), slowest, _ran(part))
