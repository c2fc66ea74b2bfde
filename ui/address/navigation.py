"""The pages there are, their addresses, and links between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

_PAGES = Path(__file__).resolve().parents[2] / "pages"

Params = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its address (also the name of its file), title, icon and what it is for."""

    address: str
    title: str
    icon: str
    help: str
    in_menu: bool = True
    default: bool = False
    has_filters: bool = False
    own_parameters: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The page's script as Streamlit wants it."""
        return str(_PAGES / f"{self.address}.py")


PAGES = {
    page.address: page
    for page in (
        PageSpec(
            "overview",
            "Overview",
            ":material/grid_view:",
            "What is claimed for massage, and where each claim stands.",
            default=True,
        ),
        PageSpec(
            "mechanism",
            "Claims",
            ":material/account_tree:",
            "One claim at a time: its chain of evidence, link by link, with the findings behind it.",
            has_filters=True,
        ),
        PageSpec(
            "condition",
            "Conditions",
            ":material/accessibility_new:",
            "One condition at a time: does massage help, how sure is that, how much was tested, what can go wrong.",
            own_parameters=("cond",),
        ),
        PageSpec(
            "studies",
            "Studies",
            ":material/library_books:",
            "Search and filter all studies; download what you chose.",
            has_filters=True,
            own_parameters=("view", "sort", "page"),
        ),
        PageSpec(
            "map",
            "Map",
            ":material/apps:",
            "What was studied how often, where it points, and what has never been tested.",
            has_filters=True,
            own_parameters=("rows", "cols", "size", "row"),
        ),
        PageSpec(
            "synthesis",
            "Pooled results",
            ":material/calculate:",
            "How much, and how sure: studies pooled on a question of yours, and what would change the result.",
            own_parameters=("outcome", "cond", "comp", "time", "doubt", "out", "model", "kh", "floor", "look", "by"),
        ),
        PageSpec(
            "compare",
            "Compare",
            ":material/compare_arrows:",
            "Two or three claims or conditions side by side, and how they differ.",
            own_parameters=("of", "item"),
        ),
        PageSpec(
            "present",
            "Present",
            ":material/slideshow:",
            "Slides on any claim, condition or view, on the screen and as PowerPoint.",
            own_parameters=("deck", "show", "slide", "data", "notes", "timer"),
        ),
        PageSpec(
            "safety",
            "Safety",
            ":material/health_and_safety:",
            "What to watch for, who should ask first, and what trials report on harms.",
        ),
        PageSpec(
            "learn",
            "Learn",
            ":material/school:",
            "A guide in five short lessons, a glossary of every term, and a quiz worked out from the data.",
            own_parameters=("part", "lesson", "step", "term", "find", "seed", "at", "answers"),
        ),
        PageSpec(
            "study",
            "Study",
            ":material/article:",
            "One study: what was done, what was found, how it was read.",
            in_menu=False,
            own_parameters=("id",),
        ),
        PageSpec(
            "briefing",
            "Briefing",
            ":material/print:",
            "A claim or a condition to print, with nothing folded.",
            in_menu=False,
            own_parameters=("mech", "cond"),
        ),
        PageSpec(
            "methods",
            "Methods",
            ":material/rule:",
            "How studies were found, read and judged; every field explained; how to cite.",
            own_parameters=("set",),
        ),
    )
}


def navigation() -> st.Page:
    """Declare all pages with the menu on top, or none while slides are shown; the chosen page, ready to run."""
    hidden = presenting() or bool(st.context.is_embedded)
    return st.navigation([_page(spec) for spec in PAGES.values()], position="hidden" if hidden else "top")


def presenting() -> bool:
    """Whether the address is that of a deck; only decks have these parameters."""
    return bool(here().get("deck") or here().get("show"))


def spec_of(page: st.Page) -> PageSpec:
    """The specification of a Streamlit page."""
    return PAGES.get(page.url_path, PAGES["overview"])


def link(address: str, label: str, params: Params | None = None, *, icon: str = "", help: str = "") -> None:
    """A link to one of our pages, also by keyboard; `label` is Markdown."""
    query = {name: value if isinstance(value, str) else list(value) for name, value in (params or {}).items()}
    st.page_link(PAGES[address].file, label=label, icon=icon, help=help, query_params=query or None)


def go(address: str, params: Params | None = None) -> None:
    """Leave for another of our pages."""
    query = {name: value if isinstance(value, str) else list(value) for name, value in (params or {}).items()}
    st.switch_page(PAGES[address].file, query_params=query or None)


def href(address: str, params: Params | None = None) -> str:
    """The relative address of a page, for links inside tables."""
    path = "." if PAGES[address].default else address
    query = urlencode(params or {}, doseq=True)
    return f"{path}?{query}" if query else path


def here() -> dict[str, list[str]]:
    """The parameters of the address as it stands."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


_LAST = "last_view"


def keep_in_step(page: PageSpec) -> None:
    """Bring the browser's address to what the page shows.

    A link to the page one is on runs its script with other parameters and leaves the address as it was, so that a copy, a reload
    or the next click would go by the old ones.
    """
    view = (page.address, here())
    before = st.session_state.get(_LAST)
    if before is not None and before[0] == page.address and before != view:
        st.query_params.from_dict(here())
    st.session_state[_LAST] = view


def full_address() -> str:
    """The whole address of this view, to be copied; only the parameters where the server does not know its own address."""
    query = urlencode(here(), doseq=True)
    parts = urlsplit(st.context.url or "")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def public_address() -> str:
    """The whole address of this view for print; empty where the server does not know its own address."""
    address = full_address()
    return address if address.startswith("http") else ""


def _page(spec: PageSpec) -> st.Page:
    return st.Page(
        spec.file,
        title=spec.title,
        icon=spec.icon,
        url_path=spec.address,
        default=spec.default,
        visibility="visible" if spec.in_menu else "hidden",
        help=spec.help,
    )
