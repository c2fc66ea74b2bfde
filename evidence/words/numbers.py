"""Numbers as people read them: true minus signs, thousands apart, no more decimals than asked for."""

from __future__ import annotations

from typing import Any


def number(value: Any) -> str:
    """A number for reading: trailing zeros dropped, a true minus sign, thousands separated."""
    text = f"{float(value):,.10f}".rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")


def rounded(value: float, digits: int = 2) -> str:
    """A computed number at a fixed number of decimals, with a true minus sign and no minus before zero."""
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", "\N{MINUS SIGN}")
