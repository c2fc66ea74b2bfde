"""The guide and the glossary of the page for learning."""

from __future__ import annotations

import streamlit as st

from evidence.charts.forest_steps import STEPS
from evidence.learn.glossary import Entry, entries, find, search
from evidence.learn.lessons import lesson, lesson_titles
from evidence.library import Library
from ui.address import navigation, options
from ui.show import pieces as show
from ui.text import plain

PARTS = {"guide": "Guide", "glossary": "Glossary", "quiz": "Quiz"}
_TERMS_A_PAGE = 40


def guide(library: Library) -> None:
    """One of five short lessons: words, a live chart, more words, and one thing to try."""
    titles = lesson_titles()
    names = {code: f"{number}. {title}" for number, (code, title) in enumerate(titles.items(), start=1)}
    chosen = options.segments("Lesson", "lesson", names)
    step = 1
    if chosen == "forest":
        step = int(options.chosen("step", _steps()))
    shown = lesson(library, chosen, step)
    st.header(plain(names[chosen]), anchor=False)
    st.markdown(_paragraphs(shown.parts[0]))
    if shown.steps:
        options.segments("Step", "step", _steps())
        st.subheader(f"Step {step} of {shown.steps}: {STEPS[step - 1].lower()}", anchor=False)
    show.chart(shown.chart, f"lesson_{chosen}_{step}", width=640)
    if len(shown.parts) > 1:
        st.markdown(_paragraphs(shown.parts[1]))
    with st.container(border=True):
        st.markdown(f"**Try it.** {plain(shown.try_it)}")
        navigation.link(shown.page, "Open it in the app", shown.params, icon=":material/arrow_forward:")
    codes = list(titles)
    place = codes.index(chosen) + 1
    if place < len(codes):
        navigation.link(
            "learn", f"Next lesson: {plain(titles[codes[place]])}", {"lesson": codes[place]}, icon=":material/school:"
        )
    else:
        navigation.link("learn", "Try the quiz", {"part": "quiz"}, icon=":material/quiz:")


def _steps() -> dict[str, str]:
    return {str(number): f"{number}" for number in range(1, len(STEPS) + 1)}


def _paragraphs(text: str) -> str:
    """A text whose numbers were filled in from data, as paragraphs that show exactly what they say."""
    return "\n\n".join(plain(paragraph) for paragraph in text.split("\n\n"))


def glossary(library: Library) -> None:
    """Every term: a search, the chosen one in full, and the list."""
    schema = library.schema
    asked = options.asked("term")
    chosen = find(schema, asked) if asked else None
    if chosen is not None:
        _entry(chosen)
    elif asked:
        st.info(f"The glossary has no term “{plain(asked[:60])}”.")
    wanted = options.words("Search the glossary", "find", "a term or a word from its meaning")
    found = search(schema, wanted)
    st.markdown(f"**{len(found)} of {len(entries(schema))} terms**")
    if not found:
        st.info("No term matches. Try fewer letters.")
        return
    rows = [
        {
            "Term": f"[{plain(entry.term)}]({navigation.href('learn', {'part': 'glossary', 'term': entry.slug})})",
            "Meaning": plain(entry.plain),
            "Appears on": plain(", ".join(entry.where)),
        }
        for entry in _page(found)
    ]
    with show.at_least(620), st.container():
        st.table(rows, border="horizontal", alt="Terms with their meaning")
        st.caption("A click on a term opens it in full.")


def _page(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    pages = -(-len(found) // _TERMS_A_PAGE)
    if pages < 2:
        return found
    page = st.pagination(pages, key=f"terms_{len(found)}") or 1
    return found[(page - 1) * _TERMS_A_PAGE : page * _TERMS_A_PAGE]


def _entry(entry: Entry) -> None:
    with st.container(border=True):
        st.header(plain(entry.term), anchor=False)
        st.markdown(plain(entry.plain))
        if entry.longer:
            st.markdown(plain(entry.longer))
        if entry.also:
            st.caption(f"Also: {plain(', '.join(entry.also))}")
        with st.container(horizontal=True):
            st.caption("Appears on:")
            for title in entry.where:
                address = next(spec.address for spec in navigation.PAGES.values() if spec.title == title)
                navigation.link(address, title)
