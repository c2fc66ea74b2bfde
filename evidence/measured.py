"""Which claimed mechanisms were measured in one condition, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.chain import CLINICAL, UMBRELLA, claims
from evidence.directions import counts, on_benefit, tally
from evidence.library import Library
from evidence.schema import split
from evidence.wording import listed, studies_counted


@dataclass(frozen=True)
class Measured:
    """One mechanism in one condition.

    `links`: the links of the chain that were measured, as labels; `directions`: findings of single studies by direction;
    `sentence`: what came out; `study_ids`: the studies, empty where nothing was measured.
    """

    mechanism: str
    name: str
    links: tuple[str, ...]
    directions: dict[str, int]
    sentence: str
    study_ids: tuple[str, ...]


def measured(library: Library, condition: str) -> tuple[Measured, ...]:
    """Every claimed mechanism in the order of the claims; primary studies of massage only, and not the clinical outcome."""
    schema = library.schema
    here = {study_id for study_id, study in library.records.items() if condition in split(study["conditions"])}
    findings = on_benefit(library.findings)
    findings = findings[findings["study_id"].isin(here) & (findings["link"] != CLINICAL)]
    found = []
    for claim in claims(library).to_dict("records"):
        if claim["mechanism_id"] == UMBRELLA:
            continue
        rows = findings[findings["mechanism"] == claim["mechanism_id"]]
        studies = tuple(dict.fromkeys(rows["study_id"]))
        present = set(rows["link"])
        found.append(
            Measured(
                mechanism=claim["mechanism_id"],
                name=claim["name"],
                links=tuple(code.label for code in schema.codes("link") if code.value in present),
                directions=counts(rows),
                sentence=f"{studies_counted(len(studies))}: {tally(rows)}" if studies else "not measured",
                study_ids=studies,
            )
        )
    return tuple(found)


def measured_sentence(found: tuple[Measured, ...]) -> str:
    """Which mechanisms were measured and which never, in one sentence."""
    names = {one.mechanism: one.name[:1].lower() + one.name[1:] for one in found}
    done = [f"{names[one.mechanism]} ({studies_counted(len(one.study_ids))})" for one in found if one.study_ids]
    never = [names[one.mechanism] for one in found if not one.study_ids]
    if not done:
        return "None of the claimed mechanisms was measured in studies of massage in this condition."
    missing = f"; never measured here: {listed(never)}" if never else ""
    return f"Measured: {listed(done)}{missing}."
