"""The effect-direction plot of one link: the claim itself first, side evidence apart, what carries the conclusion marked."""

from __future__ import annotations

import pandas as pd

from evidence.answers.certainty import NOT_SHOWN
from evidence.answers.chain import link_of
from evidence.answers.directions import counts
from evidence.answers.link_findings import LinkFindings, link_findings
from evidence.answers.targets import NONE_ON_TARGET, SIDE, on_target, told
from evidence.charts.chart import Chart
from evidence.charts.direction_plot import direction_scene, direction_table, left_out
from evidence.charts.direction_rows import DirectionRows, direction_rows
from evidence.library import Library
from evidence.library.kept import kept
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.words.phrases import counted, listed, studies_counted

NOT_TESTED = "No study tests this link"
NOT_MEASURED = "No primary study of massage has a finding on this link"
#: Said where most findings favour massage although the link is not shown.
NOT_WEIGHED = "Counting is not weighing: the conclusion follows the studies that it rests on, not this count."
MASSAGE, REVIEW = "massage, counted", "review, not drawn"


@kept
def link_plot(
    library: Library,
    mechanism: str,
    link: str,
    selection: Selection | None = None,
    most: int = 60,
    most_outcomes: int | None = None,
) -> Chart:
    """Where a selection's findings on a link point (default: all); what carries its conclusion uncounted has its own block.

    If there are more than `most` rows, some are not drawn, never those that the conclusion rests on; of more than
    `most_outcomes` columns those of the claim itself come first. The table holds all, and the reviews that carry the
    conclusion, too. KeyError for a link that the claim neither needs nor has findings on.
    """
    found = link_findings(library, link_of(library, mechanism, link), selection)
    return link_chart(library, found, direction_rows(library, found.counted, most, found, most_outcomes))


def link_chart(library: Library, found: LinkFindings, placed: DirectionRows) -> Chart:
    """The same from findings that were placed before."""
    return Chart(
        title="Where the findings point",
        scene=direction_scene(placed, library),
        sentence=f"{pointing_words(library, found)} {carrying_words(library, found, placed)}".strip(),
        table=_table(library, found, placed),
    )


def pointing_words(library: Library, found: LinkFindings) -> str:
    """Where the counted findings point, the claim itself first; where that argues with the judgement, it is no weighing."""
    none = NONE_ON_TARGET if found.link.tested else NOT_TESTED
    words = told(library, found.counted, found.link.mechanism, none)
    if not words:
        words = NOT_MEASURED if found.link.tested else NOT_TESTED
    return f"{words}. {NOT_WEIGHED}" if _outvoted(found) else f"{words}."


def carrying_words(library: Library, found: LinkFindings, placed: DirectionRows) -> str:
    """Which studies the conclusion rests on, counted or not, and what is not drawn; empty where there is nothing to say."""
    bold = _in_bold(placed)
    parts = (bold, _beside(found, first=not bold), _reviews(library, found), left_out(placed))
    return " ".join(part for part in parts if part)


def _outvoted(found: LinkFindings) -> bool:
    """Whether most findings on the claim itself favour massage although its link is judged not shown."""
    rows = on_target(found.counted)
    favouring = counts(rows)["favours_massage"]
    return found.link.support in NOT_SHOWN and 2 * favouring > len(rows)


def _in_bold(placed: DirectionRows) -> str:
    """How many of the counted studies carry the conclusion."""
    number = len({row.key[1] for row in placed.rows if row.bold})
    return f"In bold: {studies_counted(number)} that the conclusion rests on." if number else ""


def _beside(found: LinkFindings, *, first: bool) -> str:
    """Which studies carry the conclusion without being counted; `first` where nothing was said of any others."""
    kinds = found.beside.drop_duplicates("study_id")["apart"].value_counts()
    if kinds.empty:
        return ""
    named = "; ".join(words if len(kinds) == 1 else f"{words}: {number}" for words, number in kinds.items())
    behind = "Behind" if first else "Also behind"
    return (
        f"{behind} the conclusion, marked and not counted among the studies of massage on this link: "
        f"{studies_counted(int(kinds.sum()))} ({named})."
    )


def _reviews(library: Library, found: LinkFindings) -> str:
    studies = found.reviews["study_id"].drop_duplicates()
    if studies.empty:
        return ""
    names = listed([study_names(library)[study_id] for study_id in studies])
    verb = "carries" if len(studies) == 1 else "carry"
    return f"{counted(len(studies), 'review')} {verb} it, too ({names})."


def _table(library: Library, found: LinkFindings, placed: DirectionRows) -> pd.DataFrame:
    """The findings drawn, then those of the reviews, with what they speak of and how they count."""
    reviews = direction_rows(library, found.reviews, len(found.reviews)).frame
    frame = pd.concat([placed.frame, reviews.assign(apart=REVIEW, carries=True)])
    frame = frame.assign(side=~frame["outcome_group"].isin(found.targets))
    table = direction_table(frame, library.schema)
    by_id = frame.drop_duplicates("finding_id").set_index("finding_id").loc[table["finding_id"]]
    return table.assign(
        **{
            "Speaks of": [SIDE if side else "the claim itself" for side in by_id["side"]],
            "Kind of study": [apart or MASSAGE for apart in by_id["apart"]],
            "Carries the conclusion": ["yes" if carries else "no" for carries in by_id["carries"]],
        }
    )
