"""Safety points come most urgent first and complete; trials that say nothing about harms are counted as such."""

from __future__ import annotations

from dataclasses import replace

from evidence.answers.dose import TRIALS
from evidence.answers.safety import (
    EVERYONE,
    URGENCIES,
    condition_harms,
    harm_findings,
    harms_reported,
    harms_sentence,
    precautions,
    precautions_for,
)
from evidence.library import Library
from evidence.library.schema import split


def test_every_precaution_is_there_once_and_urgent_ones_come_first(library: Library) -> None:
    points = precautions(library)
    levels = [point.level for point in points]
    assert levels == sorted(levels, key=(*URGENCIES, EVERYONE).index)
    assert levels[0] == "urgent"
    assert sorted(point.topic for point in points) == sorted(library.precautions["topic"])
    for row in library.precautions.to_dict("records"):
        point = next(point for point in points if point.topic == row["topic"])
        assert (point.advice, point.why, point.study_ids) == (
            row["advice"],
            row["why"],
            tuple(split(row["key_studies"])),
        )


def test_a_condition_has_its_own_points_first_then_those_for_everybody_and_no_others(library: Library) -> None:
    table = library.precautions
    for condition in library.schema.vocabularies["condition"]:
        points = precautions_for(library, condition)
        own = {row["topic"] for row in table.to_dict("records") if condition in split(row["conditions"])}
        everybody = set(table.loc[table["conditions"] == "", "topic"])
        assert {point.topic for point in points[: len(own)]} == own
        assert {point.topic for point in points[len(own) :]} == everybody
    feet = [point.topic for point in precautions_for(library, "neuropathy")]
    assert feet[0] == "Lost feeling and diabetes"
    assert not any("Neck" in topic or "mouth" in topic for topic in feet)


def test_warnings_are_told_from_background_and_from_what_everybody_is_told(library: Library) -> None:
    levels = {point.level: point.warns for point in precautions(library)}
    assert levels["urgent"]
    assert levels["caution"]
    assert not levels["information"]
    assert not levels[EVERYONE]


def test_trials_are_counted_by_what_they_say_about_harms(library: Library) -> None:
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    harms = harms_reported(library)
    assert sum(harms.counts.values()) == harms.trials == len(trials) > 100
    on_harms = set(library.findings.loc[library.findings["outcome_group"] == "safety", "study_id"])
    quiet = (trials["adverse_events"] == "not_reported") & (trials["adverse_events_note"] == "")
    silent = int((quiet & ~trials["study_id"].isin(on_harms)).sum())
    assert harms.silent == silent
    sentence = harms_sentence(harms, library)
    assert f"none of the {len(trials)} trials" in sentence
    assert f"{len(trials) - silent} mention harms" in sentence
    assert harms.full_reports == library.harms["n_full_reports_read"].sum() == 0
    assert "say nothing" not in sentence


def test_harms_of_a_condition_are_the_curators_sentence_else_worked_out(library: Library) -> None:
    sentences = library.harms.set_index("condition_id")["sentence"]
    for condition in library.schema.vocabularies["condition"]:
        found = condition_harms(library, condition)
        if condition in sentences.index:
            assert found.sentence == sentences[condition]
        else:
            assert found.sentence == harms_sentence(harms_reported(library, condition), library)
        assert "none of the 1 " not in found.sentence
        assert "say nothing about harm" not in found.sentence


def test_what_is_reported_is_in_the_words_recorded(library: Library) -> None:
    harms = harms_reported(library)
    for report in (*harms.reports, *harms.cases):
        record = library.records[report.study_id]
        assert (report.report, report.design) == (record["adverse_events"], record["design"])
        on_harms = library.findings_of(report.study_id).query("outcome_group == 'safety'")["outcome"]
        assert report.words == (record["adverse_events_note"] or "; ".join(on_harms))
    assert all(library.records[report.study_id]["design"] == "case_series" for report in harms.cases)


def test_no_trials_are_said_to_be_none(library: Library) -> None:
    none = harms_reported(replace(library, studies=library.studies.head(0)))
    assert "No trial" in harms_sentence(none, library)


def test_every_finding_on_harms_is_listed_those_on_massage_first(library: Library) -> None:
    rows = harm_findings(library)
    assert len(rows) == (library.findings["outcome_group"] == "safety").sum() > 10
    strands = rows["strand"].tolist()
    assert strands == sorted(strands, key=lambda strand: {"massage": 0, "synthesis": 1}.get(strand, 2))
