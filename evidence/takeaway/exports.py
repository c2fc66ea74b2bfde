"""Tables to take away: CSV that is safe to open in a spreadsheet, and a zip that describes itself.

Pure functions: the same input gives the same bytes (in a zip, for one version of the zlib library).
"""

from __future__ import annotations

import datetime
import io
import json
import math
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from evidence.words.phrases import counted, studies_counted

#: First characters that make a spreadsheet read a text cell as a formula, full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
WIDTH = 88


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet runs as a formula: text with a dangerous first character gets an apostrophe.

    What counts is the type, not the look: numbers stay numbers, so that a negative estimate can be summed,
    while text in a text column is guarded even where it holds only a number ("-0.5" in `p` becomes "'-0.5").
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as UTF-8 CSV without byte order mark and index, lines ended by a line feed.

    Missing cells are empty, booleans are `true`/`false`, whole numbers have no decimals; text is as
    `safe_cell` leaves it.
    """
    columns = [frame.iloc[:, position].tolist() for position in range(frame.shape[1])]
    rows = [[str(name) for name in frame.columns], *zip(*columns, strict=True)]
    return "".join(_csv_line([_printed(value) for value in row]) for row in rows).encode("utf-8")


def readme(
    *,
    selection: str,
    data_version: str,
    data_fingerprint: str,
    date: datetime.date,
    studies: int,
    findings: int,
    link: str | None,
) -> str:
    """The text that goes with an export: what was selected, from which data, and how to read and cite it.

    `selection` is the selection in words, `studies` and `findings` count the rows, `link` reopens the view.
    """
    source = f"Data version {one_line(data_version)} (fingerprint {one_line(data_fingerprint)})"
    exported = f"{source}, exported on {date.isoformat()}"
    view = f" {one_line(link)}" if link else ""
    about = [
        f"Selection: {one_line(selection)}",
        f"Content: {studies_counted(studies)} and {counted(findings, 'finding')}.",
        f"{exported}.",
        *([f"The same view:{view}"] if link else []),
    ]
    return _readme(about, [*_FILES, *_FORM], _READING, f"{exported}.{view}")


def package_readme(
    tables: Iterable[str],
    datapackage: Mapping[str, Any],
    *,
    data_version: str,
    data_fingerprint: str,
    date: datetime.date,
) -> str:
    """The text that goes with whole tables: what each holds, as the data package says, and how to read and cite them."""
    source = f"Data version {one_line(data_version)} (fingerprint {one_line(data_fingerprint)})"
    exported = f"{source}, exported on {date.isoformat()}"
    described = {table["name"]: table.get("description", "") for table in datapackage["resources"]}
    files = [f"{name}.csv: {described.get(name, '')}".strip() for name in tables]
    about = [f"All {len(files)} tables of the library, whole.", f"{exported}."]
    return _readme(about, [*files, *_FORM], [*_READING, *_JUDGEMENTS], f"{exported}.")


def _readme(about: list[str], files: list[str], reading: list[str], source: str) -> str:
    what = "An export from Touchstone, a dashboard on the evidence for massage therapy in chronic pain."
    sections = [
        ("What this is", [what, *about]),
        ("Files", files),
        ("How to read the numbers", reading),
        (
            "How to cite",
            [
                f"Touchstone: the evidence on massage in chronic pain. {source}",
                "For what a study found, cite the study: studies.csv has its authors, journal, DOI and PMID.",
            ],
        ),
        (
            "Licence",
            ["Creative Commons Attribution 4.0 (CC BY 4.0): https://creativecommons.org/licenses/by/4.0/"],
        ),
        ("Not medical advice", ADVICE),
    ]
    return "\n".join(section(heading, paragraphs) for heading, paragraphs in sections)


def bundle(studies: pd.DataFrame, findings: pd.DataFrame, readme_text: str, datapackage: Mapping[str, Any]) -> bytes:
    """A zip with studies.csv, findings.csv, README.txt and a datapackage.json for just these two tables.

    Columns the given descriptor does not know are described by their type. Raises `ValueError` if the
    descriptor lacks one of the two tables, or if a finding belongs to a study that is not among `studies`.
    """
    strangers = set(findings["study_id"]) - set(studies["study_id"])
    if strangers:
        raise ValueError(f"findings of studies that are not in the export: {', '.join(sorted(strangers))}")
    return package({"studies": studies, "findings": findings}, readme_text, datapackage)


def package(
    frames: Mapping[str, pd.DataFrame],
    readme_text: str,
    datapackage: Mapping[str, Any],
    beside: Mapping[str, bytes] | None = None,
) -> bytes:
    """A zip with these tables as CSV, README.txt and a datapackage.json for just these; `beside`: more files by their name.

    Columns the given descriptor does not know are described by their type. Raises `ValueError` if the descriptor lacks one
    of the tables.
    """
    descriptor = json.dumps(_descriptor(datapackage, frames), ensure_ascii=False, indent=2)
    files = {
        **(beside or {}),
        "README.txt": readme_text.encode("utf-8"),
        "datapackage.json": f"{descriptor}\n".encode(),
        **{f"{name}.csv": csv_bytes(frame) for name, frame in frames.items()},
    }
    return zipped(files)


_FILES = [
    "studies.csv: one row is one paper (a primary study, a review or a guideline).",
    "findings.csv: one row is one result of one study; study_id says which.",
]
_FORM = [
    "datapackage.json: the meaning, type and codes of every column (Frictionless data package).",
    (
        "The tables are UTF-8 text with commas. An empty cell means that the source read does not "
        "say. Lists inside a cell are separated by semicolons. Text that a spreadsheet would take for"
        " a formula has an apostrophe in front."
    ),
]
_READING = [
    (
        "direction in findings.csv is the result between groups for that outcome: favours_massage, "
        "no_clear_difference, favours_comparator or mixed. Where comparator is within_person there "
        "was no control condition, and direction is only that of the change over time."
    ),
    (
        "Estimates keep the sign they were printed with: estimate_favours_massage_when says whether a"
        " negative or a positive one is good for massage, and lower_is_better says the same of the "
        "outcome's own scale."
    ),
    (
        "Do not add reviews to primary studies: a review has already counted the trials it pools. "
        "role in studies.csv tells them apart."
    ),
    ("Direct evidence on massage has the scope massage or self_massage_or_device; other scopes are background."),
    (
        "Many values were read from abstracts: source_read says what was read, confidence_note what "
        "to be careful about. Of a page with the full text, too, mostly the beginning was read. "
        "Counting findings is not weighing them: trials with positive results are published more often."
    ),
    (
        "taken_from names the review from whose own analysis the numbers of a trial were taken, a "
        "secondary source. Do not pool them together with the trial's own finding of the same outcome "
        "and time. A review named there, or a study named in same_people_as, may be missing from a selection."
    ),
]
_JUDGEMENTS = [
    (
        "Support and certainty in appraisals.csv, conditions.csv and summary_of_findings.csv are the "
        "curators' structured judgements after GRADE's domains, not a guideline panel's ratings. number "
        "in summary_of_findings.csv is turned so that positive means massage better, unless it says otherwise."
    ),
]
#: What every file says that leaves the dashboard.
ADVICE = [
    (
        "This is not medical advice. Massage is no substitute for medical treatment. Talk to a health"
        " professional before starting, and choose a trained, licensed therapist."
    )
]


def _csv_line(cells: list[str]) -> str:
    # Not the csv module: up to Python 3.11.8 it leaves a lone carriage return unquoted, and the row ends there.
    quoted = ['"' + cell.replace('"', '""') + '"' if any(char in cell for char in ',"\r\n') else cell for cell in cells]
    # A row that is one empty cell would otherwise read as a blank line.
    return ('""' if quoted == [""] else ",".join(quoted)) + "\n"


def _printed(value: object) -> str:
    if isinstance(value, str):
        return str(safe_cell(value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return _number(float(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(safe_cell(str(value)))


def _number(value: float) -> str:
    """The shortest text that reads back as the same number; infinities as Frictionless writes them."""
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(value).removesuffix(".0")


def one_line(text: str) -> str:
    """Text without line breaks, so that it cannot pass for a heading or an entry of its own."""
    return " ".join(text.split())


def section(heading: str, paragraphs: Iterable[str]) -> str:
    """A heading, underlined, and its paragraphs, each wrapped; ends with an empty line."""
    wrapped = (
        textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False) for paragraph in paragraphs
    )
    return "\n".join([heading, "-" * len(heading), *wrapped, ""])


def _descriptor(datapackage: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    known = {resource["name"]: resource for resource in datapackage.get("resources", [])}
    missing = [name for name in frames if name not in known]
    if missing:
        raise ValueError(f"the data package does not describe: {', '.join(missing)}")
    resources = [_resource(known[name], frame, frames) for name, frame in frames.items()]
    used = {field.get("vocabulary") for resource in resources for field in resource["schema"]["fields"]}
    if set(frames) == set(known):
        # A whole package is as it was described: some codes, such as classes of comparators, stand in no column.
        used |= set(datapackage.get("vocabularies", {}))
    vocabularies = {name: codes for name, codes in datapackage.get("vocabularies", {}).items() if name in used}
    kept = {key: value for key, value in datapackage.items() if key not in {"resources", "vocabularies"}}
    return {**kept, "resources": resources, "vocabularies": vocabularies}


def _resource(resource: Mapping[str, Any], frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    about_the_old_file = {"path", "data", "bytes", "hash", "dialect", "compression", "schema", "encoding"}
    kept = {key: value for key, value in resource.items() if key not in about_the_old_file}
    return {
        **kept,
        "path": f"{resource['name']}.csv",
        "encoding": "utf-8",
        "schema": _schema(resource.get("schema", {}), frame, frames),
    }


def _schema(schema: Mapping[str, Any], frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The schema cut to the frame's columns, in their order, without references that lead out of the zip."""
    known = {field["name"]: field for field in schema.get("fields", [])}
    fields = [known.get(column, {"name": column, "type": _type(frame[column])}) for column in frame.columns]
    result = {**schema, "fields": [_without_far_reference(field, frames) for field in fields]}
    if not set(_listed(schema.get("primaryKey", []))) <= set(frame.columns):
        result.pop("primaryKey")
    near = [key for key in schema.get("foreignKeys", []) if _is_near(key, frame, frames)]
    result.pop("foreignKeys", None)
    return {**result, "foreignKeys": near} if near else result


def _without_far_reference(field: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    far = "references" in field and field["references"]["resource"] not in frames
    return {key: value for key, value in field.items() if not (far and key == "references")}


def _is_near(key: Mapping[str, Any], frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> bool:
    reference = key["reference"]
    name = reference.get("resource", "")
    target = frames.get(name) if name else frame
    return (
        target is not None
        and set(_listed(key["fields"])) <= set(frame.columns)
        and set(_listed(reference["fields"])) <= set(target.columns)
    )


def _listed(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _type(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their name, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()
