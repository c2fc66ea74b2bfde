"""Choices about how a page shows things (order, form, part), kept in the address like the filters.

What is chosen, and what is so by default, comes from the page's view; a widget shows it and writes the address when changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from ui.address.navigation import here
from ui.text import plain


def choice(
    label: str, parameter: str, choices: Mapping[str, str], chosen: str, default: str = "", width: int = 220
) -> None:
    """A select box over `code: words` whose code stands in the address, the default left out."""
    st.selectbox(label, list(choices), width=width, **_in_address(parameter, choices, chosen, default))


def segments(label: str, parameter: str, choices: Mapping[str, str], chosen: str, default: str = "") -> None:
    """The same as a row of buttons, for the main parts of a page."""
    # The buttons read Markdown, unlike the options of a select box, and some of their words come from the data.
    widget = _in_address(parameter, {code: plain(words) for code, words in choices.items()}, chosen, default)
    st.segmented_control(label, list(choices), required=True, label_visibility="collapsed", **widget)


def _in_address(parameter: str, choices: Mapping[str, str], chosen: str, default: str) -> dict[str, Any]:
    """What a widget needs to show what is chosen, and to write to the address when it is changed."""
    key = f"option_{parameter}"
    st.session_state[key] = chosen
    return {
        "key": key,
        "format_func": lambda code: choices[code],
        "on_change": _write,
        "args": (parameter, key, default),
    }


def page_number(pages: int, at: int) -> None:
    """The control of the pages of a long list, at one of them; in the address as `page`, the first page left out."""
    if st.session_state.get("option_page", at) != at:
        st.session_state["option_page"] = at
    st.pagination(pages, default=at, key="option_page", on_change=_write_page)


def _write_page() -> None:
    number = st.session_state["option_page"]
    put("page", [str(number)] if number > 1 else [])


def _write(parameter: str, key: str, default: str) -> None:
    params = {name: values for name, values in here().items() if name not in (parameter, "page")}
    value = st.session_state.get(key)
    if value and value != default:
        params[parameter] = [value]
    st.query_params.from_dict(params)


def several(
    label: str,
    parameter: str,
    choices: Mapping[str, str],
    chosen: Collection[str],
    *,
    pills: bool = False,
    help: str = "",
    most: int | None = None,
) -> None:
    """Some of `code: words` whose codes stand in the address, as a list with search or as a row of buttons; at most `most`."""
    key = f"option_{parameter}"
    st.session_state[key] = [code for code in chosen if code in choices][:most]
    if pills:
        # Unlike the options of a list, the buttons read Markdown.
        words = {code: plain(text) for code, text in choices.items()}
        st.pills(
            label,
            list(choices),
            selection_mode="multi",
            format_func=lambda code: words[code],
            key=key,
            on_change=_write_several,
            args=(parameter, key),
            help=help or None,
        )
    else:
        st.multiselect(
            label,
            list(choices),
            format_func=lambda code: choices[code],
            key=key,
            on_change=_write_several,
            args=(parameter, key),
            placeholder="None",
            help=help or None,
            max_selections=most,
        )


def toggle_in_address(parameter: str, value: str) -> None:
    """Add a value to a parameter that may repeat, or take it away if it is there."""
    values = here().get(parameter, [])
    left = [other for other in values if other != value] if value in values else [*values, value]
    put(parameter, left)


def _write_several(parameter: str, key: str) -> None:
    put(parameter, [str(value) for value in st.session_state.get(key) or []])


def put(parameter: str, values: list[str]) -> None:
    """Set a parameter of the address to these values; none takes it away."""
    params = {name: given for name, given in here().items() if name != parameter}
    st.query_params.from_dict({**params, **({parameter: values} if values else {})})


def words(label: str, parameter: str, written: str, placeholder: str = "") -> None:
    """A line of text that stands in the address."""
    key = f"option_{parameter}"
    st.session_state[key] = written
    st.text_input(label, key=key, on_change=_write_words, args=(parameter, key), placeholder=placeholder, max_chars=60)


def _write_words(parameter: str, key: str) -> None:
    text = str(st.session_state.get(key) or "").strip()
    put(parameter, [text] if text else [])
