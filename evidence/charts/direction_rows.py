"""What an effect-direction plot holds before it is drawn: a row a study and comparison, a column an outcome, what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from evidence.answers.link_findings import LinkFindings
from evidence.library import Library
from evidence.library.strands import BESIDE_THE_LADDER, RUNGS
from evidence.studies.names import study_names
from evidence.studies.results import SYMBOLS, points_to
from evidence.words.phrases import studies_counted

CLASS_ORDER = (*RUNGS, *BESIDE_THE_LADDER)
#: The last block of a link's plot: studies that its conclusion rests on and that do not count, with its heading.
BESIDE = "beside"
BESIDE_HEADING = "Also behind the conclusion"
#: Above the columns of a link's plot.
TARGET_HEADING, SIDE_HEADING = "The claim itself", "Side evidence"
#: The sign of a finding that points nowhere.
NO_DIRECTION, NO_DIRECTION_SYMBOL, NO_DIRECTION_WORDS = "", "■", "No direction: association or harm"
#: Characters of a row's name; studies without authors go by their title, which would push the plot aside.
LONGEST_NAME, LONGEST_BESIDE = 36, 24


@dataclass(frozen=True)
class DirectionRow:
    """One line: the heading of a block with how many studies are drawn, or a study under it.

    `bold` where the conclusion rests on the study.
    """

    words: str
    count: str
    heading: bool
    key: tuple[str, str]
    bold: bool = False


@dataclass(frozen=True, eq=False)
class DirectionRows:
    """Findings placed in rows and columns.

    `frame`: one row a finding with `study`, `year`, `size`, `chronic_pain` of its study, its `block`, `apart` (why it does not
    count, empty where it does), `carries` (whether the conclusion rests on its study), `side` (whether it is side evidence) and
    `pointing` (its direction, or `NO_DIRECTION`). `drawn`: the part that is drawn. `columns`: outcome groups in order, the last
    `side` of them side evidence. `cut`: whether outcomes of the drawn rows are missing because there are too many columns.
    """

    frame: pd.DataFrame
    drawn: pd.DataFrame
    rows: tuple[DirectionRow, ...]
    columns: tuple[str, ...]
    side: int
    cut: bool = False


def direction_rows(
    library: Library,
    findings: pd.DataFrame,
    most: int,
    found: LinkFindings | None = None,
    most_outcomes: int | None = None,
) -> DirectionRows:
    """The rows and columns of these findings, or of everything behind a link; the largest studies where there are too many.

    Of a link, what its conclusion rests on is never left out, and studies and outcomes of the claim itself come before side
    evidence. With `most_outcomes` no more columns than that are drawn, and a study without a finding in them has no row unless
    the conclusion rests on it.
    """
    frame = _placed(library, findings, found)
    outcomes = _columns(_first(frame, most), found)
    columns = outcomes[:most_outcomes]
    first = _first(on_outcomes(frame, columns), most)
    drawn = first[first["outcome_group"].isin(columns)]
    side = 0 if found is None else sum(code not in found.targets for code in columns)
    rows = tuple(_rows(first, frame, library))
    return DirectionRows(frame, drawn, rows, columns, side, cut=len(columns) < len(outcomes))


def on_outcomes(frame: pd.DataFrame, outcomes: tuple[str, ...]) -> pd.DataFrame:
    """All findings of the rows that have one on these outcomes or that carry the conclusion."""
    speaking = frame[frame["carries"] | frame["outcome_group"].isin(outcomes)]
    rows = set(zip(speaking["block"], speaking["study_id"], strict=True))
    kept = [row in rows for row in zip(frame["block"], frame["study_id"], strict=True)]
    # A plain list would choose columns where there are no findings.
    return frame[pd.Series(kept, index=frame.index, dtype=bool)]


#: What is drawn or told of a finding; the frames have many more columns, which would be carried along at every step.
_DRAWN = [
    "finding_id",
    "study_id",
    "strand",
    "comparator",
    "comparator_class",
    "outcome_group",
    "outcome",
    "timepoint",
    "direction",
    "n_studies",
    "n_massage",
    "n_comparator",
]


def _placed(library: Library, findings: pd.DataFrame, found: LinkFindings | None) -> pd.DataFrame:
    findings = findings[_DRAWN].assign(apart="", block=findings["comparator_class"])
    if found is not None and len(found.beside):
        findings = pd.concat([findings, found.beside[[*_DRAWN, "apart"]].assign(block=BESIDE)])
    studies = library.studies.drop_duplicates("study_id").set_index("study_id")
    known = findings[findings["study_id"].isin(studies.index)]
    rows = studies.loc[known["study_id"]]
    carried, targets = ((), None) if found is None else (found.link.carried_by, found.targets)
    return known.assign(
        study=known["study_id"].map(study_names(library)).to_numpy(),
        year=rows["year"].to_numpy(),
        size=rows["n_total"].to_numpy(dtype=float, na_value=float("nan")),
        chronic_pain=rows["chronic_pain"].to_numpy(),
        carries=known["study_id"].isin(carried),
        side=False if targets is None else ~known["outcome_group"].isin(targets),
        pointing=[_pointing(row, library) for row in known.to_dict("records")],
    )


def _pointing(finding: dict[str, str], library: Library) -> str:
    """The direction where the words for the finding name one."""
    direction = finding["direction"]
    symbol = points_to(finding, library.schema).partition(" ")[0]
    return direction if symbol == SYMBOLS.get(direction) else NO_DIRECTION


def _first(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """The findings of the rows that come first: carrying the conclusion, on the claim itself, with the most people."""
    keys = frame.groupby(["block", "study_id"], sort=False).agg(
        carries=("carries", "any"), target=("side", lambda side: not side.all()), size=("size", "first")
    )
    if len(keys) <= most:
        return frame
    kept = keys.sort_values(["carries", "target", "size"], ascending=False, na_position="last", kind="stable")
    chosen = set(kept.index[: max(most, int(keys["carries"].sum()))])
    return frame[[key in chosen for key in zip(frame["block"], frame["study_id"], strict=True)]]


def _columns(drawn: pd.DataFrame, found: LinkFindings | None) -> tuple[str, ...]:
    """Outcome groups, the most frequent first; of a link its targets in their order, then side evidence."""
    by_number = drawn["outcome_group"].value_counts().index.tolist()
    targets = [] if found is None else [code for code in found.targets if code in by_number]
    return (*targets, *(code for code in by_number if code not in targets))


def _rows(drawn: pd.DataFrame, frame: pd.DataFrame, library: Library) -> Iterator[DirectionRow]:
    everything = frame.groupby("block")["study_id"].nunique()
    for block in (*CLASS_ORDER, BESIDE):
        part = drawn[drawn["block"] == block]
        if part.empty:
            continue
        ordered = part.assign(target=~part.groupby("study_id")["side"].transform("all"))
        ordered = ordered.drop_duplicates("study_id").sort_values(
            ["target", "size", "study"], ascending=[False, False, True], na_position="last"
        )
        name = BESIDE_HEADING if block == BESIDE else library.schema.label("comparator_class", block)
        yield DirectionRow(name, _how_many(len(ordered), int(everything[block])), True, (block, ""))
        for row in ordered.to_dict("records"):
            yield DirectionRow(
                _named(row["study"], row["apart"]),
                "",
                False,
                (block, row["study_id"]),
                row["carries"] and not row["apart"],
            )


def _how_many(drawn: int, there_are: int) -> str:
    return studies_counted(drawn) if drawn == there_are else f"{drawn} of {studies_counted(there_are)}"


def _named(study: str, apart: str) -> str:
    """A study's name, shortened, and why it does not count."""
    longest = LONGEST_BESIDE if apart else LONGEST_NAME
    name = study if len(study) <= longest else study[: longest - 1].rstrip() + "…"
    return f"{name} · {apart}" if apart else name
