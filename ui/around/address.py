"""What the address says that no page understands, told to the visitor instead of passed over."""

from __future__ import annotations

import streamlit as st

from evidence.views.view import View
from ui.text import plain

_MOST_NAMED = 5


def note(view: View) -> None:
    """One message that names the parameters and values that were left out; nothing if all were understood."""
    left_out = view.ignored
    if left_out:
        more = f" and {len(left_out) - _MOST_NAMED} more" if len(left_out) > _MOST_NAMED else ""
        st.info(
            f"Not understood in the address and left out: {plain(', '.join(left_out[:_MOST_NAMED]))}{more}.",
            icon=":material/link_off:",
        )
