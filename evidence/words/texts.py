"""Explanations as Markdown beside the code, with the numbers filled in from the data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "text"
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)


@cache
def read(name: str) -> str:
    """A text of `evidence/words/text/`, by its path there without the ending; FileNotFoundError if there is none."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def sections(name: str) -> dict[str, str]:
    """The second-level headings of a text, each with what stands under it, in their order."""
    parts = _HEADING.split(read(name))[1:]
    return {heading: body.strip() for heading, body in zip(parts[::2], parts[1::2], strict=True)}


def filled(text: str, **values: object) -> str:
    """A text with its `{names}` replaced; KeyError for a name without a value."""
    return text.format_map({name: str(value) for name, value in values.items()})
