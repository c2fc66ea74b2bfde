"""The first time anybody asks: each answer on a library nobody has asked yet, and each page of a server that has just started."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.report import Goal, Row, number, table, worst
from bench.scripts import ScriptTime
from bench.server import EMPTY_APP, dashboard, small_app
from bench.views import OVERVIEW, View
from bench.visit import session, visit
from evidence.answers.claim_answer import claim_codes
from evidence.answers.condition_answer import condition_names
from evidence.answers.store import Answers
from evidence.learn.lessons import lesson, lesson_titles
from evidence.library import Library, load
from evidence.synthesis.questions import Question

#: Milliseconds of an answer by its kind; the lesson on sizes pools on many questions and may take longer.
LIMITS = {"condition": 250.0, "claim": 250.0, "question": 250.0, "lesson": 250.0, "lesson size": 500.0}
#: Questions that are pooled, as their addresses: the page's own, any control group, one condition, with a doubt.
QUESTIONS: tuple[dict[str, list[str]], ...] = (
    {},
    {"comp": ["any"]},
    {"cond": ["low_back_pain"]},
    {"comp": ["any"], "doubt": ["chronic"]},
)

Ask = Callable[[Library], object]


@dataclass(frozen=True)
class FirstAnswer:
    """Milliseconds of one answer: the first thing that is asked of a library, and after all those before it in the list."""

    kind: str
    name: str
    alone: float
    alone_processor: float
    after_others: float


@dataclass(frozen=True)
class FirstVisits:
    """Seconds from starting the process until it is ready and until all is warm, and of each page's first visitor."""

    ready: float
    warm: float
    pages: dict[View, float]
    empty_ready: float
    empty_page: float


@dataclass(frozen=True)
class Cold:
    """Answers in this process, pages on servers."""

    answers: tuple[FirstAnswer, ...]
    visits: FirstVisits

    def details(self) -> str:
        """Every answer and every page."""
        answers: list[Row] = [
            (
                f"{answer.kind} {answer.name}",
                f"{number(answer.alone)} ({number(answer.alone_processor)})",
                number(answer.after_others),
            )
            for answer in self.answers
        ]
        every = number(sum(answer.after_others for answer in self.answers))
        answers.append(("all of them, one after the other", "", every))
        pages: list[Row] = [("empty app", number(1000 * self.visits.empty_page))]
        pages += [(view.address, number(1000 * seconds)) for view, seconds in self.visits.pages.items()]
        start = (
            f"ready {self.visits.ready:.1f} s after the start of the process (empty app {self.visits.empty_ready:.1f} s), "
            f"all warm after {self.visits.warm:.1f} s"
        )
        heading = ("first time asked, ms (processor ms)", "of a fresh library", "after those above")
        return "\n\n".join(
            [table(heading, answers), table(("first visitor after the start, ms", "wall"), pages), start]
        )

    def goals(self) -> list[Goal]:
        """The slowest answer of each kind; the slowest page, which also imports and draws, has no goal of its own."""
        found = []
        for kind, limit in LIMITS.items():
            where, most = worst([(answer.name, answer.alone) for answer in self.answers if answer.kind == kind])
            found.append(Goal(f"cold: the slowest {kind}", most, limit, "ms", where=where))
        where, most = worst([(view.address, 1000 * seconds) for view, seconds in self.visits.pages.items()])
        beside = f"{1000 * self.visits.empty_page:.0f} ms"
        found.append(Goal("cold: the first visitor's page", most, None, "ms", where=where, empty=beside))
        found.append(Goal("start: all warm after", self.visits.warm, None, "s", digits=1))
        return found


def measure(data: Path, folder: Path, views: Sequence[View], repeats: int) -> Cold:
    """Answers first, then a fresh server for every page."""
    return Cold(first_answers(data, repeats), first_visits(data, folder, views))


def first_answers(data: Path, repeats: int) -> tuple[FirstAnswer, ...]:
    """Each answer as the first that is asked, the median of so many fresh libraries, and in turn with all others on one."""
    asked = list(_questions(load(data)))
    in_turn = load(data)
    for _, _, ask in asked:  # on another library: what Python imports and compiles on the way is not what is measured
        _milliseconds(ask, in_turn)
    in_turn = load(data)
    after_others = [_milliseconds(ask, in_turn).wall for _, _, ask in asked]
    alone = [[_milliseconds(ask, load(data)) for _ in range(repeats)] for _, _, ask in asked]
    return tuple(
        FirstAnswer(kind, name, median(one.wall for one in first), median(one.processor for one in first), later)
        for (kind, name, _), first, later in zip(asked, alone, after_others, strict=True)
    )


def first_visits(data: Path, folder: Path, views: Sequence[View]) -> FirstVisits:
    """Start a server without its warm-up for each page, and one with it that is left in peace."""
    pages = {}
    for place, view in enumerate(views):
        with dashboard(folder / f"cold{place}.txt", data, warm_up=False) as server:
            pages[view] = visit(server, view)
    with dashboard(folder / "warm.txt", data) as server:
        ready, warm = server.start, server.wait_until_idle()
    with small_app(folder / "cold-empty", EMPTY_APP) as server, session(server) as visitor:
        empty = visitor.run(OVERVIEW.page, OVERVIEW.query).seconds
    return FirstVisits(ready, warm, pages, server.start, empty)


def _questions(library: Library) -> Iterator[tuple[str, str, Ask]]:
    """Kind, name and how it is asked, of everything that is asked."""
    for code in condition_names(library):
        yield "condition", code, lambda library, code=code: Answers(library).condition(code)  # type: ignore[misc]
    for code in claim_codes(library):
        yield "claim", code, lambda library, code=code: Answers(library).claim(code)  # type: ignore[misc]
    for params in QUESTIONS:
        question = Question.from_params(params, library.schema)
        name = urlencode(params, doseq=True) or "as the page opens"
        yield "question", name, lambda library, question=question: Answers(library).pooled(question)  # type: ignore[misc]
    for code in lesson_titles():
        kind = "lesson size" if code == "size" else "lesson"
        yield kind, code, lambda library, code=code: lesson(library, code)  # type: ignore[misc]


def _milliseconds(ask: Ask, library: Library) -> ScriptTime:
    gc.collect()
    start, used = time.perf_counter(), time.process_time()
    ask(library)
    return ScriptTime(1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used))
