"""The filters that a reader can set, plain and below everything that works with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from evidence.library.facets import ATTRIBUTES, PARAMETERS
from evidence.library.strands import DIRECT_SCOPES

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True)
class Filters:
    """The chosen filters; codes within one filter are alternatives, filters add up.

    Study filters keep studies; finding filters (mechanism, link, comparator class, direction) keep findings, and then the
    studies that have one. `n_min` is the least number of people in the study, or `"not_reported"` for studies whose size
    the source read does not say.
    """

    mechanism: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    comparator_class: tuple[str, ...] = ()
    technique: tuple[str, ...] = ()
    chronic_pain: tuple[str, ...] = ()
    scope: tuple[str, ...] = field(default=DIRECT_SCOPES)
    direction: tuple[str, ...] = ()
    source_read: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    n_min: int | Literal["not_reported"] | None = None
    text: str = ""

    def active(self) -> tuple[str, ...]:
        """The parameters of the filters that differ from the default, in the order of `PARAMETERS`."""
        default = type(self)()
        return tuple(
            parameter
            for parameter in PARAMETERS
            if getattr(self, ATTRIBUTES[parameter]) != getattr(default, ATTRIBUTES[parameter])
        )

    def without(self, parameter: str) -> Self:
        """The same filters with one opened: a scope filter then keeps every scope, any other is dropped."""
        if parameter == "scope":
            return replace(self, scope=())
        return replace(self, **{ATTRIBUTES[parameter]: getattr(type(self)(), ATTRIBUTES[parameter])})
