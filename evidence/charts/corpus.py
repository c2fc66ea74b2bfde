"""What the library holds, drawn as bars."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evidence.answers.corpus import by_code, by_year
from evidence.charts.chart import Chart
from evidence.charts.scene import Axis, Bar, Key, Panel, Scene, Words
from evidence.charts.ticks import count_axis, number_labels, round_ticks, row_axis, year_labels
from evidence.library import Library
from evidence.library.kept import kept
from evidence.words.phrases import counted, studies_counted

#: The height of the bars of years and of one row of codes, in pixels; the part of its place that a bar takes.
YEARS_HEIGHT, ROW_HEIGHT = 230, 24
_YEAR_BAR, _ROW_BAR = 0.84, 0.75
#: What stands beside the end of a bar and its gap, in parts of the longest bar.
_GAP, _COUNT = 0.015, 0.12


@kept
def years_chart(library: Library) -> Chart:
    """Studies per year of publication, primary studies and syntheses stacked."""
    table = by_year(library.studies)
    return Chart(
        "Studies by year of publication",
        _years_scene(table),
        _years_sentence(table),
        table.rename(columns={"year": "Year", "primary": "Primary studies", "synthesis": "Reviews and guidelines"}),
    )


@kept
def codes_chart(library: Library, column: str, *, is_list: bool = False, most: int = 15) -> Chart:
    """Studies per code of one column of `studies`, the `most` frequent drawn, all in the table."""
    field = library.schema.field("studies", column)
    counts = by_code(library.studies, column, is_list=is_list)
    labels = [library.schema.label(field.vocabulary, code) for code in counts["code"]]
    table = pd.DataFrame({field.title: labels, "Studies": counts["studies"]})
    return Chart(
        f"Studies by {field.title.lower()}",
        _codes_scene(table.head(most)),
        _codes_sentence(table, field.title, most),
        table,
    )


def _years_scene(table: pd.DataFrame) -> Scene:
    years = [int(year) for year in table["year"]]
    first, last = (years[0], years[-1]) if years else (0, 0)
    highest = int((table["primary"] + table["synthesis"]).max()) if years else 0
    across = Axis(first - 0.5, last + 0.5, year_labels(first, last) if years else ())
    return Scene(
        panels=(Panel(across, count_axis(highest, "Studies"), tuple(_year_bars(table))),),
        height=YEARS_HEIGHT,
        legend=(
            Key("Primary studies", "accent", "square"),
            Key("Reviews and guidelines", "quiet", "square", "hatched"),
        ),
    )


def _year_bars(table: pd.DataFrame) -> Iterator[Bar]:
    """Primary studies of each year with the syntheses on top of them; where there are none there is no bar."""
    for row in table.to_dict("records"):
        year, primary, synthesis = int(row["year"]), int(row["primary"]), int(row["synthesis"])
        left, right = year - _YEAR_BAR / 2, year + _YEAR_BAR / 2
        if primary:
            words = counted(primary, "primary study", "primary studies")
            yield Bar(left, right, 0, primary, "accent", hover=f"{year}: {words}")
        if synthesis:
            words = counted(synthesis, "review or guideline", "reviews and guidelines")
            yield Bar(left, right, primary, primary + synthesis, "quiet", "hatched", hover=f"{year}: {words}")


def _codes_scene(drawn: pd.DataFrame) -> Scene:
    """One row a code, its number to the right of its bar; the table has the label first, then the studies."""
    rows = [(str(label), int(studies)) for label, studies in drawn.itertuples(index=False)]
    longest = max((studies for _, studies in rows), default=1)
    items: list[Bar | Words] = []
    for place, (label, studies) in enumerate(rows):
        top, bottom = place - _ROW_BAR / 2, place + _ROW_BAR / 2
        items.append(Bar(0, studies, top, bottom, hover=f"{label}: {studies_counted(studies)}"))
        items.append(Words(studies + _GAP * longest, place, f"{studies:,}"))
    ticks = number_labels(round_ticks(0, longest, whole=True))
    across = Axis(0, (1 + _COUNT) * longest, ticks, "Studies", grid=True)
    return Scene(
        panels=(Panel(across, row_axis([label for label, _ in rows]), tuple(items)),),
        height=ROW_HEIGHT * max(len(rows), 1),
    )


def _years_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return "There are no studies to show."
    totals = table.set_index("year")[["primary", "synthesis"]].sum(axis=1)
    last_ten = totals[totals.index > totals.index.max() - 10].sum()
    return (
        f"{studies_counted(int(totals.sum()))} from {totals.index.min()} to {totals.index.max()}; "
        f"{int(last_ten)} of them appeared in the last ten of these years."
    )


def _codes_sentence(table: pd.DataFrame, title: str, most: int) -> str:
    if table.empty:
        return "There are no studies to show."
    first = table.iloc[0]
    rest = f"; the {most} most frequent of {len(table)} are drawn" if len(table) > most else ""
    return f"Most frequent: {first[title]}, {counted(int(first['Studies']), 'study', 'studies')}{rest}."
