"""The frame around every page: settings, menu, the data guard, and what stands at the end."""

from pathlib import Path

import streamlit as st

from ui import data
from ui.address import filters, navigation, views
from ui.around import address, standing
from ui.turns import turn

# The icon is a file of ours, and set before the menu is declared: a page's Material symbol would stand in the browser's tab until
# then, and is fetched from another host.
st.set_page_config(page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
page = navigation.navigation()
spec = navigation.spec_of(page)
st.set_page_config(
    page_title=f"{spec.title} · Touchstone",
    initial_sidebar_state="auto" if spec.address == "studies" else "collapsed",
)

loaded = data.loaded()
if standing.may_go_on(loaded):
    if loaded.problems:
        standing.problem_banner(loaded)
    library = data.library()
    with turn():
        filters.carry(spec)
        navigation.keep_in_step(spec)
        view = views.current(views.VIEWS[spec.address], library)
        address.note(view)
        page.run()
        if not (navigation.presenting() and spec.address == "present"):
            standing.footer(library, spec, view)
else:
    standing.problem_page(loaded)
