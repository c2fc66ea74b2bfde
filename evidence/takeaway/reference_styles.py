"""The reference of one study in every style that people ask for."""

from __future__ import annotations

from evidence.library import Library
from evidence.library.kept import kept
from evidence.studies import citations
from evidence.takeaway.reference_files import bibtex, ris


@kept
def reference_styles(library: Library, study_id: str) -> dict[str, str]:
    """The reference by the name of its style, two to read and two for reference managers; none for an unknown id."""
    study = library.study(study_id)
    if study is None:
        return {}
    return {
        "Vancouver": citations.vancouver(study),
        "APA": citations.apa(study),
        "BibTeX": bibtex([study]).strip(),
        "RIS": ris([study]).strip(),
    }
