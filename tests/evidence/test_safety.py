"""Safety points come most urgent first and complete; trials that say nothing about harms are counted as such."""

from __future__ import annotations

from dataclasses import replace

from evidence.library import Library
from evidence.safety import LEVELS, TRIALS, harms, precautions, reports, reports_sentence
from evidence.schema import split


def test_every_precaution_is_there_once_and_urgent_ones_come_first(library: Library) -> None:
    found = precautions(library)
    assert next(iter(found)) == "urgent"
    assert list(found) == [level for level in LEVELS if level in found]
    points = [point for entries in found.values() for point in entries]
    assert sorted(point.topic for point in points) == sorted(library.precautions["topic"])
    assert set(library.precautions["level"]) <= set(LEVELS)
    for row in library.precautions.to_dict("records"):
        point = next(point for point in points if point.topic == row["topic"])
        assert (point.advice, point.why, point.studies) == (row["advice"], row["why"], tuple(split(row["key_studies"])))


def test_trials_are_counted_by_what_they_say_about_harms(library: Library) -> None:
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    counts = reports(library)
    assert counts.sum() == len(trials) > 100
    silent = (trials["adverse_events"] == "not_reported").sum()
    assert counts["not_reported"] == silent
    assert f"Of {len(trials)} trials of massage" in reports_sentence(library)
    assert f"says nothing about harms in {silent} ({round(100 * silent / len(trials))}%)" in reports_sentence(library)


def test_no_trials_are_said_to_be_none(library: Library) -> None:
    assert "no trial" in reports_sentence(replace(library, studies=library.studies.head(0)))


def test_every_finding_on_harms_is_listed_those_on_massage_first(library: Library) -> None:
    rows = harms(library)
    assert len(rows) == (library.findings["outcome_group"] == "safety").sum() > 10
    strands = rows["strand"].tolist()
    assert strands == sorted(strands, key=lambda strand: {"massage": 0, "synthesis": 1}.get(strand, 2))
