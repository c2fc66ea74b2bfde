"""The effects of all findings of a library, worked out once, and those of one study in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.effects import standardise
from evidence.effects.hedges_g import explain
from evidence.library import Library
from evidence.library.kept import kept
from evidence.words.numbers import rounded

#: Half the width of a 95 % interval in standard errors.
Z95 = 1.959963984540054
#: Each derivation within a sentence.
DERIVATION_WORDS = {
    "reported": "printed as a standardised difference",
    "arms": "from both groups' means and SDs",
    "difference": "from a mean difference and its interval",
    "p_value": "from a p value (approximate)",
    "odds_ratio": "from an odds ratio (approximate)",
}


@kept
def effects_of(library: Library) -> pd.DataFrame:
    """`standardise` of every finding: columns `g`, `se`, `derivation`, `note`, indexed by `finding_id`."""
    return standardise(library.findings, library.studies).drop_duplicates("finding_id").set_index("finding_id")


def sizes_of(library: Library, study_id: str) -> pd.DataFrame:
    """Every finding of a study with its Hedges' g in words, in file order.

    Columns `Outcome`, `When`, `Compared with`, `g (95% interval)` (empty where none can be derived), `How it was derived`,
    `To note` (what has to be said beside it, or the reason why there is none).
    """
    findings = library.findings_of(study_id)
    effects = effects_of(library).loc[findings["finding_id"]]
    return pd.DataFrame(
        {
            "Outcome": findings["outcome"].to_numpy(),
            "When": findings["timepoint"].to_numpy(),
            "Compared with": [library.schema.label("comparator", code) for code in findings["comparator"]],
            "g (95% interval)": [size(g, se) for g, se in zip(effects["g"], effects["se"], strict=True)],
            "How it was derived": [DERIVATION_WORDS.get(code, "") for code in effects["derivation"]],
            "To note": effects["note"].to_numpy(),
        }
    )


def size(g: float, se: float) -> str:
    """“0.62 (0.31 to 0.93)”, the interval from the normal distribution; empty without an effect."""
    return "" if pd.isna(g) else f"{rounded(g)} ({rounded(g - Z95 * se)} to {rounded(g + Z95 * se)})"


def workings_of(library: Library, study_id: str) -> list[tuple[str, list[str]]]:
    """The workings of every finding of a study that has a g, in file order."""
    return workings(library, library.findings_of(study_id)["finding_id"].tolist())


def workings(library: Library, finding_ids: Sequence[str]) -> list[tuple[str, list[str]]]:
    """For each of these findings that has a g: what it is, and the derivation with its numbers filled in, step by step."""
    effects = effects_of(library)
    rows = library.findings[library.findings["finding_id"].isin(finding_ids)].to_dict("records")
    return [
        (_name(row, library), explain(row, library.study(row["study_id"])))
        for row in rows
        if pd.notna(effects.at[row["finding_id"], "g"])
    ]


def _name(row: dict[str, str], library: Library) -> str:
    parts = (row["outcome"], row["timepoint"], f"against {library.schema.phrase('comparator', row['comparator'])}")
    return ", ".join(part for part in parts if part)
