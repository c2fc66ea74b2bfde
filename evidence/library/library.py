"""The ten tables as one read-only library: loading, typing and the columns every page relies on."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from evidence.library import schema as schema_module
from evidence.library.kept import Kept
from evidence.library.problems import DataError, Problem
from evidence.library.schema import PACKAGED, Schema
from evidence.library.strands import strand_of
from evidence.library.tables import read_table, typed

TABLES = (
    "mechanisms",
    "studies",
    "findings",
    "appraisals",
    "conditions",
    "precautions",
    "scales",
    "summary_of_findings",
    "doses",
    "harms",
)


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """All tables of one data folder, typed, with their description, version and content fingerprint.

    Text cells are `str` with `""` where the source read does not say; integers are `Int64`, numbers `float64`, booleans
    `boolean`, each with missing values. Added columns: `studies.strand`, `findings.strand`, `findings.comparator_class`.
    Frames are shared between readers and must not be changed in place. `kept` holds what was worked out from these data, `key`
    says which part of them this is (empty: all).
    """

    studies: pd.DataFrame
    findings: pd.DataFrame
    mechanisms: pd.DataFrame
    appraisals: pd.DataFrame
    conditions: pd.DataFrame
    precautions: pd.DataFrame
    scales: pd.DataFrame
    summary_of_findings: pd.DataFrame
    doses: pd.DataFrame
    harms: pd.DataFrame
    schema: Schema
    version: str
    fingerprint: str
    # Neither is copied by `dataclasses.replace`: other frames are other data, of which nothing is known yet.
    kept: Kept = field(init=False, default_factory=Kept)
    key: tuple[Hashable, ...] = field(init=False, default=())

    def __repr__(self) -> str:
        """A line for logs; the tables themselves would fill pages."""
        return f"Library({self.version}, {len(self.studies)} studies, {len(self.findings)} findings)"

    def part(self, key: Hashable, studies: pd.DataFrame, findings: pd.DataFrame) -> Library:
        """Some studies and findings of this library, which share its store; `key` has to say which ones."""
        chosen = replace(self, studies=studies, findings=findings)
        object.__setattr__(chosen, "kept", self.kept)
        object.__setattr__(chosen, "key", (*self.key, key))
        return chosen

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """Every study as a dict by its id, for work that goes study by study: cutting rows out of a wide frame is slow."""
        records: dict[str, dict[str, Any]] = {}
        for record in self.studies.to_dict("records"):
            records.setdefault(str(record["study_id"]), {str(name): value for name, value in record.items()})
        return records

    def study(self, study_id: str) -> dict[str, Any] | None:
        """One study as a dict of its columns, or None if there is no such id."""
        return self.records.get(study_id)

    def mechanism(self, mechanism_id: str) -> pd.Series | None:
        """The row of one mechanism, or None if there is no such id."""
        rows = self.mechanisms[self.mechanisms["mechanism_id"] == mechanism_id]
        return None if rows.empty else rows.iloc[0]

    def findings_of(self, study_id: str) -> pd.DataFrame:
        """All findings of one study, in file order."""
        return self.findings[self.findings["study_id"] == study_id]


def load(folder: str | Path = PACKAGED) -> Library:
    """Read a data folder; raises `DataError` with every problem that keeps it from being read."""
    folder = Path(folder)
    schema = read_schema(folder)
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table in TABLES:
        try:
            frame = typed(read_table(folder, table), schema.tables[table], table)
            frames[table] = frame.reset_index(drop=True)
        except DataError as error:
            problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    studies = frames["studies"].assign(strand=_strand(frames["studies"]))
    frames["studies"] = studies
    frames["findings"] = _extended_findings(frames, studies, schema)
    return Library(
        **frames,
        schema=schema,
        version=_version(folder, schema),
        fingerprint=fingerprint(folder),
    )


def read_schema(folder: Path) -> Schema:
    """The folder's `datapackage.json`; raises `DataError` if it is missing, unreadable or lacks what is relied on."""
    if not folder.is_dir():
        raise DataError([Problem(folder.name, None, "", "The data folder does not exist.")])
    try:
        schema = schema_module.read(folder)
    except FileNotFoundError as error:
        message = "The file is missing; it describes every table and column."
        raise DataError([Problem("datapackage.json", None, "", message)]) from error
    except OSError as error:
        message = f"The file cannot be read ({error.strerror})."
        raise DataError([Problem("datapackage.json", None, "", message)]) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"The file cannot be read as a data package ({type(error).__name__}: {error})."
        raise DataError([Problem("datapackage.json", None, "", message)]) from error
    gaps = list(schema_module.gaps(schema, TABLES))
    if gaps:
        raise DataError([Problem("datapackage.json", None, name, message) for name, message in gaps])
    return schema


def fingerprint(folder: str | Path) -> str:
    """The first 12 hexadecimal digits of a SHA-256 over the tables and their description.

    Line ends and byte order marks make no difference.
    """
    digest = hashlib.sha256()
    for name in ("datapackage.json", *(f"{table}.csv" for table in TABLES)):
        path = Path(folder) / name
        digest.update(name.encode())
        content = path.read_bytes() if path.is_file() else b"missing"
        digest.update(content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def _strand(studies: pd.DataFrame) -> list[str]:
    return [strand_of(scope, role) for scope, role in zip(studies["scope"], studies["role"], strict=True)]


def _extended_findings(frames: Mapping[str, pd.DataFrame], studies: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    findings = frames["findings"]
    strands = dict(zip(studies["study_id"], studies["strand"], strict=True))
    classes = {code.value: code.comparator_class for code in schema.codes("comparator")}
    return findings.assign(
        strand=_looked_up(findings["study_id"], strands),
        comparator_class=_looked_up(findings["comparator"], classes),
        is_target=_is_target(findings, frames["mechanisms"], frames["appraisals"]),
    )


def _is_target(findings: pd.DataFrame, mechanisms: pd.DataFrame, appraisals: pd.DataFrame) -> pd.Series:
    """Which findings speak of their claim itself; all others are side evidence.

    Those on one of its target outcomes (on any outcome where the claim names none), unless the curators call the link untested:
    what stands there is near it and tests something else.
    """
    targets = dict(zip(mechanisms["mechanism_id"], mechanisms["target_outcomes"].map(schema_module.split), strict=True))
    untested = appraisals[appraisals["support"] == "untested"]
    open_links = set(zip(untested["mechanism_id"], untested["link"], strict=True))
    keys = zip(findings["mechanism"], findings["link"], findings["outcome_group"], strict=True)
    is_target = [
        (mechanism, link) not in open_links and outcome in (targets.get(mechanism) or [outcome])
        for mechanism, link, outcome in keys
    ]
    return pd.Series(is_target, index=findings.index, dtype=bool)


def _looked_up(keys: pd.Series, values: Mapping[str, str]) -> pd.Series:
    return pd.Series([values.get(key, "") for key in keys], index=keys.index, dtype="str")


def _version(folder: Path, schema: Schema) -> str:
    path = folder / "VERSION"
    return path.read_text(encoding="utf-8-sig", errors="replace").strip() if path.is_file() else schema.version
