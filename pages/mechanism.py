"""Mechanism: one claim, its verdict, and its chain link by link with the findings."""

import streamlit as st

from evidence.answers.chain import claims
from ui import data
from ui.address import filters, options
from ui.parts import mechanism as claim_parts
from ui.text import plain

library = data.library()
names = dict(zip(claims(library)["mechanism_id"], claims(library)["name"], strict=True))
if names:
    mechanism = library.mechanism(options.chosen("mech", names)).to_dict()
    st.title(plain(mechanism["name"]))
    selection = filters.current(library)
    options.segments("Claim", "mech", names)
    claim_parts.claim(library, mechanism)
    claim_parts.verdict(mechanism)
    link = claim_parts.chosen_link(library, mechanism["mechanism_id"])
    claim_parts.findings(library, selection, link)
    claim_parts.growth(library, mechanism["mechanism_id"])
else:
    st.title("Claims")
    st.info("These data have no claims.")
