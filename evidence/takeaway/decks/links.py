"""Addresses of live views, for slides and handouts."""

from __future__ import annotations

from urllib.parse import urlencode

from evidence.takeaway.decks.slides import Params

#: The page that has no path of its own.
FRONT = "overview"


def live_link(base: str, page: str, params: Params) -> str:
    """The address of a view below the app's own address `base`; empty if that is not known."""
    if not base:
        return ""
    query = urlencode(params, doseq=True)
    path = "" if page == FRONT else page
    return f"{base.rstrip('/')}/{path}{'?' if query else ''}{query}"
