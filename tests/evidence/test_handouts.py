"""Handouts fit one page, say what the page says, can be read aloud, and never read data as markup."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace

import pytest
import textstat
from pypdf import PdfReader

from evidence.condition_answer import condition_answer, condition_names
from evidence.handouts import PAPERS, VERSIONS, handout, safety_sheet
from evidence.handouts.patient import patient_words
from evidence.library import Library
from evidence.notices import APPRAISAL, CAUTION
from evidence.safety import harms_reported, harms_sentence, precautions
from evidence.texts import sections

LINK = "https://touchstone.example/condition?cond=low_back_pain"
SECONDS = 2.0
JARGON = re.compile(r"\bGRADE\b|\bintervals?\b|\bcomparators?\b|\bcredible\b|\bg \d|\bSMD\b|\bpooled\b|\bmeta-analys")


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in read(pdf).pages))


def squeezed(text: str) -> str:
    """A text without white space, as lines of a PDF may break anywhere."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_condition_fits_on_one_page(library: Library, version: str, paper: str) -> None:
    for condition in condition_names(library):
        document = read(handout(library, condition, version, paper, LINK))
        assert len(document.pages) == 1, condition
        width = float(document.pages[0].mediabox.width)
        assert round(width) == {"a4": 595, "letter": 612}[paper]


def test_the_clinicians_page_says_what_the_page_says(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        text = text_of(handout(library, condition, "clinician", "a4", LINK))
        expected = [
            *(line.sentence for line in answer.lines),
            *(line.lead.detail for line in answer.lines),
            answer.dose_sentence,
            answer.harms_sentence,
            *answer.talk,
            *(one.words for one in answer.guidelines),
            answer.summary,
        ]
        assert [words for words in expected if squeezed(words) not in text] == []


def test_references_that_do_not_fit_are_counted(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        text = text_of(handout(library, condition, "clinician", "letter", LINK))
        named = sum(squeezed(f"doi: {library.records[key]['doi']}") in text for key in answer.key_studies)
        left = re.search(r"And(\d+)morekeystud", text)
        assert named + int(left[1] if left else 0) >= len([k for k in answer.key_studies if library.records[k]["doi"]])


def test_the_patients_page_has_the_numbers_and_the_standing_words(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        text = text_of(handout(library, condition, "patient", "a4", LINK))
        assert squeezed(f"Of {answer.harms.trials} trial") in text
        for part, words in (
            ("sessions", "sessions in all"),
            ("weeks", "weeks"),
            ("session_minutes", "minutes each time"),
        ):
            told = answer.doses[part].dropna()
            if len(told):
                assert squeezed(f"about {round(float(told.median()), 1):g} {words}") in text.replace("About", "about")
        for point in precautions(library):
            if point.level == "urgent":
                assert squeezed(point.advice) in text
        for line in sections("patient")["remember"].splitlines():
            assert squeezed(line.removeprefix("- ")) in text


def test_the_patients_page_is_plain(library: Library) -> None:
    for condition in condition_names(library):
        parts = patient_words(library, condition_answer(library, condition), 10)["parts"]
        sentences = [sentence for part in parts for sentence in (part["text"], *part["items"]) if sentence]
        text = " ".join(sentence if sentence.endswith((".", "?")) else f"{sentence}." for sentence in sentences)
        assert textstat.flesch_kincaid_grade(text) <= 8
        assert JARGON.findall(text) == []


def test_the_patients_page_is_never_surer_than_the_page(library: Library) -> None:
    words = sections("patient")
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        parts = {part["heading"]: part for part in patient_words(library, answer, 10)["parts"]}
        pain = next((line for line in answer.lines if line.area == "pain"), None)
        if pain is not None:
            assert parts[words["heading sure"]]["text"] == words[f"sure {pain.certainty}"]
            if pain.certainty == "very_low":
                assert any("cannot yet tell" in item for item in parts[words["heading benefit"]]["items"])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_screen_reader_can_follow(library: Library, version: str) -> None:
    document = read(handout(library, "low_back_pain", version, "a4", LINK))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert document.metadata is not None
    assert "assage" in (document.metadata.title or "")
    fonts = document.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])


def test_version_link_and_standing_words_are_at_the_foot(library: Library) -> None:
    for pdf in (handout(library, "cancer", "patient", "a4", LINK), safety_sheet(library, "a4", LINK)):
        text = text_of(pdf)
        for words in (CAUTION, APPRAISAL, f"data version {library.version}", library.fingerprint, LINK):
            assert squeezed(words) in text
    assert "http" not in text_of(handout(library, "shoulder_pain", "patient", "a4")).replace("https", "http")


def test_all_safety_points_fit_on_one_page(library: Library) -> None:
    for paper in PAPERS:
        pdf = safety_sheet(library, paper, LINK)
        assert len(read(pdf).pages) == 1
        text = text_of(pdf)
        for point in precautions(library):
            assert all(squeezed(words) in text for words in (point.topic, point.advice, point.why))
        assert squeezed(harms_sentence(harms_reported(library), library)) in text


def test_text_from_data_is_never_markup(library: Library) -> None:
    hostile = '#read("page.typ") *bold* _it_ $x^2$ = head <label> @ref `code` #import \\ // /* http://x.invalid'
    conditions = library.conditions.assign(summary=hostile, guideline_stance=hostile)
    text = text_of(handout(replace(library, conditions=conditions), "cancer"))
    assert squeezed(hostile) in text


def test_the_same_input_gives_the_same_bytes_in_time(library: Library) -> None:
    first = handout(library, "fibromyalgia", "clinician", "letter", LINK)
    start = time.perf_counter()
    assert handout(library, "fibromyalgia", "clinician", "letter", LINK) == first
    assert time.perf_counter() - start < SECONDS
    assert handout(library, "fibromyalgia", "clinician", "a4", LINK) != first


def test_other_versions_and_papers_are_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="no handout"):
        handout(library, "cancer", "poster")
    with pytest.raises(ValueError, match="no paper"):
        handout(library, "cancer", "patient", "a3")
    with pytest.raises(ValueError, match="no paper"):
        safety_sheet(library, "a3")
