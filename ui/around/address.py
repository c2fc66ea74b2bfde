"""What the address says that no page understands, told to the visitor instead of passed over."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence.answers.evidence_map import DIMENSIONS
from evidence.answers.side_by_side import KINDS
from evidence.charts.evidence_map import SIZES
from evidence.charts.forest_steps import STEPS
from evidence.charts.subgroups import GROUPINGS
from evidence.learn.lessons import lesson_titles
from evidence.library.facets import PARAMETERS
from evidence.library.schema import Schema
from evidence.selection.choice import ignored, shortened
from evidence.selection.ordering import ORDERS
from evidence.synthesis import questions
from evidence.synthesis.selfcheck import golden_sets
from ui.address.navigation import PageSpec, here
from ui.parts.learn import PARTS
from ui.parts.quiz import ANSWERS
from ui.parts.synthesis_question import LOOKS
from ui.text import plain

#: The forms in which the list of studies can be shown: code in the address → words.
VIEWS = {"cards": "Cards", "table": "Table", "ladder": "Comparison ladder"}
_CHOICES: dict[str, Mapping[str, object]] = {
    "view": VIEWS,
    "sort": ORDERS,
    "look": LOOKS,
    "by": GROUPINGS,
    "rows": DIMENSIONS,
    "cols": DIMENSIONS,
    "size": SIZES,
    "of": KINDS,
    "part": PARTS,
    "lesson": lesson_titles(),
    "step": {str(number): words for number, words in enumerate(STEPS, start=1)},
    "set": {str(golden["set"]): golden for golden in golden_sets()},
}
_MOST_NAMED = 5


def note(page: PageSpec, schema: Schema) -> None:
    """One message that names the parameters and values that were left out; nothing if all were understood."""
    left_out = not_understood(page, here(), schema)
    if left_out:
        more = f" and {len(left_out) - _MOST_NAMED} more" if len(left_out) > _MOST_NAMED else ""
        st.info(
            f"Not understood in the address and left out: {plain(', '.join(left_out[:_MOST_NAMED]))}{more}.",
            icon=":material/link_off:",
        )


def not_understood(page: PageSpec, params: dict[str, list[str]], schema: Schema) -> list[str]:
    """Each parameter or value that means nothing on this page, as `name=value`, shortened for display."""
    known = (*page.own_parameters, *(PARAMETERS if page.has_filters else ()))
    left_out = [shortened(name, value) for name in params if name not in known for value in params[name]]
    if page.has_filters:
        left_out += ignored(params, schema)
    if page.address == "synthesis":
        left_out += questions.ignored(params, schema)
    if page.address == "briefing":
        known_claims = schema.vocabularies["mechanism"]
        left_out += [shortened("mech", value) for value in params.get("mech", []) if value not in known_claims]
    if page.address in ("condition", "briefing"):
        known_conditions = schema.vocabularies["condition"]
        left_out += [shortened("cond", value) for value in params.get("cond", []) if value not in known_conditions]
    if page.address == "compare":
        kind = params.get("of", [""])[-1]
        codes = schema.vocabularies[kind if kind in KINDS else next(iter(KINDS))]
        left_out += [shortened("item", value) for value in params.get("item", []) if value not in codes]
    for name in page.own_parameters:
        left_out += [shortened(name, value) for value in params.get(name, []) if not _is_understood(name, value)]
    return left_out


def _is_understood(name: str, value: str) -> bool:
    if name in ("page", "seed", "at", "slide"):
        return value.isascii() and value.isdigit() and len(value) <= 6
    if name == "answers":
        return ANSWERS.fullmatch(value) is not None
    return name not in _CHOICES or value in _CHOICES[name]
