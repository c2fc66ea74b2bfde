"""Charts: figure, sentence and table say the same, and the same as a count of the rows."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence.charts import Chart, codes_chart, direction_plot, ladder_chart, years_chart
from evidence.charts.direction_plot import MARKERS
from evidence.charts.ladder import NARROWEST_LABEL
from evidence.charts.palette import ACCENT, DARK, DIRECTION, LIGHT, QUIET, THEMES, Theme, colour
from evidence.charts.scene import Band, Bar, Mark, Words
from evidence.library import Library
from evidence.library.strands import DIRECTIONS, RUNGS, about_benefit
from evidence.selection import Selection
from evidence.studies.results import SYMBOLS

ROOT = Path(__file__).resolve().parents[2]
SELECTIONS = (
    Selection(),
    Selection(condition=("fibromyalgia",)),
    Selection(design=("rct",), comparator_class=("credible", "active")),
    Selection(text="zzzzqqqq"),
)
#: Parts of the library that a mechanism page draws.
PARTS = (
    ("muscle_tension", "mediator_sustained", "massage"),
    ("anxiety_depression", "mediator_acute", "massage"),
    ("endorphins", "mediator_to_symptom", "other_therapy"),
    ("pain_quality_of_life", "clinical", "synthesis"),
)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_rightly() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_white_numbers_can_be_read_on_every_direction(direction: str) -> None:
    assert contrast(DIRECTION[direction], "#FFFFFF") >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("hexadecimal", [*DIRECTION.values(), ACCENT, QUIET])
def test_every_colour_stands_out_from_both_grounds(hexadecimal: str, theme: Theme) -> None:
    assert contrast(hexadecimal, theme.ground) >= 3
    assert contrast(theme.text, theme.ground) >= 7


def test_the_grounds_are_those_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert {name: theme[name]["backgroundColor"] for name in THEMES} == {n: t.ground for n, t in THEMES.items()}


def test_directions_differ_in_colour_symbol_and_marker() -> None:
    for signs in (DIRECTION, SYMBOLS, MARKERS):
        assert set(signs) == set(DIRECTIONS)
        assert len(set(signs.values())) == len(DIRECTIONS)


# The comparison ladder


def counted_directly(library: Library, strand: str) -> dict[tuple[str, str], int]:
    """(class, direction) → findings on benefit."""
    rows = library.findings.query("strand == @strand and outcome_group != 'safety'")
    return Counter(zip(rows["comparator_class"], rows["direction"], strict=True))


def ladder_bars(chart: Chart) -> dict[str, dict[str, Bar]]:
    """Rung → direction → its bar, in the order drawn; every rung is named, also one without bars."""
    [panel] = chart.scene.panels
    drawn: dict[float, dict[str, Bar]] = {label.at: {} for label in panel.y.labels}
    for bar in panel.items:
        assert isinstance(bar, Bar)
        row = drawn[(bar.y0 + bar.y1) / 2]
        assert bar.role not in row
        row[bar.role] = bar
    return {label.words.split("\n")[0]: drawn[label.at] for label in panel.y.labels}


@pytest.mark.parametrize("strand", ["massage", "synthesis"])
@pytest.mark.parametrize("selection", SELECTIONS)
def test_ladder_figure_table_and_count_agree(selection: Selection, strand: str, library: Library) -> None:
    chosen = selection.apply(library)
    chart = ladder_chart(chosen, strand)
    expected = counted_directly(chosen, strand)
    classes = {code.label: code.value for code in library.schema.codes("comparator_class")}
    in_table, in_figure = Counter(), Counter()
    for row in chart.table.to_dict("records"):
        for direction in DIRECTIONS:
            in_table[classes[row["Compared with"]], direction] = row[library.schema.label("direction", direction)]
        assert row["Findings"] == sum(row[library.schema.label("direction", d)] for d in DIRECTIONS)
    for name, row in ladder_bars(chart).items():
        for direction, bar in row.items():
            label, count, _ = re.fullmatch(r"(.+): (\d+) \((\d+)%\)", bar.hover).groups()
            assert label == library.schema.label("direction", direction)
            in_figure[classes[name], direction] = int(count)
    assert +in_table == in_figure == +Counter(expected)
    assert [key.role for key in chart.scene.legend] == list(DIRECTIONS)
    for key in chart.scene.legend:
        assert key.words == f"{SYMBOLS[key.role]} {library.schema.label('direction', key.role)}"


@pytest.mark.parametrize("selection", SELECTIONS)
def test_ladder_bars_are_the_shares_of_their_counts(selection: Selection, library: Library) -> None:
    chart = ladder_chart(selection.apply(library))
    drawn = ladder_bars(chart)
    assert list(drawn) == chart.table["Compared with"].tolist()
    for row in chart.table.to_dict("records"):
        end = 0.0
        for direction, bar in drawn[row["Compared with"]].items():
            count = row[library.schema.label("direction", direction)]
            share = 100 * count / row["Findings"]
            assert (bar.x0, bar.x1 - bar.x0) == (pytest.approx(end), pytest.approx(share))
            assert bar.words == (f"{SYMBOLS[direction]} {count}" if share >= NARROWEST_LABEL else "")
            assert f": {count} ({share:.0f}%)" in bar.hover
            end = bar.x1
        assert end == pytest.approx(100 if row["Findings"] else 0)


def test_the_ladder_sentence_has_the_numbers_of_the_table(library: Library) -> None:
    chart = ladder_chart(library)
    table = chart.table.set_index("Compared with")
    for label, phrase in (
        ("Inactive control", "inactive controls"),
        ("Credible control", "credible controls"),
        ("Active treatment", "active treatments"),
    ):
        [(per_cent, findings)] = re.findall(rf"(\d+)% of (\d+) against {phrase}", chart.sentence)
        assert int(findings) == table.loc[label, "Findings"]
        assert abs(int(per_cent) - 100 * table.loc[label, "Favours massage"] / int(findings)) <= 0.5


def test_empty_rungs_stay_on_the_ladder(library: Library) -> None:
    chart = ladder_chart(Selection(text="zzzzqqqq").apply(library))
    assert len(chart.table) == len(RUNGS)
    assert chart.table["Findings"].sum() == 0
    assert "No findings" in chart.sentence


# The effect-direction plot


def part_of(library: Library, mechanism: str, link: str, strand: str) -> pd.DataFrame:
    return about_benefit(library.findings).query("mechanism == @mechanism and link == @link and strand == @strand")


def points(chart: Chart) -> list[dict[str, object]]:
    """Every drawn mark, read back from the scene: class, study and outcome by its place, direction by its role."""
    [panel] = chart.scene.panels
    rows, heading = {}, ""
    for label in panel.y.labels:
        study_id = label.href.removeprefix("study?id=")
        heading = heading if study_id else label.words.partition(" (")[0]
        rows[label.at] = (heading, study_id)
    columns = {label.at: label.words.replace("\n", " ") for label in panel.x.labels}
    names = {key.role: key.words for key in chart.scene.legend[: len(DIRECTIONS)]}
    return [
        {
            "Compared with": rows[mark.y][0],
            "study_id": rows[mark.y][1],
            "Outcome group": columns[round(mark.x)],
            "Direction": names.get(mark.role, ""),
            "mark": mark,
        }
        for mark in panel.items
        if isinstance(mark, Mark)
    ]


COLUMNS = ["Compared with", "study_id", "Outcome group", "Direction"]


def keys(records: list[dict[str, object]]) -> Counter:
    return Counter(tuple(record[column] for column in COLUMNS) for record in records)


@pytest.mark.parametrize("part", PARTS, ids="-".join)
def test_every_point_is_a_finding_and_every_finding_a_point(part: tuple[str, str, str], library: Library) -> None:
    findings = part_of(library, *part)
    assert len(findings) > 0
    schema = library.schema
    expected = [
        {
            "Compared with": schema.label("comparator_class", row["comparator_class"]),
            "study_id": row["study_id"],
            "Outcome group": schema.label("outcome_group", row["outcome_group"]),
            "Direction": schema.label("direction", row["direction"]),
        }
        for row in findings.to_dict("records")
    ]
    chart = direction_plot(library, findings, most=1000)
    assert keys(points(chart)) == keys(expected) == keys(chart.table.to_dict("records"))
    assert sorted(chart.table["finding_id"]) == sorted(findings["finding_id"])


@pytest.mark.parametrize("part", PARTS, ids="-".join)
def test_signs_of_a_point(part: tuple[str, str, str], library: Library) -> None:
    studies = library.studies.set_index("study_id")
    directions = {code.label: code.value for code in library.schema.codes("direction")}
    people_marks = {"yes": "filled", "no": "open", "mixed": "dotted", "unclear": "dotted"}
    found = points(direction_plot(library, part_of(library, *part), most=1000))
    for point in found:
        study, direction, mark = studies.loc[point["study_id"]], directions[point["Direction"]], point["mark"]
        assert mark.id == point["study_id"]
        assert mark.href == f"study?id={mark.id}"
        assert (mark.shape, mark.fill) == (MARKERS[direction], people_marks[study["chronic_pain"]])
        assert colour(mark.role, LIGHT) == colour(mark.role, DARK) == DIRECTION[direction]
        assert SYMBOLS[direction] in mark.hover
    by_size = sorted(found, key=lambda point: studies["n_total"].fillna(0)[point["study_id"]])
    sizes = [point["mark"].size for point in by_size]
    assert sizes == sorted(sizes), "more people, no smaller symbol"


@pytest.mark.parametrize("part", PARTS, ids="-".join)
def test_no_point_hides_another(part: tuple[str, str, str], library: Library) -> None:
    marks = [point["mark"] for point in points(direction_plot(library, part_of(library, *part), most=1000))]
    assert len({(mark.x, mark.y) for mark in marks}) == len(marks) > 0


@pytest.mark.parametrize("part", PARTS, ids="-".join)
def test_everything_in_the_plot_stands_within_its_axes(part: tuple[str, str, str], library: Library) -> None:
    scene = direction_plot(library, part_of(library, *part), most=1000).scene
    [panel] = scene.panels
    for point in (item for item in panel.items if isinstance(item, Mark)):
        assert panel.x.start < point.x < panel.x.end
        assert panel.y.start < point.y < panel.y.end
    bands = [(band.y0 + band.y1) / 2 for band in panel.items if isinstance(band, Band)]
    assert bands == [label.at for label in panel.y.labels if not label.href]
    assert scene.height / len(panel.y.labels) >= 20
    assert scene.note == ""


def test_rows_are_grouped_from_the_easiest_to_the_toughest_comparison(library: Library) -> None:
    chart = direction_plot(library, part_of(library, *PARTS[0]), most=1000)
    order = list(dict.fromkeys(chart.table["Compared with"]))
    labels = [code.label for code in library.schema.codes("comparator_class")]
    assert order == [label for label in labels if label in order]
    drawn = sorted(points(chart), key=lambda point: point["mark"].y)
    assert list(dict.fromkeys(point["Compared with"] for point in drawn)) == order


def test_the_sentence_of_the_plot_has_the_counts_of_the_findings(library: Library) -> None:
    for part in PARTS:
        findings = part_of(library, *part)
        sentence = direction_plot(library, findings).sentence
        numbers = [int(number) for number in re.findall(r"\d+", sentence)]
        assert numbers[:2] == [len(findings), findings["study_id"].nunique()]
        directions = [number for direction in DIRECTIONS if (number := int((findings["direction"] == direction).sum()))]
        assert numbers[2 : 2 + len(directions)] == directions


def test_a_large_plot_draws_the_largest_studies_and_says_so(library: Library) -> None:
    findings = part_of(library, *PARTS[0])
    chart = direction_plot(library, findings, most=5)
    drawn = points(chart)
    rows = {(point["Compared with"], point["study_id"]) for point in drawn}
    assert len(rows) == 5
    assert len(chart.table) == len(findings) > len(drawn)
    assert "the table has all" in chart.sentence
    assert chart.scene.note.startswith(
        f"Drawn are the {len({study_id for _, study_id in rows})} studies with the most people;"
    )
    assert chart.sentence.endswith(chart.scene.note)
    sizes = library.studies.set_index("study_id")["n_total"]
    left_out = set(findings["study_id"]) - {study_id for _, study_id in rows}
    assert sizes[sorted({study_id for _, study_id in rows})].min() >= sizes[sorted(left_out)].max()


def test_a_plot_of_few_outcomes_draws_the_most_frequent_and_says_so(library: Library) -> None:
    findings = part_of(library, *PARTS[1])
    number = findings["outcome_group"].value_counts()
    chart = direction_plot(library, findings, most=1000, most_outcomes=2)
    drawn = points(chart)
    shown = {library.schema.label("outcome_group", code) for code in number.index[:2]}
    assert {point["Outcome group"] for point in drawn} == shown
    assert number.iloc[1] > number.iloc[2]
    assert len(drawn) == number.iloc[:2].sum()
    assert len(chart.scene.panels[0].x.labels) == 2
    with_mark = {point["mark"].y for point in drawn}
    assert with_mark == {label.at for label in chart.scene.panels[0].y.labels if label.href}, "no empty row"
    assert f"2 of {len(number)} outcomes" in chart.scene.note
    assert "most people" not in chart.scene.note
    assert chart.scene.note.endswith("the table has all.")
    assert len(chart.table) == len(findings)


def test_a_plot_of_few_outcomes_and_studies_draws_the_largest_of_those_outcomes(library: Library) -> None:
    findings = part_of(library, *PARTS[1])
    chart = direction_plot(library, findings, most=4, most_outcomes=1)
    drawn = {(point["Compared with"], point["study_id"]) for point in points(chart)}
    assert len(drawn) == 4
    [outcome] = {point["Outcome group"] for point in points(chart)}
    same = chart.table[chart.table["Outcome group"] == outcome]
    rest = [row for row in same.to_dict("records") if (row["Compared with"], row["study_id"]) not in drawn]
    sizes = library.studies.set_index("study_id")["n_total"]
    assert max(row["People in the study"] for row in rest) <= min(sizes[study_id] for _, study_id in drawn)
    assert f"1 of {findings['outcome_group'].nunique()} outcomes" in chart.scene.note
    assert "most people; the table has all." in chart.scene.note


def test_all_findings_of_the_library_can_be_drawn(library: Library) -> None:
    chart = direction_plot(library, library.findings, most=10_000)
    assert len(points(chart)) == len(chart.table) == len(library.findings)


def test_nothing_to_draw(library: Library) -> None:
    chart = direction_plot(library, library.findings.head(0))
    assert points(chart) == []
    assert chart.table.empty
    assert "no findings" in chart.sentence


def test_words_of_the_data_stay_as_they_are_in_the_plot(library: Library) -> None:
    """A scene holds plain text: nothing is escaped, and a renderer escapes all."""
    evil = "<img src=x onerror=alert(1)> & <b>Bold</b>"
    findings = part_of(library, *PARTS[0]).head(3).assign(outcome=evil, timepoint=evil)
    spoiled = replace(library, studies=library.studies.assign(authors=evil, title=evil))
    [panel] = direction_plot(spoiled, findings).scene.panels
    hovers = [item.hover for item in panel.items if isinstance(item, Mark)]
    assert len(hovers) == 3
    for hover in hovers:
        lines = hover.split("\n")
        assert evil in lines
        assert lines[-1].endswith(f", {evil}")
    names = [label.words for label in panel.y.labels if label.href]
    assert names
    assert all(name.startswith("<img src=x") for name in names)


# What the library holds


def test_years_figure_table_and_count_agree(library: Library) -> None:
    chart = years_chart(library)
    [panel] = chart.scene.panels
    for fill, column, role, one in (
        ("filled", "Primary studies", "primary", "primary stud"),
        ("hatched", "Reviews and guidelines", "synthesis", "review"),
    ):
        expected = Counter(library.studies["year"][library.studies["role"] == role])
        bars = [bar for bar in panel.items if bar.fill == fill]
        assert Counter({round((bar.x0 + bar.x1) / 2): bar.y1 - bar.y0 for bar in bars}) == expected
        for bar in bars:
            assert bar.hover.startswith(f"{(bar.x0 + bar.x1) / 2:.0f}: {bar.y1 - bar.y0} {one}")
        assert [key.words for key in chart.scene.legend if key.fill == fill] == [column]
        assert +Counter(dict(zip(chart.table["Year"], chart.table[column], strict=True))) == expected
    years = library.studies["year"]
    assert chart.sentence.startswith(f"{len(years)} studies from {years.min()} to {years.max()}")
    recent = int((library.studies["year"] > library.studies["year"].max() - 10).sum())
    assert f"{recent} of them" in chart.sentence


@pytest.mark.parametrize(("column", "is_list"), [("design", False), ("conditions", True), ("techniques", True)])
def test_codes_figure_table_and_count_agree(column: str, is_list: bool, library: Library) -> None:
    chart = codes_chart(library, column, is_list=is_list, most=6)
    vocabulary = library.schema.field("studies", column).vocabulary
    cells = library.studies[column].str.split("; ").explode() if is_list else library.studies[column]
    expected = Counter(library.schema.label(vocabulary, code) for code in cells)
    labels = chart.table.columns[0]
    assert dict(zip(chart.table[labels], chart.table["Studies"], strict=True)) == expected
    [panel] = chart.scene.panels
    bars = [item for item in panel.items if isinstance(item, Bar)]
    assert [label.words for label in panel.y.labels] == chart.table[labels].head(6).tolist()
    assert [(bar.x0, bar.x1) for bar in bars] == [(0, number) for number in chart.table["Studies"].head(6)]
    written = [(item.y, item.text) for item in panel.items if isinstance(item, Words)]
    assert written == [(row, f"{number:,}") for row, number in enumerate(chart.table["Studies"].head(6))]
    first, most = chart.table.iloc[0]
    assert f"{first}, {most} studies" in chart.sentence
    assert f"the 6 most frequent of {len(expected)}" in chart.sentence


def test_charts_of_an_empty_library(library: Library) -> None:
    empty = replace(library, studies=library.studies.head(0), findings=library.findings.head(0))
    for chart in (years_chart(empty), codes_chart(empty, "design"), ladder_chart(empty)):
        assert chart.sentence.startswith(("There are no studies", "No findings"))
        [panel] = chart.scene.panels
        assert panel.items == ()
        assert panel.x.start != panel.x.end
        assert panel.y.start != panel.y.end
        assert chart.scene.height > 0


def numbers_in(part: object) -> Iterator[float]:
    """Every number of a scene, however deep."""
    if is_dataclass(part):
        part = [getattr(part, field.name) for field in fields(part)]
    if isinstance(part, (tuple, list)):
        for each in part:
            yield from numbers_in(each)
    elif isinstance(part, (int, float)):
        yield part


def test_every_chart_can_be_drawn(library: Library) -> None:
    charts = [years_chart(library), codes_chart(library, "design"), ladder_chart(library)]
    charts.append(direction_plot(library, part_of(library, *PARTS[0])))
    for chart in charts:
        assert all(math.isfinite(number) for number in numbers_in(chart.scene))
        assert chart.sentence
        assert chart.title
