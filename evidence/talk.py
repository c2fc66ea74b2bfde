"""Three honest sentences on massage in one condition, to say in a conversation: benefit, tougher comparison, care."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.conclusion import LEVELS
from evidence.condition_bases import Comparison
from evidence.condition_outcomes import OutcomeLine
from evidence.safety import HarmsReported
from evidence.schema import Schema
from evidence.texts import filled, sections
from evidence.wording import counted, studies_counted


def talk(lines: Sequence[OutcomeLine], harms: HarmsReported, condition: str, schema: Schema) -> tuple[str, str, str]:
    """The sentences, from `evidence/text/talk.md`; `condition` is its name within a sentence."""
    pain = next((line for line in lines if line.area == "pain"), None)
    return _benefit(pain, condition, schema), _tougher(pain, schema), _care(harms)


def _benefit(pain: OutcomeLine | None, condition: str, schema: Schema) -> str:
    if pain is None:
        return _said("benefit unknown", condition=condition)
    lead = pain.lead
    kind = _kind(lead)
    return _said(
        f"benefit {'likely ' if kind in ('better', 'worse') else ''}{kind}",
        condition=condition,
        studies=studies_counted(len(pain.study_ids)),
        against=lead.against,
        size=lead.size or "of unknown size",
        certainty=schema.phrase("certainty", lead.certainty),
    )


def _tougher(pain: OutcomeLine | None, schema: Schema) -> str:
    active = next((one for one in pain.comparisons if one.comparator_class == "active"), None) if pain else None
    if active is None:
        return _said("tougher none")
    return _said(f"tougher {_kind(active)}", certainty=schema.phrase("certainty", active.certainty))


def _care(harms: HarmsReported) -> str:
    if not harms.trials:
        return _said("care none")
    if harms.silent == harms.trials:
        return _said("care all silent", trials=counted(harms.trials, "trial"))
    return _said("care silent", trials=counted(harms.trials, "trial"), silent=str(harms.silent))


def _kind(comparison: Comparison) -> str:
    """Which section fits: by certainty first, then by the size, or by the direction where there is no size."""
    if comparison.certainty == LEVELS[-1]:
        return "very uncertain"
    if comparison.g is None:
        return {1: "better", 0: "little", -1: "worse"}[comparison.direction]
    if not comparison.size:
        return "little"
    return "better" if comparison.g > 0 else "worse"


def _said(section: str, **values: object) -> str:
    return filled(sections("talk")[section], **values)
