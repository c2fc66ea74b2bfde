"""What the bench prints: numbers beside their goals, and views that are known to be whole or not."""

from __future__ import annotations

import math

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.load import Hall, Halls, Pair
from bench.memory import FIRST, Growth
from bench.report import Goal, table, worst
from bench.scripts import Scripts, ScriptTime
from bench.views import View, further_views, plain_views
from bench.visit import BROKEN_PART, NotThePageError, Run, failure_in
from evidence.library import Library
from evidence.words.notices import CAUTION
from ui.address.navigation import PAGES
from ui.show.pieces import NOT_WORKED_OUT

SLIDE = View("present", "deck=five&slide=8")
PAGE = View("studies", "")


def text(words: str) -> bytes:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = words
    return bytes(message.SerializeToString())


def finished() -> bytes:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return bytes(message.SerializeToString())


def run_of(*words: str) -> Run:
    return Run(0.1, (*map(text, words), finished()))


@pytest.mark.parametrize(
    ("measured", "limit", "verdict"),
    [
        (40.0, 40.0, "ok"),
        (40.1, 40.0, "over"),
        (math.nan, 40.0, "–"),
        (1.0, None, ""),
        (0.0, 0.0, "ok"),
        (math.inf, 1.0, "over"),
    ],
)
def test_a_goal_is_kept_missed_or_not_measured(measured: float, limit: float | None, verdict: str) -> None:
    assert Goal("what", measured, limit, "ms").verdict == verdict


def test_the_table_of_goals_has_every_number_beside_its_goal() -> None:
    goals = [
        Goal("script", 41.4, 40.0, "ms", where="/map", empty="2 ms"),
        Goal("ratio", 1.2, 1.25, "×", digits=2),
        Goal("start", 5.83, None, "s", digits=1),
        Goal("never", math.nan, 2.0, ""),
    ]
    assert Goal.table(goals).splitlines() == [
        "goal     at most  measured        empty app  where",
        "script   ≤ 40 ms     41 ms  over       2 ms  /map",
        "ratio   ≤ 1.25 ×    1.20 ×  ok            –",
        "start          –     5.8 s                –",
        "never        ≤ 2         –  –             –",
    ]


def test_columns_are_as_wide_as_they_need() -> None:
    assert table(("a", "b"), [("long", "1"), ("x", "100")]) == "a       b\nlong    1\nx     100"


def test_the_worst_of_named_numbers() -> None:
    assert worst([("a", 1.0), ("b", 3.0), ("c", math.nan)]) == ("b", 3.0)
    name, nothing = worst([])
    assert name == ""
    assert math.isnan(nothing)


def test_scripts_are_held_against_the_usual_and_the_most_and_their_growth() -> None:
    plain = {View("", ""): ScriptTime(30, 20), PAGE: ScriptTime(90, 70), View("map", ""): ScriptTime(50, 45)}
    large = {view: ScriptTime(time.wall, 1.4 * time.processor) for view, time in plain.items()}
    measured = Scripts(ScriptTime(3, 2), plain, large)

    middle, above, dearest, growth = measured.goals()

    assert (middle.measured, middle.verdict, middle.empty) == (45, "over", "2.0 ms")
    assert (above.measured, above.where) == (2, "/studies /map")
    assert (dearest.measured, dearest.verdict, dearest.where) == (70, "over", "/studies")
    assert growth.measured == pytest.approx(1.4)
    assert growth.verdict == "ok"
    assert "90 (70)" in measured.details()


def test_a_hall_is_held_against_the_empty_app_and_its_failures_are_counted() -> None:
    empty, full = Hall(clicks=[10.0] * 20), Hall(clicks=[15.0] * 20)
    full.note(0.0, "TimeoutError: nothing came", first=False)
    full.note(15.0, "", first=True)
    full.note(15.0, "", first=False)
    measured = Halls((Pair(50, "warm", empty, full), Pair(100, "warm", empty, Hall(clicks=[31.0] * 20))))

    ratio, failed, larger, _ = measured.goals()

    assert (ratio.measured, ratio.limit, ratio.verdict) == (1.5, 2.0, "ok")
    assert (failed.measured, failed.verdict) == (1, "over")
    assert (len(full.clicks), full.later) == (22, [15.0])
    assert (larger.limit, larger.verdict) == (3.0, "over")
    assert "failed: TimeoutError: nothing came" in measured.details()


def test_the_memory_of_a_visitor_leaves_out_those_who_fill_what_was_free() -> None:
    visitors = (*[90.0] * (FIRST - 1), *[100.0 + 2 * place for place in range(FIRST + 1)])
    assert Growth(50, 100, visitors).further == 2
    assert math.isnan(Growth(50, 100, ()).further)


def test_every_page_is_measured_once_and_a_slide_among_the_further_views(library: Library) -> None:
    pages = [view.page or "overview" for view in plain_views(library)]
    assert pages == list(PAGES)
    assert SLIDE in further_views()


def test_a_page_is_whole_with_its_last_words_and_a_slide_without() -> None:
    run_of("Studies", CAUTION).insist_on(PAGE)
    run_of("A slide").insist_on(SLIDE)
    assert PAGE.has_footer
    assert View("present", "").has_footer
    assert not SLIDE.has_footer
    with pytest.raises(NotThePageError, match="before its last words"):
        run_of("Studies").insist_on(PAGE)
    with pytest.raises(NotThePageError, match="empty"):
        Run(0.1, (finished(),)).insist_on(SLIDE)


def test_a_page_with_a_failure_does_not_count() -> None:
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "boom"
    part = ForwardMsg()
    part.delta.new_element.alert.body = NOT_WORKED_OUT
    for message, words in ((failed, "boom"), (part, "a part of the page failed")):
        run = Run(0.1, (text(CAUTION), message.SerializeToString(), finished()))
        with pytest.raises(NotThePageError, match=words):
            run.insist_on(PAGE)


def test_long_messages_are_not_looked_into_where_time_is_short() -> None:
    long = ForwardMsg()
    long.delta.new_element.exception.message = "x" * 100
    frame = long.SerializeToString()
    assert failure_in([frame])
    assert not failure_in([frame], longest=50)


def test_the_box_of_a_part_that_failed_is_known_by_its_words() -> None:
    assert NOT_WORKED_OUT.startswith(BROKEN_PART)
