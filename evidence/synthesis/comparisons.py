"""What can enter a pool: primary studies' findings on massage against a control, with their effects, and one row a study.

Nothing of reviews, of other therapies or of studies without a control group is here, and nothing on harms.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from evidence.effects.doubts import NotDerivable
from evidence.effects.effect_table import effects_of
from evidence.effects.group_sizes import group_sizes
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.library.strands import on_benefit
from evidence.studies.names import study_names
from evidence.synthesis.questions import AGAINST, CONTROLLED, Question
from evidence.synthesis.switches import surviving
from evidence.synthesis.timing import LONG, SHORT, TERMS, timing

#: How near the end of treatment a time is: its end, the hours after a session, a time not told, a follow-up.
_NEARNESS = {"end": 0, "immediate": 1, "": 2, "follow_up": 3}
#: How tough a comparison is: the smaller, the tougher. What is none of these comes last.
_TOUGHNESS = {name: -place for place, name in enumerate(("massage", *CONTROLLED))}
#: What rows of one study share that differ in nothing but the outcome or the massage group.
_ALIKE = ("study_id", "taken_from", "rank", "weeks", "comparator")
#: What is looked at to choose a study's one row, and what is decided about it anew. All other columns are left as they are:
#: reading and building a wide frame takes far longer than choosing.
_SIZES = ("n_massage", "n_comparator", "n_total")
_LOOKED_AT = ("people", *_ALIKE, "comparator_class", "derivation", "finding_id", "outcome", "note", "g", "se", *_SIZES)
_DECIDED = ("n_massage", "n_comparator", "g", "se", "outcome", "note", "finding_ids", "n")
_OF_STUDY = ("year", "chronic_pain", "randomised", "assessor_blinded", "extraction", "design", "n_total")
HEALTHY = "healthy"
SHARED = "Its {arms} massage groups share one control group, which was divided between them; they count as one study."
#: Derivations that the app flags as approximate.
APPROXIMATE = ("p_value", "odds_ratio")
SAME_PEOPLE = "Reports on the same people as {study}, which is in the pool; they count once."
FIRST_OF_SEVERAL = "Of {number} outcomes that fit the question the one listed first counts."


@kept
def comparisons(library: Library) -> pd.DataFrame:
    """Every finding of a primary study on massage against a control, in the order of the table.

    Columns: those of `findings` (without the printed `se`), those of `standardise` (`g`, `se`, `derivation`, `note`), of the
    study `study` (its short name), `year`, `chronic_pain`, `randomised`, `assessor_blinded`, `extraction`, `design`, `n_total`,
    `conditions` (a tuple of codes), `healthy` (whether healthy people are among them), `people` (the study id that all papers
    on the same people share); `time`, `weeks` and `late` as in `timing`, `rank` (how near the end of treatment, 0
    nearest). `n_massage` and `n_comparator` are the sizes that the
    effect was derived with, as far as they are known.
    """
    findings = on_benefit(library.findings)
    findings = findings[findings["comparator_class"].isin(AGAINST) & findings["study_id"].isin(library.records)]
    effects = effects_of(library).loc[findings["finding_id"], ["g", "se", "derivation", "note"]]
    rows = findings.drop(columns="se").assign(**{name: effects[name].to_numpy() for name in effects.columns})
    studies = [library.records[study_id] for study_id in rows["study_id"]]
    timings = [timing(row, study) for row, study in zip(rows.to_dict("records"), studies, strict=True)]
    names = study_names(library)
    rows = rows.assign(
        study=[names[study_id] for study_id in rows["study_id"]],
        **{name: [study[name] for study in studies] for name in _OF_STUDY},
        conditions=[tuple(split(study["conditions"])) for study in studies],
        time=[when.time for when in timings],
        weeks=[when.weeks for when in timings],
        late=[when.late for when in timings],
        people=[str(study["same_people_as"]) or str(study["study_id"]) for study in studies],
    )
    rows["healthy"] = [HEALTHY in conditions for conditions in rows["conditions"]]
    rows["rank"] = [_NEARNESS[time] for time in rows["time"]]
    sizes = [_sizes(row, study) for row, study in zip(rows.to_dict("records"), studies, strict=True)]
    rows["n_massage"] = pd.array([massage for massage, _ in sizes], dtype="Int64")
    rows["n_comparator"] = pd.array([comparator for _, comparator in sizes], dtype="Int64")
    return rows.reset_index(drop=True)


def on_question(library: Library, question: Question) -> pd.DataFrame:
    """The rows of `comparisons` that the question asks for, whether they can be pooled or not; studies left out included."""
    rows = comparisons(library)
    mask = (rows["outcome_group"] == question.outcome) & rows["comparator_class"].isin(question.classes)
    if question.condition:
        mask &= has_condition(rows, question.condition)
    return rows[mask & at_time(rows, question.time) & surviving(rows, question.doubts)]


def can_be_pooled(library: Library, outcome: str, condition: str, against: str, time: str) -> bool:
    """Whether any study has a size on a question, told by its parts as in `Question`: quickly, and without looking at doubts."""
    return (outcome, condition, against, time) in _answered(library)


@kept
def _answered(library: Library) -> frozenset[tuple[str, str, str, str]]:
    """Every question that at least one row of `comparisons` with a size is on."""
    rows = comparisons(library)
    columns = rows.loc[rows["g"].notna(), ["outcome_group", "conditions", "comparator_class", "time", "late"]]
    return frozenset(
        (outcome, condition, against, when)
        for outcome, conditions, compared, time, late in columns.itertuples(index=False, name=None)
        for condition in ("", *conditions)
        for against in (("", compared) if compared in CONTROLLED else (compared,))
        for when in ("", time, LONG if late else SHORT)
    )


def at_time(rows: pd.DataFrame, time: str) -> pd.Series:
    """Which rows were measured at a time of `evidence.synthesis.questions.WHEN`; all of them for the empty code."""
    if time in TERMS:
        return rows["late"] == (time == LONG)
    return rows["time"] == time if time else pd.Series(True, index=rows.index)


def has_condition(rows: pd.DataFrame, condition: str) -> pd.Series:
    """Which rows are of studies of a condition."""
    return pd.Series([condition in conditions for conditions in rows["conditions"]], index=rows.index, dtype=bool)


def one_per_study(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a study out of the rows of `comparisons` that have a g: nearest the end of treatment, toughest comparator.

    What was derived by an approximation counts only where a study has nothing better.

    Papers on the same people count as one study. Of several outcomes alike in both the first in the table counts, one printed
    by the trial itself before one taken from a review, so that the two never meet. Massage groups that share a control group
    count as one comparison: the control group is divided between them (Cochrane Handbook 23.3.4) and their effects are averaged
    with inverse variance weights. Added columns: `finding_ids` (tuple) and `n` (people of both groups, else the study's total;
    missing if unknown). `note` gains what was decided here.
    """
    columns = [name for name in _LOOKED_AT if name in rows]
    looked_at = rows[columns].to_dict("records")
    # A row is told by its place in the frame, from which it is taken in the end.
    placed = [{**row, "place": place} for place, row in enumerate(looked_at) if pd.notna(row["g"])]
    ordered = sorted(placed, key=_preference)
    chosen = [_one(list(group)) for _, group in groupby(ordered, key=lambda row: row["people"])]
    frame = rows.iloc[[row["place"] for row in chosen]].reset_index(drop=True)
    typed = {name: _typed((row[name] for row in chosen), name) for name in _DECIDED}
    return frame.assign(**typed, year=_typed(frame["year"], "year"))


