"""Studies that resemble a given one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from evidence.library import Library
from evidence.library.schema import split
from evidence.studies.similar import similar

SOME = ("cherkin-2011", "irnich-2001", "agren-1995", "nice-ng59-2017", "field-2013", "moyer-2004")


def claims_of(library: Library, study_id: str) -> set[tuple[str, str]]:
    rows = library.findings_of(study_id)
    return set(zip(rows["mechanism"], rows["link"], strict=True))


@pytest.mark.parametrize("study_id", SOME)
def test_best_first_never_itself_and_no_more_than_asked_for(study_id: str, library: Library) -> None:
    for most in (1, 5, 40):
        found = similar(library, study_id, most)
        assert 0 < len(found) <= most
        assert study_id not in set(found["study_id"])
        assert found["study_id"].is_unique
        assert found["score"].is_monotonic_decreasing
        assert found["score"].between(0, 1).all()


@pytest.mark.parametrize("study_id", SOME)
def test_what_is_said_to_be_shared_is_shared(study_id: str, library: Library) -> None:
    own = library.study(study_id)
    assert own is not None
    for row in similar(library, study_id, 30).to_dict("records"):
        other = library.study(row["study_id"])
        assert other is not None
        common = {
            "claim": claims_of(library, study_id) & claims_of(library, row["study_id"]),
            "condition": set(split(own["conditions"])) & set(split(other["conditions"])),
            "technique": set(split(own["techniques"])) & set(split(other["techniques"])),
            "comparator": set(split(own["comparators"])) & set(split(other["comparators"])),
            "design": {own["design"]} & {other["design"]},
        }
        for kind in row["shared"]:
            assert common[kind], kind
        assert {"claim", "condition"} & set(row["shared"]), "the same method alone does not make studies alike"
        for kind in ("claim", "design"):
            assert bool(common[kind]) == (kind in row["shared"])


def test_likeness_is_mutual(library: Library) -> None:
    near = {row["study_id"]: row["score"] for row in similar(library, "cherkin-2011", 400).to_dict("records")}
    for other in list(near)[:10]:
        back = {row["study_id"]: row["score"] for row in similar(library, other, 400).to_dict("records")}
        assert back["cherkin-2011"] == near[other]


def test_a_copy_of_a_study_is_most_like_it(library: Library) -> None:
    own = library.studies[library.studies["study_id"] == "cherkin-2011"]
    findings = library.findings_of("cherkin-2011")
    grown = replace(
        library,
        studies=pd.concat([library.studies, own.assign(study_id="twin", year=1901)], ignore_index=True),
        findings=pd.concat([library.findings, findings.assign(study_id="twin")], ignore_index=True),
    )
    first = similar(grown, "cherkin-2011", 1).iloc[0]
    assert first["study_id"] == "twin"
    assert first["shared"][:2] == ["claim", "condition"]


def test_values_that_say_nothing_make_no_two_studies_alike(library: Library) -> None:
    for row in similar(library, "agren-1995", 400).to_dict("records"):
        assert "technique" not in row["shared"], "“other” technique is no technique"


@pytest.mark.parametrize("unknown", ["", "nobody-1999", "<script>"])
def test_an_unknown_study_is_like_none(unknown: str, library: Library) -> None:
    found = similar(library, unknown)
    assert found.empty
    assert found.columns.tolist() == ["study_id", "score", "shared"]


def test_a_study_alone_is_like_none(library: Library) -> None:
    alone = library.studies[library.studies["study_id"] == "cherkin-2011"]
    assert similar(replace(library, studies=alone), "cherkin-2011").empty
