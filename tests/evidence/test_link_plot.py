"""A link's plot puts the claim itself first, tells side evidence apart, and never leaves out what carries the conclusion."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from evidence.answers.chain import Link, chain
from evidence.answers.link_findings import best_study_sentence, kind, link_findings
from evidence.charts import Chart, link_plot
from evidence.charts.direction_rows import BESIDE_HEADING, SIDE_HEADING, TARGET_HEADING
from evidence.charts.link_plot import NOT_WEIGHED, REVIEW
from evidence.charts.palette import DIRECTION
from evidence.library import Library, load
from evidence.library.strands import on_benefit
from evidence.selection import Selection
from evidence.studies.names import study_names
from tests.conftest import ROOT

_LIBRARY = load(ROOT / "data")
LINKS = [
    (mechanism, link.link) for mechanism in _LIBRARY.mechanisms["mechanism_id"] for link in chain(_LIBRARY, mechanism)
]


def link_of(library: Library, mechanism: str, name: str) -> Link:
    return next(link for link in chain(library, mechanism) if link.link == name)


def drawn_studies(chart: Chart) -> set[str]:
    return {custom[0] for trace in chart.figure.data if trace.customdata is not None for custom in trace.customdata}


def labels(chart: Chart) -> dict[str, str]:
    """The label of each row of a study by its block and id."""
    found, block = {}, ""
    for label in chart.figure.layout.yaxis.ticktext:
        study = re.search(r'study\?id=([^"]+)"', label)
        if study:
            found[f"{block}|{study[1]}"] = label
        else:
            block = re.sub(r"<.*?>| \(.*", "", label)
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
    chart = link_plot(library, link_findings(library, link), most=5)
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
    chart = link_plot(library, found)
    beside = found.beside.drop_duplicates("study_id")
    for row in beside.to_dict("records"):
        label = labels(chart)[f"{BESIDE_HEADING}|{row['study_id']}"]
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
    chart = link_plot(library, found, most=1000)
    columns = [text.replace("<br>", " ") for text in chart.figure.layout.xaxis.ticktext]
    targets = [library.schema.label("outcome_group", code) for code in found.targets]
    expected = [name for name in targets if name in columns]
    assert columns[: len(expected)] == expected
    side = len(columns) - len(expected)
    headings = [re.sub("<.*?>", "", one.text) for one in chart.figure.layout.annotations]
    assert (SIDE_HEADING in headings) == (side > 0)
    assert (TARGET_HEADING in headings) == (side > 0 and len(expected) > 0)
    assert found.targets == () or link.tested
    assert set(chart.table["Speaks of"]) <= {"the claim itself", "side evidence"}


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_the_sentence_counts_target_outcomes_and_side_evidence_apart(
    library: Library, mechanism: str, name: str
) -> None:
    found = link_findings(library, link_of(library, mechanism, name))
    words = link_plot(library, found).sentence
    target = found.counted[found.counted["is_target"]]
    side = found.counted[~found.counted["is_target"]]
    numbers = [int(number) for number in re.findall(r"(\d+) findings? of \d+ stud", words)]
    assert numbers[:2] == [len(rows) for rows in (target, side) if len(rows)]
    outvoted = 2 * (target["direction"] == "favours_massage").sum() > len(target)
    assert (NOT_WEIGHED in words) == (outvoted and found.link.support in ("not_shown", "contradicted"))


@pytest.mark.parametrize(("mechanism", "name"), LINKS)
def test_bold_names_are_those_that_carry_the_conclusion(library: Library, mechanism: str, name: str) -> None:
    link = link_of(library, mechanism, name)
    chart = link_plot(library, link_findings(library, link), most=1000)
    for key, label in labels(chart).items():
        block, _, study_id = key.partition("|")
        assert label.startswith("<b>") == (study_id in link.carried_by and block != BESIDE_HEADING)


def test_an_association_points_nowhere_in_a_plot(library: Library) -> None:
    mechanism, name = next(
        (link.mechanism, link.link)
        for mechanism in library.mechanisms["mechanism_id"]
        for link in chain(library, mechanism)
        if any(library.records[study_id]["strand"] == "association" for study_id in link.carried_by)
    )
    chart = link_plot(library, link_findings(library, link_of(library, mechanism, name)))
    seen = 0
    for trace in chart.figure.data:
        symbols = trace.marker.symbol if trace.customdata is not None else ()
        for (study_id, hover), symbol in zip(trace.customdata if len(symbols) else (), symbols, strict=True):
            is_association = library.records[study_id]["strand"] == "association"
            assert symbol.startswith("square") == is_association
            assert not is_association or trace.marker.color not in {
                colour for code, colour in DIRECTION.items() if code != "no_clear_difference"
            }
            assert ("no direction" in hover) == is_association
            seen += is_association
    assert seen > 0


def test_an_untested_link_has_no_finding_that_tests_it(library: Library) -> None:
    for mechanism, name in LINKS:
        link = link_of(library, mechanism, name)
        words = link_plot(library, link_findings(library, link)).sentence
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
        table = link_plot(library, found).table
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
