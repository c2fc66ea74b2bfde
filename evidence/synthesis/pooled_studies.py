"""The answer to a pooling question: the studies that enter, those that cannot and why, and the pooled result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evidence.effects.effect_table import Z95
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis import Pooled
from evidence.synthesis.comparisons import SAME_PEOPLE, at_time, comparisons, has_condition, on_question, one_per_study
from evidence.synthesis.pooling import caution, pool_by
from evidence.synthesis.questions import AGAINST, CONTROLLED, MODEL, WHEN, Question
from evidence.synthesis.switches import surviving, without_largest
from evidence.words.numbers import number, rounded
from evidence.words.phrases import listed, out_of, studies_counted

#: Outcomes that stand under a group whose other outcomes are on another kind of scale: their words, and what they measure.
_OTHER_SCALES = (
    (re.compile(r"\b(?:frequency|days (?:with|per)|attacks)\b(?!.*intensity)", re.IGNORECASE), "how often pain came"),
    (re.compile(r"\bWOMAC (?:global|total)\b", re.IGNORECASE), "a score of pain, stiffness and function together"),
)
COLUMNS = (
    "study_id",
    "finding_id",
    "finding_ids",
    "study",
    "year",
    "n_massage",
    "n_comparator",
    "n",
    "comparator",
    "comparator_class",
    "comparator_words",
    "outcome",
    "timepoint",
    "time",
    "g",
    "se",
    "ci_low",
    "ci_high",
    "derivation",
    "note",
    "chronic_pain",
    "randomised",
    "assessor_blinded",
    "extraction",
    "mechanism",
    "link",
    "included",
    "weight",
)


@dataclass(frozen=True, eq=False)
class PooledStudies:
    """One question answered from the effects of primary studies, each counted once.

    `rows`: a row a study that can be pooled, newest first, those left out by the reader included; columns as in `COLUMNS`, g
    positive where massage did better, `ci_low` and `ci_high` its 95 % normal interval, `weight` the share in `pooled` (0 to 1,
    NaN where left out). `not_pooled`: the findings of studies that have none that can be pooled, columns of `comparisons` with
    `reason`. `pooled`: the result of the rows included, None if there are none; `everything`: that of all rows. `studies`: how
    many have any finding on the question. `sentence`: the result in words.
    """

    question: Question
    library: Library
    rows: pd.DataFrame
    not_pooled: pd.DataFrame
    pooled: Pooled | None
    everything: Pooled | None
    studies: int
    sentence: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What the answer is told by in a store: the part of the data and the question."""
        return (*self.library.key, self.question)

    @property
    def included(self) -> pd.DataFrame:
        """The rows that are in the pool."""
        return self.rows[self.rows["included"]]

    @property
    def heading(self) -> str:
        """“Pooled: 6 of 21 studies”."""
        return f"Pooled: {out_of(len(self.included), self.studies)}"


@kept
def pooled_studies(library: Library, question: Question) -> PooledStudies:
    """Answer a question from a library. Studies left out that are not on the question change nothing.

    Raises ValueError, in words for the reader, where the effects cannot be pooled (see `evidence.synthesis.pool`).
    """
    asked = on_question(library, question)
    chosen = _newest_first(candidates(library, question))
    inside = ~chosen["study_id"].isin(question.left_out).to_numpy(dtype=bool)
    everything = _pooled(chosen, np.ones(len(chosen), dtype=bool), question)
    pooled = everything if inside.all() else _pooled(chosen, inside, question)
    rows = _rows(library, chosen, inside, pooled)
    rest = _not_pooled(asked, chosen)
    return PooledStudies(
        question=question,
        library=library,
        rows=rows,
        not_pooled=rest,
        pooled=pooled,
        everything=everything,
        studies=len(rows) + rest["study_id"].nunique(),
        sentence=" ".join(words for words in (_sentence(library, question, pooled), mixture(rows)) if words),
    )


def mixture(rows: pd.DataFrame) -> str:
    """Which of the pooled studies measured something else under the same outcome group, in a sentence; empty if none did."""
    inside = rows[rows["included"]]
    said = [
        (
            words,
            [study for study, outcome in zip(inside["study"], inside["outcome"], strict=True) if other.search(outcome)],
        )
        for other, words in _OTHER_SCALES
    ]
    return " ".join(
        f"The average mixes scales: {words} in {listed(studies)}."
        for words, studies in said
        if 0 < len(studies) < len(inside)
    )


