"""The chain of evidence of a claim: massage → body changes at once → the change lasts → it goes with relief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.answers.certainty import Domain, certainty_words, domains, support_words
from evidence.answers.plain import Answer
from evidence.answers.targets import on_target
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.library.strands import CHAIN_LINKS, STRANDS, UMBRELLA, about_benefit, links_of, on_benefit
from evidence.words.phrases import counted, listed, studies_counted

#: The support of a link that no study tests.
UNTESTED = "untested"
#: What stands before the sentence of a claim wherever it is printed, so that nobody takes it for a finding.
CLAIMED = "Claimed"
NO_CLAIMS = "These data have no claims."


@dataclass(frozen=True)
class Link(Answer):
    """One link of one claim: the curators' judgement and how many studies bear on it.

    `name`, `phrase` (within a sentence) and `definition` tell which link it is. `support` is empty where findings exist but
    the curators made no judgement. `certainty` is that of a conclusion on what studies show: empty without a judgement and
    where no study tests the link; `support_words` and `certainty_words` say both (“not shown”, “low certainty”).
    `best_study` is the id of the one primary study that shows the link best, `indirectness` the curators' whole cell on that
    domain. `studies` counts studies by strand; findings on harms do not bear on a claim of benefit and are left out.
    `targeted` is how many of the primary studies of massage measured what the claim itself is about, `syntheses` how many
    reviews and guidelines did; the others hold side evidence.
    """

    says = ("studied", "studied_beside", "indirect", "carried_by")

    mechanism: str
    link: str
    name: str
    phrase: str
    definition: str
    support: str
    support_words: str
    certainty: str
    certainty_words: str
    conclusion: str
    domains: tuple[Domain, ...]
    key_studies: tuple[str, ...]
    best_study: str
    best_study_reason: str
    indirectness: str
    studies: dict[str, int]
    targeted: int
    syntheses: int

    @property
    def tested(self) -> bool:
        """Whether the curators know of a study that tests the link."""
        return self.support != UNTESTED

    @property
    def direct(self) -> int:
        """Primary studies of massage, self-massage or devices."""
        return self.studies["massage"]

    @property
    def carried_by(self) -> tuple[str, ...]:
        """The studies that the conclusion rests on, the best single study included."""
        return tuple(dict.fromkeys((*self.key_studies, *([self.best_study] if self.best_study else []))))

    @property
    def studied(self) -> str:
        """How many studies bear on the link: “5 studies, 1 review”, of massage and of what the claim itself is about.

        Where no study tests the link, none is counted as if it did.
        """
        if not self.tested:
            return "no study tests it"
        if not self.direct and not self.syntheses:
            return "no direct study of massage"
        studies = studies_counted(self.targeted) if self.targeted else "no study of the claim itself"
        return f"{studies}, {counted(self.syntheses, 'review')}" if self.syntheses else studies

    @property
    def studied_beside(self) -> str:
        """What there is besides: “15 more with side evidence”, “2 studies nearby”, “2 indirect”; empty where nothing is."""
        if not self.tested:
            return f"{studies_counted(self.direct)} nearby" if self.direct else ""
        if not self.direct and not self.syntheses:
            indirect = sum(self.studies.values())
            return f"{indirect} indirect" if indirect else ""
        side = self.direct - self.targeted
        return f"{side} more with side evidence" if side else ""

    @property
    def indirect(self) -> str:
        """“indirect: athletes, fluid instead of flow”; empty where the curators see no serious worry about it."""
        judgement, _, reason = (part.strip() for part in self.indirectness.partition(":"))
        if not judgement or judgement.startswith("not serious"):
            return ""
        return f"{'very indirect' if judgement.startswith('very') else 'indirect'}{f': {reason}' if reason else ''}"


@kept
def chain(library: Library, mechanism_id: str) -> tuple[Link, ...]:
    """The links of one claim in order, followed by any further link that has findings."""
    findings = library.findings[library.findings["mechanism"] == mechanism_id]
    needed = links_of(mechanism_id)
    present = set(findings["link"])
    further = [c.value for c in library.schema.codes("link") if c.value in present and c.value not in needed]
    return tuple(_link(library, findings, mechanism_id, link) for link in (*needed, *further))


def link_of(library: Library, mechanism_id: str, link: str) -> Link:
    """One link of a claim; KeyError for one that the claim neither needs nor has findings on."""
    return {one.link: one for one in chain(library, mechanism_id)}[link]


def claims(library: Library) -> pd.DataFrame:
    """The mechanisms in their order, the umbrella claim last."""
    return library.mechanisms.sort_values("order")


def claimed(mechanism: Mapping[str, Any]) -> str:
    """The sentence of a claim, marked as one: “Claimed: Massage loosens …”."""
    return f"{CLAIMED}: {mechanism['claim']}"


def _link(library: Library, findings: pd.DataFrame, mechanism_id: str, link: str) -> Link:
    row = _appraisal(library, mechanism_id, link)
    here = about_benefit(findings[findings["link"] == link])
    counts = here.groupby("strand")["study_id"].nunique()
    reviews = on_target(here[here["strand"] == "synthesis"])["study_id"].nunique()
    support = row.get("support", "")
    certainty = "" if support == UNTESTED else row.get("certainty", "")
    schema = library.schema
    return Link(
        mechanism=mechanism_id,
        link=link,
        name=schema.label("link", link),
        phrase=schema.phrase("link", link),
        definition=schema.definition("link", link),
        support=support,
        support_words=support_words(schema, support),
        certainty=certainty,
        certainty_words=certainty_words(schema, certainty),
        conclusion=row.get("conclusion", ""),
        domains=domains(row) if row else (),
        key_studies=tuple(split(row.get("key_studies", ""))),
        best_study=row.get("best_study", ""),
        best_study_reason=row.get("best_study_reason", ""),
        indirectness=row.get("indirectness", ""),
        studies={strand: int(counts.get(strand, 0)) for strand in STRANDS},
        syntheses=reviews,
        targeted=on_target(on_benefit(here))["study_id"].nunique(),
    )


def _appraisal(library: Library, mechanism_id: str, link: str) -> dict[str, str]:
    """The curators' row on one link of one claim; empty if they made none."""
    appraisals = library.appraisals
    rows = appraisals[(appraisals["mechanism_id"] == mechanism_id) & (appraisals["link"] == link)]
    return {str(name): str(value) for name, value in rows.iloc[0].items()} if len(rows) else {}


@kept
def overall(library: Library) -> str:
    """The whole chain matrix in one sentence: what massage does for pain and how sure that is, and what carries it."""
    if library.mechanisms.empty:
        return NO_CLAIMS
    mechanisms = [row for row in claims(library)["mechanism_id"] if row != UMBRELLA]
    last = [_appraisal(library, mechanism, CHAIN_LINKS[-1]).get("support", "") for mechanism in mechanisms]
    held = last.count("supported")
    schema = library.schema
    parts = [f"{support_words(schema, word)} for {last.count(word)}" for word in dict.fromkeys(last)]
    umbrella = library.mechanism(UMBRELLA)
    certainty = chain(library, UMBRELLA)[0].certainty
    sure = f" ({certainty_words(schema, certainty)})" if certainty else ""
    verdict = f"{umbrella['verdict']}{sure}" if umbrella is not None and umbrella["verdict"] else ""
    number = {0: "none", len(mechanisms): "each"}.get(held, str(held))
    carried = (
        f"{number} of the {len(mechanisms)} claimed mechanisms is shown to carry that relief: "
        f"the link to relief is {listed(parts)}"
    )
    return "; ".join(part for part in (verdict, carried if mechanisms else "") if part) + "."
