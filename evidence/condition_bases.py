"""What is known of one outcome in one condition against one class of controls, by the firmest basis there is.

The bases, from the firmest to the weakest: the studies pooled here, a review's own pooled result, one trial's difference on its
own scale, a bare count of directions. The certainty is never above what the curators say of the condition, or of the claim
that the outcome belongs to; what one result alone cannot carry lowers it further, a level for each reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from evidence.chain import CLINICAL, UMBRELLA
from evidence.comparisons import comparisons, has_condition
from evidence.conclusion import ENOUGH_PEOPLE, LEVELS, VERY_WIDE, conclusion, lower, size_word, very_wide
from evidence.directions import tally
from evidence.doubts import difference_holds
from evidence.library import Library
from evidence.pooled_answer import pooled_answer
from evidence.published import published
from evidence.questions import Question
from evidence.results import number, rounded
from evidence.schema import Schema
from evidence.wording import counted, studies_counted

BASES = ("pooled", "review", "trial", "counts")
#: The class of reviews' results that mix several kinds of control.
MIXED = "pooled"
MIXED_WORDS = "several kinds of control together"
#: From this standardised difference on an effect is called large (Cohen 1988, as in the Cochrane Handbook 15.5.3.1).
LARGE = 0.8
#: The certainty that a body of evidence starts from: randomised studies high, others low (GRADE).
RANDOMISED, OTHERS = 0, 2

ONE_STUDY = "Inconsistency: one study cannot show whether others would find the same."
OPEN_INTERVAL = "Imprecision: the interval includes both better and worse with massage."
WIDE_INTERVAL = "Imprecision: the interval reaches further from its middle than a large effect."
NOT_KEY = "The curators' judgement does not rest on this review."
NO_SIZE = "No size can be derived from what was read, and a count of directions is no measure of an effect."


@dataclass(frozen=True)
class Area:
    """An outcome as a reader asks for it: codes of outcome groups, the preferred first, and the claim and link it bears on."""

    code: str
    label: str
    outcomes: tuple[str, ...]
    mechanism: str = UMBRELLA
    link: str = CLINICAL


@dataclass(frozen=True)
class Comparison:
    """What is known of one outcome against one class of controls.

    `against`: the controls within a sentence. `basis`: one of `BASES`. `certainty`: a GRADE code, never empty. `reasons`: why
    it is not higher, and whose judgement it is. `g`, `ci_low`, `ci_high`: a standardised difference, positive where massage
    did better, with its 95% interval; None where there is no size. `direction`: 1 where massage did better, -1 where worse, 0
    where that is open. `detail`: the numbers and where they come from. `counts`: where single studies' findings point.
    `studies`: how many studies of this library measured it against such controls; `pooled_studies`: how many of them are
    pooled. `study_ids`: the studies behind it all. `question`: parameters of the page of pooled results that show the same.
    """

    comparator_class: str
    against: str
    basis: str
    certainty: str
    reasons: tuple[str, ...]
    g: float | None
    ci_low: float | None
    ci_high: float | None
    direction: int
    detail: str
    counts: str
    studies: int
    pooled_studies: int
    study_ids: tuple[str, ...]
    question: dict[str, list[str]]

    @property
    def size(self) -> str:
        """“large”, “moderate” or “small”; empty for little to no difference and where no size is known."""
        return "" if self.g is None else size_word(self.g)


@dataclass(frozen=True)
class Asked:
    """One outcome in one condition.

    `ceiling` is the highest certainty that may be said of it, `whose` says whose judgement that is, and `key_studies` what it
    rests on.
    """

    library: Library
    condition: str
    area: Area
    ceiling: str
    whose: str
    key_studies: tuple[str, ...]


def asked(library: Library, condition: str, area: Area, certainty: str, key_studies: tuple[str, ...]) -> Asked:
    """The lower of the curators' certainty for the condition (empty if they give none) and for the claim is the ceiling."""
    schema, appraisals = library.schema, library.appraisals
    rows = appraisals[(appraisals["mechanism_id"] == area.mechanism) & (appraisals["link"] == area.link)]
    claim = str(rows["certainty"].iloc[0]) if len(rows) else ""
    ceiling = lower(certainty, claim) or LEVELS[-1]
    if ceiling == certainty:
        about = f"for {schema.phrase('condition', condition)}"
    else:
        about = f"on the claim “{schema.phrase('mechanism', area.mechanism)}”"
    whose = (
        f"The curators' own judgement {about} is {schema.label('certainty', ceiling).lower()}; nothing goes above it."
    )
    if not (certainty or claim):
        whose = "The curators judged neither the condition nor the claim, so no more than very low is said."
    return Asked(library, condition, area, ceiling, whose, key_studies)


