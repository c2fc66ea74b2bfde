"""Handouts fit one page, say what the page says, can be read aloud, and never read data as markup."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace

import pytest
import textstat
from pypdf import PdfReader

from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.safety import harms_reported, harms_sentence, precautions
from evidence.library import Library
from evidence.takeaway.handouts import PAPERS, VERSIONS, handout, safety_sheet
from evidence.takeaway.handouts.patient import patient_words
from evidence.words.notices import APPRAISAL, CAUTION
from evidence.words.texts import sections

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
            *(row.sentence for row in answer.rows),
            *(row.number for row in answer.rows),
            *(f"{row.outcome_words}, {row.term_words.lower()}; {row.comparison_words.lower()}" for row in answer.rows),
            *(row.extent for row in answer.rows),
            *(one.counts for one in answer.unjudged),
            answer.dose_sentence,
            answer.harms.sentence,
            *answer.talk,
            *(one.words for one in answer.guidelines),
            answer.guideline_sentence,
            answer.bottom_line,
        ]
        assert [words for words in expected if squeezed(words) not in text] == []


def test_references_that_do_not_fit_are_counted(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        text = text_of(handout(library, condition, "clinician", "letter", LINK))
        named = sum(squeezed(f"doi: {library.records[key]['doi']}") in text for key in answer.basis)
        left = re.search(r"And(\d+)morestud", text)
        assert named + int(left[1] if left else 0) >= len([key for key in answer.basis if library.records[key]["doi"]])


def test_the_patients_page_has_the_numbers_and_the_standing_words(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        text = text_of(handout(library, condition, "patient", "a4", LINK))
        assert answer.dose is not None
        assert squeezed(answer.dose.sentence) in text
        assert squeezed(answer.harms.sentence) in text
        for point in answer.precautions:
            if point.level == "urgent" or condition in point.conditions:
                assert squeezed(point.words) in text
        for line in sections("patient")["remember"].splitlines():
            assert squeezed(line.removeprefix("- ")) in text


def test_the_patients_page_is_plain(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        parts = patient_words(library, answer, 10)["parts"]
        sentences = [sentence for part in parts for sentence in (part["text"], *part["items"]) if sentence]
        text = " ".join(sentence if sentence.endswith((".", "?")) else f"{sentence}." for sentence in sentences)
        assert textstat.flesch_kincaid_grade(text) <= 8
        # Dose and harms are the curators' own sentences, the same in every output.
        ours = text.replace(answer.dose_sentence, "").replace(answer.harms.sentence, "")
        assert JARGON.findall(ours) == []


def test_the_patients_page_says_every_row_under_its_own_certainty(library: Library) -> None:
    words = sections("patient")
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        parts = {part["heading"]: part for part in patient_words(library, answer, 10)["parts"]}
        for row in answer.rows:
            for certainty in ("high", "moderate", "low", "very_low"):
                said = parts.get(words[f"heading sure {certainty}"], {"items": []})["items"]
                assert (row.plain in said) == (row.certainty == certainty)
        assert (words["heading benefit"] in parts) == (not answer.rows)


def test_the_patients_dose_is_the_curators_with_whole_numbers(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        said = " ".join(part["text"] for part in patient_words(library, answer, 10)["parts"])
        assert answer.dose_sentence in said
        assert not re.search(r"\d\.\d|middle|told by", answer.dose_sentence)


def test_the_condition_own_points_are_on_both_sheets(library: Library) -> None:
    for condition in library.conditions["condition_id"]:
        answer = condition_answer(library, condition)
        for version in VERSIONS:
            text = text_of(handout(library, condition, version))
            for point in answer.precautions:
                assert condition not in point.conditions or squeezed(point.words) in text


def test_no_precaution_for_another_part_of_the_body_is_on_the_patients_page(library: Library) -> None:
    text = text_of(handout(library, "neuropathy", "patient"))
    assert squeezed("Lost feeling and diabetes") in text
    assert squeezed("Neck: no thrusts") not in text
    assert squeezed("inside the mouth") not in text


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
    rows = library.summary_of_findings.assign(sentence=hostile, plain=hostile, number="")
    conditions = library.conditions.assign(guideline_stance=hostile)
    changed = replace(library, summary_of_findings=rows, conditions=conditions)
    for version in VERSIONS:
        assert squeezed(hostile) in text_of(handout(changed, "cancer", version))


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
