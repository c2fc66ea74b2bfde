"""Short names: unique within a library, plain where nobody shares them."""

from __future__ import annotations

from evidence.library import Library
from evidence.studies.citations import short
from evidence.studies.names import study_names


def test_every_study_has_a_name_of_its_own(library: Library) -> None:
    names = study_names(library)
    assert set(names) == set(library.studies["study_id"])
    assert len(set(names.values())) == len(names)


def test_only_namesakes_get_a_letter(library: Library) -> None:
    names = study_names(library)
    plain = {study_id: short(record) for study_id, record in library.records.items()}
    for study_id, name in names.items():
        shared = list(plain.values()).count(plain[study_id]) > 1
        assert (name != plain[study_id]) == shared
        assert name.startswith(plain[study_id])
