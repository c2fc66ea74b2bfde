"""Pictures for slides, made from the same answers as the pages."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.chain import Link, chain, claims, links_of
from evidence.charts.direction_plot import CLASS_ORDER, direction_plot
from evidence.charts.evidence_map import map_chart
from evidence.charts.forest import forest_plot
from evidence.charts.ladder import ladder_chart
from evidence.decks.slides import (
    BarPicture,
    BubblePicture,
    ChainCell,
    ChainPicture,
    DirectionPicture,
    ForestPicture,
)
from evidence.directions import DIRECTIONS, ladder
from evidence.evidence_map import DIMENSIONS, NO_STUDY, EvidenceMap
from evidence.library import Library
from evidence.names import study_names
from evidence.pooled_answer import PooledAnswer
from evidence.results import SYMBOLS
from evidence.wording import counted, studies_counted

#: Columns that can be read on a slide; the most frequent outcomes are kept.
MOST_OUTCOMES = 6


def chain_picture(library: Library, mechanisms: Sequence[str]) -> ChainPicture:
    """The chain of each of these claims."""
    names = dict(zip(claims(library)["mechanism_id"], claims(library)["name"], strict=True))
    return ChainPicture({names[code]: tuple(_cells(library, code)) for code in mechanisms if code in names})


def _cells(library: Library, mechanism: str) -> list[ChainCell]:
    return [_cell(library, link) for link in chain(library, mechanism) if link.link in links_of(mechanism)]


def _cell(library: Library, link: Link) -> ChainCell:
    schema = library.schema
    return ChainCell(
        name=schema.label("link", link.link),
        support=schema.label("support", link.support) if link.support else "Not appraised",
        certainty=f"{schema.label('certainty', link.certainty)} certainty"
        if link.certainty
        else "certainty not judged",
        studies=studies_counted(link.direct) if link.direct else "no study of massage",
    )


def ladder_picture(chosen: Library, whole: Library | None = None) -> BarPicture:
    """The comparison ladder of single studies in a selection; with `whole`, its sentence carries the pooled effects on pain."""
    counts = ladder(chosen.findings, "massage")
    schema = chosen.schema
    labels = tuple(
        f"{schema.label('comparator_class', row['comparator_class'])} ({counted(int(row['findings']), 'finding')})"
        for row in counts.to_dict("records")
    )
    directions = {code: f"{SYMBOLS[code]} {schema.label('direction', code)}" for code in DIRECTIONS}
    return BarPicture(ladder_chart(chosen, "massage", whole), counts, labels, directions)


def forest_picture(answer: PooledAnswer) -> ForestPicture:
    """The forest plot of a pooled answer."""
    return ForestPicture(forest_plot(answer), answer)


def direction_picture(library: Library, findings: pd.DataFrame, most: int = 16) -> DirectionPicture:
    """Where findings point, for the largest studies where there are too many for a slide."""
    chart = direction_plot(library, findings, most)
    return DirectionPicture(chart, _marks(library, findings, most), _left_out(findings))


def _marks(library: Library, findings: pd.DataFrame, most: int) -> pd.DataFrame:
    """One row a comparator class and study, the largest studies first; a column an outcome group, symbols in the cells."""
    names, records, schema = study_names(library), library.records, library.schema
    known = findings[findings["study_id"].isin(records)]
    sizes = {study_id: records[study_id]["n_total"] for study_id in known["study_id"].unique()}
    keys = known[["comparator_class", "study_id"]].drop_duplicates()
    people = [0 if pd.isna(sizes[study_id]) else int(sizes[study_id]) for study_id in keys["study_id"]]
    kept = keys.assign(people=people).nlargest(most, "people", keep="first")
    rank = {name: place for place, name in enumerate(CLASS_ORDER)}
    kept = kept.sort_values("comparator_class", key=lambda column: column.map(rank), kind="stable")
    columns = known["outcome_group"].value_counts().index[:MOST_OUTCOMES].tolist()
    rows = []
    for key in kept.to_dict("records"):
        part = known[(known["comparator_class"] == key["comparator_class"]) & (known["study_id"] == key["study_id"])]
        cells = {
            schema.label("outcome_group", name): " ".join(
                SYMBOLS.get(direction, "") for direction in part.loc[part["outcome_group"] == name, "direction"]
            )
            for name in columns
        }
        rows.append(
            {
                "heading": schema.label("comparator_class", key["comparator_class"]),
                "study": names[key["study_id"]],
                **cells,
            }
        )
    return pd.DataFrame(rows)


def _left_out(findings: pd.DataFrame) -> str:
    outcomes = findings["outcome_group"].nunique()
    return f"{MOST_OUTCOMES} of {outcomes} outcomes; the notes have all." if outcomes > MOST_OUTCOMES else ""


def map_picture(found: EvidenceMap) -> BubblePicture:
    """An evidence map with a bubble for every cell that holds a study."""
    schema = found.library.schema
    cells = found.cells[found.cells["state"] != NO_STUDY]
    place_x = {code: place for place, code in enumerate(found.columns)}
    place_y = {code: place for place, code in enumerate(found.rows)}
    bubbles = pd.DataFrame(
        {
            "x": cells["column"].map(place_x),
            "y": cells["row"].map(place_y),
            "size": cells["studies"],
            "words": [studies_counted(int(number)) for number in cells["studies"]],
        }
    )
    return BubblePicture(
        map_chart(found, "studies"),
        bubbles,
        tuple(schema.label(DIMENSIONS[found.by_columns].vocabulary, code) for code in found.columns),
        tuple(schema.label(DIMENSIONS[found.by_rows].vocabulary, code) for code in found.rows),
    )
