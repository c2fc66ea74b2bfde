"""The checks of a data folder: the schema by frictionless, and what a schema cannot say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd

from evidence.library import Library, load
from evidence.library.library import TABLES, read_schema
from evidence.library.problems import DataError, Problem
from evidence.library.schema import Schema, split
from evidence.library.strands import links_of
from evidence.library.tables import read_table

#: Number of the row under the header; frictionless counts the same way.
FIRST_ROW = 2
#: What a resource says about its file; cells that were read already have no file.
FILE_PROPERTIES = ("path", "format", "mediatype", "encoding")


def check_folder(folder: Path, today: dt.date | None = None) -> list[Problem]:
    """Every problem of a data folder, file by file; `today` (default: now) is what a year is held against."""
    try:
        schema = read_schema(folder)
        library = load(folder)
        texts = {table: read_table(folder, table) for table in TABLES}
    except DataError as error:
        return error.problems
    year = (today or dt.datetime.now(tz=dt.UTC).date()).year
    problems = [
        *_version(folder, schema),
        *_frictionless(folder, schema, texts),
        *_empty_tables(library),
        *_vocabularies(library),
        *_references(library),
        *_mechanism_verdicts(library),
        *_best_studies(library),
        *_summarised_conditions(library),
        *_studies(library, year),
        *_findings(library),
        *_sources_of_numbers(library),
    ]
    lines = {f"{table}.csv": text.index for table, text in texts.items()}
    placed = {_on_line(problem, lines) for problem in problems}
    return sorted(placed, key=lambda p: (p.file, p.row or 0, p.field, p.message))


def _on_line(problem: Problem, lines: Mapping[str, pd.Index]) -> Problem:
    """The problem with the line of the file instead of the number of the row; blank lines and line breaks tell them apart."""
    if problem.row is None or problem.row < FIRST_ROW:
        return problem
    return replace(problem, row=int(lines[problem.file][problem.row - FIRST_ROW]))


def _version(folder: Path, schema: Schema) -> Iterator[Problem]:
    path = folder / "VERSION"
    if path.is_file() and path.read_text(encoding="utf-8-sig", errors="replace").strip() != schema.version:
        yield Problem("VERSION", None, "", f"The version is not the one in datapackage.json, {schema.version}.")


def _frictionless(folder: Path, schema: Schema, texts: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    resources = [_inline(resource, texts) for resource in schema.descriptor["resources"]]
    descriptor = {**schema.descriptor, "resources": resources}
    try:
        report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    except Exception as error:  # a malformed description makes frictionless raise errors of every kind
        # The error may quote the description at full length.
        message = _sentence(f"The description is not a valid data package: {str(error)[:300]}")
        yield Problem("datapackage.json", None, "", message)
        return
    for fault in report.errors:
        yield Problem("datapackage.json", None, "", _sentence(fault.message))
    for task in report.tasks:
        for fault in task.errors:
            row = getattr(fault, "row_number", None)
            yield Problem(
                file=f"{task.name}.csv",
                row=row,
                field=getattr(fault, "field_name", "") or ", ".join(getattr(fault, "field_names", ())),
                message=_sentence(fault.message),
            )


def _inline(resource: Mapping[str, Any], texts: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The resource with the cells as they were read, columns in the described order, instead of its file."""
    text = texts.get(resource["name"])
    if text is None:
        return dict(resource)
    described = [field["name"] for field in resource["schema"]["fields"]]
    text = text[[*described, *(name for name in text.columns if name not in described)]]
    about = {name: value for name, value in resource.items() if name not in FILE_PROPERTIES}
    return {**about, "data": [text.columns.tolist(), *text.to_numpy().tolist()]}


def _sentence(text: str) -> str:
    text = text.strip().replace("\n", " ")
    return text if text.endswith(".") else text + "."


def _empty_tables(library: Library) -> Iterator[Problem]:
    for table in TABLES:
        if getattr(library, table).empty:
            yield Problem(f"{table}.csv", None, "", "The table has no rows.")


def _vocabularies(library: Library) -> Iterator[Problem]:
    """Codes that the description does not know."""
    for table in TABLES:
        frame = getattr(library, table)
        for field in library.schema.tables[table].values():
            if not field.vocabulary:
                continue
            known = library.schema.vocabularies[field.vocabulary]
            for row, cell in _cells(frame, field.name):
                for value in split(cell) if field.separator else [cell]:
                    if value not in known:
                        message = f"“{value}” is not one of the codes of “{field.vocabulary}”."
                        yield Problem(f"{table}.csv", row, field.name, message)


def _references(library: Library) -> Iterator[Problem]:
    """Ids named in list cells that do not exist in the table they refer to."""
    for table in TABLES:
        frame = getattr(library, table)
        for field in library.schema.tables[table].values():
            if field.refers_to is None:
                continue
            target_table, target_field = field.refers_to
            known = set(getattr(library, target_table)[target_field])
            for row, cell in _cells(frame, field.name):
                for value in split(cell):
                    if value not in known:
                        message = f"“{value}” is not in {target_table}.csv."
                        yield Problem(f"{table}.csv", row, field.name, message)


