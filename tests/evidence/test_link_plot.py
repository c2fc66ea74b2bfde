"""A link's plot puts the claim itself first, tells side evidence apart, and never leaves out what carries the conclusion."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from evidence.answers.chain import chain, link_of
from evidence.answers.link_findings import best_study_sentence, kind, link_findings
from evidence.charts import Chart, link_plot
from evidence.charts.direction_rows import BESIDE_HEADING, SIDE_HEADING, TARGET_HEADING
from evidence.charts.link_plot import NOT_WEIGHED, REVIEW
from evidence.charts.scene import Label, Mark, Rule, Words
from evidence.library import Library, load
from evidence.library.strands import on_benefit
from evidence.selection import Selection
from evidence.studies.names import study_names
from tests.conftest import ROOT

_LIBRARY = load(ROOT / "data")
LINKS = [
    (mechanism, link.link) for mechanism in _LIBRARY.mechanisms["mechanism_id"] for link in chain(_LIBRARY, mechanism)
]


def drawn_studies(chart: Chart) -> set[str]:
    return {mark.id for mark in marks(chart)}


def marks(chart: Chart) -> list[Mark]:
    return [item for item in chart.scene.panels[0].items if isinstance(item, Mark)]


def labels(chart: Chart) -> dict[str, Label]:
    """The label of each row of a study by its block and id."""
    found, block = {}, ""
    for label in chart.scene.panels[0].y.labels:
        if label.href:
            found[f"{block}|{label.href.removeprefix('study?id=')}"] = label
        else:
            assert label.bold
            block = label.words.partition(" (")[0]
    return found


def has_findings(library: Library, study_id: str) -> bool:
    rows = library.findings[library.findings["study_id"] == study_id]
    return bool((rows["outcome_group"] != "safety").any())


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_the_counted_findings_are_those_of_massage_studies_on_the_link(
    library: Library, mechanism: str, name: str
) -> None:
    found = link_findings(library, link_of(library, mechanism, name))
    rows = on_benefit(library.findings)
    rows = rows[(rows["mechanism"] == mechanism) & (rows["link"] == name)]
    assert sorted(found.counted["finding_id"]) == sorted(rows["finding_id"])
    is_target = found.counted["is_target"].tolist()
    assert is_target == sorted(is_target, reverse=True)


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_everything_that_carries_the_conclusion_is_in_the_plot(library: Library, mechanism: str, name: str) -> None:
    """Reviews of massage excepted, which are named."""
    link = link_of(library, mechanism, name)
    chart = link_plot(library, mechanism, name, most=5)
    drawn = drawn_studies(chart)
    for study_id in filter(lambda study_id: has_findings(library, study_id), link.carried_by):
        if library.records[study_id]["strand"] != "synthesis":
            assert study_id in drawn
        elif study_id in set(library.findings.query("mechanism == @mechanism and link == @name")["study_id"]):
            assert study_names(library)[study_id] in chart.sentence
            assert study_id in set(chart.table["study_id"])


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_what_does_not_count_is_marked_and_told_apart(library: Library, mechanism: str, name: str) -> None:
    found = link_findings(library, link_of(library, mechanism, name))
    chart = link_plot(library, mechanism, name)
    beside = found.beside.drop_duplicates("study_id")
    for row in beside.to_dict("records"):
        label = labels(chart)[f"{BESIDE_HEADING}|{row['study_id']}"].words
        if row["strand"] != "massage":
            assert kind(library, row["study_id"]) in label
        else:
            assert f"link “{library.schema.label('link', row['link'])}”" in label
    assert (f"not counted among the studies of massage on this link: {len(beside)} stud" in chart.sentence) == (
        len(beside) > 0
    )
    assert set(found.beside["study_id"]).isdisjoint(found.counted["study_id"])
    assert set(found.beside["strand"]) <= {"massage", "other_therapy", "association", "animal"}


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_columns_of_the_claim_itself_stand_before_side_evidence(library: Library, mechanism: str, name: str) -> None:
    link = link_of(library, mechanism, name)
    found = link_findings(library, link)
    chart = link_plot(library, mechanism, name, most=1000)
    [panel] = chart.scene.panels
    columns = [label.words.replace("\n", " ") for label in panel.x.labels]
    targets = [library.schema.label("outcome_group", code) for code in found.targets]
    expected = [name for name in targets if name in columns]
    assert columns[: len(expected)] == expected
    side = len(columns) - len(expected)
    headings = {one.text: one for one in panel.items if isinstance(one, Words)}
    assert (SIDE_HEADING in headings) == (side > 0)
    assert (TARGET_HEADING in headings) == (side > 0 and len(expected) > 0)
    for heading in headings.values():
        assert heading.bold
        assert heading.y not in {label.at for label in panel.y.labels}, "the first row is for the headings alone"
    between = [rule for rule in panel.items if isinstance(rule, Rule)]
    assert [rule.x0 for rule in between] == ([len(expected) - 0.5] if TARGET_HEADING in headings else [])
    assert found.targets == () or link.tested
    assert set(chart.table["Speaks of"]) <= {"the claim itself", "side evidence"}


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_the_sentence_counts_target_outcomes_and_side_evidence_apart(
    library: Library, mechanism: str, name: str
) -> None:
    found = link_findings(library, link_of(library, mechanism, name))
    words = link_plot(library, mechanism, name).sentence
    target = found.counted[found.counted["is_target"]]
    side = found.counted[~found.counted["is_target"]]
    numbers = [int(number) for number in re.findall(r"(\d+) findings? of \d+ stud", words)]
    assert numbers[:2] == [len(rows) for rows in (target, side) if len(rows)]
    outvoted = 2 * (target["direction"] == "favours_massage").sum() > len(target)
    assert (NOT_WEIGHED in words) == (outvoted and found.link.support in ("not_shown", "contradicted"))


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_bold_names_are_those_that_carry_the_conclusion(library: Library, mechanism: str, name: str) -> None:
    link = link_of(library, mechanism, name)
    chart = link_plot(library, mechanism, name, most=1000)
    for key, label in labels(chart).items():
        block, _, study_id = key.partition("|")
        assert label.bold == (study_id in link.carried_by and block != BESIDE_HEADING)


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_few_outcomes_are_those_of_the_claim_itself_first(library: Library, mechanism: str, name: str) -> None:
    """What slides draw: few rows, few columns, and words for the rest."""
    link = link_of(library, mechanism, name)
    whole, chart = (
        link_plot(library, mechanism, name, most=8),
        link_plot(library, mechanism, name, most=8, most_outcomes=3),
    )
    columns = [label.words for label in chart.scene.panels[0].x.labels]
    assert columns == [label.words for label in whole.scene.panels[0].x.labels][:3]
    cut = len(whole.scene.panels[0].x.labels) > 3
    assert ("outcomes" in chart.scene.note) == cut
    assert not cut or f"3 of {chart.table.loc[chart.table['Kind of study'] != REVIEW, 'Outcome group'].nunique()} " in (
        chart.scene.note
    )
    carrying = {key.partition("|")[2] for key, label in labels(whole).items() if label.bold}
    assert carrying == {key.partition("|")[2] for key, label in labels(chart).items() if label.bold}
    with_mark = {mark.y for mark in marks(chart)}
    for key, label in labels(chart).items():
        assert label.at in with_mark or key.partition("|")[2] in link.carried_by
    assert all(mark.x < len(columns) - 0.5 for mark in marks(chart))
    assert chart.table.equals(whole.table)


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_the_note_says_what_is_not_drawn(library: Library, mechanism: str, name: str) -> None:
    for most in (5, 1000):
        chart = link_plot(library, mechanism, name, most=most)
        drawn = len(marks(chart)) == (chart.table["Kind of study"] != REVIEW).sum()
        assert (chart.scene.note == "") == drawn
        assert chart.sentence.endswith(chart.scene.note)
        assert drawn or most == 5


def test_an_association_points_nowhere_in_a_plot(library: Library) -> None:
    mechanism, name = next(
        (link.mechanism, link.link)
        for mechanism in library.mechanisms["mechanism_id"]
        for link in chain(library, mechanism)
        if any(library.records[study_id]["strand"] == "association" for study_id in link.carried_by)
    )
    chart = link_plot(library, mechanism, name)
    seen = 0
    for mark in marks(chart):
        is_association = library.records[mark.id]["strand"] == "association"
        assert (mark.shape == "square") == is_association
        assert (mark.role == "quiet") == is_association
        assert ("no direction" in mark.hover) == is_association
        seen += is_association
    assert seen > 0
    assert [key.shape for key in chart.scene.legend].count("square") == 1


def test_an_untested_link_has_no_finding_that_tests_it(library: Library) -> None:
    for mechanism, name in LINKS:
        link = link_of(library, mechanism, name)
        words = link_plot(library, mechanism, name).sentence
        assert words.startswith("No study tests this link") == (not link.tested)


def test_filters_narrow_all_but_the_scope_that_nobody_chose(library: Library) -> None:
    link = link_of(library, "endorphins", "mediator_to_symptom")
    whole = link_findings(library, link)
    assert set(whole.beside["strand"]) - {"massage"}
    asked = link_findings(library, link, Selection(mechanism=("circulation",), link=("clinical",)))
    assert sorted(asked.counted["finding_id"]) == sorted(whole.counted["finding_id"])
    narrowed = link_findings(library, link, Selection(scope=("massage",)))
    assert set(narrowed.beside["strand"]) <= {"massage"}
    assert link_findings(library, link, Selection(text="zzzzqqqq")).study_ids == ()


def test_the_table_says_how_each_finding_counts(library: Library) -> None:
    for mechanism, name in LINKS:
        link = link_of(library, mechanism, name)
        found = link_findings(library, link)
        table = link_plot(library, mechanism, name).table
        parts = [found.counted, found.beside, found.reviews]
        assert sorted(table["finding_id"]) == sorted(pd.concat(parts)["finding_id"])
        assert (table["Kind of study"] == REVIEW).sum() == len(found.reviews)
        carries = table["study_id"].isin(link.carried_by)
        assert ((table["Carries the conclusion"] == "yes") == carries).all()


def test_the_best_single_study_is_told_with_its_size_and_why(library: Library) -> None:
    for mechanism, name in LINKS:
        link = link_of(library, mechanism, name)
        words = best_study_sentence(library, link)
        if not link.best_study:
            assert words == ""
            continue
        study = library.records[link.best_study]
        assert words.startswith("Best single study: " if link.tested else "Nearest single study: ")
        assert study_names(library)[link.best_study] in words
        assert words.endswith(f": {link.best_study_reason}.")
        assert f"{study['n_total']:,} people" in words if pd.notna(study["n_total"]) else "not reported" in words
        assert (study["strand"] == "massage") or kind(library, link.best_study) in words
