"""How wide words are, without a font at hand: widths of the letters of Helvetica and Arial, and lines that fit a room.

The fonts of the page are a little narrower, so that what fits by this estimate also fits there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Widths of letters in thousandths of the type size, as in the metrics of Helvetica.
_LETTERS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft\N{NO-BREAK SPACE}",
    333: "()-`r{}‘’“”²³¹",
    389: "*",
    400: "°",
    469: "^",
    500: "Jckstvxyz\N{EN SPACE}",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~−×±",
    611: "FTZß",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@…—←→",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
#: Of letters that are not in the table, and of those as wide as high (Chinese, symbols).
_UNKNOWN, _FULL = 640, 1000
_BOLD = 1.07
ELLIPSIS = "…"
_SPACES = re.compile(r"[ \t]+")
#: A word may be divided after a hyphen or a slash that has something on either side.
_AFTER_HYPHEN = re.compile(r"(?<=[^\s\-/][-/])(?=[^\s\-/])")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words in lines that fit a room; not `complete` where something was cut."""

    lines: tuple[str, ...]
    complete: bool


@lru_cache(maxsize=4096)
def text_width(words: str, size: float, bold: bool = False) -> float:
    """The width in pixels of words in one line."""
    return sum(map(_letter_width, words)) * size / 1000 * (_BOLD if bold else 1.0)


def one_line(words: str) -> str:
    """Words with their line ends turned into spaces."""
    return " ".join(line.strip() for line in words.splitlines()).strip()


def wrapped(words: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Words in lines, divided at their line ends and where the room asks for it; a word of its own may be too wide."""
    lines = [line for given in words.splitlines() for line in _wrapped_line(given, room, size, bold)]
    return lines or [""]


def cut(words: str, room: float, size: float, bold: bool = False) -> str:
    """Words in one line, with an ellipsis at the end where they are wider than the room."""
    if text_width(words, size, bold) <= room:
        return words
    used = text_width(ELLIPSIS, size, bold)
    kept = 0
    for letter in words:
        used += text_width(letter, size, bold)
        if used > room:
            break
        kept += 1
    return words[:kept].rstrip() + ELLIPSIS


def fitted(words: str, room: float, size: float, bold: bool = False, most_lines: int | None = None) -> Fitted:
    """Words in lines no wider than the room and no more than `most_lines`."""
    lines = wrapped(words, room, size, bold)
    if most_lines is not None and len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    short = tuple(cut(line, room, size, bold) for line in lines)
    return Fitted(short, complete=list(short) == lines)


def _letter_width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    wide = unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) in ("So", "Sm")
    return _FULL if wide else _UNKNOWN


def _wrapped_line(line: str, room: float, size: float, bold: bool) -> list[str]:
    lines = [""]
    for piece in _pieces(line):
        longer = lines[-1] + piece
        if lines[-1] and text_width(longer.rstrip(), size, bold) > room:
            lines.append(piece.lstrip())
        else:
            lines[-1] = longer
    return lines


def _pieces(line: str) -> list[str]:
    """The parts between which a line may be divided; all but the first of a word begin without a space."""
    pieces: list[str] = []
    for word in _SPACES.split(line.strip(" \t")):
        first, *others = _AFTER_HYPHEN.split(word)
        pieces += [f" {first}" if pieces else first, *others]
    return pieces
