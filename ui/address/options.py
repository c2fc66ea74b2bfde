"""Choices about how a page shows things (order, form, part), kept in the address like the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui.address.navigation import here
from ui.text import plain


def chosen(parameter: str, choices: Mapping[str, str]) -> str:
    """The choice the address names, else the first one."""
    value = asked(parameter)
    return value if value in choices else next(iter(choices))


def asked(parameter: str) -> str:
    """What the address says for a parameter, known or not; empty if nothing."""
    return (here().get(parameter) or [""])[-1]


def choice(label: str, parameter: str, choices: Mapping[str, str], width: int = 220) -> str:
    """A select box over `code: words` whose code stands in the address; the first choice is the default and left out."""
    st.selectbox(label, list(choices), width=width, **_in_address(parameter, choices))
    return chosen(parameter, choices)


def segments(label: str, parameter: str, choices: Mapping[str, str]) -> str:
    """The same as a row of buttons, for the main parts of a page."""
    # The buttons read Markdown, unlike the options of a select box, and some of their words come from the data.
    widget = _in_address(parameter, {code: plain(words) for code, words in choices.items()})
    st.segmented_control(label, list(choices), required=True, label_visibility="collapsed", **widget)
    return chosen(parameter, choices)


def _in_address(parameter: str, choices: Mapping[str, str]) -> dict[str, Any]:
    """What a widget needs to show the choice the address names, and to write to the address when it is changed."""
    key = f"option_{parameter}"
    st.session_state[key] = chosen(parameter, choices)
    return {
        "key": key,
        "format_func": lambda code: choices[code],
        "on_change": _write,
        "args": (parameter, key, next(iter(choices))),
    }


def page_number(pages: int) -> int:
    """The page of a long list, with its control; in the address as `page`, the first page left out."""
    text = asked("page")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    number = min(max(number, 1), pages)
    if st.session_state.get("option_page", number) != number:
        st.session_state["option_page"] = number
    return st.pagination(pages, default=number, key="option_page", on_change=_write_page)


def _write_page() -> None:
    params = {name: values for name, values in here().items() if name != "page"}
    number = st.session_state["option_page"]
    st.query_params.from_dict({**params, **({"page": [str(number)]} if number > 1 else {})})


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
    *,
    pills: bool = False,
    help: str = "",
    most: int | None = None,
) -> list[str]:
    """Some of `code: words` whose codes stand in the address, as a list with search or as a row of buttons; at most `most`."""
    known = list(dict.fromkeys(value for value in here().get(parameter, []) if value in choices))[:most]
    key = f"option_{parameter}"
    st.session_state[key] = known
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
    return known


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


def words(label: str, parameter: str, placeholder: str = "") -> str:
    """A line of text that stands in the address; empty if none."""
    key = f"option_{parameter}"
    st.session_state[key] = asked(parameter)
    st.text_input(label, key=key, on_change=_write_words, args=(parameter, key), placeholder=placeholder, max_chars=60)
    return asked(parameter)


def _write_words(parameter: str, key: str) -> None:
    text = str(st.session_state.get(key) or "").strip()
    put(parameter, [text] if text else [])
