"""One-page handouts as PDF: a condition for clinicians or for patients, and all safety points."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import segno
import typst

from evidence.answers.condition_answer import ConditionAnswer, condition_answer
from evidence.library import Library
from evidence.takeaway.handouts.clinician import clinician_words
from evidence.takeaway.handouts.patient import patient_words
from evidence.takeaway.handouts.safety import safety_words
from evidence.words.notices import APPRAISAL, CAUTION

#: The templates, which a person can edit; see docs/handouts.md.
TEMPLATES = Path(__file__).resolve().parent / "templates"
PAPERS = {"a4": "a4", "letter": "us-letter"}
#: Sizes of type in points, largest first: the first at which everything fits on one page is taken.
_SIZES = {
    "clinician": (10.0, 9.5, 9.0, 8.5, 8.0, 7.5),
    "patient": (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5),
    "safety": (10.0, 9.5, 9.0, 8.5, 8.0),
}
VERSIONS: dict[str, Callable[[Library, ConditionAnswer, int], dict[str, Any]]] = {
    "clinician": clinician_words,
    "patient": patient_words,
}
#: How many entries of a long list are tried, longest first, once the smallest type does not fit.
_LENGTHS = (10, 8, 6, 4, 3, 2, 1)


def handout(library: Library, condition: str, version: str = "clinician", paper: str = "a4", link: str = "") -> bytes:
    """One page on a condition as tagged PDF (PDF/UA-1) with its fonts inside; the same input gives the same bytes.

    `version` is “clinician” or “patient”, `paper` “a4” or “letter”, `link` the address of the live page, printed with a QR code
    if given. Raises ValueError for another version or paper.
    """
    if version not in VERSIONS:
        raise ValueError(f"There is no handout “{version}”; choose one of {', '.join(VERSIONS)}.")
    answer = condition_answer(library, condition)
    return _on_one_page(version, paper, lambda length: VERSIONS[version](library, answer, length), library, link)


def safety_sheet(library: Library, paper: str = "a4", link: str = "") -> bytes:
    """All safety points on one page, as `handout`."""
    return _on_one_page("safety", paper, lambda _: safety_words(library), library, link)


def _on_one_page(
    template: str, paper: str, words: Callable[[int], Mapping[str, Any]], library: Library, link: str
) -> bytes:
    """The largest type at which all fits on one page; then ever shorter lists at the smallest."""
    if paper not in PAPERS:
        raise ValueError(f"There is no paper “{paper}”; choose one of {', '.join(PAPERS)}.")
    every = {
        "paper": PAPERS[paper],
        "caution": CAUTION,
        "appraisal": APPRAISAL,
        "version": library.version,
        "fingerprint": library.fingerprint,
        "link": link,
        "qr": _qr(link),
    }
    sizes = _SIZES[template]
    tries = [(size, _LENGTHS[0]) for size in sizes] + [(sizes[-1], length) for length in _LENGTHS[1:]]
    for size, length in tries:
        data = json.dumps({**every, "size": size, **words(length)})
        if _pages(template, data) == 1:
            break
    return _pdf(template, data)


def _pdf(template: str, data: str) -> bytes:
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def _pages(template: str, data: str) -> int:
    """How many pages it takes: several pictures come as a list, one a page, though the type hints do not say so."""
    source = str(TEMPLATES / f"{template}.typ")
    made: object = typst.compile(
        source, root=str(TEMPLATES), format="svg", ignore_system_fonts=True, sys_inputs={"data": data}
    )
    return len(made) if isinstance(made, list) else 1


def _qr(link: str) -> str:
    """The QR code of an address as SVG; empty without one."""
    if not link:
        return ""
    out = io.BytesIO()
    segno.make(link, micro=False, error="m").save(out, kind="svg", border=1)
    return out.getvalue().decode()
