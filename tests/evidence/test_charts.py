"""Charts: figure, sentence and table say the same, and the same as a count of the rows."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from evidence.charts import Chart, codes_chart, direction_plot, ladder_chart, years_chart
from evidence.charts.chart import figure_text
from evidence.charts.direction_plot import MARKERS
from evidence.charts.palette import ACCENT, DIRECTION, GROUNDS, QUIET
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


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [*DIRECTION.values(), ACCENT, QUIET])
def test_every_colour_stands_out_from_both_grounds(colour: str, ground: str) -> None:
    assert contrast(colour, GROUNDS[ground]) >= 3


def test_the_grounds_are_those_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert {name: theme[name]["backgroundColor"] for name in GROUNDS} == GROUNDS


def test_directions_differ_in_colour_symbol_and_marker() -> None:
    for signs in (DIRECTION, SYMBOLS, MARKERS):
        assert set(signs) == set(DIRECTIONS)
        assert len(set(signs.values())) == len(DIRECTIONS)


def test_text_from_the_data_is_no_markup_in_a_figure() -> None:
    assert figure_text("<b>x</b> & <script>") == "&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;"


# The comparison ladder


def counted_directly(library: Library, strand: str) -> dict[tuple[str, str], int]:
    """(class, direction) → findings on benefit."""
    rows = library.findings.query("strand == @strand and outcome_group != 'safety'")
    return Counter(zip(rows["comparator_class"], rows["direction"], strict=True))


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
    for bar, direction in zip(chart.figure.data, DIRECTIONS, strict=True):
        for label, count in zip(bar.y, bar.customdata, strict=True):
            in_figure[classes[label.split("<br>")[0]], direction] = int(count)
    assert +in_table == +in_figure == +Counter(expected)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_ladder_bars_are_the_shares_of_their_counts(selection: Selection, library: Library) -> None:
    chart = ladder_chart(selection.apply(library))
    totals = np.sum([np.asarray(bar.customdata, dtype=float) for bar in chart.figure.data], axis=0)
    for bar in chart.figure.data:
        counts = np.asarray(bar.customdata, dtype=float)
        np.testing.assert_allclose(np.asarray(bar.x, dtype=float) * totals, 100 * counts)
        for text, count in zip(bar.text, counts, strict=True):
            assert text == "" or int(text.split()[-1]) == count
    widths = np.sum([np.asarray(bar.x, dtype=float) for bar in chart.figure.data], axis=0)
    np.testing.assert_allclose(widths, np.where(totals > 0, 100, 0))


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
    """Every drawn symbol, read back from the figure: class, study and outcome by its place, direction by its trace."""
    rows, heading = [], ""
    for label in chart.figure.layout.yaxis.ticktext:
        link = re.search(r'href="study\?id=([^"]+)"', label)
        heading = heading if link else re.sub(r"<.*?>| \(.*", "", label)
        rows.append((heading, link.group(1) if link else ""))
    columns = [label.replace("<br>", " ") for label in chart.figure.layout.xaxis.ticktext]
    drawn = [trace for trace in chart.figure.data if trace.customdata is not None]
    return [
        {
            "Compared with": rows[round(y)][0],
            "study_id": rows[round(y)][1],
            "Outcome group": columns[round(x)],
            "Direction": trace.name.partition(" ")[2],
            "clicked": custom[0],
            "hover": custom[1],
            "colour": trace.marker.color,
            "symbol": symbol,
            "size": size,
            "x": x,
            "y": y,
        }
        for trace in drawn
        for x, y, custom, symbol, size in zip(
            trace.x, trace.y, trace.customdata, trace.marker.symbol, trace.marker.size, strict=True
        )
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
    people_marks = {"yes": "", "no": "-open", "mixed": "-open-dot", "unclear": "-open-dot"}
    found = points(direction_plot(library, part_of(library, *part), most=1000))
    for point in found:
        study, direction = studies.loc[point["study_id"]], directions[point["Direction"]]
        assert point["clicked"] == point["study_id"]
        assert point["symbol"] == MARKERS[direction] + people_marks[study["chronic_pain"]]
        assert point["colour"] == DIRECTION[direction]
        assert SYMBOLS[direction] in str(point["hover"])
    by_size = sorted(found, key=lambda point: studies["n_total"].fillna(0)[point["study_id"]])
    sizes = [point["size"] for point in by_size]
    assert sizes == sorted(sizes), "more people, no smaller symbol"


@pytest.mark.parametrize("part", PARTS, ids="-".join)
def test_no_point_hides_another(part: tuple[str, str, str], library: Library) -> None:
    places = [(point["x"], point["y"]) for point in points(direction_plot(library, part_of(library, *part), most=1000))]
    assert len(set(places)) == len(places)


def test_rows_are_grouped_from_the_easiest_to_the_toughest_comparison(library: Library) -> None:
    chart = direction_plot(library, part_of(library, *PARTS[0]), most=1000)
    order = list(dict.fromkeys(chart.table["Compared with"]))
    labels = [code.label for code in library.schema.codes("comparator_class")]
    assert order == [label for label in labels if label in order]
    drawn = sorted(points(chart), key=lambda point: point["y"])
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
    sizes = library.studies.set_index("study_id")["n_total"]
    left_out = set(findings["study_id"]) - {study_id for _, study_id in rows}
    assert sizes[sorted({study_id for _, study_id in rows})].min() >= sizes[sorted(left_out)].max()


def test_all_findings_of_the_library_can_be_drawn(library: Library) -> None:
    chart = direction_plot(library, library.findings, most=10_000)
    assert len(points(chart)) == len(chart.table) == len(library.findings)


def test_nothing_to_draw(library: Library) -> None:
    chart = direction_plot(library, library.findings.head(0))
    assert points(chart) == []
    assert chart.table.empty
    assert "no findings" in chart.sentence


def test_markup_in_the_data_stays_text_in_the_plot(library: Library) -> None:
    evil = "<img src=x onerror=alert(1)> & <b>Bold</b>"
    findings = part_of(library, *PARTS[0]).head(3).assign(outcome=evil, timepoint=evil)
    spoiled = replace(library, studies=library.studies.assign(authors=evil, title=evil))
    figure = direction_plot(spoiled, findings).figure
    hovers = [custom[1] for trace in figure.data if trace.customdata is not None for custom in trace.customdata]
    for text in (*figure.layout.yaxis.ticktext, *hovers):
        assert "<img" not in text
        assert "onerror" not in text or "&lt;img" in text


# What the library holds


def test_years_figure_table_and_count_agree(library: Library) -> None:
    chart = years_chart(library)
    for bar, column, role in zip(
        chart.figure.data, ("Primary studies", "Reviews and guidelines"), ("primary", "synthesis"), strict=True
    ):
        expected = Counter(library.studies["year"][library.studies["role"] == role])
        assert +Counter(dict(zip(bar.x, bar.y, strict=True))) == expected
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
    [bar] = chart.figure.data
    assert list(bar.y) == [figure_text(label) for label in chart.table[labels].head(6)]
    assert list(bar.x) == chart.table["Studies"].head(6).tolist()
    first, most = chart.table.iloc[0]
    assert f"{first}, {most} studies" in chart.sentence
    assert f"the 6 most frequent of {len(expected)}" in chart.sentence


def test_charts_of_an_empty_library(library: Library) -> None:
    empty = replace(library, studies=library.studies.head(0), findings=library.findings.head(0))
    for chart in (years_chart(empty), codes_chart(empty, "design"), ladder_chart(empty)):
        assert chart.sentence.startswith(("There are no studies", "No findings"))
        assert isinstance(chart.figure, go.Figure)


def test_every_chart_can_be_sent_to_a_browser(library: Library) -> None:
    charts = [years_chart(library), codes_chart(library, "design"), ladder_chart(library)]
    charts.append(direction_plot(library, part_of(library, *PARTS[0])))
    for chart in charts:
        assert "NaN" not in chart.figure.to_json()
        assert chart.sentence
        assert chart.title
