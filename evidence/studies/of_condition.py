"""Which studies are of a condition."""

from __future__ import annotations

from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split


def studies_of(library: Library, condition: str) -> tuple[str, ...]:
    """The ids of the studies of one condition, in the order of the table."""
    return studies_by_condition(library).get(condition, ())


@kept
def studies_by_condition(library: Library) -> dict[str, tuple[str, ...]]:
    """The ids of the studies of every condition that has one, in the order of the table."""
    found: dict[str, list[str]] = {}
    for study_id, study in library.records.items():
        for condition in dict.fromkeys(split(study["conditions"])):
            found.setdefault(condition, []).append(study_id)
    return {condition: tuple(study_ids) for condition, study_ids in found.items()}
