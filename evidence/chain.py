"""The chain of evidence of a claim: massage → body changes at once → the change lasts → it goes with relief."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from evidence.certainty import Domain, domains
from evidence.directions import about_benefit
from evidence.library import STRANDS, Library
from evidence.schema import split
from evidence.wording import listed

#: The links of a mechanism's chain in order; the umbrella claim has the clinical outcome only.
CHAIN_LINKS = ("mediator_acute", "mediator_sustained", "mediator_to_symptom")
CLINICAL = "clinical"
UMBRELLA = "pain_quality_of_life"


@dataclass(frozen=True)
class Link:
    """One link of one claim: the curators' judgement and how many studies bear on it.

    `support` is empty where findings exist but the curators made no judgement. `studies` counts studies by strand;
    findings on harms do not bear on a claim of benefit and are left out.
    """

    mechanism: str
    link: str
    support: str
    certainty: str
    conclusion: str
    domains: tuple[Domain, ...]
    key_studies: tuple[str, ...]
    studies: dict[str, int]

    @property
    def direct(self) -> int:
        """Primary studies of massage, self-massage or devices."""
        return self.studies["massage"]

    @property
    def syntheses(self) -> int:
        """Reviews, meta-analyses, overviews and guidelines."""
        return self.studies["synthesis"]


def links_of(mechanism_id: str) -> tuple[str, ...]:
    """The links a claim needs to hold."""
    return (CLINICAL,) if mechanism_id == UMBRELLA else CHAIN_LINKS


@lru_cache(maxsize=32)
def chain(library: Library, mechanism_id: str) -> tuple[Link, ...]:
    """The links of one claim in order, followed by any further link that has findings."""
    findings = library.findings[library.findings["mechanism"] == mechanism_id]
    needed = links_of(mechanism_id)
    present = set(findings["link"])
    further = [c.value for c in library.schema.codes("link") if c.value in present and c.value not in needed]
    return tuple(_link(library, findings, mechanism_id, link) for link in (*needed, *further))


def claims(library: Library) -> pd.DataFrame:
    """The mechanisms in their order, the umbrella claim last."""
    return library.mechanisms.sort_values("order")


def _link(library: Library, findings: pd.DataFrame, mechanism_id: str, link: str) -> Link:
    appraisals = library.appraisals
    rows = appraisals[(appraisals["mechanism_id"] == mechanism_id) & (appraisals["link"] == link)]
    row = rows.iloc[0].to_dict() if len(rows) else None
    counts = about_benefit(findings[findings["link"] == link]).groupby("strand")["study_id"].nunique()
    return Link(
        mechanism=mechanism_id,
        link=link,
        support=row["support"] if row else "",
        certainty=row["certainty"] if row else "",
        conclusion=row["conclusion"] if row else "",
        domains=domains(row) if row else (),
        key_studies=tuple(split(row["key_studies"])) if row else (),
        studies={strand: int(counts.get(strand, 0)) for strand in STRANDS},
    )


def answer(library: Library) -> str:
    """The whole chain matrix in one sentence: what massage does for pain and how sure that is, and what carries it."""
    mechanisms = [row for row in claims(library)["mechanism_id"] if row != UMBRELLA]
    last = [_appraised(library, mechanism, CHAIN_LINKS[-1], "support") for mechanism in mechanisms]
    held = last.count("supported")
    schema = library.schema
    parts = [
        f"{schema.label('support', word).lower() if word else 'not appraised'} for {last.count(word)}"
        for word in dict.fromkeys(last)
    ]
    umbrella = library.mechanism(UMBRELLA)
    certainty = _appraised(library, UMBRELLA, CLINICAL, "certainty")
    sure = f" ({schema.label('certainty', certainty).lower()} certainty)" if certainty else ""
    verdict = f"{umbrella['verdict']}{sure}" if umbrella is not None and umbrella["verdict"] else ""
    number = {0: "none", len(mechanisms): "each"}.get(held, str(held))
    carried = (
        f"{number} of the {len(mechanisms)} claimed mechanisms is shown to carry that relief: "
        f"the link to relief is {listed(parts)}"
    )
    return "; ".join(part for part in (verdict, carried if mechanisms else "") if part) + "."


def _appraised(library: Library, mechanism_id: str, link: str, column: str) -> str:
    appraisals = library.appraisals
    rows = appraisals[(appraisals["mechanism_id"] == mechanism_id) & (appraisals["link"] == link)]
    return str(rows[column].iloc[0]) if len(rows) else ""
