"""Decks as PowerPoint: native and editable, nothing overlaps or leaves the slide, the same numbers, the same bytes."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from evidence.library import Library
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.takeaway.decks import own_deck, ready_deck
from evidence.takeaway.decks.powerpoint import SHAPES, powerpoint
from evidence.takeaway.decks.powerpoint.text import Box, fitting, height_needed
from evidence.takeaway.decks.slides import Deck
from evidence.words.numbers import rounded
from tests.evidence.libreoffice import find_libreoffice

BASE = "https://touchstone.example"
DECKS = (
    "five",
    "claim-muscle_tension",
    "claim-circulation",
    "claim-endorphins",
    "claim-range_of_motion",
    "claim-anxiety_depression",
    "claim-pain_quality_of_life",
    "condition-low_back_pain",
    "condition-healthy",
)
VIEWS = (
    "map?rows=condition",
    "studies?cond=cancer",
    "study?id=cherkin-2011",
    "synthesis?comp=active",
    "compare",
    "learn?lesson=size",
)
SECONDS = 3.0
EMU = 914_400
#: Pictures may touch their neighbours; text must not.
TOLERANCE = 0.02


def made(library: Library, code: str, shape: str = "16:9") -> Any:
    return Presentation(io.BytesIO(powerpoint(library, deck_of(library, code), shape, BASE)))


def deck_of(library: Library, code: str) -> Deck:
    deck = own_deck(library, VIEWS) if code == "views" else ready_deck(library, code)
    assert deck is not None
    return deck


def words_of(file: Any) -> str:
    return " ".join(text for slide in file.slides for shape in slide.shapes for text in _texts(shape))


def _texts(shape: Any) -> list[str]:
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        return [text for inner in shape.shapes for text in _texts(inner)]
    if getattr(shape, "has_table", False) and shape.has_table:
        return [cell.text for row in shape.table.rows for cell in row.cells]
    return [shape.text_frame.text] if shape.has_text_frame else []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("code", [*DECKS, "views"])
def test_nothing_leaves_the_slide_or_covers_something_else(library: Library, code: str, shape: str) -> None:
    file = made(library, code, shape)
    width, height = SHAPES[shape]
    for number, slide in enumerate(file.slides, start=1):
        boxes = []
        for one in slide.shapes:
            box = tuple(value / EMU for value in (one.left, one.top, one.left + one.width, one.top + one.height))
            assert box[0] >= -TOLERANCE, (number, one.name)
            assert box[1] >= -TOLERANCE, (number, one.name)
            assert box[2] <= width + TOLERANCE, (number, one.name)
            assert box[3] <= height + TOLERANCE, (number, one.name, box)
            boxes.append((one.name, box))
        for (name, a), (other, b) in itertools.combinations(boxes, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across <= TOLERANCE or down <= TOLERANCE, (number, name, other)


@pytest.mark.parametrize("code", DECKS)
def test_every_text_fits_its_box(library: Library, code: str) -> None:
    for slide in made(library, code, "4:3").slides:
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX and shape.text_frame.text:
                paragraphs = shape.text_frame.paragraphs
                size = paragraphs[0].runs[0].font.size.pt
                texts = [paragraph.text for paragraph in paragraphs]
                gap = 0.35 if len(texts) > 1 else 0.0
                assert height_needed(texts, shape.width / EMU, size, gap) <= shape.height / EMU + TOLERANCE


def test_titles_tables_charts_and_notes_are_native(library: Library) -> None:
    file = made(library, "condition-low_back_pain")
    kinds = [shape.shape_type for slide in file.slides for shape in slide.shapes]
    assert kinds.count(MSO_SHAPE_TYPE.TABLE) >= 2
    assert MSO_SHAPE_TYPE.CHART in kinds
    assert not any(
        shape.shape_type == MSO_SHAPE_TYPE.PICTURE for slide in list(file.slides)[:-1] for shape in slide.shapes
    )
    for slide in file.slides:
        assert slide.shapes.title.text_frame.text
        assert slide.has_notes_slide
        assert slide.notes_slide.notes_text_frame.text
    assert MSO_SHAPE_TYPE.GROUP in [s.shape_type for slide in made(library, "five").slides for s in slide.shapes]


@pytest.mark.parametrize("code", ["five", "condition-low_back_pain", "views"])
def test_every_figure_has_a_text_alternative(library: Library, code: str) -> None:
    kinds = (MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.PICTURE)
    figures = [shape for slide in made(library, code).slides for shape in slide.shapes if shape.shape_type in kinds]
    assert figures
    for shape in figures:
        assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr", "")) > 20


def test_numbers_are_those_of_the_pages(library: Library) -> None:
    answer = pooled_studies(library, Question(outcome="pain_intensity", against=""))
    assert answer.pooled is not None
    words = words_of(made(library, "claim-pain_quality_of_life"))
    for value in (answer.pooled.estimate, answer.pooled.ci_low, answer.pooled.ci_high, answer.pooled.pi_low):
        assert rounded(value) in words
    file = made(library, "claim-pain_quality_of_life")
    chart = next(
        shape.chart for slide in file.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.CHART
    )
    deck = deck_of(library, "claim-pain_quality_of_life")
    counts = deck.slides[4].picture.counts
    for series, direction in zip(
        chart.plots[0].series, ("favours_massage", "no_clear_difference", "mixed", "favours_comparator"), strict=True
    ):
        assert list(series.values) == counts[direction].tolist()


def test_the_last_slide_leads_to_the_live_view(library: Library) -> None:
    last = list(made(library, "claim-endorphins").slides)[-1]
    text = " ".join(text for shape in last.shapes for text in _texts(shape))
    assert f"{BASE}/mechanism?mech=endorphins" in text
    assert library.fingerprint in text
    assert MSO_SHAPE_TYPE.PICTURE in [shape.shape_type for shape in last.shapes]
    without = Presentation(io.BytesIO(powerpoint(library, deck_of(library, "claim-endorphins"))))
    assert "http" not in " ".join(text for shape in list(without.slides)[-1].shapes for text in _texts(shape))


def test_the_same_deck_is_the_same_bytes_in_time(library: Library) -> None:
    deck = deck_of(library, "five")
    first = powerpoint(library, deck, "16:9", BASE)
    start = time.perf_counter()
    time.sleep(1.1)  # the clock of zip files ticks in seconds
    assert powerpoint(library, deck, "16:9", BASE) == first
    assert time.perf_counter() - start - 1.1 < SECONDS
    with pytest.raises(ValueError, match="no slide shape"):
        powerpoint(library, deck, "1:1")


@pytest.mark.parametrize("code", ["five", "views"])
def test_it_opens_in_libreoffice_with_every_slide(library: Library, code: str, tmp_path: Path) -> None:
    office = find_libreoffice()
    source = tmp_path / "deck.pptx"
    source.write_bytes(powerpoint(library, deck_of(library, code), "16:9", BASE))
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    document = PdfReader(tmp_path / "deck.pdf")
    file = Presentation(source)
    assert len(document.pages) == len(file.slides)
    for page, slide in zip(document.pages, file.slides, strict=True):
        title = re.sub(r"\W", "", slide.shapes.title.text_frame.text)
        assert title in re.sub(r"\W", "", page.extract_text())


def test_text_that_does_not_fit_is_cut_with_an_ellipsis() -> None:
    size, kept = fitting(["word " * 400], Box(0, 0, 3, 1), (20, 12))
    assert size == 12
    assert kept[0].endswith("…")
    assert height_needed(kept, 3, size) <= 1
    assert fitting(["short"], Box(0, 0, 3, 1), (20, 12)) == (20, ["short"])
