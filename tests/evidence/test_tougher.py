"""Whether an effect survives a tougher comparison is said in one voice, the most trustworthy first."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from evidence.answers.tougher import tougher
from evidence.library import Library
from evidence.selection import Selection
from evidence.synthesis.comparisons import comparisons
from evidence.synthesis.rungs import pooled_rungs
from evidence.words.numbers import rounded

RUNGS = ("inactive", "credible", "active")


def on_pain(library: Library) -> Library:
    return Selection(mechanism=("pain_quality_of_life",)).apply(library)


def review_shares(library: Library) -> list[int]:
    rows = on_pain(library).findings
    rows = rows[(rows["strand"] == "synthesis") & (rows["outcome_group"] != "safety")]
    parts = [rows[rows["comparator_class"] == name] for name in RUNGS]
    return [round(100 * (part["direction"] == "favours_massage").mean()) for part in parts]


def test_the_curators_speak_first_and_by_condition(library: Library) -> None:
    rows = library.summary_of_findings.query("outcome == 'pain' and time == 'short'")
    for name in RUNGS:
        part = rows[rows["comparison"] == name]
        sure = part[(part["effect"] == "better") & (part["certainty"] != "very_low")]
        better = sure["condition_id"].nunique()
        against = library.schema.phrase("comparator_class", name)
        number = part["condition_id"].nunique()
        assert better < number
        assert f"{better or 'none'} of {number} conditions against {against}" in tougher(library).judged
    assert tougher(library).sentence.startswith(tougher(library).judged)


def test_reviews_are_counted_as_on_their_ladder(library: Library) -> None:
    shares = review_shares(library)
    words = tougher(library).reviews
    assert [int(share) for share in re.findall(r"(\d+)% against", words)] == shares
    assert ("falls" in words) == (shares == sorted(shares, reverse=True) and len(set(shares)) == len(shares))


def test_the_pool_of_single_trials_is_told_with_what_weakens_it(library: Library) -> None:
    words = tougher(library).pooled
    rungs = pooled_rungs(library, on_pain(library))
    for name in RUNGS:
        pooled = rungs[name].pooled
        assert pooled is not None
        assert f"{rounded(pooled.estimate)} ({rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}; " in words
    effects = [rungs[name].pooled.estimate for name in RUNGS]
    shares = review_shares(library)
    steps = zip(range(2), shares, shares[1:], effects, effects[1:], strict=False)
    against = [place + 1 for place, before, after, small, large in steps if after <= before - 5 and large >= small]
    assert ("deserve less trust" in words) == bool(against)
    if not against:
        return
    rows = comparisons(library)
    rows = rows[(rows["outcome_group"] == "pain_intensity") & (rows["comparator_class"] == RUNGS[against[0]])]
    poolable = rows[rows["g"].notna()]
    assert f"{poolable['study_id'].nunique()} of {rows['study_id'].nunique()} studies" in words
    median = poolable.drop_duplicates("study_id")["n_total"].dropna().astype(float).median()
    assert f"half of them have {median:.0f} people or fewer" in words
    favouring = [
        round(100 * (part["direction"] == "favours_massage").mean()) for part in (poolable, rows[rows["g"].isna()])
    ]
    assert (f"{favouring[0]}% of their findings favour massage" in words) == (favouring[0] > favouring[1])


def test_pools_that_go_along_with_reviews_are_not_blamed(library: Library) -> None:
    """All that reviews say against tougher controls turned into gains: nothing is left to disagree with."""
    findings = library.findings.assign(
        direction=library.findings["direction"].where(library.findings["strand"] != "synthesis", "favours_massage")
    )
    words = tougher(replace(library, findings=findings))
    assert "do not disagree" in words.pooled
    assert "less trust" not in words.sentence
    assert "does not fall throughout" in words.reviews


@pytest.mark.parametrize("table", ["summary_of_findings", "findings"])
def test_a_voice_without_data_is_silent(library: Library, table: str) -> None:
    frame: pd.DataFrame = getattr(library, table).head(0)
    words = tougher(replace(library, **{table: frame}))
    if table == "findings":
        assert (words.reviews, words.pooled) == ("", "")
    else:
        assert words.judged == ""
        assert words.sentence.startswith("In reviews")


def test_as_json_it_is_whole(library: Library) -> None:
    found = tougher(library)
    assert found.to_dict() == {
        "judged": found.judged,
        "reviews": found.reviews,
        "pooled": found.pooled,
        "sentence": found.sentence,
    }
