"""What the library holds: how many studies, of what kind, and how they were read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import split
from evidence.studies.names import study_names
from evidence.words.phrases import counted, listed


@dataclass(frozen=True, slots=True)
class CorpusFigures(Answer):
    """Counts over one library; shares are of all its studies."""

    studies: int
    findings: int
    primary: int
    syntheses: int
    randomised: int
    double_extracted: int
    full_text: int
    year_first: int | None
    year_last: int | None
    checked_last: str


@dataclass(frozen=True)
class CorpusAnswer(Answer):
    """What a library holds: its counts, how its findings got numbers at second hand, and of how many reports harms are known."""

    figures: CorpusFigures
    second_hand: str
    full_reports: str


@kept
def corpus_answer(library: Library) -> CorpusAnswer:
    """The answer on a whole library."""
    return CorpusAnswer(figures(library), second_hand_sentence(library), full_reports_sentence(library))


def figures(library: Library) -> CorpusFigures:
    """The headline counts of a library; an empty library has zeros and no years."""
    studies = library.studies
    years = studies["year"].dropna()
    return CorpusFigures(
        studies=len(studies),
        findings=len(library.findings),
        primary=int((studies["role"] == "primary").sum()),
        syntheses=int((studies["role"] == "synthesis").sum()),
        randomised=int(((studies["randomised"] == "yes") & (studies["role"] == "primary")).sum()),
        double_extracted=int((studies["extraction"] == "double").sum()),
        full_text=int((studies["source_read"] == "full_text").sum()),
        year_first=int(years.min()) if len(years) else None,
        year_last=int(years.max()) if len(years) else None,
        checked_last=str(studies["checked_on"].max()) if len(studies) else "",
    )


def designs_of(library: Library, role: str) -> tuple[str, ...]:
    """The kinds of study that have this role (`primary`, `synthesis`), in the order of the vocabulary."""
    studies = library.studies
    found = set(studies.loc[studies["role"] == role, "design"])
    return tuple(code.value for code in library.schema.codes("design") if code.value in found)


def taken_from_reviews(library: Library) -> dict[str, int]:
    """Findings whose numbers stand in a review's own analysis, by the id of that review, most first."""
    reviews = library.findings["taken_from"]
    return {str(review): int(number) for review, number in reviews[reviews != ""].value_counts().items()}


def second_hand_sentence(library: Library) -> str:
    """How many findings have their numbers from which review; a sentence also where there are none."""
    reviews, names = taken_from_reviews(library), study_names(library)
    if not reviews:
        return "All numbers of findings stand on the pages of the studies themselves."
    parts = listed([f"{number:,} from {names.get(review, review)}" for review, number in reviews.items()])
    return (
        f"The numbers of {counted(sum(reviews.values()), 'finding')} were taken from a review’s own "
        f"analysis, because the trial’s page does not show them: {parts}."
    )


def full_reports_sentence(library: Library) -> str:
    """Of how many of the trials looked through for harms the whole report is known to have been read."""
    read = int(library.harms["n_full_reports_read"].sum())
    known = f"{read:,} of them" if read else "none"
    return f"For harms the trials of each condition were looked through; the full report is known to have been read of {known}."


def by_year(studies: pd.DataFrame) -> pd.DataFrame:
    """Studies per year and role: columns `year`, `primary`, `synthesis`, every year from first to last named."""
    years = studies["year"].dropna().astype(int)
    if years.empty:
        return pd.DataFrame(columns=["year", "primary", "synthesis"])
    table = pd.crosstab(years, studies.loc[years.index, "role"])
    full = table.reindex(index=range(years.min(), years.max() + 1), columns=["primary", "synthesis"], fill_value=0)
    return full.rename_axis("year").rename_axis(None, axis=1).reset_index()


def by_code(studies: pd.DataFrame, column: str, *, is_list: bool = False) -> pd.DataFrame:
    """Studies per code of a column, most first: columns `code`, `studies`; a study with two codes counts in both."""
    codes = studies[column].map(lambda cell: split(cell) if is_list else [cell]).explode()
    counts = codes[codes.notna() & (codes != "")].value_counts()
    return pd.DataFrame({"code": counts.index.astype("str"), "studies": counts.to_numpy(dtype=int)})
