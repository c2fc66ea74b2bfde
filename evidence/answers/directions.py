"""Where findings point: counts of directions, per rung of the comparison ladder.

Counting directions shows where studies point, not how much; it is not a weighing of evidence (Cochrane Handbook 12.2.2).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.library import Library
from evidence.library.strands import BESIDE_THE_LADDER, DIRECTIONS, RUNGS, about_benefit
from evidence.words.phrases import listed, out_of, share


def counts(findings: pd.DataFrame) -> dict[str, int]:
    """Number of findings per direction, every direction named."""
    found = findings["direction"].value_counts()
    return {direction: int(found.get(direction, 0)) for direction in DIRECTIONS}


def tally(findings: pd.DataFrame) -> str:
    """“25 favour massage and 15 show no clear difference (7 of them without a control group)”; empty without findings."""
    found = counts(findings)
    words = listed([f"{number} {_VERBS[d][number != 1]}" for d, number in found.items() if number])
    return words + _without_control(uncontrolled(findings), len(findings))


def _without_control(number: int, of: int) -> str:
    if not number:
        return ""
    if number == of:
        return " (without a control group)" if of == 1 else f" ({'both' if of == 2 else 'all'} without a control group)"
    return f" ({number} of them without a control group)"


def uncontrolled(findings: pd.DataFrame) -> int:
    """How many of the findings have no control group, so that their direction is only that of a change over time."""
    return int((findings["comparator_class"] == "uncontrolled").sum())


#: What one finding does, and what several do.
_VERBS = {
    "favours_massage": ("favours massage", "favour massage"),
    "no_clear_difference": ("shows no clear difference", "show no clear difference"),
    "mixed": ("is mixed", "are mixed"),
    "favours_comparator": ("favours the comparator", "favour the comparator"),
}


def ladder(findings: pd.DataFrame, strand: str) -> pd.DataFrame:
    """Direction counts per comparator class for one strand (`massage` or `synthesis`), harms left out.

    Columns: `comparator_class`, one per direction, `findings`, `studies`. Classes without a finding are kept with zeros on
    the rungs and left out beside them.
    """
    chosen = about_benefit(findings[findings["strand"] == strand])
    rows = []
    for comparator_class in (*RUNGS, *BESIDE_THE_LADDER):
        rung = chosen[chosen["comparator_class"] == comparator_class]
        if rung.empty and comparator_class not in RUNGS:
            continue
        rows.append(
            {
                "comparator_class": comparator_class,
                **counts(rung),
                "findings": len(rung),
                "studies": rung["study_id"].nunique(),
            }
        )
    return pd.DataFrame(rows)


def ladder_sentence(table: pd.DataFrame, library: Library, what: str = "findings") -> str:
    """What the ladder shows, in one sentence computed from its counts: the share that favours massage from rung to rung."""
    rungs = table[(table["findings"] > 0) & table["comparator_class"].isin(RUNGS[1:])]
    if rungs.empty:
        return f"No {what} from a controlled comparison match this selection."
    parts = [
        f"{_part(row.favours_massage, row.findings)} "
        f"against {library.schema.phrase('comparator_class', row.comparator_class)}"
        for row in rungs.itertuples()
    ]
    return f"Share of {what} that favour massage: {listed(parts)}. {_trend(rungs, library)}"


def _trend(rungs: pd.DataFrame, library: Library) -> str:
    """Whether the share falls, rises or stays from the easiest to the toughest rung present."""
    if len(rungs) < 2:
        return "There is only one rung to look at."
    if (rungs["findings"] < FEWEST_FOR_A_SHARE).any():
        return "That is too few on some rungs to speak of a trend."
    # Rounded as they are shown, so that the points can be checked against the sentence before.
    shares = (100 * rungs["favours_massage"] / rungs["findings"]).round().astype(int).tolist()
    names: Sequence[str] = [library.schema.phrase("comparator_class", c) for c in rungs["comparator_class"]]
    steps = [
        f"{_step(after - before)} from {easier} to {tougher}"
        for before, after, easier, tougher in zip(shares, shares[1:], names, names[1:], strict=False)
    ]
    return f"The share {listed(steps)}."


def _part(favouring: int, findings: int) -> str:
    """A share in per cent, or the bare counts where there are too few findings for a share to mean anything."""
    if findings < FEWEST_FOR_A_SHARE:
        return out_of(favouring, findings, "finding", "findings").removesuffix(" findings")
    return f"{share(favouring, findings)} of {findings}"


#: Below this many findings a share moves by more than ten points with a single one.
FEWEST_FOR_A_SHARE = 10
#: Differences between two shares below this many percentage points are called about the same.
SAME_WITHIN = 5


def _step(points: int) -> str:
    if abs(points) < SAME_WITHIN:
        return "stays about the same"
    return f"{'rises' if points > 0 else 'falls'} by {abs(points)} points"
