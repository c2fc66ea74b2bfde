"""Words and colours as plotly reads them."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from evidence.charts.palette import Theme, colour, opacity
from evidence.charts.scene import Role

#: The links of the page, as in `.streamlit/config.toml`; plotly's own blue has too little contrast.
_LINK = {"light": "#1F5A99", "dark": "#8FBCE8"}
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: What browsers drop from an address or read as a slash.
_MISREAD = re.compile(r"[\x00-\x20\x7f\\]")


def markup(words: str, bold: bool = False) -> str:
    """Plain words for a figure: tags and entities stay text, line ends are kept."""
    text = "<br>".join(html.escape(line, quote=False) for line in words.splitlines())
    return f"<b>{text}</b>" if bold and text else text


def linked(words: str, href: str, theme: Theme, bold: bool = False) -> str:
    """Words that lead to an address of this app; without a link where the address leads elsewhere."""
    address, text = _address(href), markup(words, bold)
    if not (address and text):
        return text
    return f'<a style="color:{_LINK[theme.name]}" href="{address}" target="_self">{text}</a>'


def paint(role: Role, theme: Theme) -> str:
    """The colour of a role, as rgba where only a part of it shows."""
    share = opacity(role)
    if share == 1:
        return colour(role, theme)
    red, green, blue = bytes.fromhex(colour(role, theme)[1:])
    return f"rgba({red},{green},{blue},{share:g})"


def _address(href: str) -> str:
    """A relative address fit for an attribute; empty where it would lead elsewhere or plotly could not read it."""
    if not href or _MISREAD.search(href) or href.startswith("//") or ":" in re.split(r"[/?#]", href)[0]:
        return ""
    href = _STRAY_PERCENT.sub("%25", href)
    try:
        # plotly decodes addresses; one that cannot be decoded would keep it from drawing anything.
        unquote(href, errors="strict").encode()
    except UnicodeError:
        return ""
    # plotly knows no entity for quotes.
    return html.escape(href.replace('"', "%22").replace("'", "%27"), quote=False)
