"""The take-home recipe: both programs, run on their own, give the number that the app shows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.library import Library
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.pooling import Model
from evidence.synthesis.questions import Question
from evidence.takeaway.recipe import contents, recipe
from tests.evidence.pools import question_with
from tests.evidence.r_metafor import NoMetaforError, find_rscript

#: Settings to try; what is left out or alone in its pool is picked from the library.
QUESTIONS = {
    "the default": Question(),
    "any control": Question(against=""),
    "DerSimonian-Laird, normal": Question(against="active", model=Model("DL", knapp_hartung=False)),
    "common effect": Question(against="active", model=Model("FE", knapp_hartung=False)),
    "no floor": Question(model=Model(floor=False)),
}
KINDS = (*QUESTIONS, "one left out", "two studies", "one study")
NUMBERS = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high", "tau2", "i2")


@pytest.fixture(scope="module")
def rscript() -> str:
    try:
        return find_rscript()
    except NoMetaforError as reason:
        pytest.fail(str(reason))


def asked(kind: str, library: Library) -> PooledStudies:
    if kind in QUESTIONS:
        return pooled_studies(library, QUESTIONS[kind])
    if kind == "one left out":
        first = pooled_studies(library, Question(against="")).rows["study_id"].iloc[0]
        return pooled_studies(library, Question(against="", left_out=(first,)))
    number = {"one study": 1, "two studies": 2}[kind]
    return pooled_studies(library, question_with(library, lambda studies: studies == number))


def unpacked(answer: PooledStudies, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(recipe(answer))) as archive:
        archive.extractall(folder)
    return folder


def printed(program: list[str], folder: Path) -> dict[str, str]:
    """The numbers that a program computes, by name."""
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return {line.split()[0]: line.split()[-2] for line in done.stdout.splitlines()[1:]}


def check(found: dict[str, str], answer: PooledStudies) -> None:
    pooled = answer.pooled
    assert pooled is not None
    assert found["studies"] == str(pooled.k)
    for name in NUMBERS:
        value = getattr(pooled, name)
        if value == value:
            assert float(found[name]) == pytest.approx(value, abs=2e-6), name
        else:
            assert found[name] == "-", name


@pytest.mark.parametrize("kind", KINDS)
def test_the_python_program_gives_the_number_of_the_app(kind: str, library: Library, tmp_path: Path) -> None:
    answer = asked(kind, library)
    check(printed([sys.executable, "pool.py"], unpacked(answer, tmp_path)), answer)


@pytest.mark.parametrize("kind", KINDS)
def test_the_r_program_gives_the_number_of_the_app(kind: str, library: Library, tmp_path: Path, rscript: str) -> None:
    answer = asked(kind, library)
    check(printed([rscript, "pool.R"], unpacked(answer, tmp_path)), answer)


def test_the_questions_tried_are_of_every_kind(library: Library) -> None:
    pools = {kind: asked(kind, library).pooled for kind in KINDS}
    sizes = {kind: pooled.k if pooled else 0 for kind, pooled in pools.items()}
    assert (sizes["one study"], sizes["two studies"]) == (1, 2)
    assert sizes["one left out"] == sizes["any control"] - 1
    assert all(sizes[kind] > 2 for kind in QUESTIONS)


def test_a_study_set_to_false_by_hand_changes_both_programs_alike(
    library: Library, tmp_path: Path, rscript: str
) -> None:
    answer = pooled_studies(library, Question(against=""))
    folder = unpacked(answer, tmp_path)
    table = (folder / "studies.csv").read_text(encoding="utf-8-sig")
    (folder / "studies.csv").write_text(table.replace(",true,", ",FALSE,", 1), encoding="utf-8")
    first = str(answer.rows["study_id"].iloc[0])
    without = pooled_studies(library, Question(against="", left_out=(first,)))

    check(printed([sys.executable, "pool.py"], folder), without)
    check(printed([rscript, "pool.R"], folder), without)


def test_the_zip_holds_rows_reasons_settings_and_words(library: Library) -> None:
    chronic = Question(against="", doubts=("chronic",))
    first = str(pooled_studies(library, chronic).rows["study_id"].iloc[0])
    answer = pooled_studies(library, replace(chronic, left_out=(first,)))
    with zipfile.ZipFile(io.BytesIO(recipe(answer, "https://example.org/synthesis?comp=any"))) as archive:
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}

    studies = list(csv.DictReader(io.StringIO(files["studies.csv"])))
    assert [row["study_id"] for row in studies] == answer.rows["study_id"].tolist()
    assert {row["study_id"] for row in studies if row["included"] == "false"} == {first}
    rest = list(csv.DictReader(io.StringIO(files["not_pooled.csv"])))
    assert len(rest) == len(answer.not_pooled) > 0
    assert all(row["reason"] for row in rest)
    settings = json.loads(files["settings.json"])
    assert settings["parameters"] == answer.question.to_params()
    assert settings["data"] == {"version": library.version, "fingerprint": library.fingerprint}
    assert settings["words"] == answer.sentence
    words = " ".join(files["README.txt"].split())
    assert " ".join(conclusion(answer).sentence.split()) in words


def test_the_same_answer_gives_the_same_bytes(library: Library) -> None:
    answer = pooled_studies(library, Question())
    assert recipe(answer) == recipe(answer)


def test_nothing_to_pool_still_makes_an_honest_zip(library: Library, tmp_path: Path) -> None:
    answer = pooled_studies(library, question_with(library, lambda studies: studies == 0))
    folder = unpacked(answer, tmp_path)
    done = subprocess.run(
        [sys.executable, "pool.py"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "nothing to pool" in done.stderr
    assert "nothing is in the pool" in contents(answer)
