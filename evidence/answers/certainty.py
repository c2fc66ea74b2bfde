"""Certainty in GRADE's words and dots, support in words and icons, and GRADE's five domains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.library.schema import Schema

#: Filled dots of four; certainty is never shown by colour.
DOTS = {"high": "●●●●", "moderate": "●●●○", "low": "●●○○", "very_low": "●○○○"}

#: A Material symbol for each support word, told apart by shape alone.
SUPPORT_ICONS = {
    "supported": "check_circle",
    "partly_supported": "contrast",
    "not_shown": "remove_circle",
    "contradicted": "cancel",
    "untested": "help",
}
NOT_APPRAISED_ICON = "radio_button_unchecked"
#: Judgements that a majority of findings for massage would contradict.
NOT_SHOWN = ("not_shown", "contradicted")

#: GRADE's domains in the order guideline panels go through them: columns of `appraisals`.
DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")


@dataclass(frozen=True, slots=True)
class Domain:
    """One GRADE domain of an appraisal: the judgement and, where the curators give one, the reason."""

    name: str
    judgement: str
    reason: str


def dots(certainty: str) -> str:
    """Four dots, filled up to the level; empty text for an unknown level."""
    return DOTS.get(certainty, "")


def support_words(schema: Schema, support: str) -> str:
    """“not shown”; “not appraised” where nothing was judged."""
    return schema.label("support", support).lower() if support else "not appraised"


def certainty_words(schema: Schema, certainty: str) -> str:
    """“low certainty”; empty where there is none."""
    return f"{schema.label('certainty', certainty).lower()} certainty" if certainty else ""


def domains(appraisal: Mapping[str, str]) -> tuple[Domain, ...]:
    """The five domains of one row of `appraisals`; a cell reads `judgement: reason`."""
    result = []
    for name in DOMAINS:
        judgement, _, reason = str(appraisal[name]).partition(":")
        result.append(Domain(name, judgement.strip(), reason.strip()))
    return tuple(result)
