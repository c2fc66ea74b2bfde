"""The views that are measured: every page there is, and those whose parameters make a difference."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from evidence.library import Library
from evidence.library.strands import UMBRELLA
from ui.address.navigation import PAGES

Params = dict[str, str]


@dataclass(frozen=True)
class View:
    """One address of the dashboard: the page's part of the path (empty for the first page) and its parameters."""

    page: str
    query: str

    @property
    def address(self) -> str:
        """The address as a reader sees it."""
        return f"/{self.page}" + (f"?{self.query}" if self.query else "")

    @property
    def has_footer(self) -> bool:
        """Whether the words that end every page stand on it; a slide has none."""
        return self.page != "present" or not {"deck", "show"} & set(parse_qs(self.query))


OVERVIEW = View("", "")


def plain_views(library: Library) -> list[View]:
    """Every page once, as the menu opens it; the page of one study with the study that has the most findings."""
    most = str(library.findings["study_id"].value_counts().index[0])
    needed: dict[str, Params] = {"study": {"id": most}}
    return [_view(address, needed.get(address, {})) for address in PAGES]


def further_views() -> list[View]:
    """Views that ask for more: the largest claim, a narrow selection, a search with a typing error, other forms, a slide."""
    params: list[tuple[str, Params]] = [
        ("mechanism", {"mech": UMBRELLA}),
        ("studies", {"design": "rct", "cond": "fibromyalgia"}),
        ("studies", {"q": "fibromialgia pain"}),
        ("studies", {"view": "table"}),
        ("studies", {"view": "ladder"}),
        ("synthesis", {"comp": "any", "doubt": "chronic", "look": "groups"}),
        ("map", {"rows": "technique", "cols": "condition"}),
        ("condition", {"cond": "low_back_pain"}),
        ("compare", {"of": "condition"}),
        ("learn", {"part": "quiz", "seed": "7"}),
        ("learn", {"part": "glossary"}),
        ("present", {"deck": "five", "slide": "8"}),
    ]
    return [_view(address, values) for address, values in params]


def _view(address: str, params: Params) -> View:
    page = OVERVIEW.page if PAGES[address].default else address
    return View(page, urlencode(params, doseq=True))
