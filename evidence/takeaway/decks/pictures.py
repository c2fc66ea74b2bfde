"""Pictures for slides, made from the same answers as the pages."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.answers.chain import Link, chain, claims
from evidence.answers.directions import ladder
from evidence.answers.evidence_map import DIMENSIONS, NO_STUDY, EvidenceMap
from evidence.answers.link_findings import LinkFindings
from evidence.charts.direction_rows import NO_DIRECTION_SYMBOL, DirectionRows, direction_rows
from evidence.charts.evidence_map import map_chart
from evidence.charts.forest import forest_plot
from evidence.charts.ladder import ladder_chart
from evidence.charts.link_plot import carrying_words, link_chart
from evidence.library import Library
from evidence.library.strands import DIRECTIONS, links_of
from evidence.studies.results import SYMBOLS
from evidence.synthesis.pooled_answer import PooledAnswer
from evidence.takeaway.decks.slides import (
    BarPicture,
    BubblePicture,
    ChainCell,
    ChainPicture,
    DirectionPicture,
    ForestPicture,
)
from evidence.words.phrases import counted, studies_counted

#: Columns that can be read on a slide; what the claim is about comes first, then the most frequent outcomes.
MOST_OUTCOMES = 6


def chain_picture(library: Library, mechanisms: Sequence[str]) -> ChainPicture:
    """The chain of each of these claims."""
    names = dict(zip(claims(library)["mechanism_id"], claims(library)["name"], strict=True))
    return ChainPicture({names[code]: tuple(_cells(library, code)) for code in mechanisms if code in names})


def _cells(library: Library, mechanism: str) -> list[ChainCell]:
    return [_cell(library, link) for link in chain(library, mechanism) if link.link in links_of(mechanism)]


def _cell(library: Library, link: Link) -> ChainCell:
    schema = library.schema
    certainty = f"{schema.label('certainty', link.certainty)} certainty" if link.certainty else ""
    return ChainCell(
        name=schema.label("link", link.link),
        support=schema.label("support", link.support) if link.support else "Not appraised",
        certainty=certainty,
        studies=link.studied,
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


def link_picture(library: Library, found: LinkFindings, most: int = 12) -> DirectionPicture:
    """What stands behind a link, for the studies that come first where there are too many for a slide."""
    placed = direction_rows(library, found.counted, most, found)
    columns = placed.columns[:MOST_OUTCOMES]
    first = len(placed.columns) - placed.side
    return DirectionPicture(
        chart=link_chart(library, found, placed),
        marks=_marks(library, placed, columns),
        carrying=carrying_words(library, found, placed),
        left_out=_left_out(placed, columns),
        side=max(len(columns) - first, 0),
    )


def _marks(library: Library, placed: DirectionRows, columns: Sequence[str]) -> pd.DataFrame:
    """One row a study under the heading of its block; a column an outcome group, symbols in the cells."""
    rows, heading = [], ""
    for row in placed.rows:
        if row.heading:
            heading = row.words
            continue
        block, study_id = row.key
        part = placed.drawn[(placed.drawn["block"] == block) & (placed.drawn["study_id"] == study_id)]
        cells = {
            library.schema.label("outcome_group", code): " ".join(
                SYMBOLS.get(direction, NO_DIRECTION_SYMBOL)
                for direction in part.loc[part["outcome_group"] == code, "pointing"]
            )
            for code in columns
        }
        rows.append({"heading": heading, "study": row.words, "bold": row.bold, **cells})
    return pd.DataFrame(rows)


def _left_out(placed: DirectionRows, columns: Sequence[str]) -> str:
    if len(columns) == len(placed.columns):
        return ""
    return f"{len(columns)} of {len(placed.columns)} outcomes; the notes have all."


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
