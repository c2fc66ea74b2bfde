"""Where some findings point, as the line of signs and counts that stands under a claim or a study."""

from __future__ import annotations

import pandas as pd

from evidence.answers.directions import counts, uncontrolled
from evidence.library.schema import Schema
from evidence.studies.results import SYMBOLS

NO_FINDING = "No finding on benefit"


def pointing(findings: pd.DataFrame, schema: Schema) -> str:
    """“▲ favours massage: 3 · ● no clear difference: 1”; says so where there is no finding."""
    parts = [
        f"{SYMBOLS[direction]} {schema.phrase('direction', direction)}: {number}"
        for direction, number in counts(findings).items()
        if number
    ]
    if without_control := uncontrolled(findings):
        parts.append(f"{without_control} of these without a control group")
    return " · ".join(parts) or NO_FINDING
