"""Libraries with hardly anything in them, as somebody has who begins one."""

from __future__ import annotations

from dataclasses import replace

from evidence.library import Library
from evidence.library.library import TABLES


def without_anything(library: Library) -> Library:
    """No row in any table; the description of the fields stays."""
    return replace(library, **{table: getattr(library, table).head(0) for table in TABLES})


def one_study(library: Library, study_id: str) -> Library:
    """One study with its findings, all other tables as they are."""
    studies, findings = library.studies, library.findings
    return replace(
        library, studies=studies[studies["study_id"] == study_id], findings=findings[findings["study_id"] == study_id]
    )
