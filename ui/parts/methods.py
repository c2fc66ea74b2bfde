"""The parts of the methods page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import streamlit as st

from evidence.answers.certainty import DOMAINS, dots
from evidence.answers.corpus import figures, full_reports_sentence, second_hand_sentence
from evidence.answers.directions import ladder, ladder_sentence
from evidence.charts.ladder import STRAND_WORDS
from evidence.library import Library
from evidence.library.library import TABLES
from evidence.selection import Selection
from evidence.synthesis.selfcheck import selfcheck, without_counterpart
from evidence.words.phrases import counted, share
from evidence.words.texts import read
from ui.address import options
from ui.show import pieces as show
from ui.text import plain

#: Explanations as Markdown, beside the code.
REPOSITORY_ISSUES = "the issue tracker of the project’s repository"


def corpus_figures(library: Library) -> None:
    """The headline counts."""
    counts = figures(library)
    years = f"{counts.year_first}–{counts.year_last}" if counts.year_first else "–"
    tiles = (
        ("Studies", f"{counts.studies:,}"),
        ("Findings", f"{counts.findings:,}"),
        ("Primary studies", f"{counts.primary:,}"),
        ("Reviews and guidelines", f"{counts.syntheses:,}"),
        ("Randomised", f"{counts.randomised:,}"),
        ("Extracted twice", share(counts.double_extracted, counts.studies)),
        (library.schema.label("source_read", "full_text"), share(counts.full_text, counts.studies)),
        ("Years", years),
    )
    with st.grid("auto", min_column_width=165):
        for label, value in tiles:
            st.metric(label, value, border=True)
    st.markdown(plain(f"{second_hand_sentence(library)} {full_reports_sentence(library)}"))


def effects_and_pooling() -> None:
    """How sizes are derived and pooled, and the program run on published data beside the published answers."""
    st.markdown(read("pooling"))
    st.subheader("Self-check")
    st.markdown(
        "The program that pools here is run on data from the literature, and its results are held against what was published."
    )
    fold = st.expander("Run the self-check", key="selfcheck", on_change="rerun")
    if fold.open:
        with fold:
            _selfcheck()


@cache
def _checked() -> pd.DataFrame:
    """The self-check's results, which no data of ours can change: run once."""
    return selfcheck()


def _selfcheck() -> None:
    results, missing = _checked(), without_counterpart()
    agree = int(results["ok"].sum())
    st.markdown(
        f"**{agree:,} of {len(results):,} published numbers are reproduced** within the tolerance, from "
        f"{counted(results['set'].nunique(), 'validation set')}. {counted(len(missing), 'further number')} in the same sources "
        "have no counterpart here, for the reasons below."
    )
    sets = results.drop_duplicates("set")
    names = {str(number): f"Set {number}: {data}" for number, data in zip(sets["set"], sets["data"], strict=True)}
    part = results[results["set"].astype(str) == options.choice("Validation set", "set", names)]
    st.caption(f"Source: {plain('; '.join(part['source'].unique()))}")
    columns = {
        "data": "Data",
        "what": "Number",
        "expected": "Published",
        "obtained": "Obtained here",
        "tolerance": "Tolerance",
        "ok": "Agrees",
        "basis": "Basis",
    }
    shown = part.assign(ok=part["ok"].map({True: "yes", False: "NO"}))[list(columns)].rename(columns=columns)
    show.table(shown, alt="Published numbers and those obtained here", key="selfcheck_table")
    reasons = missing["reason"].value_counts()
    st.markdown("**Without counterpart**")
    st.markdown("\n".join(f"- {plain(reason)} ({number})" for reason, number in reasons.items()))


def text(folder: Path) -> None:
    """The curators' own account, as it lies beside the data."""
    account = folder / "METHODS.md"
    if not account.is_file():
        st.info("These data come without an account of how they were made (METHODS.md).")
        return
    st.markdown(_without_title(account))