def _mechanism_verdicts(library: Library) -> Iterator[Problem]:
    judged = set(zip(library.appraisals["mechanism_id"], library.appraisals["link"], strict=True))
    for row, mechanism in _rows(library.mechanisms):
        if not mechanism["verdict"]:
            continue
        mechanism_id = mechanism["mechanism_id"]
        for link in links_of(mechanism_id):
            if (mechanism_id, link) not in judged:
                message = f"“{mechanism_id}” has a verdict but no appraisal of its link “{link}”."
                yield Problem("mechanisms.csv", row, "verdict", message)


def _best_studies(library: Library) -> Iterator[Problem]:
    """Studies that are to show a link best, but are no primary study or say nothing of the claim."""
    claimed = set(zip(library.findings["study_id"], library.findings["mechanism"], strict=True))
    for row, appraisal in _rows(library.appraisals):
        best, mechanism_id = appraisal["best_study"], appraisal["mechanism_id"]
        study = library.study(best)
        if study is None:  # empty, or told with the references
            continue
        if study["role"] == "synthesis":
            yield Problem(
                "appraisals.csv", row, "best_study", f"“{best}” is a review or guideline, not a primary study."
            )
        if (best, mechanism_id) not in claimed:
            message = f"“{best}” has no finding on “{mechanism_id}”."
            yield Problem("appraisals.csv", row, "best_study", message)


#: Tables that hold what is summarised of a condition; each condition has its row in each.
SUMMARIES = ("summary_of_findings", "doses", "harms")


def _summarised_conditions(library: Library) -> Iterator[Problem]:
    for table in SUMMARIES:
        told = set(getattr(library, table)["condition_id"])
        for row, condition_id in _cells(library.conditions, "condition_id"):
            if condition_id not in told:
                message = f"“{condition_id}” has no row in {table}.csv."
                yield Problem("conditions.csv", row, "condition_id", message)


def _studies(library: Library, this_year: int) -> Iterator[Problem]:
    studies = library.studies
    for row, study in _rows(studies):
        if pd.notna(study["year"]) and study["year"] > this_year:
            yield Problem("studies.csv", row, "year", f"{study['year']} is in the future.")
        if not any(study[name] for name in ("pmid", "doi", "pmcid", "record_url")):
            message = "The study has no PMID, DOI, PMCID or page of its own."
            yield Problem("studies.csv", row, "record_url", message)
    for name in ("pmid", "doi", "pmcid"):
        identifiers = studies[name].str.lower()
        for row, identifier in _repeats(identifiers):
            yield Problem("studies.csv", row, name, f"{identifier} is already the {name.upper()} of another study.")


def _findings(library: Library) -> Iterator[Problem]:
    for row, finding in _rows(library.findings):
        low, high, estimate = finding["ci_low"], finding["ci_high"], finding["estimate"]
        both = pd.notna(low) and pd.notna(high)
        if pd.notna(low) != pd.notna(high):
            yield Problem("findings.csv", row, "ci_low", "Only one end of the interval is given.")
        if both and low > high:
            yield Problem("findings.csv", row, "ci_low", f"The interval {low} to {high} is upside down.")
        elif both and pd.notna(estimate) and not low <= estimate <= high:
            message = f"The estimate {estimate} lies outside its interval {low} to {high}."
            yield Problem("findings.csv", row, "estimate", message)
        if both and finding["metric"] in EFFECT_METRICS and not finding["estimate_favours_massage_when"]:
            message = "An effect with an interval needs to say which sign favours massage."
            yield Problem("findings.csv", row, "estimate_favours_massage_when", message)


def _sources_of_numbers(library: Library) -> Iterator[Problem]:
    """Numbers of a trial that were taken from something else than a review."""
    for row, review in _cells(library.findings, "taken_from"):
        study = library.study(review)
        if study is not None and study["role"] != "synthesis":
            message = f"“{review}” is no review, so that no trial's numbers can be taken from its analysis."
            yield Problem("findings.csv", row, "taken_from", message)


#: Metrics that compare massage with something; proportions, correlations and changes over time are not effects.
EFFECT_METRICS = ("smd", "md", "rr", "or")


def _rows(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row as a dict, with its number (the header is row 1)."""
    yield from enumerate(frame.to_dict("records"), start=FIRST_ROW)


def _cells(frame: pd.DataFrame, column: str) -> Iterator[tuple[int, str]]:
    for row, cell in enumerate(frame[column].tolist(), start=FIRST_ROW):
        if cell:
            yield row, str(cell)


def _repeats(values: pd.Series) -> Iterator[tuple[int, str]]:
    repeated = values.duplicated(keep="first") & (values != "")
    for position in repeated.to_numpy().nonzero()[0]:
        yield int(position) + FIRST_ROW, str(values.iloc[position])
