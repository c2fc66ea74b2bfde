"""Pictures for slides, made from the same answers as the pages."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.answers.chain import Link
from evidence.answers.claim_answer import claim_answer
from evidence.answers.directions import ladder
from evidence.answers.link_findings import LinkFindings
from evidence.answers.targets import on_target
from evidence.charts.direction_rows import DirectionRows, direction_rows
from evidence.charts.evidence_map import map_chart
from evidence.charts.forest import forest_plot
from evidence.charts.ladder import ladder_chart
from evidence.charts.link_plot import link_chart
from evidence.library import Library
from evidence.library.strands import DIRECTIONS
from evidence.selection import Selection
from evidence.studies.results import SYMBOLS
from evidence.synthesis.questions import Question
from evidence.takeaway.decks.slides import BarPicture, ChainCell, ChainPicture, ChartPicture
from evidence.views.explore import MapView
from evidence.words.phrases import counted

#: What can be read on a slide: studies of a forest plot, studies and outcomes of an effect-direction plot, rows of a map. Each
#: picture says what it leaves out; the notes have all.
MOST_STUDIES, MOST_POINTING, MOST_OUTCOMES, MOST_ROWS = 14, 9, 6, 8


def chain_picture(library: Library, mechanisms: Sequence[str]) -> ChainPicture:
    """The chain of each of these claims."""
    claims = [claim for code in mechanisms if (claim := claim_answer(library, code)) is not None]
    return ChainPicture({claim.name: tuple(_cell(link) for link in claim.links) for claim in claims})


def _cell(link: Link) -> ChainCell:
    support = link.support_words
    return ChainCell(
        name=link.name,
        support=support[:1].upper() + support[1:],
        certainty=link.certainty_words,
        studies=link.studied,
    )


def ladder_picture(
    library: Library, selection: Selection, *, pooled: bool = False, targets_only: bool = False
) -> BarPicture:
    """The comparison ladder of single studies in a selection.

    With `pooled` its sentence carries the pooled effects on pain; `targets_only` leaves side evidence out.
    """
    chosen = selection.apply(library)
    if targets_only:
        chosen = chosen.part("targets only", chosen.studies, on_target(chosen.findings))
    counts = ladder(chosen.findings, "massage")
    schema = library.schema
    labels = tuple(
        f"{schema.label('comparator_class', row['comparator_class'])} ({counted(int(row['findings']), 'finding')})"
        for row in counts.to_dict("records")
    )
    directions = {code: f"{SYMBOLS[code]} {schema.label('direction', code)}" for code in DIRECTIONS}
    return BarPicture(ladder_chart(chosen, "massage", library if pooled else None), counts, labels, directions)


def forest_picture(library: Library, question: Question) -> ChartPicture:
    """The forest plot of a question, with the studies of most weight."""
    return ChartPicture(forest_plot(library, question, most=MOST_STUDIES))


def link_rows(library: Library, found: LinkFindings) -> DirectionRows:
    """What a slide can hold of the findings on a link: what the conclusion rests on, then the largest studies."""
    return direction_rows(library, found.counted, MOST_POINTING, found, MOST_OUTCOMES)


def link_picture(library: Library, found: LinkFindings) -> ChartPicture:
    """The effect-direction plot of a link."""
    return ChartPicture(link_chart(library, found, link_rows(library, found)))


def map_picture(library: Library, view: MapView) -> ChartPicture:
    """The evidence map, with the rows of most studies."""
    return ChartPicture(map_chart(library, view.selection, view.rows, view.columns, view.size, most_rows=MOST_ROWS))
