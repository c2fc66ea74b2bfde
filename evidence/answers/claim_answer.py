"""Everything the dashboard says of one claim, as one object: page, card, slides, briefing and comparison show the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.answers.certainty import NOT_SHOWN
from evidence.answers.chain import Link, chain, claimed, claims
from evidence.answers.plain import Answer
from evidence.answers.pointing import pointing
from evidence.answers.targets import SIDE, beside_target, on_target
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema, split
from evidence.library.strands import UMBRELLA, links_of, on_benefit
from evidence.words.phrases import counted, listed, studies_counted

#: From the most telling on: a link that does not hold tells more about a claim than one that does.
_TELLING = {"contradicted": 0, "not_shown": 1, "partly_supported": 2, "supported": 3, "untested": 4}
_HOLDS = ("supported", "partly_supported")
NO_LINK = "No link of this claim was appraised."
NOTHING_MEASURED = "No study of massage bears on this claim."


@dataclass(frozen=True)
class ClaimAnswer(Answer):
    """One claim.

    `claimed` is its sentence, marked as a claim; `made_for`, `explanation` and `measured_by` come with it. `verdict`,
    `verdict_detail` and `practice_note` are the curators'. `links` are those that the claim needs, in order; `further` those
    that have findings all the same. `breaks` says where the chain breaks or is open. `telling` is the code of the link with the
    weakest support on which single studies of massage measured anything, empty if they measured nothing. `evidence` counts what
    primary studies found.
    """

    says = ("carried_by", "conclusions")

    mechanism: str
    name: str
    phrase: str
    claimed: str
    made_for: str
    explanation: str
    measured_by: str
    verdict: str
    verdict_detail: str
    practice_note: str
    links: tuple[Link, ...]
    further: tuple[Link, ...]
    breaks: str
    telling: str
    evidence: str

    @property
    def all_links(self) -> dict[str, Link]:
        """Every link by its code, those that the claim needs first."""
        return {link.link: link for link in (*self.links, *self.further)}

    @property
    def carried_by(self) -> tuple[str, ...]:
        """The studies that the conclusions on its links rest on, each once."""
        return tuple(dict.fromkeys(study_id for link in self.links for study_id in link.carried_by))

    @property
    def conclusions(self) -> tuple[str, ...]:
        """What the curators conclude for each link, the link's name first."""
        return tuple(f"{link.name}: {link.conclusion}" for link in self.links if link.conclusion)


@kept
@kept
def claim_names(library: Library) -> dict[str, str]:
    """Code and name of every claim in their order, the umbrella claim last."""
    rows = claims(library)
    return dict(zip(rows["mechanism_id"], rows["name"], strict=True))


def claim_codes(library: Library) -> tuple[str, ...]:
    """The codes of the claims in their order, the umbrella claim last."""
    return tuple(claim_names(library))


@kept
def claim_answer(library: Library, mechanism: str) -> ClaimAnswer | None:
    """The answer on one claim; None for a code that is no claim here."""
    rows: list[dict[str, Any]] = claims(library).to_dict("records")
    row = next((row for row in rows if row["mechanism_id"] == mechanism), None)
    if row is None:
        return None
    everything = chain(library, mechanism)
    needed = links_of(mechanism)
    links = tuple(link for link in everything if link.link in needed)
    return ClaimAnswer(
        mechanism=mechanism,
        name=row["name"],
        phrase=library.schema.phrase("mechanism", mechanism),
        claimed=claimed(row),
        made_for=_made_for(row, library.schema),
        explanation=row["how_it_is_said_to_work"],
        measured_by=row["measured_by"],
        verdict=row["verdict"],
        verdict_detail=row["verdict_detail"],
        practice_note=row["practice_note"],
        links=links,
        further=tuple(link for link in everything if link.link not in needed),
        breaks=_breaks(links, mechanism),
        telling=_telling(links),
        evidence=_evidence(library, mechanism),
    )


def _made_for(row: Mapping[str, str], schema: Schema) -> str:
    named = listed([schema.phrase("condition", code) for code in split(row["conditions_named"])])
    return f"Usually made for {named}." if named else ""


def _breaks(links: tuple[Link, ...], mechanism: str) -> str:
    """Where the chain breaks or is open, in a sentence; of the umbrella claim, which has one link, that link's conclusion."""
    if not any(link.support for link in links):
        return NO_LINK
    if mechanism == UMBRELLA:
        return links[0].conclusion
    broken = next((link for link in links if link.support not in _HOLDS), None)
    if broken is None:
        return "No link is judged not shown, contradicted or untested."
    verb = "breaks" if broken.support in NOT_SHOWN else "is open"
    return f"The chain {verb} at “{broken.phrase}”: {broken.support_words}."


def _telling(links: tuple[Link, ...]) -> str:
    measured = [link for link in links if link.direct]
    if not measured:
        return ""
    return min(measured, key=lambda link: _TELLING.get(link.support, len(_TELLING))).link


def _evidence(library: Library, mechanism: str) -> str:
    """Where findings on the claim itself point, and how many further ones are side evidence."""
    findings = library.findings[library.findings["mechanism"] == mechanism]
    primary = on_benefit(findings)
    target, side = on_target(primary), beside_target(primary)
    words = (
        f"{studies_counted(target['study_id'].nunique())} with {counted(len(target), 'finding')}: "
        f"{pointing(target, library.schema)}"
    )
    return f"{words} · {SIDE}, not counted here: {counted(len(side), 'finding')}" if len(side) else words