def against_class(asked: Asked, name: str) -> Comparison | None:
    """What is known against one class of controls; None if nothing was measured."""
    for make in (_from_pool, from_review, _from_trial, _from_counts):
        made = make(asked, name)
        if made is not None:
            return made
    return None


def _from_pool(asked: Asked, name: str) -> Comparison | None:
    for outcome in asked.area.outcomes:
        question = Question(outcome=outcome, condition=asked.condition, against=name)
        try:
            answer = pooled_answer(asked.library, question)
        except ValueError:
            # Impossible numbers in one record; the page of pooled results says which. The next basis may still hold.
            continue
        pooled = answer.pooled
        if pooled is None:
            continue
        concluded = conclusion(answer)
        numbers = f"g {rounded(pooled.estimate)} (95% interval {rounded(pooled.ci_low)} to {rounded(pooled.ci_high)})"
        return _made(
            asked,
            name,
            basis="pooled",
            certainty=lower(concluded.certainty, asked.ceiling),
            reasons=concluded.reasons,
            effect=(pooled.estimate, pooled.ci_low, pooled.ci_high),
            detail=f"{numbers}, pooled from {pooled.k} of {studies_counted(answer.studies)}",
            pooled_studies=pooled.k,
            question=question.to_params(),
        )
    return None


def from_review(asked: Asked, name: str) -> Comparison | None:
    """What the newest review that pooled it found; its own rating holds where it has one and it is lower."""
    for outcome in asked.area.outcomes:
        rows = published(asked.library)
        rows = rows[(rows["outcome_group"] == outcome) & (rows["comparator_class"] == name)]
        rows = rows[np.array([_usable(asked, row) for row in rows.to_dict("records")], dtype=bool)]
        if rows.empty:
            continue
        row = rows.sort_values("year", ascending=False, kind="stable").iloc[0].to_dict()
        doubts = tuple(_doubts_of_review(asked, row))
        rated = asked.library.schema.label("certainty", row["certainty"]).lower() if row["certainty"] else ""
        numbers = f"{rounded(row['g'])} (95% interval {rounded(row['ci_low'])} to {rounded(row['ci_high'])})"
        pooled = "" if pd.isna(row["studies"]) else f" from {studies_counted(int(row['studies']))}"
        return _made(
            asked,
            name,
            basis="review",
            certainty=_lowered(lower(asked.ceiling, row["certainty"]), len(doubts)),
            reasons=(*([f"The review itself rates this result {rated}."] if rated else []), *doubts),
            effect=(row["g"], row["ci_low"], row["ci_high"]),
            detail=f"standardised difference {numbers}, pooled by {row['study']}{pooled}",
            comparator=row["comparator"],
            also=(row["study_id"],),
        )
    return None


def _usable(asked: Asked, row: dict[str, Any]) -> bool:
    """Whether a review's result is on this condition, not of acute pain, and not known to rest on a single study."""
    if asked.condition not in row["conditions"] or (pd.notna(row["studies"]) and row["studies"] < 2):
        return False
    if asked.library.records[row["study_id"]]["chronic_pain"] == "no":
        return False
    # A review on the neck and the shoulder has results for each; words that name only the other are not meant here.
    words = row["outcome"].lower()
    named = [code for code in row["conditions"] if asked.library.schema.phrase("condition", code).lower() in words]
    return not named or asked.condition in named


def _doubts_of_review(asked: Asked, row: dict[str, Any]) -> Iterator[str]:
    """What keeps the certainty of a review's result below the curators' judgement."""
    if row["study_id"] not in asked.key_studies:
        yield NOT_KEY
    if row["ci_low"] < 0 < row["ci_high"]:
        yield OPEN_INTERVAL
        if very_wide(row["ci_low"], row["ci_high"]):
            yield VERY_WIDE
    elif row["ci_high"] - row["g"] > LARGE:
        yield WIDE_INTERVAL


