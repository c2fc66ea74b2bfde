"""Mechanism: one claim, its verdict, and its chain link by link with the findings."""

import streamlit as st

from evidence.answers.chain import NO_CLAIMS
from evidence.answers.claim_answer import claim_names
from evidence.views.claim import ClaimView
from ui import data
from ui.address import filters, options, views
from ui.parts import mechanism as claim_parts
from ui.text import plain

library = data.library()
view = views.current(ClaimView, library)
answer = view.answer(library)
if answer is None:
    st.title("Claims")
    st.info(NO_CLAIMS)
else:
    st.title(plain(answer.name))
    filters.remember(view.selection)
    options.segments("Claim", "mech", claim_names(library), view.mechanism, view.first[0])
    claim_parts.claim(answer)
    claim_parts.verdict(answer)
    claim_parts.links(answer, view, library.schema)
    claim_parts.judgement(library, view)
    claim_parts.filter_panel(library, view)
    claim_parts.findings(library, view)
    claim_parts.growth(library, view.mechanism)
