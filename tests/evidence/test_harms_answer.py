"""Harms as one answer: every precaution in its level, every finding, and words where there is none."""

from __future__ import annotations

import json

from evidence.answers.harms_answer import NO_PRECAUTION, harms_answer
from evidence.answers.safety import EVERYONE, URGENCIES, harm_findings, harms_reported, harms_sentence, precautions
from evidence.library import Library
from evidence.studies.names import study_names
from tests.evidence.small_libraries import one_study, without_anything


def test_every_precaution_stands_in_its_level_once(library: Library) -> None:
    answer = harms_answer(library)
    by_level = [point for level in answer.levels for point in answer.of_level(level)]
    assert by_level == list(precautions(library))
    assert list(answer.levels) == [level for level in (*URGENCIES, EVERYONE) if level in set(answer.levels)]
    assert answer.empty == ""


def test_studies_behind_precautions_have_their_names(library: Library) -> None:
    answer = harms_answer(library)
    behind = {study_id for point in answer.precautions for study_id in point.study_ids}
    assert answer.names == {study_id: study_names(library)[study_id] for study_id in behind}


def test_counts_and_findings_are_those_of_the_tables(library: Library) -> None:
    answer, reported = harms_answer(library), harms_reported(library)
    assert answer.sentence == harms_sentence(reported, library)
    assert [number for _, number in answer.by_report] == list(reported.counts.values())
    assert [row.finding_id for row in answer.findings] == harm_findings(library)["finding_id"].tolist()


def test_the_answer_can_be_written_down_the_same_every_time(library: Library) -> None:
    written = json.dumps(harms_answer(library).to_dict(), sort_keys=True)
    assert written == json.dumps(harms_answer(library).to_dict(), sort_keys=True)


def test_an_empty_library_says_that_nothing_is_recorded(library: Library) -> None:
    answer = harms_answer(without_anything(library))
    assert (answer.precautions, answer.levels, answer.findings, answer.names) == ((), (), (), {})
    assert answer.empty == NO_PRECAUTION
    assert "No trial" in answer.sentence


def test_a_library_of_one_study_names_no_other(library: Library) -> None:
    answer = harms_answer(one_study(library, "cherkin-2011"))
    assert answer.reported.trials == 1
    assert set(answer.names) <= {"cherkin-2011"}
    assert len(answer.precautions) == len(library.precautions)
