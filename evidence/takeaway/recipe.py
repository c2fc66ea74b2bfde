"""A pooled answer to take home: the rows, the settings, the result in words, and two short programs that compute it again.

The programs lie in `text/recipe/`. They share nothing with this package, so that whoever runs them checks it.
"""

from __future__ import annotations

import json
import math
import platform
from importlib import metadata
from typing import Any

import pandas as pd

from evidence.library.kept import kept
from evidence.synthesis import Pooled
from evidence.synthesis.conclusion import Conclusion, conclusion
from evidence.synthesis.pooled_studies import PooledStudies
from evidence.synthesis.pooling import METHODS, Model
from evidence.takeaway.exports import ADVICE, csv_bytes, one_line, section, zipped
from evidence.words.numbers import number
from evidence.words.phrases import studies_counted
from evidence.words.texts import FOLDER

PROGRAMS = FOLDER / "recipe"
#: What pool.py imports, at the versions that computed the numbers shown.
PACKAGES = ("numpy", "pandas", "scipy", "statsmodels")
#: What a reader needs to find the paper behind a row.
REFERENCE = ("title", "doi", "pmid", "record_url")
NOT_POOLED = (
    "study_id",
    "finding_id",
    "study",
    "year",
    "outcome",
    "timepoint",
    "comparator",
    "comparator_class",
    "n_massage",
    "n_comparator",
    "direction",
    "metric",
    "estimate",
    "ci_low",
    "ci_high",
    "mean_massage",
    "sd_massage",
    "mean_comparator",
    "sd_comparator",
    "p",
    "reason",
)


def recipe(answer: PooledStudies, link: str = "") -> bytes:
    """A zip with everything needed to pool the answer's studies again; the same answer and link give the same bytes.

    `link`: the address that reopens the view, left out where it is not known. Files: `README.txt`, `studies.csv` (the rows of
    the answer, those the reader left out included), `not_pooled.csv`, `settings.json`, `pool.py`, `pool.R`, `requirements.txt`.
    Text is guarded against spreadsheets as in `evidence.takeaway.exports`; lists inside a cell are separated by semicolons.
    """
    files = {name: (PROGRAMS / name).read_bytes() for name in ("pool.py", "pool.R")}
    settings = json.dumps(_settings(answer, link), ensure_ascii=False, indent=2, allow_nan=False)
    files["README.txt"] = _readme(answer, link).encode()
    files["studies.csv"] = csv_bytes(_studies(answer))
    files["not_pooled.csv"] = csv_bytes(answer.not_pooled[list(NOT_POOLED)])
    files["settings.json"] = f"{settings}\n".encode()
    files["requirements.txt"] = "".join(f"{name}=={metadata.version(name)}\n" for name in PACKAGES).encode()
    return zipped(files)


@kept
def contents(answer: PooledStudies) -> str:
    """One sentence on what `recipe` holds."""
    left_out = len(answer.rows) - len(answer.included)
    studies = f"{studies_counted(len(answer.rows))} with their effects"
    if left_out:
        studies += f" ({left_out} of them left out of the pool)"
    rest = answer.not_pooled["study_id"].nunique()
    programs = "two short programs, in Python and in R, that compute the pooled result again"
    if answer.pooled is None:
        programs = "two short programs, in Python and in R, for which nothing is in the pool yet"
    return (
        f"A zip with {studies}; {studies_counted(rest)} that cannot be pooled, with the reason; the result in words; the "
        f"settings and versions; {programs}."
    )


def _studies(answer: PooledStudies) -> pd.DataFrame:
    rows, records = answer.rows, answer.library.records
    papers = {name: [records[study_id][name] for study_id in rows["study_id"]] for name in REFERENCE}
    return rows.assign(finding_ids=["; ".join(ids) for ids in rows["finding_ids"]], **papers)


def _settings(answer: PooledStudies, link: str) -> dict[str, Any]:
    """What the programs read (`model`, `result`) and what tells where it comes from.

    pool.R finds values by their names, the first of that name, so `model` and `result` stand first.
    """
    question, library = answer.question, answer.library
    model = question.model
    return {
        "model": {
            "method": model.method,
            "knapp_hartung": model.knapp_hartung,
            "floor": model.floor,
            "level": model.level,
        },
        "result": _result(answer.pooled),
        "words": answer.sentence,
        "question": question.describe(library.schema),
        "choices": {
            "outcome": question.outcome,
            "condition": question.condition,
            "against": question.against,
            "time": question.time,
            "doubts": list(question.doubts),
            "left_out": list(question.left_out),
        },
        "parameters": question.to_params(),
        "link": link,
        "data": {"version": library.version, "fingerprint": library.fingerprint},
        "versions": {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}},
    }