def scales_of_judgement(library: Library) -> None:
    """The words for support and certainty with their definitions, and GRADE's five domains."""
    schema = library.schema
    st.markdown(
        "Three things are kept apart on every page. **Direction** is where one finding points. **Support** says how far the "
        "findings together bear out a link of a claim. **Certainty** says how sure one can be of that, in GRADE’s words. None "
        "of them is a size of effect."
    )
    st.table(
        [
            {"Support": show.support(schema, code.value), "Meaning": plain(code.definition)}
            for code in schema.codes("support")
        ],
        border="horizontal",
        alt="Words for support",
    )
    st.table(
        [
            {"Certainty": f"{dots(code.value)} {plain(code.label)}", "Meaning": plain(code.definition)}
            for code in schema.codes("certainty")
        ],
        border="horizontal",
        alt="Words for certainty",
    )
    st.markdown("Certainty is judged in view of GRADE’s five domains:")
    fields = [schema.field("appraisals", name) for name in DOMAINS]
    st.table(
        [{"Domain": plain(field.title), "Asks": plain(field.description)} for field in fields],
        border="horizontal",
        alt="GRADE domains",
    )


def vote_counting(library: Library) -> None:
    """The caution about counts, with what single studies and reviews show in these data."""
    everyday = Selection().apply(library).findings
    st.markdown(
        "A count gives a pilot with ten people the same vote as a trial with five hundred, says nothing about how large an "
        "effect is, and leans towards positive results, because those are more often published and reported in abstracts. "
        "So the comparison ladder shows where findings point and no more. In these data:"
    )
    for strand, words in STRAND_WORDS.items():
        st.markdown(f"- {plain(ladder_sentence(ladder(everyday, strand), library, words))}")
    st.markdown(
        "Meta-analyses weigh studies by their size, and careful reviews judge their bias; single findings here do neither. But "
        "reviews share many trials, so their counts are not independent. Where the two disagree, the pages show both."
    )


def dictionary(library: Library) -> None:
    """Every field of every table, and every code, from the schema; one table at a time."""
    schema = library.schema
    name = st.selectbox("Table", TABLES, key="dictionary_table", width=300)
    fields = pd.DataFrame(
        [
            {
                "Field": field.name,
                "Title": field.title,
                "Type": "list" if field.separator else field.type,
                "Unit": field.unit,
                "Codes": field.vocabulary,
                "Meaning": field.description,
            }
            for field in schema.tables[name].values()
        ]
    )
    show.table(fields, alt=f"Fields of the table {name}", key="dictionary_fields")
    vocabularies = sorted(schema.vocabularies)
    chosen = st.selectbox("Codes of", vocabularies, key="dictionary_codes", width=300)
    codes = pd.DataFrame(
        [{"Code": c.value, "Label": c.label, "Definition": c.definition} for c in schema.codes(chosen)]
    )
    show.table(codes, alt=f"Codes of {chosen}", key="dictionary_code_list")


def colophon(library: Library, folder: Path) -> None:
    """Version, change log, how to cite, licence and where to report errors."""
    year = figures(library).checked_last[:4]
    st.markdown(
        f"**Version.** Data {plain(library.version)}, fingerprint {plain(library.fingerprint)} (a hash of every table: two views "
        f"with the same fingerprint show the same data)."
    )
    citation = f"Touchstone contributors. Touchstone: the evidence for massage in chronic pain. Data version {library.version}."
    st.markdown("**How to cite.** Cite the studies you use, and this collection as:")
    st.code(
        f"{citation} {year}. Fingerprint {library.fingerprint}." if year else citation, language=None, wrap_lines=True
    )
    st.markdown(
        "**Licence.** Data: Creative Commons Attribution 4.0 (CC BY 4.0). Program: MIT. Titles, names and numbers are facts of "
        "the cited papers."
    )
    st.markdown(
        f"**Contact.** Report a wrong number, a missing study or a broken page in {REPOSITORY_ISSUES}; name the study’s id and "
        "what its page says."
    )
    log = folder / "CHANGELOG.md"
    if log.is_file():
        with st.expander("What changed in the data"):
            st.markdown(_without_title(log))


def _without_title(document: Path) -> str:
    """A Markdown file without its first-level heading: a page has one title, and it is not this one."""
    lines = document.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return "\n".join(line for line in lines if not line.startswith("# "))
