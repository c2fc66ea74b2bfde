"""The parts of the methods page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from evidence.answers.certainty import DOMAINS, dots
from evidence.answers.corpus import CorpusAnswer
from evidence.answers.self_check import self_check
from evidence.charts import codes_chart, ladder_chart, years_chart
from evidence.charts.ladder import STRAND_WORDS
from evidence.library import Library
from evidence.library.kept import MOST_MB
from evidence.library.library import TABLES
from evidence.selection import Selection
from evidence.views.overview import MethodsView
from evidence.words.numbers import rounded
from evidence.words.phrases import share
from evidence.words.texts import read
from ui import data
from ui.address import options, views
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

#: Where to write to.
REPOSITORY_ISSUES = "the issue tracker of the project’s repository"
_BEFORE_COUNTS = (
    "A count gives a pilot with ten people the same vote as a trial with five hundred, says nothing about how large an "
    "effect is, and leans towards positive results, because those are more often published and reported in abstracts. "
    "So the comparison ladder shows where findings point and no more. In these data:"
)
_AFTER_COUNTS = (
    "Meta-analyses weigh studies by their size, and careful reviews judge their bias; single findings here do neither. But "
    "reviews share many trials, so their counts are not independent. Where the two disagree, the pages show both."
)


@show.guarded
def corpus_figures(library: Library, answer: CorpusAnswer) -> None:
    """The headline counts."""
    counts = answer.figures
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
    with st.grid("auto", min_column_width=230):
        for label, value in tiles:
            st.metric(label, value, border=True)
    st.markdown(plain(f"{answer.second_hand} {answer.full_reports}"))


@show.guarded
def effects_and_pooling() -> None:
    """How sizes are derived and pooled."""
    st.markdown(read("pooling"))


@show.guarded
def holdings(library: Library) -> None:
    """Years, designs and conditions of all studies as bars."""
    pictures.chart(years_chart(library), "corpus_years")
    designs, conditions = st.columns(2, gap="medium")
    with designs:
        st.subheader("Designs", anchor=False)
        pictures.chart(codes_chart(library, "design"), "corpus_designs", width=pictures.HALF)
    with conditions:
        st.subheader("Conditions", anchor=False)
        pictures.chart(codes_chart(library, "conditions", is_list=True), "corpus_conditions", width=pictures.HALF)


@st.fragment
@show.guarded
def check_of_itself(library: Library) -> None:
    """The program run on published data beside the published answers; opening it runs only this part."""
    st.subheader("Self-check")
    st.markdown(
        "The program that pools here is run on data from the literature, and its results are held against what was published."
    )
    fold = st.expander("Run the self-check", key="selfcheck", on_change="rerun")
    if fold.open:
        with fold:
            _checked(views.current(MethodsView, library))


def _checked(view: MethodsView) -> None:
    checked = self_check()
    names = {one.code: one.name for one in checked.sets}
    first = checked.sets[0].code
    chosen = checked.set(view.golden)
    st.markdown(f"**{checked.reproduced}** {checked.within}")
    options.choice("Validation set", "set", names, chosen.code, first)
    st.caption(f"Source: {plain(chosen.source)}")
    show.table(chosen.rows, alt="Published numbers and those obtained here", key="selfcheck_table")
    reasons = "\n".join(f"- {plain(reason)} ({number})" for reason, number in checked.reasons)
    st.markdown(f"**Without counterpart**\n\n{reasons}")


@show.guarded
def text(folder: Path) -> None:
    """The curators' own account, as it lies beside the data."""
    account = folder / "METHODS.md"
    if not account.is_file():
        st.info("These data come without an account of how they were made (METHODS.md).")
        return
    st.markdown(_without_title(account))


@show.guarded
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


@show.guarded
def vote_counting(library: Library) -> None:
    """The caution about counts, with what single studies and reviews show in these data."""
    everyday = Selection().apply(library)
    told = "\n".join(f"- {plain(ladder_chart(everyday, strand).sentence)}" for strand in STRAND_WORDS)
    st.markdown(f"{_BEFORE_COUNTS}\n\n{told}\n\n{_AFTER_COUNTS}")


@st.fragment
@show.guarded
def dictionary(library: Library) -> None:
    """Every field of every table, and every code, from the schema; one table at a time, another one runs only this part."""
    schema = library.schema
    name = st.selectbox("Table", TABLES, key="dictionary_table", width=300)
    fields = [
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
    show.table(fields, f"Fields of the table {name}", "dictionary_fields")
    chosen = st.selectbox("Codes of", sorted(schema.vocabularies), key="dictionary_codes", width=300)
    codes = [{"Code": code.value, "Label": code.label, "Definition": code.definition} for code in schema.codes(chosen)]
    show.table(codes, f"Codes of {chosen}", "dictionary_code_list")


@show.guarded
def colophon(library: Library, folder: Path, year: str) -> None:
    """Version, change log, how to cite, licence and where to report errors; `year` is that of the last check of a record."""
    st.markdown(
        f"**Version.** Data {plain(library.version)}, fingerprint {plain(library.fingerprint)} (a hash of every table: two views "
        "with the same fingerprint show the same data).\n\n"
        "**How to cite.** Cite the studies you use, and this collection as:"
    )
    citation = f"Touchstone contributors. Touchstone: the evidence for massage in chronic pain. Data version {library.version}."
    st.code(
        f"{citation} {year}. Fingerprint {library.fingerprint}." if year else citation, language=None, wrap_lines=True
    )
    st.markdown(
        "**Licence.** Data: Creative Commons Attribution 4.0 (CC BY 4.0). Program: MIT. Titles, names and numbers are facts of "
        "the cited papers.\n\n"
        f"**Contact.** Report a wrong number, a missing study or a broken page in {REPOSITORY_ISSUES}; name the study’s id and "
        "what its page says."
    )
    log = folder / "CHANGELOG.md"
    if log.is_file():
        with st.expander("What changed in the data"):
            st.markdown(_without_title(log))


@st.fragment
@show.guarded
def store() -> None:
    """What the server keeps of what it worked out, for those who run it; opening it runs only this part."""
    fold = st.expander("What this server keeps in memory (for maintainers)", key="store", on_change="rerun")
    if fold.open:
        kinds = data.answers().kept()
        whole = sum(kind.megabytes for kind in kinds)
        with fold:
            st.markdown(
                f"What was worked out from these data is kept for whoever asks next: now {rounded(whole, 1)} of at most "
                f"{rounded(MOST_MB, 0)} MB. What has not been asked for the longest goes first; all of it goes when the data "
                "change."
            )
            rows = [
                {"What": kind.made_by, "How many": f"{kind.values:,}", "MB": rounded(kind.megabytes, 2)}
                for kind in kinds
            ]
            show.table(rows, "What is kept, the largest kind first", "store_rows", 20)


def _without_title(document: Path) -> str:
    """A Markdown file without its first-level heading: a page has one title, and it is not this one."""
    lines = document.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return "\n".join(line for line in lines if not line.startswith("# "))
