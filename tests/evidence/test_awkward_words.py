"""Phrases that say nothing, or the wrong thing, stand in no answer on any claim or condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from evidence.answers.chain import chain, overall
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.everyday import Everyday, everyday, everyday_sentence
from evidence.answers.evidence_map import DIMENSIONS
from evidence.answers.measured import measured, measured_sentence
from evidence.answers.tougher import tougher
from evidence.charts import ladder_chart, link_plot, published_chart, timeline_chart
from evidence.charts.evidence_map import map_chart
from evidence.charts.reporting import reporting_chart
from evidence.learn.lessons import lesson, lesson_titles
from evidence.learn.quiz import all_questions
from evidence.library import Library
from evidence.selection import Selection
from evidence.takeaway.decks import deck_names, ready_deck
from evidence.takeaway.decks.slides import Deck, alt_text, numbers_of
from evidence.words.phrases import out_of

AWKWARD = re.compile(
    r"\b1 of 1\b|\b(\d+) of \1 \(100%\)|\(100%\)|\(0%\)"  # all or none, said as a fraction
    r"|\bno size in\b|\bin 0\b|\b0 of \d+\b|\b0 holds?\b|\bnone holds\b"
    r"|\bonly \d+ indirect\b|\bstudies rise\b"  # levels rise, studies do not
    r"|\b[Uu]ntested\b[^.;|]{0,30}\b(certainty|very low|low|moderate|high)\b|[Uu]ntested[^.;|]{0,20}[●○]",
)


def awkward(words: str) -> str:
    """The first awkward phrase with what stands around it; empty if there is none."""
    found = AWKWARD.search(words)
    return words[max(found.start() - 60, 0) : found.end() + 40] if found else ""


@pytest.mark.parametrize(
    "words",
    [
        "pooled from 1 of 1 study",
        "9 of 9 (100%)",
        "no size in 2 studies",
        "in 0 at or above",
        "only 2 indirect",
        "Not shown: studies rise, fall or stay flat",
        "Untested · very low · 1 study",
        "untested ●○○○",
    ],
)
def test_the_phrases_in_question_are_found(words: str) -> None:
    assert awkward(words)


@pytest.mark.parametrize(
    "words", ["3 of 7 (43%)", "no study tests it, 2 studies nearby", "11 of 12 studies", "in 10 of 10"]
)
def test_good_phrases_are_left_alone(words: str) -> None:
    assert not awkward(words)


def of_deck(deck: Deck) -> Iterator[str]:
    for slide in deck.slides:
        yield from (slide.title, slide.sentence, *slide.points, slide.notes)
        if slide.picture is not None:
            yield alt_text(slide.picture, slide.sentence)
            yield from (str(cell) for cell in numbers_of(slide.picture).to_numpy().ravel())


@pytest.mark.parametrize("code", ["five", "claim", "condition"])
def test_in_every_deck(library: Library, code: str) -> None:
    codes = [name for name in deck_names(library) if name.startswith(code)]
    assert codes
    for name in codes:
        deck = ready_deck(library, name)
        assert deck is not None
        assert not [found for words in of_deck(deck) if (found := awkward(words))]


def of_claims(library: Library) -> Iterator[str]:
    yield overall(library)
    yield tougher(library).sentence
    for mechanism in library.mechanisms["mechanism_id"]:
        yield timeline_chart(library, mechanism).sentence
        for link in chain(library, mechanism):
            yield link.studied
            chart = link_plot(library, mechanism, link.link)
            yield chart.sentence
            yield from (str(cell) for cell in chart.table.to_numpy().ravel())
        chosen = Selection(mechanism=(mechanism,)).apply(library)
        for strand in ("massage", "synthesis"):
            yield ladder_chart(chosen, strand, library if strand == "massage" else None).sentence


def of_conditions(library: Library) -> Iterator[str]:
    for condition in condition_names(library):
        found = measured(library, condition)
        yield from (measured_sentence(found), *(one.sentence for one in found))
        yield everyday_sentence(everyday(library, condition))
        yield published_chart(library, "pain_intensity", condition).sentence
        chosen = Selection(condition=(condition,)).apply(library)
        yield ladder_chart(chosen, "massage", library).sentence
        yield repr(condition_answer(library, condition).rows)


def of_maps(library: Library) -> Iterator[str]:
    for rows in DIMENSIONS:
        for columns in DIMENSIONS:
            if rows != columns:
                chart = map_chart(library, Selection(), rows, columns)
                yield from (chart.sentence, *(str(cell) for cell in chart.table.to_numpy().ravel()))


def of_learning(library: Library) -> Iterator[str]:
    for question in all_questions(library):
        yield from (question.text, question.explanation, *question.options)
    for code in lesson_titles():
        for step in range(1, 8):
            shown = lesson(library, code, step)
            yield from (*shown.parts, shown.chart.sentence, shown.try_it)
    yield from (str(cell) for cell in reporting_chart(library).table.to_numpy().ravel())


@pytest.mark.parametrize("of", [of_claims, of_conditions, of_maps, of_learning])
def test_in_every_answer(library: Library, of: object) -> None:
    assert callable(of)
    assert not [found for words in of(library) if (found := awkward(words))]


def differences(*sizes: tuple[float, float]) -> tuple[Everyday, ...]:
    """Made-up differences on scales: how much better with massage, and the threshold."""
    return tuple(
        Everyday("f", "s", "Study", "pain", "scale", "rest", "then", size, None, None, threshold, "", "", "", "")
        for size, threshold in sizes
    )


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([(2, 1)], "the average with massage is that much better."),
        ([(0.5, 1)], "the average with massage does not reach it."),
        ([(-2, 1)], "the average with massage is that much worse."),
        ([(0, 1), (0.5, 1)], "is that much better in none of them."),
        ([(2, 1), (0.5, 1)], "is that much better in one of them."),
        ([(2, 1), (1, 1)], "is that much better in all of them."),
        ([(2, 1), (1, 1), (-3, 1)], "is that much better in 2 of them and that much worse in one of them."),
    ],
)
def test_how_often_an_average_reaches_its_threshold(sizes: list[tuple[float, float]], words: str) -> None:
    assert everyday_sentence(differences(*sizes)).endswith(words)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "no study"), (0, 1, "no study"), (1, 1, "the only study"), (0, 3, "none of 3 studies")],
)
def test_a_part_of_a_whole_in_words(part: int, whole: int, words: str) -> None:
    assert out_of(part, whole) == words


def test_a_true_part_may_have_its_share() -> None:
    assert out_of(3, 7) == "3 of 7 studies"
    assert out_of(3, 7, "trial", "trials", percent=True) == "3 of 7 trials (43%)"
    assert out_of(7, 7, "trial", "trials", percent=True) == "all 7 trials"