def _not_pooled(asked: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The findings of studies without one that can be pooled, and of papers on the same people as a pooled one, with `reason`."""
    pooled = dict(zip(chosen["people"], chosen["study_id"], strict=True))
    names = dict(zip(chosen["study_id"], chosen["study"], strict=True))
    poolable = set(asked.loc[asked["g"].notna(), "study_id"])
    sibling = [
        SAME_PEOPLE.format(study=names[pooled[people]]) if pooled.get(people, study_id) != study_id else ""
        for people, study_id in zip(asked["people"], asked["study_id"], strict=True)
    ]
    again = np.array([bool(words) for words in sibling], dtype=bool)
    reasons = np.where(again, sibling, asked["note"])
    rest = asked.assign(reason=reasons)[again | ~asked["study_id"].isin(poolable).to_numpy(dtype=bool)]
    return rest.reset_index(drop=True)


def candidates(library: Library, question: Question) -> pd.DataFrame:
    """One row a study that can be pooled on the question, the reader's exclusions not applied, in the order of the ids."""
    # Doubts look at whole studies, so that a study's one row does not depend on them, save for the kind of comparison.
    asked = Question(question.outcome, question.condition, question.against, question.time)
    rows = _one_each(library, replace(asked, doubts=("tough",) if "tough" in question.doubts else ()))
    rows = rows[surviving(rows, question.doubts)]
    return without_largest(rows) if "largest" in question.doubts else rows


@kept
def _one_each(library: Library, question: Question) -> pd.DataFrame:
    return one_per_study(on_question(library, question))


def option_counts(library: Library, question: Question) -> dict[str, dict[str, int]]:
    """How many studies could be pooled with each option of one part of the question, everything else staying as it is.

    Keys `outcome`, `condition`, `against`, `time`, each with the codes that at least one study has; the empty code is any.
    Study exclusions, the model, and the switch that takes out the largest effect make no difference.
    """
    return _option_counts(library, replace(question, left_out=(), model=MODEL))


@kept
def _option_counts(library: Library, question: Question) -> dict[str, dict[str, int]]:
    rows = comparisons(library)
    rows = rows[rows["g"].notna()]
    rows = rows[surviving(rows, question.doubts)]
    outcome = rows["outcome_group"] == question.outcome
    against = rows["comparator_class"].isin(question.classes)
    when = at_time(rows, question.time)
    people = has_condition(rows, question.condition) if question.condition else pd.Series(True, index=rows.index)
    here = rows[outcome & against & when].drop_duplicates("people")
    conditions = Counter(code for codes in here["conditions"] for code in codes)
    compared = rows[outcome & when & people]
    classes = _counted(compared, "comparator_class")
    controlled = compared["comparator_class"].isin(CONTROLLED)
    classes[""] = int(compared.loc[controlled, "people"].nunique())
    asked = rows[outcome & against & people]
    times = {time: int(asked.loc[at_time(asked, time), "people"].nunique()) for time in ("", *WHEN)}
    return {
        "outcome": _counted(rows[against & when & people], "outcome_group"),
        "condition": {"": len(here), **conditions},
        "against": {code: classes.get(code, 0) for code in ("", *AGAINST)},
        "time": times,
    }


def _counted(rows: pd.DataFrame, column: str) -> dict[str, int]:
    pairs = rows[["people", column]].drop_duplicates()
    return {str(code): int(number) for code, number in pairs[column].value_counts().items()}


def _newest_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["year", "study"], ascending=[False, True], kind="stable", na_position="last")


def _pooled(rows: pd.DataFrame, inside: np.ndarray, question: Question) -> Pooled | None:
    chosen = rows[inside]
    if chosen.empty:
        return None
    return pool_by(question.model, chosen["g"].to_numpy(dtype=float), chosen["se"].to_numpy(dtype=float) ** 2)


def _rows(library: Library, chosen: pd.DataFrame, inside: np.ndarray, pooled: Pooled | None) -> pd.DataFrame:
    weights = np.full(len(chosen), np.nan)
    if pooled is not None:
        weights[inside] = pooled.weights
    g, se = chosen["g"].astype(float), chosen["se"].astype(float)
    words = [library.schema.phrase("comparator", code) for code in chosen["comparator"]]
    rows = chosen.assign(
        comparator_words=words, ci_low=g - Z95 * se, ci_high=g + Z95 * se, included=inside, weight=weights
    )
    return rows[list(COLUMNS)].reset_index(drop=True)


def _sentence(library: Library, question: Question, pooled: Pooled | None) -> str:
    what = question.describe(library.schema)
    if pooled is None:
        return f"On {what}: no study can be pooled."
    if pooled.k == 1:
        return f"On {what}: {_size(pooled)}. {caution(pooled)}"
    words = f"On {what}: {studies_counted(pooled.k)} together give {_size(pooled)}."
    if pooled.pi_low == pooled.pi_low:
        words += (
            f" In a new study like these the effect may lie anywhere from {rounded(pooled.pi_low)} to "
            f"{rounded(pooled.pi_high)} (95% prediction interval)."
        )
    return f"{words} {caution(pooled)}".strip()


def _size(pooled: Pooled) -> str:
    """“g = 0.62 (95% CI 0.31 to 0.93), in favour of massage”, as far as the interval allows."""
    low, high = rounded(pooled.ci_low), rounded(pooled.ci_high)
    level = number(100 * pooled.model.level)
    words = f"g = {rounded(pooled.estimate)} ({level}% interval {low} to {high})"
    if pooled.ci_low > 0:
        return f"{words}, in favour of massage"
    if pooled.ci_high < 0:
        return f"{words}, in favour of the comparator"
    return f"{words}, which leaves open who did better"


def without_doubts(answer: PooledStudies) -> PooledStudies:
    """The answer to the same question with every switch off and nobody left out."""
    return pooled_studies(answer.library, replace(answer.question, doubts=(), left_out=()))
