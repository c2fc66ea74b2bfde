"""What would change the result: the pooled answer under every combination of common doubts.

A specification curve (Simonsohn, Simmons and Nelson 2020) over choices of studies; how to pool stays as the reader chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis import Pooled
from evidence.synthesis.diagnostics import pool_subsets
from evidence.synthesis.pooled_studies import PooledStudies, candidates, pooled_studies
from evidence.synthesis.questions import Question
from evidence.synthesis.switches import BY_STUDY, SWITCHES, surviving
from evidence.words.numbers import rounded

__all__ = ["SWITCHES", "alternatives", "specifications", "switch_counts"]

_NUMBERS = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")
COLUMNS = ("doubts", "combinations", "k", *_NUMBERS, "study_ids", "chosen")


@dataclass(frozen=True)
class _Body:
    """Studies that could be pooled for one choice of comparison; which the reader left out, and which each switch keeps."""

    rows: pd.DataFrame
    left_out: npt.NDArray[np.bool_]
    keeps: dict[str, npt.NDArray[np.bool_]]


@dataclass
class _Set:
    """One distinct set of studies: the fewest doubts that give it, and how many combinations do."""

    doubts: tuple[str, ...]
    body: _Body
    inside: npt.NDArray[np.bool_]
    combinations: int = 0
    chosen: bool = False

    @property
    def comparisons(self) -> tuple[str, ...]:
        return tuple(sorted(name for ids in self.body.rows["finding_ids"].to_numpy()[self.inside] for name in ids))


@kept
def specifications(library: Library, question: Question) -> pd.DataFrame:
    """The pooled result of every combination of switches that leaves a study, one row a distinct set of comparisons.

    Columns: `doubts` (codes of the fewest switches that give this set), `combinations` (how many give it), `k`, `estimate`,
    `ci_low`, `ci_high`, `pi_low`, `pi_high`, `study_ids` (sorted tuple), `chosen` (whether the question's own switches give it);
    smallest estimate first. The question's other choices stay, studies left out by the reader stay out.
    """
    found: dict[tuple[bool, bytes], _Set] = {}
    for doubts, body, inside in _sets(library, question):
        if inside.any():
            entry = found.setdefault(("tough" in doubts, inside.tobytes()), _Set(doubts, body, inside))
            entry.combinations += 1
            entry.chosen |= doubts == question.doubts
    return _with_results(_merged(list(found.values())), question)


@kept
def switch_counts(library: Library, question: Question) -> dict[str, int]:
    """How many studies would be pooled with each switch on, the other switches staying as they are."""
    counts = {}
    for code in SWITCHES:
        doubts = tuple(other for other in SWITCHES if other in (*question.doubts, code))
        rows = candidates(library, replace(question, doubts=doubts))
        counts[code] = int((~rows["study_id"].isin(question.left_out)).sum())
    return counts


def alternatives(answer: PooledStudies) -> tuple[dict[str, str], ...]:
    """The result as asked beside those without the reader's exclusions and without the doubts, as text for reading.

    One mapping a result, only those that differ from the question as asked: `Result`, `Studies`, and, where anything was
    pooled, `g`, `95% interval`, `Prediction interval`, `tau²`, `I²`, empty where they cannot be told.
    """
    asked = answer.question
    results = [("As chosen here", answer.pooled)]
    if answer.everything is not answer.pooled:
        results.append(("With nobody left out", answer.everything))
    if asked.doubts:
        plain = pooled_studies(answer.library, replace(asked, doubts=(), left_out=()))
        results.append(("Without any doubt or exclusion", plain.pooled))
    return tuple({"Result": name, **_readable(pooled)} for name, pooled in results)


def _readable(pooled: Pooled | None) -> dict[str, str]:
    if pooled is None:
        return {"Studies": "0"}
    return {
        "Studies": str(pooled.k),
        "g": rounded(pooled.estimate),
        f"{rounded(100 * pooled.model.level, 0)}% interval": f"{rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}",
        "Prediction interval": _range(pooled.pi_low, pooled.pi_high),
        "tau²": rounded(pooled.tau2, 3) if pooled.tau2 == pooled.tau2 else "",
        "I²": f"{rounded(pooled.i2, 0)}%" if pooled.i2 == pooled.i2 else "",
    }


def _range(low: float, high: float) -> str:
    return f"{rounded(low)} to {rounded(high)}" if low == low else ""


def _sets(library: Library, question: Question) -> Iterator[tuple[tuple[str, ...], _Body, npt.NDArray[np.bool_]]]:
    """Every combination of switches with the rows it keeps, combinations of few switches first."""
    bodies = {tough: _body(library, question, tough=tough) for tough in (False, True)}
    for number in range(len(SWITCHES) + 1):
        for doubts in combinations(SWITCHES, number):
            body = bodies["tough" in doubts]
            inside = np.ones(len(body.rows), dtype=bool)
            for code in BY_STUDY:
                if code in doubts:
                    inside &= body.keeps[code]
            if "largest" in doubts and inside.any():
                inside[_largest(body.rows, inside)] = False
            yield doubts, body, inside & ~body.left_out


def _body(library: Library, question: Question, *, tough: bool) -> _Body:
    rows = candidates(library, replace(question, doubts=("tough",) if tough else ()))
    left_out = rows["study_id"].isin(question.left_out).to_numpy(dtype=bool)
    return _Body(rows, left_out, {code: surviving(rows, (code,)).to_numpy(dtype=bool) for code in BY_STUDY})


def _largest(rows: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> int:
    sizes = np.where(inside, rows["g"].abs().to_numpy(dtype=float), -1.0)
    return int(sizes.argmax())


def _merged(sets: list[_Set]) -> list[_Set]:
    """The sets with those of the two choices of comparison that hold the same findings made one."""
    merged: dict[tuple[str, ...], _Set] = {}
    for one in sets:
        first = merged.setdefault(one.comparisons, one)
        if first is not one:
            first.combinations += one.combinations
            first.chosen |= one.chosen
            first.doubts = min(first.doubts, one.doubts, key=len)
    return list(merged.values())


def _with_results(sets: list[_Set], question: Question) -> pd.DataFrame:
    """The sets with their pooled numbers; all sets of one body are pooled together."""
    parts = []
    for body in {id(one.body): one.body for one in sets}.values():
        own = [one for one in sets if one.body is body]
        g, se = (body.rows[name].to_numpy(dtype=float) for name in ("g", "se"))
        results = pool_subsets(g, se**2, np.array([one.inside for one in own]), question.model)
        ids = body.rows["study_id"].to_numpy()
        parts.append(
            results[["k", *_NUMBERS]].assign(
                doubts=[one.doubts for one in own],
                combinations=[one.combinations for one in own],
                chosen=[one.chosen for one in own],
                study_ids=[tuple(sorted(ids[one.inside])) for one in own],
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    curve = pd.concat(parts, ignore_index=True).sort_values("estimate", kind="stable", ignore_index=True)
    return curve[list(COLUMNS)]
