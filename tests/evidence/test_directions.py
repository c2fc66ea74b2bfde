"""Where findings point: counts per rung of the ladder, and the sentence computed from them."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.answers.directions import FEWEST_FOR_A_SHARE, SAME_WITHIN, counts, ladder, ladder_sentence, tally
from evidence.library import Library
from evidence.library.strands import DIRECTIONS, RUNGS, about_benefit, about_harms
from evidence.selection import Selection

#: From a comparator to its rung, as the curators' README has it.
RUNG_OF = {
    **dict.fromkeys(("rest", "no_treatment", "waitlist", "usual_care", "contralateral_limb"), "inactive"),
    **dict.fromkeys(("sham", "light_touch", "attention"), "credible"),
    **dict.fromkeys(("relaxation", "exercise", "stretching", "manual_therapy", "acupuncture"), "active"),
    **dict.fromkeys(("physical_modality", "education", "drug", "music", "other_active"), "active"),
    "other_massage": "massage",
    "within_person": "uncontrolled",
    "mixed": "pooled",
    "any": "pooled",
}


def some(rungs: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Made-up findings: rung → how many favour massage, and of how many."""
    rows = [
        {
            "study_id": f"{rung}-{number}",
            "strand": "massage",
            "comparator_class": rung,
            "outcome_group": "pain_intensity",
            "direction": "favours_massage" if number < favourable else "no_clear_difference",
        }
        for rung, (favourable, findings) in rungs.items()
        for number in range(findings)
    ]
    return pd.DataFrame(rows, columns=["study_id", "strand", "comparator_class", "outcome_group", "direction"])


def sentence_of(library: Library, **rungs: tuple[int, int]) -> str:
    return ladder_sentence(ladder(some(rungs), "massage"), library)


def test_directions_and_rungs_are_those_of_the_data(library: Library) -> None:
    assert set(DIRECTIONS) == {code.value for code in library.schema.codes("direction")}
    assert RUNGS == ("uncontrolled", "inactive", "credible", "active")


def test_counts_name_every_direction(library: Library) -> None:
    assert counts(library.findings.head(0)) == dict.fromkeys(DIRECTIONS, 0)
    assert sum(counts(library.findings).values()) == len(library.findings)


def test_harms_and_benefits_make_up_all_findings(library: Library) -> None:
    harms, benefits = about_harms(library.findings), about_benefit(library.findings)
    assert set(harms["outcome_group"]) == {"safety"}
    assert "safety" not in set(benefits["outcome_group"])
    assert len(harms) + len(benefits) == len(library.findings)


@pytest.mark.parametrize("strand", ["massage", "synthesis", "other_therapy", "association", "animal"])
def test_the_ladder_counts_every_finding_on_benefit_once(strand: str, library: Library) -> None:
    table = ladder(library.findings, strand)
    expected: dict[str, dict[str, int]] = {}
    studies: dict[str, set[str]] = {}
    for finding in library.findings.to_dict("records"):
        if finding["strand"] != strand or finding["outcome_group"] == "safety":
            continue
        rung = RUNG_OF[finding["comparator"]]
        expected.setdefault(rung, dict.fromkeys(DIRECTIONS, 0))[finding["direction"]] += 1
        studies.setdefault(rung, set()).add(finding["study_id"])
    for row in table.to_dict("records"):
        rung = row["comparator_class"]
        assert {direction: row[direction] for direction in DIRECTIONS} == expected.get(
            rung, dict.fromkeys(DIRECTIONS, 0)
        )
        assert row["findings"] == sum(expected.get(rung, {}).values())
        assert row["studies"] == len(studies.get(rung, ()))
    assert set(expected) <= set(table["comparator_class"])


def test_rungs_without_findings_stay_and_other_classes_go(library: Library) -> None:
    table = ladder(library.findings.head(0), "massage")
    assert table["comparator_class"].tolist() == list(RUNGS)
    assert table["findings"].tolist() == [0, 0, 0, 0]
    assert ladder(some({"massage": (1, 2)}), "massage")["comparator_class"].tolist() == [*RUNGS, "massage"]


def test_harms_are_never_counted_as_favouring_anything() -> None:
    findings = some({"credible": (3, 4)}).assign(outcome_group="safety")
    assert ladder(findings, "massage")["findings"].sum() == 0


