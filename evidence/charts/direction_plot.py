"""The effect-direction plot: one row a study, one column an outcome, a symbol for where each finding points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from evidence.charts.chart import Chart, figure_text, layout
from evidence.charts.palette import BAND, DIRECTION, GRID
from evidence.directions import BESIDE_THE_LADDER, DIRECTIONS, RUNGS, tally
from evidence.library import Library
from evidence.names import study_names
from evidence.results import SYMBOLS, people
from evidence.wording import counted, studies_counted

#: plotly's marker for each direction; with `-open` and `-open-dot` it also tells who was studied.
MARKERS = {
    "favours_massage": "triangle-up",
    "no_clear_difference": "circle",
    "mixed": "diamond",
    "favours_comparator": "triangle-down",
}
#: How the marker tells who was studied: filled for chronic pain, empty for people without it, dotted where mixed or unclear.
PEOPLE_MARKS = {"yes": "", "mixed": "-open-dot", "unclear": "-open-dot", "no": "-open"}
PEOPLE_LEGEND = (
    ("yes", "filled: chronic pain"),
    ("no", "empty: no chronic pain"),
    ("mixed", "dotted: mixed or unclear"),
)
CLASS_ORDER = (*RUNGS, *BESIDE_THE_LADDER)
ROW_HEIGHT = 22
#: Characters of a row's label; studies without authors go by their title, which would push the plot aside.
LONGEST_LABEL = 36
SMALLEST, LARGEST = 8.0, 18.0
#: Number of people from which a marker has its full size.
LARGE_STUDY = 200


@dataclass(frozen=True)
class _Row:
    """One line of the plot: a comparator class heading, or a study under it."""

    label: str
    heading: bool
    key: tuple[str, str]


def direction_plot(library: Library, findings: pd.DataFrame, most: int = 60) -> Chart:
    """Where each finding points, one row per study and comparator class, columns by outcome group.

    `findings` is the part of the library's findings to draw. If there are more than `most` rows, those of the largest
    studies are drawn and the sentence says so; the table holds all.
    """
    frame = _with_study(library, findings)
    drawn = _largest(frame, most)
    rows = _rows(drawn, frame, library)
    outcomes = drawn["outcome_group"].value_counts().index.tolist()
    return Chart(
        title="Where the findings point",
        figure=_figure(drawn, rows, outcomes, library),
        sentence=_sentence(frame, drawn),
        table=_table(frame, library),
    )


def _with_study(library: Library, findings: pd.DataFrame) -> pd.DataFrame:
    studies = library.studies.drop_duplicates("study_id").set_index("study_id")
    known = findings[findings["study_id"].isin(studies.index)]
    rows = studies.loc[known["study_id"]]
    names = study_names(library)
    return known.assign(
        study=known["study_id"].map(names).to_numpy(),
        year=rows["year"].to_numpy(),
        size=rows["n_total"].to_numpy(dtype=float, na_value=np.nan),
        chronic_pain=rows["chronic_pain"].to_numpy(),
    )


def _largest(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    keys = frame.drop_duplicates(["comparator_class", "study_id"])
    if len(keys) <= most:
        return frame
    kept = keys.sort_values("size", ascending=False, na_position="last").head(most)
    chosen = set(zip(kept["comparator_class"], kept["study_id"], strict=True))
    mask = [key in chosen for key in zip(frame["comparator_class"], frame["study_id"], strict=True)]
    return frame[mask]


def _rows(drawn: pd.DataFrame, frame: pd.DataFrame, library: Library) -> list[_Row]:
    everything = frame.groupby("comparator_class")["study_id"].nunique()
    rows: list[_Row] = []
    for comparator_class in CLASS_ORDER:
        part = drawn[drawn["comparator_class"] == comparator_class].drop_duplicates("study_id")
        if part.empty:
            continue
        name = library.schema.label("comparator_class", comparator_class)
        rows.append(
            _Row(
                f"<b>{name}</b> ({_how_many(len(part), int(everything[comparator_class]))})",
                True,
                (comparator_class, ""),
            )
        )
        ordered = part.sort_values(["size", "study"], ascending=[False, True], na_position="last")
        rows += [
            _Row(_linked(study, study_id), False, (comparator_class, study_id))
            for study, study_id in zip(ordered["study"], ordered["study_id"], strict=True)
        ]
    return rows


def _how_many(drawn: int, there_are: int) -> str:
    return studies_counted(drawn) if drawn == there_are else f"{drawn} of {studies_counted(there_are)}"


def _linked(study: str, study_id: str) -> str:
    label = study if len(study) <= LONGEST_LABEL else study[: LONGEST_LABEL - 1].rstrip() + "…"
    return f'<a href="study?id={study_id}" target="_self">{figure_text(label)}</a>'


def _figure(frame: pd.DataFrame, rows: list[_Row], outcomes: list[str], library: Library) -> go.Figure:
    points = _points(frame, rows, outcomes, library)
    figure = go.Figure()
    for direction in DIRECTIONS:
        part = points[points["direction"] == direction]
        figure.add_scatter(
            mode="markers",
            x=part["x"],
            y=part["y"],
            name=f"{SYMBOLS[direction]} {library.schema.label('direction', direction)}",
            legendgroup=direction,
            showlegend=False,
            marker={
                "symbol": part["symbol"],
                "size": part["marker_size"],
                "color": DIRECTION[direction],
                "line": {"width": 1.5, "color": DIRECTION[direction]},
                "opacity": 1,
            },
            customdata=part[["study_id", "hover"]].to_numpy(dtype=object) if len(part) else None,
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    _add_legend(figure, library)
    labels = [_wrapped(library.schema.label("outcome_group", outcome)) for outcome in outcomes]
    figure.update_layout(layout(height=150 + ROW_HEIGHT * max(len(rows), 1)))
    figure.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top", "itemclick": False})
    figure.update_xaxes(
        tickvals=list(range(len(outcomes))),
        ticktext=labels,
        range=[-0.6, max(len(outcomes), 1) - 0.4],
        side="top",
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        automargin=True,
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[row.label for row in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        automargin=True,
    )
    for position, row in enumerate(rows):
        if row.heading:
            figure.add_hrect(y0=position - 0.5, y1=position + 0.5, fillcolor=BAND, line_width=0, layer="below")
    return figure


def _points(frame: pd.DataFrame, rows: list[_Row], outcomes: list[str], library: Library) -> pd.DataFrame:
    where = {row.key: position for position, row in enumerate(rows)}
    column = {outcome: position for position, outcome in enumerate(outcomes)}
    keys = list(zip(frame["comparator_class"], frame["study_id"], strict=True))
    placed = frame.assign(
        y=[where.get(key, -1) for key in keys], column=frame["outcome_group"].map(column).astype(float)
    )
    placed = placed[placed["y"] >= 0]
    place = placed.groupby(["y", "column"])
    # Findings of one study on one outcome stand side by side instead of hiding each other.
    offset = place.cumcount() - (place["column"].transform("size") - 1) / 2
    spread = place["column"].transform("size").clip(lower=1)
    return placed.assign(
        x=placed["column"] + offset * np.minimum(0.22, 0.8 / spread),
        symbol=[
            MARKERS.get(direction, "circle") + PEOPLE_MARKS.get(chronic, "-open-dot")
            for direction, chronic in zip(placed["direction"], placed["chronic_pain"], strict=True)
        ],
        marker_size=_sizes(placed["size"]),
        hover=[_hover(row, library) for row in placed.to_dict("records")],
    )


def _sizes(people_counted: pd.Series) -> np.ndarray:
    """Marker sizes whose area grows with the number of people; unknown sizes are drawn smallest."""
    share = np.clip(people_counted.fillna(0).to_numpy(dtype=float) / LARGE_STUDY, 0, 1)
    return SMALLEST + (LARGEST - SMALLEST) * np.sqrt(share)


def _hover(row: dict[str, object], library: Library) -> str:
    size = "size not reported" if pd.isna(row["size"]) else counted(int(float(str(row["size"]))), "person", "people")
    lines = (
        f"<b>{figure_text(str(row['study']))}</b> ({size})",
        figure_text(str(row["outcome"])),
        f"{SYMBOLS.get(str(row['direction']), '')} {library.schema.label('direction', str(row['direction']))}",
        f"against {library.schema.phrase('comparator', str(row['comparator']))}, {figure_text(str(row['timepoint']))}",
    )
    return "<br>".join(lines)


def _add_legend(figure: go.Figure, library: Library) -> None:
    entries = [(library.schema.label("direction", d), MARKERS[d], DIRECTION[d]) for d in DIRECTIONS] + [
        (words, "circle" + PEOPLE_MARKS[code], DIRECTION["no_clear_difference"]) for code, words in PEOPLE_LEGEND
    ]
    for name, symbol, color in entries:
        marker = {"symbol": symbol, "color": color, "size": 10, "line": {"width": 1.5, "color": color}}
        figure.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=marker, hoverinfo="skip")


def _wrapped(label: str) -> str:
    return "<br>".join(figure_text(word) for word in label.split())


def _sentence(frame: pd.DataFrame, drawn: pd.DataFrame) -> str:
    if frame.empty:
        return "There are no findings to draw."
    text = f"{counted(len(frame), 'finding')} of {studies_counted(frame['study_id'].nunique())}: {tally(frame)}."
    if len(drawn) < len(frame):
        text += (
            f" Drawn are the {studies_counted(drawn['study_id'].nunique())} with the most people; the table has all."
        )
    return text


def _table(frame: pd.DataFrame, library: Library) -> pd.DataFrame:
    schema = library.schema
    rank = {name: position for position, name in enumerate(CLASS_ORDER)}
    ordered = frame.assign(rank=frame["comparator_class"].map(rank)).sort_values(
        ["rank", "size", "study"], ascending=[True, False, True], na_position="last"
    )
    records = ordered.to_dict("records")
    return pd.DataFrame(
        {
            "finding_id": ordered["finding_id"].to_numpy(),
            "study_id": ordered["study_id"].to_numpy(),
            "Compared with": [schema.label("comparator_class", r["comparator_class"]) for r in records],
            "Study": [r["study"] for r in records],
            "People in the study": [None if pd.isna(r["size"]) else int(r["size"]) for r in records],
            "Chronic pain": [schema.label("chronic_pain", r["chronic_pain"]) for r in records],
            "Outcome group": [schema.label("outcome_group", r["outcome_group"]) for r in records],
            "Outcome": [r["outcome"] for r in records],
            "When": [r["timepoint"] for r in records],
            "Direction": [schema.label("direction", r["direction"]) for r in records],
            "People": [people(r) for r in records],
        }
    )
