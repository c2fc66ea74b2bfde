"""What studies of one condition say outcome by outcome, in one sentence each, in the wording of GRADE guideline 26."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evidence.comparisons import comparisons, has_condition
from evidence.conclusion import LEVELS, worded
from evidence.condition_bases import BASES, MIXED, Area, Comparison, against_class, asked, from_review
from evidence.library import Library
from evidence.questions import CONTROLLED
from evidence.wording import listed

AREAS = (
    Area("pain", "Pain", ("pain_intensity",)),
    Area("function", "Function", ("function_disability",)),
    Area("anxiety", "Anxiety", ("anxiety", "state_anxiety"), "anxiety_depression", "mediator_sustained"),
    Area("depression", "Depression", ("depression",), "anxiety_depression", "mediator_sustained"),
    Area("quality_of_life", "Quality of life", ("quality_of_life",)),
)


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome: the sentence, the certainty of the part it begins with, and each comparison, easiest first.

    `measured` tells for each outcome group how many primary studies measured it against a control group;
    `reviews` the ids of the reviews that a comparison rests on.
    """

    area: str
    label: str
    sentence: str
    certainty: str
    comparisons: tuple[Comparison, ...]
    study_ids: tuple[str, ...]
    measured: tuple[tuple[str, int], ...]
    reviews: tuple[str, ...]

    @property
    def lead(self) -> Comparison:
        """The comparison that the sentence begins with: the most certain, then the easiest to beat."""
        return _by_certainty(self.comparisons)[0]


@lru_cache(maxsize=64)
def outcome_lines(
    library: Library, condition: str, certainty: str = "", key_studies: tuple[str, ...] = ()
) -> tuple[OutcomeLine, ...]:
    """A line for each of `AREAS` with findings; certainty and key studies as the curators give them, empty if they do not."""
    lines = (_line(library, condition, area, certainty, key_studies) for area in AREAS)
    return tuple(line for line in lines if line is not None)


def _line(
    library: Library, condition: str, area: Area, certainty: str, key_studies: tuple[str, ...]
) -> OutcomeLine | None:
    question = asked(library, condition, area, certainty, key_studies)
    found = [made for name in CONTROLLED if (made := against_class(question, name)) is not None]
    if all(comparison.basis == BASES[-1] for comparison in found):
        mixed = from_review(question, MIXED)
        found += [mixed] if mixed is not None else []
    if not found:
        return None
    schema = library.schema
    studies = tuple(dict.fromkeys(study_id for comparison in found for study_id in comparison.study_ids))
    what = schema.phrase("outcome_group", area.outcomes[0])
    return OutcomeLine(
        area=area.code,
        label=area.label,
        sentence=_sentence(found, what, schema.phrase("condition", condition)),
        certainty=_by_certainty(found)[0].certainty,
        comparisons=tuple(found),
        study_ids=studies,
        measured=tuple(_measured(library, condition, area)),
        reviews=tuple(study_id for study_id in studies if library.records[study_id]["role"] != "primary"),
    )


def _measured(library: Library, condition: str, area: Area) -> Iterator[tuple[str, int]]:
    rows = comparisons(library)
    rows = rows[rows["comparator_class"].isin(CONTROLLED) & has_condition(rows, condition)]
    for outcome in area.outcomes:
        number = rows.loc[rows["outcome_group"] == outcome, "study_id"].nunique()
        if number:
            yield outcome, number


def _by_certainty(found: Sequence[Comparison]) -> list[Comparison]:
    return sorted(found, key=lambda comparison: LEVELS.index(comparison.certainty))


def _sentence(found: Sequence[Comparison], what: str, condition: str) -> str:
    """One sentence for all comparisons, those alike together, the most certain first."""
    groups: dict[tuple[object, ...], list[Comparison]] = {}
    for comparison in _by_certainty(found):
        groups.setdefault(_alike(comparison), []).append(comparison)
    parts = [
        _part(group[0], what if place else f"{what} in {condition}", listed([one.against for one in group], "or"))
        for place, group in enumerate(groups.values())
    ]
    return "; ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])]) + "."


def _alike(comparison: Comparison) -> tuple[object, ...]:
    """Comparisons with the same key are spoken of together."""
    if comparison.certainty == LEVELS[-1]:
        return (LEVELS[-1],)
    if comparison.g is None:
        return comparison.certainty, "no size", comparison.direction
    return comparison.certainty, comparison.size, comparison.g > 0, comparison.direction


def _part(comparison: Comparison, what: str, against: str) -> str:
    if comparison.g is not None or comparison.certainty == LEVELS[-1]:
        words = worded(comparison.g, comparison.certainty, what, against).removesuffix(".")
        sized = comparison.certainty != LEVELS[-1] and comparison.size
        return f"{words} (the interval also includes no effect)" if sized and not comparison.direction else words
    verb, ending = ("may ", "") if comparison.certainty == "low" else ("probably ", "s")
    change = {1: f"improve{ending}", -1: f"worsen{ending}", 0: f"make{ending} no clear difference to"}
    return f"Massage {verb}{change[comparison.direction]} {what} compared with {against}"
