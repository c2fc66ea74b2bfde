"""The words that stand on every page, handout and slide."""

CAUTION = (
    "Not medical advice. Massage is no substitute for medical treatment; talk to a health professional before "
    "starting, and choose a trained, licensed therapist."
)
APPRAISAL = (
    "Verdicts, support and certainty are structured judgements of the curators after GRADE’s domains, "
    "not a guideline panel’s ratings."
)
