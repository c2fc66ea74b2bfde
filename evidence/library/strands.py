"""The codes that all relies on: bodies of evidence, links of a chain, rungs of the ladder, directions."""

from __future__ import annotations

import pandas as pd

#: Scopes that are direct evidence on massage; every count shows these unless the reader chooses otherwise.
DIRECT_SCOPES = ("massage", "self_massage_or_device")
#: Bodies of evidence that are counted apart from one another, in reading order.
STRANDS = ("massage", "synthesis", "other_therapy", "association", "animal")
#: The links of a mechanism's chain in order; the umbrella claim has the clinical outcome only.
CHAIN_LINKS = ("mediator_acute", "mediator_sustained", "mediator_to_symptom")
CLINICAL = "clinical"
UMBRELLA = "pain_quality_of_life"
#: Directions in plotting order.
DIRECTIONS = ("favours_massage", "no_clear_difference", "mixed", "favours_comparator")
#: Rungs of the ladder from the easiest comparison to the toughest; another massage and pooled comparisons are no rungs.
RUNGS = ("uncontrolled", "inactive", "credible", "active")
BESIDE_THE_LADDER = ("massage", "pooled")
#: Findings on harms are shown with safety and never counted as favouring anything.
SAFETY = "safety"


def strand_of(scope: str, role: str) -> str:
    """Which body of evidence a study belongs to: scope decides first, then whether it is a synthesis."""
    if scope == "animal":
        return "animal"
    if scope == "no_intervention":
        return "association"
    if scope not in DIRECT_SCOPES:
        return "other_therapy"
    return "synthesis" if role == "synthesis" else "massage"


def links_of(mechanism_id: str) -> tuple[str, ...]:
    """The links a claim needs to hold."""
    return (CLINICAL,) if mechanism_id == UMBRELLA else CHAIN_LINKS


def about_benefit(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings without those on harms."""
    return findings[findings["outcome_group"] != SAFETY]


def about_harms(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings on harms."""
    return findings[findings["outcome_group"] == SAFETY]


def on_benefit(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings of primary studies of massage, self-massage or devices, harms left out: what speaks for or against a claim."""
    return about_benefit(findings[findings["strand"] == "massage"])
