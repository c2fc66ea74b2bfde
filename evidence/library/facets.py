"""The filters there are: their names in an address, and the columns they look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The value of a filter that asks for records where the source read does not say.
NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter over codes: its parameter, the attribute of `Selection`, and the column it looks at."""

    parameter: str
    attribute: str
    table: Literal["studies", "findings"]
    column: str
    vocabulary: str
    is_list: bool = False


FACETS = (
    Facet("mech", "mechanism", "findings", "mechanism", "mechanism"),
    Facet("link", "link", "findings", "link", "link"),
    Facet("cond", "condition", "studies", "conditions", "condition", is_list=True),
    Facet("design", "design", "studies", "design", "design"),
    Facet("comp", "comparator_class", "findings", "comparator_class", "comparator_class"),
    Facet("tech", "technique", "studies", "techniques", "technique", is_list=True),
    Facet("chronic", "chronic_pain", "studies", "chronic_pain", "chronic_pain"),
    Facet("scope", "scope", "studies", "scope", "scope"),
    Facet("dir", "direction", "findings", "direction", "direction"),
    Facet("source", "source_read", "studies", "source_read", "source_read"),
)
PARAMETERS = (*(facet.parameter for facet in FACETS), "from", "to", "nmin", "q")

#: Attribute of `Selection` for every parameter.
ATTRIBUTES = {
    **{facet.parameter: facet.attribute for facet in FACETS},
    "from": "year_from",
    "to": "year_to",
    "nmin": "n_min",
    "q": "text",
}
