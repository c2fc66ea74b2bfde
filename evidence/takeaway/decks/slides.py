"""What a slide and a deck are: words and one picture, the same for the screen and for PowerPoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from evidence.charts.chart import Chart

Params = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class ChainCell:
    """One link of a chain in words: its name, support, certainty (empty if there is none), and how many studies bear on it."""

    name: str
    support: str
    certainty: str
    studies: str

    @property
    def basis(self) -> str:
        """What stands below the support: how sure that is, and on how many studies."""
        words = " · ".join(part for part in (self.certainty, self.studies) if part)
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, eq=False)
class ChainPicture:
    """The links of a chain, one after the other; `rows` holds one chain a claim, by the claim's name."""

    rows: Mapping[str, tuple[ChainCell, ...]]


@dataclass(frozen=True, eq=False)
class BarPicture:
    """Shares of findings by direction on each rung: `counts` as `evidence.answers.directions.ladder` gives them, with labels."""

    chart: Chart
    counts: pd.DataFrame
    labels: tuple[str, ...]
    directions: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class TablePicture:
    """A table of text."""

    title: str
    frame: pd.DataFrame


@dataclass(frozen=True, eq=False)
class ChartPicture:
    """Any other chart: its scene is drawn on the screen, in print and in PowerPoint."""

    chart: Chart


Picture = ChainPicture | BarPicture | TablePicture | ChartPicture


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide.

    `sentence` is its result in words, `points` further lines, `notes` what the speaker may add. `study_ids` are the studies it
    rests on; `page` and `params` the live view that shows the same.
    """

    title: str
    sentence: str
    picture: Picture | None = None
    points: tuple[str, ...] = ()
    notes: str = ""
    study_ids: tuple[str, ...] = ()
    page: str = "overview"
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Deck:
    """Slides in order, with the code that names the deck in an address and the live view that it belongs to."""

    code: str
    title: str
    slides: tuple[Slide, ...]
    page: str
    params: Params


def alt_text(picture: Picture, sentence: str) -> str:
    """The text alternative of a picture."""
    if isinstance(picture, ChainPicture):
        rows = [
            f"{name}: " + ", ".join(f"{cell.name} {cell.support} ({cell.basis})" for cell in cells)
            for name, cells in picture.rows.items()
        ]
        return "Chain of evidence. " + "; ".join(rows) + "."
    title = picture.title if isinstance(picture, TablePicture) else picture.chart.title
    return f"{title}. {sentence}"


def records_of(picture: Picture) -> tuple[dict[str, str], ...]:
    """The table behind a picture as rows of words, to be shown."""
    return tuple(
        {str(name): str(value) for name, value in row.items()} for row in numbers_of(picture).to_dict("records")
    )


def numbers_of(picture: Picture) -> pd.DataFrame:
    """The table behind a picture, for the notes of a slide and for a table in its place."""
    if isinstance(picture, ChainPicture):
        return pd.DataFrame(
            [
                {
                    "Claim": name,
                    "Link": cell.name,
                    "Support": cell.support,
                    "Certainty": cell.certainty,
                    "Studies": cell.studies,
                }
                for name, cells in picture.rows.items()
                for cell in cells
            ]
        )
    return picture.frame if isinstance(picture, TablePicture) else picture.chart.table
