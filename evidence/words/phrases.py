"""Words made from numbers: lists, counts and shares."""

from __future__ import annotations

from collections.abc import Sequence


def listed(items: Sequence[str], last: str = "and") -> str:
    """“a, b and c”."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """“1 study”, “2 studies”, “1,200 people”."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {many or one + 's'}"


def studies_counted(number: int) -> str:
    """“1 study” or “n studies”."""
    return counted(number, "study", "studies")


def share(part: int, whole: int) -> str:
    """A share in whole per cent, “0%” if there is nothing to share."""
    return f"{round(100 * part / whole) if whole else 0}%"


def out_of(part: int, whole: int, one: str = "study", many: str = "studies", *, percent: bool = False) -> str:
    """“3 of 7 studies”, “all 7 studies”, “none of 7 studies”, “the only study”; “no study” where there is none to count.

    With `percent` a true part is followed by its share: “3 of 7 studies (43%)”.
    """
    if part == 0:
        return f"none of {whole:,} {many}" if whole > 1 else f"no {one}"
    if part == whole:
        return f"all {whole:,} {many}" if whole > 1 else f"the only {one}"
    return f"{part:,} of {whole:,} {many}" + (f" ({share(part, whole)})" if percent else "")


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
