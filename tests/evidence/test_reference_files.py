"""RIS and BibTeX: golden files of real studies, round trips through other people's readers."""

from __future__ import annotations

import re
from typing import Any

import bibtexparser
import pandas as pd
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from evidence.takeaway import reference_files
from tests.evidence.study_rows import BY_ID, STUDIES, study

ODD = st.text(
    st.one_of(
        st.sampled_from("{}%&$#_~^\\\"'`@<>|,;:=-?!()[]/ \n\té漢μ“”–"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    max_size=60,
)
FAMILY = st.from_regex(r"[A-ZÀÉÖŽ][a-zäöüßéø'{}\\%&#_~^$]{1,8}([ -](de |and )?[A-Z][a-z]{1,6})?", fullmatch=True)


def one_line(text: str) -> str:
    return " ".join(text.split())


def from_ris(text: str) -> list[dict[str, Any]]:
    return rispy.loads(text)


def from_bibtex(text: str) -> dict[str, dict[str, Any]]:
    """Fields by key, decoded by other people's code; fails on anything the parser could not read."""
    # Names are separated before decoding, as BibTeX does it: braces protect an "and" inside a name.
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    assert library.comments == []
    return {
        entry.key: {field.key: decoded(field.key, field.value) for field in entry.fields} for entry in library.entries
    }


def decoded(field: str, value: Any) -> Any:
    if field in {"doi", "url"}:
        return value
    if isinstance(value, list):
        return [LATEX.latex_to_text(name) for name in value]
    return LATEX.latex_to_text(value)


def latex_reader() -> LatexNodes2Text:
    """pylatexenc with the standard LaTeX commands that it does not know or takes for an accent."""
    symbols = {
        "braceleft": "{",
        "braceright": "}",
        "asciicircum": "^",
        "less": "<",
        "greater": ">",
        "bar": "|",
    }
    commands = get_default_latex_context_db()
    specs = [MacroTextSpec(f"text{name}", char) for name, char in symbols.items()]
    commands.add_context_category("standard text symbols", prepend=True, macros=specs)
    return LatexNodes2Text(latex_context=commands)


LATEX = latex_reader()


def test_ris_of_a_real_study() -> None:
    assert reference_files.ris([BY_ID["rikard-2023"]]) == (
        "TY  - JOUR\n"
        "ID  - rikard-2023\n"
        "AU  - Rikard, S. M.\n"
        "AU  - Strahan, A. E.\n"
        "AU  - Schmit, K. M.\n"
        "AU  - Guy, G. P., Jr.\n"
        "TI  - Chronic Pain Among Adults — United States, 2019–2021\n"
        "T2  - MMWR Morbidity and Mortality Weekly Report\n"
        "PY  - 2023\n"
        "VL  - 72\n"
        "IS  - 15\n"
        "SP  - 379\n"
        "EP  - 385\n"
        "DO  - 10.15585/mmwr.mm7215a1\n"
        "AN  - 37053114\n"
        "DB  - PubMed\n"
        "UR  - https://pubmed.ncbi.nlm.nih.gov/37053114/\n"
        "ER  - \n"
    )


def test_bibtex_of_a_real_study() -> None:
    assert reference_files.bibtex([BY_ID["morelli-1990"], BY_ID["cho-2024"]]) == (
        "@article{morelli-1990,\n"
        "  author = {{Morelli}},\n"
        "  title = {{Changes in h-reflex amplitude during massage of triceps surae in healthy subjects}},\n"
        "  journal = {Journal of Orthopaedic \\& Sports Physical Therapy},\n"
        "  year = {1990},\n"
        "  volume = {12},\n"
        "  number = {2},\n"
        "  pages = {55--59},\n"
        "  pmid = {18787257},\n"
        "}\n"
        "\n"
        "@article{cho-2024,\n"
        "  author = {{Cho} and Kim, M. Y.},\n"
        "  title = {{The effect of aromatherapy on pain in individuals with diabetes: a systematic "
        "review and meta-analysis}},\n"
        "  journal = {Journal of Korean Biological Nursing Science},\n"
        "  year = {2024},\n"
        "  volume = {26},\n"
        "  number = {2},\n"
        "  pages = {71--82},\n"
        "  doi = {10.7586/jkbns.24.012},\n"
        "}\n"
    )


def test_no_studies_give_empty_files() -> None:
    assert reference_files.bibtex([]) == ""
    assert reference_files.ris([]) == ""


def test_a_pandas_row_is_written_like_a_dict() -> None:
    frame = pd.DataFrame(STUDIES).astype({"year": "Int64"})
    for position in (0, 100, 277):
        row, plain = frame.iloc[position], STUDIES[position]
        assert reference_files.ris([row]) == reference_files.ris([plain])
        assert reference_files.bibtex([row]) == reference_files.bibtex([plain])


def test_all_studies_survive_ris() -> None:
    records = from_ris(reference_files.ris(STUDIES))
    assert [record["id"] for record in records] == [row["study_id"] for row in STUDIES]
    for row, record in zip(STUDIES, records, strict=True):
        assert record["type_of_reference"] == "JOUR"
        assert record["title"] == row["title"]
        assert record["secondary_title"] == row["journal"]
        assert record["year"] == str(row["year"])
        assert record.get("volume", "") == row["volume"]
        assert record.get("number", "") == row["issue"]
        assert record.get("doi", "") == row["doi"]
        assert record.get("accession_number", "") == row["pmid"]
        assert len(record["urls"]) == 1
        families = [name.split(",")[0] for name in record.get("authors", [])]
        printed = [name for name in row["authors"].split("; ") if name]
        assert len(families) == len(printed)
        assert all(name.startswith(family) for name, family in zip(printed, families, strict=True))
        # A number of an article, or pages with a word beside them, are no range to take apart.
        is_range = re.fullmatch(r"([A-Za-z]*\d+)-[A-Za-z]*\d+", row["pages"])
        assert record.get("start_page", "") == (is_range[1] if is_range else row["pages"])


def test_all_studies_survive_bibtex() -> None:
    entries = from_bibtex(reference_files.bibtex(STUDIES))
    assert list(entries) == [row["study_id"] for row in STUDIES]
    for row in STUDIES:
        entry = entries[row["study_id"]]
        assert entry["title"] == row["title"]
        assert entry["journal"] == row["journal"]
        assert entry["year"] == str(row["year"])
        assert entry.get("volume", "") == row["volume"]
        assert entry.get("number", "") == row["issue"]
        assert entry.get("doi", "") == row["doi"]
        assert entry.get("pmid", "") == row["pmid"]
        assert entry.get("url", "") == row["record_url"]
        families = [name.split(",")[0] for name in entry.get("author", [])]
        printed = [name for name in row["authors"].split("; ") if name]
        assert len(families) == len(printed)
        assert all(name.startswith(family) for name, family in zip(printed, families, strict=True))


@given(title=ODD, journal=ODD)
def test_odd_characters_survive_ris(title: str, journal: str) -> None:
    rows = [study(title=title, journal=journal), study(study_id="next", title="Next")]
    records = from_ris(reference_files.ris(rows))
    assert [record["id"] for record in records] == ["made-up", "next"]
    assert records[0].get("title", "") == one_line(title)
    assert records[0].get("secondary_title", "") == one_line(journal)


@given(title=ODD, journal=ODD)
def test_odd_characters_survive_bibtex(title: str, journal: str) -> None:
    rows = [study(title=title, journal=journal), study(study_id="next", title="Next")]
    entries = from_bibtex(reference_files.bibtex(rows))
    assert list(entries) == ["made-up", "next"]
    assert entries["made-up"].get("title", "") == one_line(title)
    assert entries["made-up"].get("journal", "") == one_line(journal)
    assert entries["next"]["title"] == "Next"


@given(st.text())
def test_bibtex_braces_always_balance(text: str) -> None:
    row = study(
        study_id=text,
        title=text,
        journal=text,
        authors=text,
        pages=text,
        doi=f"10.1000/{text}",
        volume=text,
        issue=text,
    )
    depth = 0
    # BibTeX itself counts every brace, also one behind a backslash.
    for char in reference_files.bibtex([row]):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


@given(st.lists(FAMILY, min_size=1, max_size=5))
def test_names_survive_bibtex_and_ris(families: list[str]) -> None:
    row = study(authors="; ".join(f"{family} AB" for family in families))
    expected = [f"{family}, A. B." for family in families]
    assert from_bibtex(reference_files.bibtex([row]))["made-up"]["author"] == expected
    assert from_ris(reference_files.ris([row]))[0]["authors"] == expected


def test_bibtex_protects_names_it_would_take_apart() -> None:
    row = study(authors="Baptistella do Nascimento I; van den Dolder PA; Health and Care Board; Guy GP Jr; et al")
    assert (
        "  author = {{Baptistella do Nascimento}, I. and van den Dolder, P. A. and {Health and Care Board} "
        "and Guy, Jr., G. P. and others},\n"
    ) in reference_files.bibtex([row])


def test_addresses_stay_whole() -> None:
    row = study(record_url="https://example.org/a;b?x={1}&y=50%25")
    assert from_ris(reference_files.ris([row]))[0]["urls"] == ["https://example.org/a%3Bb?x=%7B1%7D&y=50%25"]
    assert "  url = {https://example.org/a;b?x=%7B1%7D&y=50%25},\n" in reference_files.bibtex([row])


def test_a_key_holds_only_what_bibtex_allows() -> None:
    assert reference_files.bibtex([study(study_id="a, b{c}%")]).startswith("@article{a--b-c--,\n")
    assert reference_files.bibtex([study(study_id="")]).startswith("@article{study,\n")
