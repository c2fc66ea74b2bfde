"""The plain answer to a pooling question says what the studies behind it give, and holds nothing but plain values."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pandas as pd
import pytest

from evidence.answers.pooled_answer import NONE_MEASURED, NONE_POOLABLE, PooledNumbers, pooled_answer, pooled_workings
from evidence.answers.store import Answers
from evidence.effects.effect_table import DERIVATION_WORDS, workings
from evidence.library import Library, load
from evidence.studies.results import points_to
from evidence.synthesis import Pooled
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.synthesis.sensitivity import alternatives
from tests.conftest import ROOT
from tests.evidence.pools import holding, question_with

ANY = Question(against="")
DOUBTFUL = replace(ANY, doubts=("chronic",), left_out=("hsieh-2004", "nobody-2000"))


def questions(library: Library) -> dict[str, Question]:
    return {
        "default": Question(),
        "any": ANY,
        "doubts and exclusions": DOUBTFUL,
        "one study": question_with(library, lambda number: number == 1),
        "no study": question_with(library, lambda number: number == 0),
    }


KINDS = ("default", "any", "doubts and exclusions", "one study", "no study")


def same(numbers: PooledNumbers | None, pooled: Pooled | None) -> None:
    """The numbers are those of the pool, with None for what is not a number there."""
    if numbers is None or pooled is None:
        assert numbers is None
        assert pooled is None
        return
    assert (numbers.level, numbers.method, numbers.k) == (pooled.model.level, pooled.method, pooled.k)
    for name in ("estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high", "tau2", "i2", "q", "p_q"):
        value = getattr(pooled, name)
        assert getattr(numbers, name) == (None if value != value else value)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_the_studies_give(kind: str, library: Library) -> None:
    question = questions(library)[kind]
    found, answer = pooled_studies(library, question), pooled_answer(library, question)
    assert (answer.sentence, answer.heading, answer.studies) == (found.sentence, found.heading, found.studies)
    assert answer.conclusion == conclusion(found)
    assert answer.alternatives == alternatives(found)
    assert answer.described == question.describe(library.schema)
    assert answer.parameters == question.to_params()
    same(answer.pooled, found.pooled)
    same(answer.everything, found.everything)


@pytest.mark.parametrize("kind", KINDS)
def test_every_study_stands_there_once_with_its_effect(kind: str, library: Library) -> None:
    question = questions(library)[kind]
    found, answer = pooled_studies(library, question), pooled_answer(library, question)
    assert [row.study_id for row in answer.rows] == found.rows["study_id"].tolist()
    for row, record in zip(answer.rows, found.rows.to_dict("records"), strict=True):
        assert (row.g, row.ci_low, row.ci_high) == (record["g"], record["ci_low"], record["ci_high"])
        assert (row.study, row.outcome, row.when) == (record["study"], record["outcome"], record["timepoint"])
        assert row.against == library.schema.phrase("comparator", record["comparator"])
        assert row.derived == DERIVATION_WORDS[row.derivation]
        assert row.included == (row.study_id not in question.left_out)
        assert (row.weight is None) != row.included
        assert row.people == (None if pd.isna(record["n"]) else record["n"])
    weights = [row.weight for row in answer.rows if row.weight is not None]
    assert sum(weights) == pytest.approx(1 if weights else 0)
    assert answer.left_out == sum(not row.included for row in answer.rows)


def test_what_cannot_be_pooled_keeps_its_direction_and_its_reason(library: Library) -> None:
    found, answer = pooled_studies(library, ANY), pooled_answer(library, ANY)
    assert answer.unpooled == len({row.study_id for row in answer.not_pooled}) > 0
    for row, record in zip(answer.not_pooled, found.not_pooled.to_dict("records"), strict=True):
        assert (row.finding_id, row.study_id, row.reason) == (
            record["finding_id"],
            record["study_id"],
            record["reason"],
        )
        assert row.reason
        assert row.points_to == points_to(record, library.schema)


def test_with_doubts_the_conclusion_without_them_stands_beside_it(library: Library) -> None:
    plain = pooled_answer(library, ANY)
    assert plain.undoubted is None
    doubted = pooled_answer(library, DOUBTFUL).undoubted
    assert doubted is not None
    assert (doubted.heading, doubted.conclusion) == (plain.heading, plain.conclusion)


def test_a_study_left_out_that_is_not_on_the_question_is_named(library: Library) -> None:
    assert "nobody-2000" in pooled_answer(library, DOUBTFUL).unknown
    assert pooled_answer(library, ANY).unknown == ()


def test_an_empty_answer_says_whether_nothing_was_measured_or_nothing_has_a_size(library: Library) -> None:
    nothing = question_with(library, lambda number: number == 0)
    for question, answer in ((ANY, pooled_answer(library, ANY)), (nothing, pooled_answer(library, nothing))):
        found = pooled_studies(library, question)
        expected = "" if len(found.rows) else NONE_POOLABLE if found.studies else NONE_MEASURED
        assert answer.empty == expected
    bare = replace(library, findings=library.findings.head(0))
    assert pooled_answer(bare, ANY).empty == NONE_MEASURED
    silent = pooled_studies(library, ANY)
    measured = holding(replace(silent, rows=silent.rows.head(0), pooled=None, everything=None))
    assert pooled_answer(measured, ANY).empty == NONE_POOLABLE


@pytest.mark.parametrize("kind", KINDS)
def test_as_json_it_is_complete_and_the_same_every_time(kind: str, library: Library) -> None:
    question = questions(library)[kind]
    answer = pooled_answer(library, question)
    written = json.dumps(answer.to_dict(), allow_nan=False)
    assert written == json.dumps(pooled_answer(load(ROOT / "data"), question).to_dict(), allow_nan=False)
    assert set(json.loads(written)) == {*(field.name for field in fields(answer)), "empty"}


def test_the_workings_are_those_of_every_row(library: Library) -> None:
    answer, shown = pooled_answer(library, ANY), pooled_workings(library, ANY)
    ids = pooled_studies(library, ANY).rows["finding_ids"]
    assert [(one.study, one.note) for one in shown] == [(row.study, row.note) for row in answer.rows]
    for one, findings in zip(shown, ids, strict=True):
        assert one.findings == tuple((name, tuple(steps)) for name, steps in workings(library, findings))
        assert one.findings


def test_it_is_worked_out_once_and_given_by_the_store(library: Library) -> None:
    assert Answers(library).pooled(ANY) is pooled_answer(library, ANY)


def test_effects_that_cannot_be_pooled_are_a_message(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from evidence.answers import pooled_answer as module

    def broken(*_: object) -> None:
        raise ValueError("Study 1 has a variance that is not above zero.")

    monkeypatch.setattr(module, "pooled_studies", broken)
    with pytest.raises(ValueError, match="Study 1 has"):
        pooled_answer(replace(library), ANY)
