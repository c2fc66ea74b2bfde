"""Slides on the screen: one figure a slide, big type, keys, notes, a timer, and the file to take along."""

from __future__ import annotations

import io
import time
from functools import partial

import segno
import streamlit as st

from evidence.library import Library
from evidence.takeaway.decks import deck_names, numbers, pin, references
from evidence.takeaway.decks.deck_views import PresentView
from evidence.takeaway.decks.links import live_link
from evidence.takeaway.decks.powerpoint import SHAPES, powerpoint
from evidence.takeaway.decks.slides import (
    ChainCell,
    ChainPicture,
    Deck,
    Picture,
    Slide,
    TablePicture,
    alt_text,
)
from evidence.takeaway.decks.view_slides import MOST_VIEWS, view_of
from ui.address import navigation, options
from ui.show import pictures
from ui.show import pieces as show
from ui.text import plain

#: The reader's own deck, as this visitor last saw it: lets a further view be added to it.
_OWN = "own_deck"
_STARTED = "timer_started"
#: Pixels for which figures on slides are drawn: fewer than the screen has, so that their type is larger there.
_WIDTH = 760
#: A longer sentence is set smaller.
_LONG = 230
_REFERENCES = "References"


def chooser(library: Library) -> None:
    """The ready-made decks, and how to make one's own."""
    st.markdown(
        "Slides that show the same numbers as the pages, one figure each. The arrow keys turn them; the address holds the deck "
        "and the slide, so that a reload or a second device lands at the same place. Each deck can be taken along as PowerPoint."
    )
    names = deck_names(library)
    for heading, start in (("All claims", "five"), ("One claim", "claim-"), ("One condition", "condition-")):
        st.header(heading, anchor=False)
        with st.container(horizontal=True):
            for code, title in names.items():
                if code.startswith(start):
                    navigation.link("present", plain(title), deck_params(library, code), icon=":material/slideshow:")
    st.header("Your own", anchor=False)
    st.markdown(
        "Every page ends with **Present this**: it puts the page's main figure, its sentence and its selection on a slide. "
        f"Further views can be added to the same deck, up to {MOST_VIEWS}; the deck is its address and needs no account."
    )
    own = st.session_state.get(_OWN)
    if own:
        navigation.link("present", f"Your deck of {len(own)}", own_params(library, own), icon=":material/slideshow:")


def deck_params(library: Library, code: str) -> dict[str, str | list[str]]:
    """The address of a ready-made deck, pinned to these data."""
    return {"deck": code, "data": pin(library)}


def own_params(library: Library, views: list[str]) -> dict[str, str | list[str]]:
    """The address of a deck of views, pinned to these data."""
    return {"show": views, "data": pin(library)}


def present_this(library: Library, page: navigation.PageSpec) -> None:
    """Links that put this view on a slide, alone or added to the deck this visitor is making."""
    view = view_of(page.address, navigation.here())
    own = list(st.session_state.get(_OWN) or [])
    navigation.link("present", "As a slide of its own", own_params(library, [view]), icon=":material/slideshow:")
    if own and view not in own and len(own) < MOST_VIEWS:
        label = f"Added to your deck of {len(own)}"
        navigation.link("present", label, own_params(library, [*own, view]), icon=":material/playlist_add:")
    for code, title in _decks_of(library).items():
        navigation.link("present", plain(title), deck_params(library, code), icon=":material/slideshow:")


def _decks_of(library: Library) -> dict[str, str]:
    """The ready-made decks that fit this page."""
    params = navigation.here()
    asked = [f"claim-{code}" for code in params.get("mech", [])[-1:]]
    asked += [f"condition-{code}" for code in params.get("cond", [])[-1:]]
    names = deck_names(library)
    found = {code: f"The deck on {names[code]}" for code in asked if code in names}
    return found or {"five": names["five"]}


def slides(library: Library, view: PresentView) -> None:
    """The deck that the address names, at the slide that it names."""
    if view.views:
        st.session_state[_OWN] = list(view.views)
    deck = view.answer(library)
    if deck is None or not deck.slides:
        st.title("Present")
        st.info("The address names no deck of this app. Choose one below.")
        chooser(library)
        return
    number = min(view.slide, len(deck.slides) + 1)
    _controls(library, deck, number, view)
    _pinned(library, view.made_with)
    if number > len(deck.slides):
        _last(library, deck)
    else:
        _slide(library, deck.slides[number - 1], notes=view.notes)


def _pinned(library: Library, made: str) -> None:
    """A word where the deck was made with other data."""
    if made and made != pin(library):
        st.warning(
            f"This deck was made with data {plain(made[:60])}; what you see comes from {plain(pin(library))}. "
            "Numbers may differ.",
            icon=":material/update:",
        )


@show.guarded
def _slide(library: Library, slide: Slide, *, notes: bool) -> None:
    st.title(plain(slide.title), anchor=False)
    if slide.sentence:
        if len(slide.sentence) <= _LONG:
            st.header(plain(slide.sentence), anchor=False)
        else:
            st.markdown(f"**{plain(slide.sentence)}**")
    points = slide.points
    if slide.title == _REFERENCES:
        points = tuple(references(library, slide.study_ids))
    if slide.picture is not None:
        _picture(library, slide.picture, slide)
    for point in points:
        st.markdown(f"- {plain(point)}" if len(points) > 1 else plain(point))
    if notes:
        with st.container(border=True):
            st.markdown("**Notes**")
            st.markdown(plain(slide.notes) or "No notes for this slide.")
            if slide.picture is not None:
                show.table(numbers(library, slide), alt="The numbers of this slide", key="slide_numbers")
    link = live_link(_base(), slide.page, slide.params)
    st.caption(
        f"Touchstone, data version {plain(library.version)} ({plain(library.fingerprint)}), CC BY 4.0. Not medical advice."
        + (f" {plain(link)}" if link else "")
    )