def _preference(row: dict[str, Any]) -> tuple[Any, ...]:
    """What rows are put in order by: the people, then what makes one row count before another."""
    is_open = pd.isna(row["weeks"])
    return (
        row["people"],
        row["derivation"] in APPROXIMATE,
        row["rank"],
        is_open,
        0.0 if is_open else row["weeks"],
        _TOUGHNESS.get(row["comparator_class"], 1),
        row["taken_from"] != "",
    )


def _typed(values: Iterable[Any], name: str) -> Any:
    if name in ("n", "n_massage", "n_comparator", "year"):
        return pd.array([None if pd.isna(value) else int(value) for value in values], dtype="Int64")
    if name == "finding_ids":
        return pd.Series(list(values), dtype=object)
    return pd.Series(list(values), dtype="float64" if name in ("g", "se") else "str")


def _one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of one study, from its rows ordered by preference."""
    first = rows[0]
    alike = [row for row in rows if all(_same(row[name], first[name]) for name in _ALIKE)]
    arms = _arms(alike)
    if len(arms) > 1:
        return _combined(arms)
    note = FIRST_OF_SEVERAL.format(number=len(alike)) if len(alike) > 1 else ""
    return _completed(first, (first["finding_id"],), note)


def _arms(alike: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of different massage groups against the same control group.

    They differ in size, their control does not, and all of them together are no more than the study's people. Rows of equal
    size are outcomes of the same people, of which only the first counts.
    """
    control, total = alike[0]["n_comparator"], alike[0]["n_total"]
    if pd.isna(control) or pd.isna(total):
        return []
    by_size: dict[int, dict[str, Any]] = {}
    for row in alike:
        if pd.notna(row["n_massage"]) and _same(row["n_comparator"], control):
            by_size.setdefault(int(row["n_massage"]), row)
    return list(by_size.values()) if sum(by_size) + control <= total else []


def _combined(arms: list[dict[str, Any]]) -> dict[str, Any]:
    """One comparison from several massage groups that share their control group."""
    control = int(arms[0]["n_comparator"])
    # A control group of n/m people instead of n adds (m - 1)/n to the variance of a standardised difference.
    variances = np.array([row["se"] ** 2 + (len(arms) - 1) / control for row in arms])
    weights = 1 / variances
    row = {
        **arms[0],
        "n_massage": sum(int(row["n_massage"]) for row in arms),
        "g": float(weights @ np.array([row["g"] for row in arms]) / weights.sum()),
        "se": float(np.sqrt(1 / weights.sum())),
        "outcome": "; ".join(str(row["outcome"]) for row in arms),
        "note": " ".join(dict.fromkeys(str(row["note"]) for row in arms if row["note"])),
    }
    return _completed(row, tuple(str(row["finding_id"]) for row in arms), SHARED.format(arms=len(arms)))


def _completed(row: dict[str, Any], ids: tuple[str, ...], note: str) -> dict[str, Any]:
    both = row["n_massage"], row["n_comparator"]
    return {
        **row,
        "finding_ids": ids,
        "n": row["n_total"] if any(pd.isna(size) for size in both) else sum(both),
        "note": " ".join(text for text in (row["note"], note) if text),
    }


def _sizes(row: dict[str, Any], study: dict[str, Any]) -> tuple[int | None, int | None]:
    """Sizes of the massage and the comparator group, as printed where nothing was derived with them."""
    try:
        groups = group_sizes(row, study)
    except NotDerivable:
        printed = (row["n_massage"], row["n_comparator"])
        return tuple(None if pd.isna(size) else int(size) for size in printed)  # type: ignore[return-value]
    return groups.massage, groups.comparator


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) if pd.notna(one) and pd.notna(other) else bool(pd.isna(one) and pd.isna(other))