def test_the_sentence_states_the_shares_of_the_table(library: Library) -> None:
    for strand in ("massage", "synthesis"):
        table = ladder(library.findings, strand).set_index("comparator_class")
        sentence = ladder_sentence(ladder(library.findings, strand), library)
        shown = re.findall(r"(\d+)% of (\d+) against (inactive|credible|active) ", sentence.replace(".", " "))
        assert len(shown) == 3
        for per_cent, findings, rung in shown:
            assert int(findings) == table.loc[rung, "findings"]
            assert abs(int(per_cent) - 100 * table.loc[rung, "favours_massage"] / int(findings)) <= 0.5


def test_a_falling_a_rising_and_a_level_share(library: Library) -> None:
    assert "falls by 30 points from inactive controls to credible controls" in sentence_of(
        library, inactive=(8, 10), credible=(5, 10)
    )
    assert "rises by 30 points from inactive controls to credible controls" in sentence_of(
        library, inactive=(5, 10), credible=(8, 10)
    )
    level = sentence_of(library, inactive=(50, 100), credible=(52, 100), active=(10, 100))
    assert "stays about the same from inactive controls to credible controls" in level
    assert "falls by 42 points from credible controls to active treatments" in level


def test_an_empty_rung_is_left_out(library: Library) -> None:
    sentence = sentence_of(library, inactive=(8, 10), active=(5, 10))
    assert "credible" not in sentence
    assert "from inactive controls to active treatments" in sentence


def test_one_rung_shows_no_trend(library: Library) -> None:
    assert "only one rung" in sentence_of(library, credible=(5, 10))


@pytest.mark.parametrize("rungs", [{}, {"uncontrolled": (5, 5)}, {"massage": (1, 2), "pooled": (1, 1)}])
def test_no_controlled_comparison(rungs: dict[str, tuple[int, int]], library: Library) -> None:
    sentence = sentence_of(library, **rungs)
    assert "No findings from a controlled comparison" in sentence
    assert "%" not in sentence


@given(
    st.lists(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=3)
)
def test_the_points_are_the_difference_of_the_shares_shown(library: Library, rungs: list[tuple[int, int]]) -> None:
    names = ("inactive", "credible", "active")[: len(rungs)]
    rows = [
        {"comparator_class": name, "favours_massage": part, "findings": whole}
        for name, (part, whole) in zip(names, rungs, strict=True)
    ]
    sentence = ladder_sentence(pd.DataFrame(rows), library)
    if len(rungs) > 1 and min(whole for _, whole in rungs) < FEWEST_FOR_A_SHARE:
        assert "too few" in sentence
        assert "points" not in sentence
        return
    shares = [int(per_cent) for per_cent in re.findall(r"(\d+)% of", sentence)]
    steps = re.findall(r"(rises by (\d+) points|falls by (\d+) points|stays about the same)", sentence)
    assert len(steps) == len(shares) - 1
    for (words, up, down), before, after in zip(steps, shares, shares[1:], strict=False):
        if words.startswith("stays"):
            assert abs(after - before) < SAME_WITHIN
        else:
            assert (int(up) if up else -int(down)) == after - before


def test_a_tally_in_words() -> None:
    directions = ["favours_massage"] * 2 + ["mixed"] + ["no_clear_difference"]
    findings = pd.DataFrame({"direction": directions, "comparator_class": "credible"})
    assert tally(findings) == "2 favour massage, 1 shows no clear difference and 1 is mixed"
    assert tally(findings.head(0)) == ""
    alone = pd.DataFrame({"direction": ["favours_comparator"], "comparator_class": ["uncontrolled"]})
    assert tally(alone) == "1 favours the comparator (without a control group)"
    assert tally(pd.concat([alone, alone])).endswith("(both without a control group)")
    assert tally(pd.concat([alone, findings])).endswith("(1 of them without a control group)")


def test_the_numbers_of_a_tally_add_up(library: Library) -> None:
    for condition in ("fibromyalgia", "neck_pain", "cancer"):
        findings = Selection(condition=(condition,)).apply(library).findings
        assert sum(int(number) for number in re.findall(r"\d+", tally(findings).split(" (")[0])) == len(findings)


def test_a_selection_has_a_ladder_of_its_own(library: Library) -> None:
    chosen = Selection(condition=("fibromyalgia",), comparator_class=("credible",)).apply(library)
    table = ladder(chosen.findings, "massage").set_index("comparator_class")
    assert table.drop(index="credible")["findings"].sum() == 0
    assert table.loc["credible", "findings"] > 0