def _picture(library: Library, picture: Picture, slide: Slide) -> None:
    if isinstance(picture, ChainPicture):
        _chain(picture)
    elif isinstance(picture, TablePicture):
        with show.at_least(640), st.container():
            show.table(numbers(library, slide), alt=alt_text(picture, slide.sentence), key="slide_table", most=12)
            st.caption("On a small screen, scroll the table sideways.")
    else:
        pictures.drawing(picture.chart, "slide_picture", _WIDTH)


def _chain(picture: ChainPicture) -> None:
    """A lone chain as boxes; several as a table with a row a claim, which fits a beamer."""
    if len(picture.rows) > 1:
        rows = [
            {"Claim": f"**{plain(name)}**", **{plain(cell.name): _cell(cell) for cell in cells}}
            for name, cells in picture.rows.items()
        ]
        with show.at_least(640), st.container():
            st.table(rows, border="horizontal", alt="Every claim with the links of its chain")
            st.caption("On a small screen, scroll the table sideways.")
        return
    for cells in picture.rows.values():
        with st.grid(len(cells), min_column_width=220, border=True) as grid:
            for cell in cells:
                with grid.cell():
                    st.markdown(f"{plain(cell.name)}  \n{_cell(cell)}")


def _cell(cell: ChainCell) -> str:
    return f"**{plain(cell.support)}**  \n:small[{plain(cell.basis)}]"


def _last(library: Library, deck: Deck) -> None:
    st.title("Look it up yourself", anchor=False)
    link = live_link(_base(), deck.page, deck.params)
    st.header(f"The live view of “{plain(deck.title)}” holds every study, number and source.", anchor=False)
    if link:
        out = io.BytesIO()
        segno.make(link, micro=False, error="m").save(out, kind="png", scale=8, border=2)
        st.image(out.getvalue(), width=280, alt=f"QR code of the address {link}")
        st.code(link, language=None, wrap_lines=True)
    navigation.link(deck.page, "Open it here", deck.params, icon=":material/arrow_forward:")
    st.caption(f"Made with data version {plain(library.version)} (fingerprint {plain(library.fingerprint)}).")


def _controls(library: Library, deck: Deck, number: int, view: PresentView) -> None:
    last = len(deck.slides) + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        _turn("First", 1, "Home", ":material/first_page:", number == 1)
        _turn("Back", number - 1, "Left", ":material/chevron_left:", number == 1)
        st.markdown(f"{number} of {last}")
        _turn("Next", number + 1, "Right", ":material/chevron_right:", number == last)
        _turn("Last", last, "End", ":material/last_page:", number == last)
        _switch("Notes", "notes", "N", ":material/notes:", on=view.notes)
        _switch("Timer", "timer", "T", ":material/timer:", on=view.timer)
        _take_along(library, deck)
        navigation.link(deck.page, "Leave", deck.params, icon=":material/close:")
    if view.timer:
        _timer()


def _turn(label: str, number: int, key: str, icon: str, disabled: bool) -> None:
    target = ("slide", [str(number)] if number > 1 else [])
    name = f"turn_{label}"
    st.button(
        label, name, type="tertiary", icon=icon, shortcut=key, disabled=disabled, on_click=options.put, args=target
    )


def _switch(label: str, parameter: str, key: str, icon: str, *, on: bool) -> None:
    words = f"Hide {label.lower()}" if on else label
    st.button(
        words, key=f"switch_{label}", type="tertiary", icon=icon, shortcut=key, on_click=_switched, args=(parameter, on)
    )


def _switched(parameter: str, on: bool) -> None:
    if parameter == "timer":
        st.session_state[_STARTED] = time.monotonic()
    options.put(parameter, [] if on else ["1"])


@st.fragment(run_every=1.0)
def _timer() -> None:
    started = st.session_state.setdefault(_STARTED, time.monotonic())
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    st.caption(f"Time: {minutes}:{seconds:02d}")


def _take_along(library: Library, deck: Deck) -> None:
    base = _base()
    with st.popover("Take along", icon=":material/download:"):
        for shape, words in zip(SHAPES, ("Wide slides (16:9)", "Narrow slides (4:3)"), strict=True):
            st.download_button(
                words,
                data=partial(powerpoint, library, deck, shape, base),
                file_name=f"touchstone-{deck.code.replace('_', '-')}-{shape.replace(':', '-')}.pptx",
                mime="application/vnd.openxmlformats-officedocument.presentationml.presentation",
                icon=":material/download:",
                on_click="ignore",
                key=f"pptx_{shape}",
            )
        st.caption("PowerPoint, native and editable, with notes, alt text and full citations.")
        st.caption("Or the link: this address opens the same slide on any computer.")
        st.code(navigation.full_address(), language=None, wrap_lines=True)


def _base() -> str:
    """The app's own address without the page; empty where the server does not know it."""
    address = navigation.public_address().split("?", maxsplit=1)[0]
    return address.removesuffix("/").removesuffix("/present") if address else ""
