"""Overview: the answer in a sentence, the chain matrix, the claims, and the comparison ladder."""

import streamlit as st

from evidence.views.overview import OverviewView
from ui import data
from ui.address import views
from ui.parts import claim_cards
from ui.parts import overview as overview_parts
from ui.show import chain_view
from ui.text import plain

library = data.library()
answer = views.current(OverviewView, library).answer(library)
st.title("Does massage help chronic pain, and how?", anchor=False)
st.markdown(plain(answer.sentence))
chain_view.matrix(answer.claims, library.schema)
st.caption(
    "Each row is a claim; each cell is one link of its chain: the body changes at once, the change lasts, and it is tied to "
    "relief. Words say how far a link is supported, dots how certain that is. A cell opens its link. Counted are studies of "
    "massage, self-massage or devices that measured what the claim itself is about. What else was measured, such as a stress "
    "hormone for endorphins, is side evidence; the page of the claim tells it apart. On a small screen, scroll the rows sideways."
)

st.header("Six claims")
claim_cards.cards(answer.claims)

st.header("Does it survive a tougher comparison?")
overview_parts.voices(answer.tougher)
overview_parts.ladders(library)

st.header("Where to start")
overview_parts.doors(library, answer)
