"""The answer to a pooling question agrees with itself, with the counts on the options, and with plain arithmetic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evidence.library import Library
from evidence.synthesis.pooled_studies import mixture, option_counts, pooled_studies
from evidence.synthesis.pooling import Model
from evidence.synthesis.questions import AGAINST, Question
from evidence.synthesis.sensitivity import alternatives, specifications, switch_counts
from evidence.synthesis.switches import SWITCHES
from evidence.synthesis.timing import TIMES
from evidence.words.numbers import rounded

ANY = Question(against="")


def test_the_common_effect_average_is_the_weighted_mean(library: Library) -> None:
    answer = pooled_studies(library, replace(ANY, model=Model("FE", knapp_hartung=False)))
    w = 1 / answer.rows["se"] ** 2
    assert answer.pooled is not None
    assert answer.pooled.estimate == pytest.approx((w * answer.rows["g"]).sum() / w.sum())
    assert answer.rows["weight"].tolist() == pytest.approx((w / w.sum()).tolist())


def test_leaving_out_is_the_same_as_never_having_had_the_study(library: Library) -> None:
    whole = pooled_studies(library, ANY)
    out = str(whole.rows["study_id"].iloc[2])
    answer = pooled_studies(library, replace(ANY, left_out=(out,)))
    kept = whole.rows[whole.rows["study_id"] != out]
    smaller = replace(
        library,
        studies=library.studies[library.studies["study_id"] != out],
        findings=library.findings[library.findings["study_id"] != out],
    )
    never = pooled_studies(smaller, ANY)

    assert answer.pooled is not None
    assert never.pooled is not None
    assert answer.pooled.estimate == pytest.approx(never.pooled.estimate)
    assert answer.everything is not None
    assert whole.pooled is not None
    assert answer.everything.estimate == whole.pooled.estimate
    row = answer.rows[answer.rows["study_id"] == out].iloc[0]
    assert not row["included"]
    assert np.isnan(row["weight"])
    assert answer.included["weight"].sum() == pytest.approx(1)
    assert len(answer.included) == len(kept)
    assert answer.heading == f"Pooled: {len(kept)} of {whole.studies} studies"


def test_leaving_everyone_out_pools_nothing(library: Library) -> None:
    whole = pooled_studies(library, Question())
    answer = pooled_studies(library, Question(left_out=tuple(sorted(whole.rows["study_id"]))))
    assert answer.pooled is None
    assert answer.everything is not None
    assert "no study can be pooled" in answer.sentence


def test_studies_are_either_pooled_or_listed_with_a_reason(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    rest = set(answer.not_pooled["study_id"])
    assert not rest & set(answer.rows["study_id"])
    assert len(rest) + len(answer.rows) == answer.studies
    assert (answer.not_pooled["reason"] != "").all()


def test_every_count_on_an_option_is_the_number_of_studies_it_pools(library: Library) -> None:
    for question in (
        Question(),
        ANY,
        Question(against="active", doubts=("chronic",)),
        Question(time="end", against=""),
    ):
        counts = option_counts(library, question)
        for part, codes in (
            ("outcome", counts["outcome"]),
            ("condition", counts["condition"]),
            ("against", {"": 0, **dict.fromkeys(AGAINST, 0)}),
            ("time", {"": 0, **dict.fromkeys(TIMES, 0)}),
        ):
            for code in codes:
                rows = pooled_studies(library, replace(question, **{part: code})).rows
                assert counts[part].get(code, 0) == len(rows), (question, part, code)


def test_the_sentence_says_the_numbers(library: Library) -> None:
    answer = pooled_studies(library, ANY)
    pooled = answer.pooled
    assert pooled is not None
    assert f"{pooled.k} studies together give g = {rounded(pooled.estimate)}" in answer.sentence
    assert f"({rounded(95, 0)}% interval {rounded(pooled.ci_low)} to {rounded(pooled.ci_high)})" in answer.sentence
    assert f"from {rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}" in answer.sentence


def test_the_sentence_names_the_side_only_where_the_interval_does(library: Library) -> None:
    seen = set()
    for outcome in library.schema.vocabularies["outcome_group"]:
        answer = pooled_studies(library, Question(outcome=outcome, against=""))
        if answer.pooled is None:
            continue
        side = (answer.pooled.ci_low > 0) - (answer.pooled.ci_high < 0)
        seen.add(side)
        assert ("leaves open who did better" in answer.sentence) == (side == 0)
        assert ("in favour of massage" in answer.sentence) == (side > 0)
    assert {0, 1} <= seen


def test_a_pool_that_mixes_scales_says_so(library: Library) -> None:
    answer = pooled_studies(library, Question(outcome="function_disability", against=""))
    outcomes = answer.included["outcome"]
    assert outcomes.str.contains("WOMAC total").any()
    assert not outcomes.str.contains("WOMAC total").all()
    assert "mixes scales: a score of pain, stiffness and function together" in answer.sentence
    often = answer.rows.assign(outcome=["days with headache", *["pain"] * (len(answer.rows) - 1)])
    assert "how often pain came" in mixture(often)
    assert mixture(answer.rows.assign(outcome="pain")) == ""


@pytest.mark.parametrize(
    "question", [Question(), ANY, replace(ANY, doubts=("chronic", "tough"), left_out=("hsieh-2004",))]
)
def test_every_specification_is_the_answer_with_those_doubts(question: Question, library: Library) -> None:
    curve = specifications(library, question)
    assert curve["study_ids"].is_unique or len(curve) == len(
        set(zip(curve["study_ids"], curve["estimate"], strict=True))
    )
    for entry in curve.to_dict("records"):
        answer = pooled_studies(library, replace(question, doubts=entry["doubts"]))
        assert answer.pooled is not None
        assert tuple(sorted(answer.included["study_id"])) == entry["study_ids"]
        assert entry["estimate"] == pytest.approx(answer.pooled.estimate)
        assert entry["ci_low"] == pytest.approx(answer.pooled.ci_low)
    own = pooled_studies(library, question)
    mine = curve[curve["chosen"].astype(bool)]
    assert own.pooled is not None
    assert mine["estimate"].tolist() == [pytest.approx(own.pooled.estimate)]
    assert curve["combinations"].sum() <= 2 ** len(SWITCHES)


def test_switch_counts_are_what_each_switch_leaves(library: Library) -> None:
    for code, number in switch_counts(library, ANY).items():
        assert number == len(pooled_studies(library, replace(ANY, doubts=(code,))).rows)


def test_the_largest_effect_is_the_one_furthest_from_none(library: Library) -> None:
    whole, without = pooled_studies(library, ANY), pooled_studies(library, replace(ANY, doubts=("largest",)))
    gone = set(whole.rows["study_id"]) - set(without.rows["study_id"])
    largest = whole.rows.loc[whole.rows["g"].abs().idxmax(), "study_id"]
    assert gone == {largest}


def test_alternatives_have_a_row_for_every_result_that_differs(library: Library) -> None:
    plain = pooled_studies(library, ANY)
    assert len(alternatives(plain)) == 1
    doubtful = pooled_studies(library, replace(ANY, doubts=("chronic",), left_out=("hsieh-2004",)))
    beside = alternatives(doubtful)
    assert [row["Result"] for row in beside] == [
        "As chosen here",
        "With nobody left out",
        "Without any doubt or exclusion",
    ]
    assert plain.pooled is not None
    assert beside[2]["g"] == rounded(plain.pooled.estimate)


def test_effects_that_cannot_be_pooled_are_a_message(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from evidence.synthesis import pooled_studies as module

    def broken(*_: object) -> pd.DataFrame:
        return pooled_studies(library, Question()).rows.assign(se=0.0)

    monkeypatch.setattr(module, "candidates", broken)
    with pytest.raises(ValueError, match="variance that is not above zero"):
        # A library of its own, as the answer may be kept in the other.
        pooled_studies(replace(library), Question(outcome="sleep"))
