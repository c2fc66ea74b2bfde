"""What each study is called in running text, unique within a library."""

from __future__ import annotations

from collections import defaultdict
from string import ascii_lowercase

from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies.citations import short


@kept
def study_names(library: Library) -> dict[str, str]:
    """Short name of every study by id; studies that share one get a letter behind the year (“Boyd et al. 2016a”).

    Letters follow the order of the ids. From the 27th namesake on the number is used instead of a letter.
    """
    namesakes: dict[str, list[str]] = defaultdict(list)
    for study_id, record in library.records.items():
        namesakes[short(record)].append(study_id)
    return {
        study_id: name + (_letter(position) if len(ids) > 1 else "")
        for name, ids in namesakes.items()
        for position, study_id in enumerate(sorted(ids))
    }


def _letter(position: int) -> str:
    return ascii_lowercase[position] if position < len(ascii_lowercase) else f"-{position + 1}"
