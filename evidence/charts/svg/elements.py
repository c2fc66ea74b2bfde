"""Elements of an SVG as text: everything that comes from outside is escaped here and nowhere else."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

#: What XML 1.0 does not allow, and halves of characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What an address keeps as it is; all else is written with per cent signs.
_SAFE_IN_ADDRESS = "/?#&=%:@!$'()*+,;~[]"


def number(value: float) -> str:
    """A number with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def allowed(words: str) -> str:
    """Words without the characters that XML forbids."""
    return _FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(words: str) -> str:
    """Words as text or value of an attribute in XML."""
    return html.escape(allowed(words), quote=True)


def element(name: str, *content: str, **attributes: str | float | None) -> str:
    """One element; its content is XML already, its attributes are not, an attribute that is None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def hover_title(words: str) -> str:
    """What is shown when the pointer rests on the element around it; nothing for no words."""
    return element("title", escaped(words)) if allowed(words).strip() else ""


def points(*pairs: tuple[float, float]) -> str:
    """The corners of a polygon."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def safe_address(href: str) -> str | None:
    """An address of this app, fit for a link; None for one that leads elsewhere or runs something."""
    address = allowed(href).strip()
    scheme, *_ = re.split(r"[/?#]", address, maxsplit=1)
    if not address or ":" in scheme or "\\" in address or address.startswith("//"):
        return None
    return quote(address, safe=_SAFE_IN_ADDRESS, errors="replace")
