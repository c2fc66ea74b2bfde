"""Page, handouts, slides, briefing and comparison of a condition say the same: one certainty, one dose, one statement on harms.

The briefing prints the slides of the deck, so what is asked of the deck is asked of it, too.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from evidence.answers.condition_answer import ConditionAnswer, condition_answer, condition_names
from evidence.answers.side_by_side import KINDS, sides
from evidence.library import Library, load
from evidence.library.schema import PACKAGED
from evidence.takeaway.decks import ready_deck
from evidence.takeaway.decks.condition_decks import condition_deck
from evidence.takeaway.decks.slides import Deck, numbers_of
from evidence.takeaway.decks.view_slides import slide_of
from evidence.takeaway.handouts import handout
from evidence.takeaway.handouts.clinician import clinician_words
from evidence.takeaway.handouts.patient import patient_words
from evidence.views.explore import CompareView

EVIDENCE = Path(__file__).resolve().parents[2] / "evidence"
LIBRARY = load(PACKAGED)
SUMMARISED = list(LIBRARY.conditions["condition_id"])
#: Words of certainty, the longest first, so that “very low” is not found as “low”.
CERTAINTY = re.compile(r"\b(very low|low|moderate|high) certainty\b", re.IGNORECASE)


@pytest.fixture(params=SUMMARISED)
def condition(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def words_of(deck: Deck) -> str:
    parts = []
    for slide in deck.slides:
        parts += [slide.title, slide.sentence, *slide.points, slide.notes]
        if slide.picture is not None:
            parts += [str(cell) for row in numbers_of(slide.picture).to_numpy().tolist() for cell in row]
    return " ".join(parts)


def squeezed(pdf: bytes) -> str:
    return re.sub(r"\s+", "", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def outputs(library: Library, answer: ConditionAnswer) -> dict[str, str]:
    clinician, patient = clinician_words(library, answer, 10), patient_words(library, answer, 10)
    (side,) = sides(library, "condition", [answer.condition])
    return {
        "clinician": " ".join(str(value) for value in clinician.values()),
        "patient": " ".join(" ".join((part["text"], *part["items"])) for part in patient["parts"]),
        "deck": words_of(condition_deck(library, answer.condition)),
        "compare": " ".join((side.verdict, *(words for _, words in side.facts))),
    }


def test_one_statement_on_harms(library: Library, condition: str) -> None:
    answer = condition_answer(library, condition)
    own = library.harms.set_index("condition_id").loc[condition, "sentence"]
    assert answer.harms.sentence == own
    for name, words in outputs(library, answer).items():
        assert words.count(own) == 1, name


def test_one_dose(library: Library, condition: str) -> None:
    answer = condition_answer(library, condition)
    assert answer.dose is not None
    for name, words in outputs(library, answer).items():
        assert answer.dose.sentence in words, name
    assert answer.dose.sentence == library.doses.set_index("condition_id").loc[condition, "sentence"]


def test_one_bottom_line_and_one_certainty_for_every_row(library: Library, condition: str) -> None:
    answer = condition_answer(library, condition)
    made = outputs(library, answer)
    assert answer.headline.sentence in made["clinician"]
    assert answer.headline.sentence in made["compare"]
    assert answer.headline.soon in made["deck"]
    assert answer.headline.later in made["deck"]
    clinician = clinician_words(library, answer, 10)["rows"]
    (table,) = (
        numbers_of(slide.picture)
        for slide in condition_deck(library, condition).slides
        if slide.picture is not None and "Certainty" in numbers_of(slide.picture).columns
    )
    (side,) = sides(library, "condition", [condition])
    assert len(answer.rows) == len(clinician) == len(table) == len(side.aspects)
    for row, printed, slide, aspect in zip(answer.rows, clinician, table.to_dict("records"), side.aspects, strict=True):
        assert printed["said"] == row.sentence
        assert row.certainty_words == printed["certainty"] == slide["Certainty"]
        assert aspect.certainty == row.certainty
        assert row.plain in made["patient"]
        assert row.sentence in made["deck"]


def test_no_certainty_is_said_beside_those_of_the_rows(library: Library, condition: str) -> None:
    answer = condition_answer(library, condition)
    for name, words in outputs(library, answer).items():
        own = " ".join(row.sentence for row in answer.rows) + " ".join(one.words for one in answer.guidelines)
        said = {found.lower() for found in CERTAINTY.findall(words)} - {
            found.lower() for found in CERTAINTY.findall(own)
        }
        assert said == set(), name


def test_printed_handouts_hold_the_same_words(library: Library) -> None:
    for condition in ("knee_osteoarthritis", "neuropathy", "low_back_pain"):
        answer = condition_answer(library, condition)
        clinician = squeezed(handout(library, condition, "clinician"))
        patient = squeezed(handout(library, condition, "patient"))
        for row in answer.rows:
            assert re.sub(r"\s+", "", row.sentence) in clinician
            assert re.sub(r"\s+", "", row.plain) in patient
        for text in (clinician, patient):
            assert re.sub(r"\s+", "", answer.harms.sentence) in text


def test_precautions_are_the_same_choice_everywhere(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        chosen = {point.topic for point in answer.precautions}
        others = {topic for topic in library.precautions["topic"] if topic not in chosen}
        for name, words in outputs(library, answer).items():
            assert not [topic for topic in others if f"{topic}:" in words], name


def test_what_to_warn_of_is_the_same_on_every_output(library: Library) -> None:
    for condition in condition_names(library):
        answer = condition_answer(library, condition)
        warnings = [point.words for point in answer.warnings]
        assert clinician_words(library, answer, 10)["precautions"] == warnings
        deck = ready_deck(library, f"condition-{condition}")
        assert deck is not None
        slide = next(slide for slide in deck.slides if slide.title == "What can go wrong")
        assert list(slide.points) == [*warnings, *(point.words for point in answer.told_everybody)]
        parts = patient_words(library, answer, len(warnings))["parts"]
        told = [item for part in parts for item in part["items"]]
        assert set(warnings) <= set(told)


def test_the_comparison_without_a_choice_is_the_same_on_page_and_slide(library: Library) -> None:
    for kind in KINDS:
        view = CompareView.from_params({"of": kind}, library)
        slide = slide_of(library, f"compare?of={kind}")
        assert slide.title == " and ".join(side.name for side in view.answer(library))


def test_a_certainty_is_worked_out_in_one_place() -> None:
    """Going down the levels is arithmetic on their order: nobody but `Grade.rated` may do it."""
    found = [
        file.relative_to(EVIDENCE).as_posix()
        for file in EVIDENCE.rglob("*.py")
        if "LEVELS.index" in file.read_text(encoding="utf-8")
    ]
    assert set(found) <= {"synthesis/grade.py", "synthesis/conclusion.py"}


def test_only_the_store_keeps_what_was_worked_out_from_data() -> None:
    """`lru_cache` and `cache` are for what no data of ours can change: packaged texts and schemas, widths of letters."""
    allowed = {
        "charts/powerpoint/shapes.py",
        "charts/text_width.py",
        "answers/self_check.py",
        "learn/glossary.py",
        "library/schema.py",
        "synthesis/selfcheck.py",
        "words/texts.py",
    }
    found = {
        file.relative_to(EVIDENCE).as_posix()
        for file in EVIDENCE.rglob("*.py")
        if re.search(r"^@(?:lru_cache|cache)\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found <= allowed