def _result(pooled: Pooled | None) -> dict[str, float | None]:
    names = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high", "tau2", "i2")
    if pooled is None:
        return {"studies": 0, **dict.fromkeys(names)}
    numbers = {name: float(getattr(pooled, name)) for name in names}
    return {"studies": pooled.k, **{name: None if math.isnan(value) else value for name, value in numbers.items()}}


def _readme(answer: PooledStudies, link: str) -> str:
    library, worded = answer.library, conclusion(answer)
    source = f"Data version {one_line(library.version)} (fingerprint {one_line(library.fingerprint)})."
    view = [f"The same view: {one_line(link)}"] if link else []
    level = number(100 * answer.question.model.level)
    sections = [
        (
            "What this is",
            [
                "A pooled result from Touchstone, a dashboard on the evidence for massage therapy in chronic pain, with "
                "all that is needed to compute it again.",
                f"Question: {one_line(answer.question.describe(library.schema))}.",
                source,
                *view,
            ],
        ),
        (
            "Result",
            [
                f"{answer.heading}.",
                one_line(answer.sentence),
                one_line(worded.sentence),
                *_certainty(answer, worded),
                f"Model: {model_words(answer.question.model)}.",
            ],
        ),
        ("Compute it again", _RUNNING),
        ("Files", _FILES),
        ("Columns of studies.csv", _COLUMNS),
        ("How the numbers are defined", [text.format(level=level) for text in _NUMBERS]),
        (
            "How to cite",
            [
                f"Touchstone: the evidence on massage in chronic pain. {source}{''.join(f' {one_line(link)}' if link else '')}",
                "For what a study found, cite the study: studies.csv has its title, DOI and PMID.",
            ],
        ),
        (
            "Licence",
            [
                "The tables: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/. "
                "The programs: MIT."
            ],
        ),
        ("Not medical advice", ADVICE),
    ]
    return "\n".join(section(heading, paragraphs) for heading, paragraphs in sections)


def _certainty(answer: PooledStudies, worded: Conclusion) -> list[str]:
    if not worded.certainty:
        return []
    word = answer.library.schema.label("certainty", worded.certainty).lower()
    return [f"Certainty: {word}{'; what keeps it down:' if worded.reasons else '.'}", *map(one_line, worded.reasons)]


def model_words(model: Model) -> str:
    """The model as a phrase, such as “Paule-Mandel, Knapp-Hartung intervals, 95% level”."""
    if not model.knapp_hartung:
        intervals = "intervals from the normal distribution"
    elif model.floor:
        intervals = "Knapp-Hartung intervals with the factor never below 1"
    else:
        intervals = "Knapp-Hartung intervals"
    return f"{METHODS[model.method]}, {intervals}, {number(100 * model.level)}% level"


_RUNNING = [
    "With Python 3.11 or newer, in this folder:",
    "  python -m pip install -r requirements.txt",
    "  python pool.py",
    'With R and its package metafor (install.packages("metafor"); on Debian and Ubuntu apt-get install r-cran-metafor), '
    "in this folder:",
    "  Rscript pool.R",
    "Both print their numbers beside those that Touchstone showed. requirements.txt names the versions that Touchstone used.",
    "To see what a study changes, set its cell in the column included to true or false and run again; to see what the model "
    "changes, edit model in settings.json: method is PM (Paule-Mandel), DL (DerSimonian-Laird) or FE (common effect).",
]
_FILES = [
    "studies.csv: one row is one study that can be pooled, also where it was left out (included is false).",
    "not_pooled.csv: the findings on the question of studies that cannot be pooled, numbers as printed, with the reason.",
    "settings.json: the model, the result, the question, the parameters of the address, and the versions of data and packages.",
    "pool.py, pool.R: compute the result from studies.csv and settings.json.",
    "The tables are UTF-8 text with commas. An empty cell means that it is not known. Lists inside a cell are separated by "
    "semicolons. Text that a spreadsheet would take for a formula has an apostrophe in front.",
]
_COLUMNS = [
    "g, se: Hedges' g, above 0 where massage did better, and its standard error; ci_low, ci_high: its 95% interval.",
    "derivation, note: from which printed numbers g was derived, and what must be said about it. finding_ids: the rows of "
    "Touchstone's findings table that it rests on.",
    "n_massage, n_comparator, n: people in the groups, and in both together.",
    "included, weight: whether the study is in the pool, and its share of the result, 0 to 1.",
]
_NUMBERS = [
    "estimate, ci_low, ci_high: the pooled g with its {level}% interval. pi_low, pi_high: the {level}% prediction interval for "
    "the effect in a new study, t with k - 2 degrees of freedom on the standard error before Knapp-Hartung (Higgins, Thompson "
    "and Spiegelhalter 2009); none for fewer than three studies and for the common-effect model.",
    "tau2: variance of the effects between studies. i2: share of the spread that chance does not explain, in per cent, "
    "computed from Cochran's Q. metafor's own summary and predict() define both in other ways; pool.R says how.",
]