def _from_trial(asked: Asked, name: str) -> Comparison | None:
    """The printed difference with its interval nearest the end of treatment, of the largest study."""
    rows = _measured(asked, name)
    numeric = rows[["estimate", "ci_low", "ci_high"]].notna().all(axis=1) & (rows["metric"] == "md")
    rows = rows[numeric & (rows["estimate_favours_massage_when"] != "")]
    rows = rows[[difference_holds(row) for row in rows.to_dict("records")]]
    if rows.empty:
        return None
    row = rows.sort_values(["rank", "n_total"], ascending=[True, False], kind="stable").iloc[0].to_dict()
    difference, low, high = favouring(row)
    doubts = tuple(_doubts_of_trial(row, low, high))
    start = RANDOMISED if row["randomised"] == "yes" else OTHERS
    size = f"{number(abs(difference))} points {'better' if difference > 0 else 'worse'}"
    return _made(
        asked,
        name,
        basis="trial",
        certainty=lower(_lowered(LEVELS[start], len(doubts)), asked.ceiling),
        reasons=doubts,
        direction=_direction(low, high),
        detail=f"{size} on {row['instrument'] or row['outcome']} (95% interval {number(low)} to {number(high)}), {row['study']}",
        comparator=row["comparator"],
    )


def favouring(row: dict[str, Any]) -> tuple[float, float, float]:
    """A printed difference and its interval with the sign turned so that positive is better with massage."""
    sign = -1 if row["estimate_favours_massage_when"] == "negative" else 1
    ends = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    return sign * row["estimate"], ends[0], ends[1]


def _doubts_of_trial(row: dict[str, Any], low: float, high: float) -> Iterator[str]:
    """The reasons of `evidence.conclusion` that one study can give."""
    if row["assessor_blinded"] != "yes":
        yield "Risk of bias: a blinded assessor is not reported."
    yield ONE_STUDY
    if row["chronic_pain"] != "yes":
        yield "Indirectness: not all people are known to have had chronic pain."
    people = row["n_total"]
    if low < 0 < high:
        yield OPEN_INTERVAL
    elif pd.isna(people):
        yield "Imprecision: how many people there were is not known."
    elif people < ENOUGH_PEOPLE:
        yield f"Imprecision: {counted(int(people), 'person', 'people')} in all, fewer than {ENOUGH_PEOPLE}."


def _from_counts(asked: Asked, name: str) -> Comparison | None:
    studies = _measured(asked, name)["study_id"].nunique()
    if not studies:
        return None
    detail = f"no size in {studies_counted(studies)}"
    return _made(asked, name, basis="counts", certainty=LEVELS[-1], reasons=(NO_SIZE,), detail=detail)


def _measured(asked: Asked, name: str) -> pd.DataFrame:
    """Findings of primary studies of the condition on the outcome against one class of controls."""
    rows = comparisons(asked.library)
    rows = rows[rows["outcome_group"].isin(asked.area.outcomes) & (rows["comparator_class"] == name)]
    return rows[has_condition(rows, asked.condition)]


def _made(
    asked: Asked,
    name: str,
    *,
    basis: str,
    certainty: str,
    reasons: Sequence[str],
    detail: str,
    effect: tuple[float, float, float] | None = None,
    direction: int = 0,
    comparator: str = "",
    pooled_studies: int = 0,
    also: tuple[str, ...] = (),
    question: dict[str, list[str]] | None = None,
) -> Comparison:
    """A comparison with what does not depend on its basis: the controls' name, counts and studies."""
    rows = _measured(asked, name)
    return Comparison(
        comparator_class=name,
        against=_against(asked.library.schema, name, comparator),
        basis=basis,
        certainty=certainty,
        reasons=(*reasons, asked.whose),
        g=effect[0] if effect else None,
        ci_low=effect[1] if effect else None,
        ci_high=effect[2] if effect else None,
        direction=_direction(effect[1], effect[2]) if effect else direction,
        detail=detail,
        counts=tally(rows),
        studies=rows["study_id"].nunique(),
        pooled_studies=pooled_studies,
        study_ids=tuple(dict.fromkeys((*also, *rows["study_id"]))),
        question=question or {},
    )


def _against(schema: Schema, name: str, comparator: str) -> str:
    """The controls within a sentence: the very one where it rests on one result, else their class."""
    if name == MIXED:
        return MIXED_WORDS
    return schema.phrase("comparator", comparator) if comparator else schema.phrase("comparator_class", name)


def _direction(low: float, high: float) -> int:
    return 1 if low > 0 else -1 if high < 0 else 0


def _lowered(certainty: str, steps: int) -> str:
    return LEVELS[min(LEVELS.index(certainty) + steps, len(LEVELS) - 1)]
