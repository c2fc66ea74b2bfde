"""How the evidence on a claim itself grew: findings against a control so far, year by year, and when the majority turned."""

from __future__ import annotations

import pandas as pd

from evidence.answers.directions import FEWEST_FOR_A_SHARE
from evidence.answers.targets import SIDE, on_target, outcomes_named, targets_of
from evidence.library import Library
from evidence.library.strands import DIRECTIONS, on_benefit
from evidence.words.phrases import counted, share, studies_counted


def timeline(library: Library, mechanism: str) -> pd.DataFrame:
    """Cumulative counts by year of publication, from primary studies of massage against a control; harms are left out.

    Only findings on the claim itself count. One row a year with a study. Columns: `year`, one a direction (findings so far),
    `findings`, `studies` (so far). Studies whose year is not known are left out.
    """
    findings = on_target(_controlled(library, mechanism))
    years = pd.Series(
        [library.records.get(s, {}).get("year") for s in findings["study_id"]], index=findings.index, dtype="Int64"
    )
    dated = findings.assign(year=years)[years.notna()]
    by_year = pd.crosstab(dated["year"], dated["direction"]).reindex(columns=list(DIRECTIONS), fill_value=0).cumsum()
    first = dated.drop_duplicates("study_id").groupby("year")["study_id"].size()
    table = by_year.assign(findings=by_year.sum(axis=1), studies=first.reindex(by_year.index, fill_value=0).cumsum())
    table.columns.name = None
    return table.reset_index().astype({"year": int})


def _controlled(library: Library, mechanism: str) -> pd.DataFrame:
    """Findings on a claim of primary studies of massage with a control group."""
    findings = on_benefit(library.findings)
    return findings[(findings["mechanism"] == mechanism) & (findings["comparator_class"] != "uncontrolled")]


def counted_here(library: Library, mechanism: str) -> str:
    """What the timeline of a claim counts and what it leaves out, in a sentence."""
    findings = _controlled(library, mechanism)
    side = int((~findings["is_target"]).sum())
    named = outcomes_named(library, targets_of(library, mechanism))
    apart = f"; {counted(side, 'finding')} of {SIDE} {'is' if side == 1 else 'are'} left out" if side else ""
    return f"Counted is what was measured of the claim itself ({named}){apart}." if named else ""


def turned(table: pd.DataFrame) -> int | None:
    """The year since which the majority has been what it is now: more than half of all findings so far for massage, or not.

    None without findings.
    """
    if table.empty:
        return None
    majority = 2 * table["favours_massage"] > table["findings"]
    same = majority.eq(majority.iloc[-1])
    last_other = table.index[~same]
    return int(table["year"].iloc[0] if last_other.empty else table["year"].loc[last_other[-1] + 1])


def sentence(table: pd.DataFrame) -> str:
    """The growth of the evidence and when its majority turned, in words."""
    if table.empty:
        return "No primary study of massage has tested this claim against a control."
    last = table.iloc[-1]
    count, number = int(last["findings"]), int(last["studies"])
    first, latest = int(table["year"].iloc[0]), int(last["year"])
    text = f"{studies_counted(number)} with {counted(count, 'finding')} against a control, {first} to {latest}."
    if count < FEWEST_FOR_A_SHARE:
        return f"{text} That is too few to speak of a turn."
    favouring = share(int(last["favours_massage"]), count)
    holds = "more than half" if 2 * last["favours_massage"] > count else "half or fewer"
    year = turned(table)
    since = "from the first year on" if year == first else f"since {year}"
    return f"{text} {favouring} of them favour massage; {since}, {holds} of all findings so far have done so."
