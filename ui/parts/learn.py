"""The guide and the glossary of the page for learning."""

from __future__ import annotations

import streamlit as st

from evidence.charts.forest_steps import STEPS
from evidence.learn.glossary import Entry, glossary
from evidence.learn.lessons import lesson_titles
from evidence.library import Library
from evidence.views.learn import LearnView
from ui.address import navigation, options, views
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

#: For how many pixels the picture of a lesson is drawn.
WIDTH = 760
_TERMS_A_PAGE = 40
_STEPS = {str(number): str(number) for number in range(1, len(STEPS) + 1)}


@show.guarded
def guide(library: Library, view: LearnView) -> None:
    """One of five short lessons: words, a live chart, more words, and one thing to try."""
    titles = lesson_titles()
    codes = list(titles)
    names = {code: f"{number}. {title}" for number, (code, title) in enumerate(titles.items(), start=1)}
    options.segments("Lesson", "lesson", names, view.lesson, codes[0])
    shown = view.answer(library)
    st.header(plain(names[view.lesson]), anchor=False)
    st.markdown(_paragraphs(shown.parts[0]))
    if shown.steps:
        _steps(library)
    else:
        pictures.chart(shown.chart, f"lesson_{view.lesson}", width=WIDTH)
    if len(shown.parts) > 1:
        st.markdown(_paragraphs(shown.parts[1]))
    with st.container(border=True):
        st.markdown(f"**Try it.** {plain(shown.try_it)}")
        navigation.link(shown.page, "Open it in the app", shown.params, icon=":material/arrow_forward:")
    following = codes[codes.index(view.lesson) + 1 :]
    if following:
        label = f"Next lesson: {plain(titles[following[0]])}"
        navigation.link("learn", label, {"lesson": following[0]}, icon=":material/school:")
    else:
        navigation.link("learn", "Try the quiz", {"part": "quiz"}, icon=":material/quiz:")


@st.fragment
@show.guarded
def _steps(library: Library) -> None:
    """A chart that is built up; another step runs only this part."""
    view = views.current(LearnView, library)
    shown = view.answer(library)
    options.segments("Step", "step", _STEPS, str(view.step), str(LearnView.step))
    st.subheader(f"Step {view.step} of {shown.steps}: {STEPS[view.step - 1].lower()}", anchor=False)
    pictures.chart(shown.chart, f"lesson_{view.lesson}_{view.step}", width=WIDTH)


def _paragraphs(text: str) -> str:
    """A text whose numbers were filled in from data, as paragraphs that show exactly what they say."""
    return "\n\n".join(plain(paragraph) for paragraph in text.split("\n\n"))


@show.guarded
def glossary_part(library: Library, view: LearnView) -> None:
    """Every term: a search, the chosen one in full, and the list."""
    terms = glossary(library)
    chosen = terms.find(view.term) if view.term else None
    if chosen is not None:
        _entry(chosen)
    elif view.term:
        st.info(f"The glossary has no term “{plain(view.term[:60])}”.")
    options.words("Search the glossary", "find", view.find, "a term or a word from its meaning")
    found = terms.search(view.find)
    if not found:
        st.info("No term matches. Try fewer letters.")
        return
    st.markdown(f"**{len(found)} of {len(terms.entries)} terms** · :small[A click on a term opens it in full.]")
    rows = [
        {
            "Term": f"[{plain(entry.term)}]({navigation.href('learn', {'part': 'glossary', 'term': entry.slug})})",
            "Meaning": plain(entry.plain),
            "Appears on": plain(", ".join(entry.where)),
        }
        for entry in show.page_of(found, f"terms_{len(found)}", _TERMS_A_PAGE)
    ]
    with show.at_least(620):
        st.table(rows, border="horizontal", alt="Terms with their meaning")


def _entry(entry: Entry) -> None:
    told = [plain(words) for words in (entry.plain, entry.longer) if words]
    if entry.also:
        told.append(f":small[Also: {plain(', '.join(entry.also))}]")
    with st.container(border=True):
        st.header(plain(entry.term), anchor=False)
        st.markdown("\n\n".join(told))
        with st.container(horizontal=True):
            st.caption("Appears on:", width="content")
            for title in entry.where:
                address = next(spec.address for spec in navigation.PAGES.values() if spec.title == title)
                navigation.link(address, title)
