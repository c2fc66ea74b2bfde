"""The colours of the charts: roles become colours here and nowhere else.

Directions and the accent are mid-tones that keep their contrast on a white and on a near-black ground: white text on any of them
reaches 4.5 to 1, against both grounds they reach 3 to 1 (a test computes it). Direction is always shown by symbol and word as
well; certainty and support have no colours at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from evidence.charts.scene import Role

DIRECTION = {
    "favours_massage": "#0F827E",
    "no_clear_difference": "#6F7782",
    "mixed": "#8A5FBF",
    "favours_comparator": "#C8501E",
}
ACCENT = "#2F6FB3"
QUIET = "#6F7782"
#: Lines and bands behind the data, faint on either ground: a colour and how much of it shows.
FAINT = "#808894"
GRID_SHARE, BAND_SHARE = 0.25, 0.10


@dataclass(frozen=True, slots=True)
class Theme:
    """What differs between grounds: the colour of words and of the ground."""

    name: str
    text: str
    ground: str


#: The grounds of the page, as in `.streamlit/config.toml`.
LIGHT = Theme("light", "#3A424E", "#FFFFFF")
DARK = Theme("dark", "#E6EAEF", "#101418")
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

_SAME_ON_BOTH = {
    **DIRECTION,
    "accent": ACCENT,
    "quiet": QUIET,
    "grid": FAINT,
    "band": FAINT,
}
_SHARES = {"grid": GRID_SHARE, "band": BAND_SHARE}


def colour(role: Role, theme: Theme) -> str:
    """The colour of a role as `#RRGGBB`."""
    return theme.text if role == "text" else _SAME_ON_BOTH[role]


def opacity(role: Role) -> float:
    """How much of a role's colour shows, from 0 to 1."""
    return _SHARES.get(role, 1.0)
