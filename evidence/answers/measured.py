"""Which claimed mechanisms were measured in one condition, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.answers.chain import claims
from evidence.answers.directions import counts, tally
from evidence.answers.targets import SIDE, beside_target, on_target, outcomes_named
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.strands import CLINICAL, UMBRELLA, on_benefit
from evidence.studies.of_condition import studies_of
from evidence.words.phrases import counted, listed, studies_counted


@dataclass(frozen=True)
class Measured:
    """One mechanism in one condition.

    `links`: the links of the chain that were measured, as labels; `directions`: findings of single studies on the claim itself
    by direction; `sentence`: what came out, side evidence apart; `study_ids`: the studies, empty where nothing was measured;
    `targeted`: how many of them measured the claim itself, the others holding side evidence.
    """

    mechanism: str
    name: str
    links: tuple[str, ...]
    directions: dict[str, int]
    sentence: str
    study_ids: tuple[str, ...]
    targeted: int


@kept
def _on_mechanisms(library: Library) -> pd.DataFrame:
    """The findings on every mechanism, the clinical outcome left out: those columns that are counted here."""
    findings = on_benefit(library.findings)
    columns = ["study_id", "mechanism", "link", "outcome_group", "direction", "comparator_class", "is_target"]
    return findings.loc[findings["link"] != CLINICAL, columns]


def measured(library: Library, condition: str) -> tuple[Measured, ...]:
    """Every claimed mechanism in the order of the claims; primary studies of massage only, and not the clinical outcome."""
    schema, findings = library.schema, _on_mechanisms(library)
    findings = findings[findings["study_id"].isin(studies_of(library, condition))]
    found = []
    for claim in claims(library).to_dict("records"):
        if claim["mechanism_id"] == UMBRELLA:
            continue
        rows = findings[findings["mechanism"] == claim["mechanism_id"]]
        target = on_target(rows)
        present = set(target["link"])
        found.append(
            Measured(
                mechanism=claim["mechanism_id"],
                name=claim["name"],
                links=tuple(code.label for code in schema.codes("link") if code.value in present),
                directions=counts(target),
                sentence=_sentence(library, target, beside_target(rows)),
                study_ids=tuple(dict.fromkeys(rows["study_id"])),
                targeted=target["study_id"].nunique(),
            )
        )
    return tuple(found)


def _sentence(library: Library, target: pd.DataFrame, side: pd.DataFrame) -> str:
    """“3 studies: 2 favour massage …; side evidence (cortisol): 2 studies”."""
    words = _counted(target) if len(target) else "not measured itself"
    if side.empty:
        return words if len(target) else "not measured"
    named = outcomes_named(library, side["outcome_group"].value_counts().index.tolist())
    return f"{words}; {SIDE} ({named}): {studies_counted(side['study_id'].nunique())}"


def _counted(target: pd.DataFrame) -> str:
    """“6 studies, 10 findings: 7 favour massage …”; the findings are counted where there are more of them than studies."""
    studies = target["study_id"].nunique()
    findings = f", {counted(len(target), 'finding')}" if len(target) > studies else ""
    return f"{studies_counted(studies)}{findings}: {tally(target)}"


def measured_sentence(found: tuple[Measured, ...]) -> str:
    """Which mechanisms were measured, of which there is only side evidence, and which were never measured, in one sentence."""
    names = {one.mechanism: one.name[:1].lower() + one.name[1:] for one in found}
    done = [f"{names[one.mechanism]} ({studies_counted(one.targeted)})" for one in found if one.targeted]
    beside = [
        f"{names[one.mechanism]} ({studies_counted(len(one.study_ids))})"
        for one in found
        if one.study_ids and not one.targeted
    ]
    never = [names[one.mechanism] for one in found if not one.study_ids]
    if not done and not beside:
        return "None of the claimed mechanisms was measured in studies of massage in this condition."
    parts = [
        f"Measured: {listed(done)}" if done else "None of the claimed mechanisms was measured itself",
        f"only {SIDE} on {listed(beside)}" if beside else "",
        f"never measured here: {listed(never)}" if never else "",
    ]
    return "; ".join(part for part in parts if part) + "."
