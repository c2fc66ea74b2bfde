"""The safety page: every point with its reason and studies, urgent signs first, and the silence of trials counted."""

from __future__ import annotations

import re

from evidence.answers.safety import harm_findings, harms_reported, harms_sentence, precautions
from evidence.library import Library
from evidence.library.schema import split
from tests.pages.visit import rows, shown, texts, unfold, visit


def test_every_point_stands_with_its_reason_and_its_studies(library: Library) -> None:
    app = visit("safety")

    words = shown(app)
    linked = set(re.findall(r"\]\(study\?id=([^)]+)\)", " ".join(app.markdown.values)))
    for row in library.precautions.to_dict("records"):
        for name in ("topic", "advice", "why"):
            assert " ".join(row[name].split()) in words
        assert set(split(row["key_studies"])) <= linked


def test_urgent_signs_come_before_everything_else(library: Library) -> None:
    said = texts(visit("safety"))
    place = {point.topic: _place(said, point.topic) for point in precautions(library)}
    urgent = max(place[point.topic] for point in precautions(library) if point.level == "urgent")
    others = [point for point in precautions(library) if point.level != "urgent"]
    assert all(place[point.topic] > urgent for point in others)


def _place(said: list[str], topic: str) -> int:
    """Where the card of a point stands among what is said: each begins with its topic as a heading."""
    heading = f"### {' '.join(topic.split())} "
    return next(number for number, words in enumerate(said) if words.startswith(heading))


def test_the_sheet_is_offered_where_it_is_asked_for() -> None:
    app = unfold(visit("safety"), "safety_sheet")
    assert [button.key for button in app.get("download_button")] == ["handout_safety"]


def test_the_silence_of_trials_is_said_and_every_harm_can_be_read(library: Library) -> None:
    app = unfold(visit("safety"), "harms")

    assert harms_sentence(harms_reported(library), library) in shown(app)
    found = 0
    for page in range(1, -(-len(harm_findings(library)) // 40) + 1):
        app = app.pagination(key="harms_findings_page").set_value(page).run() if page > 1 else app
        found += len(next(rows(table) for table in app.table if "Direction" in rows(table).columns))
    assert found == len(harm_findings(library))
