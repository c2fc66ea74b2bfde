"""What goes with a figure: the picture as PNG or SVG, its numbers, its sentence, its link and a snippet to embed it."""

from __future__ import annotations

import html
from functools import partial

import streamlit as st

from evidence.charts import Chart
from evidence.charts.for_print import for_print
from evidence.takeaway.exports import csv_bytes
from ui import data
from ui.address import navigation
from ui.text import plain

_FORMATS = {"png": "PNG (pixels)", "svg": "SVG (lines)"}
EMBED = "embed"


def take_along(picture: Chart, key: str, hide: tuple[str, ...] = ()) -> None:
    """Everything of one figure that can be taken along."""
    library = data.library()
    address = navigation.full_address()
    st.download_button(
        "Numbers (CSV)",
        data=partial(csv_bytes, picture.table.drop(columns=list(hide))),
        file_name=f"touchstone-{key.split('_')[0]}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}_csv",
    )
    st.markdown("**The sentence**")
    st.code(picture.sentence, language=None, wrap_lines=True)
    st.markdown("**The link to this view, and a snippet that embeds it**")
    st.code(address, language=None, wrap_lines=True)
    st.code(snippet(address, picture.title), language=None, wrap_lines=True)
    st.markdown("**The picture**")
    form = st.radio("Form", list(_FORMATS), format_func=_FORMATS.__getitem__, horizontal=True, key=f"{key}_form")
    source = f"Touchstone, data version {library.version} (fingerprint {library.fingerprint}), CC BY 4.0. {address}"
    options = {"format": form, "filename": f"touchstone-{key.split('_')[0]}", "scale": 2 if form == "png" else 1}
    config = {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": options,
        "scrollZoom": False,
    }
    with st.grid(1, min_column_width=1120, wrap=False), st.container():
        st.caption(
            f"The camera at the top right of the picture saves it as {plain(form.upper())}, with its caption inside."
        )
        st.plotly_chart(
            for_print(picture, source),
            key=f"{key}_{form}",
            config=config,
            theme=None,
            width="content",
            alt=picture.sentence,
        )


def snippet(address: str, title: str) -> str:
    """HTML that shows the view inside another page, without menu and footer."""
    joined = f"{address}{'&' if '?' in address else '?'}{EMBED}=true"
    names = f'src="{html.escape(joined)}" title="{html.escape(title)}"'
    return f'<iframe {names} width="100%" height="720" style="border:0"></iframe>'
