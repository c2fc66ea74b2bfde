"""Overview: the answer in a sentence, the chain matrix, the claims, and the comparison ladder."""

import streamlit as st

from evidence.answers.chain import answer
from evidence.answers.tougher import tougher
from evidence.charts import ladder_chart
from evidence.library.strands import UMBRELLA
from evidence.selection import Selection
from ui import data
from ui.parts import claim_cards
from ui.parts import overview as doors
from ui.show import chain_view
from ui.show import pieces as show
from ui.text import plain

library = data.library()
st.title("Does massage help chronic pain, and how?", anchor=False)
st.markdown(plain(answer(library)))
chain_view.matrix(library)
st.caption(
    "Each row is a claim; each cell is one link of its chain: the body changes at once, the change lasts, and it is tied to "
    "relief. Words say how far a link is supported, dots how certain that is. A cell opens its link. Counted are studies of "
    "massage, self-massage or devices that measured what the claim itself is about. What else was measured, such as a stress "
    "hormone for endorphins, is side evidence; the page of the claim tells it apart."
)

st.header("Six claims")
claim_cards.cards(library)

st.header("Does it survive a tougher comparison?")
voices = tougher(library)
loudest = f"**{plain(voices.judged)}** " if voices.judged else ""
st.markdown(f"{loudest}{plain(voices.reviews)}")
st.markdown(f":small[{plain(voices.pooled)}]")
st.caption(
    "Below: where findings on pain and quality of life point on each rung, from no control group to active treatments. Counting "
    "is not weighing: a count shows where studies point, not how much or how well."
)
on_pain = Selection(mechanism=(UMBRELLA,)).apply(library)
single, reviews = st.columns(2, gap="medium")
with single:
    st.subheader("Single studies")
    show.chart(ladder_chart(on_pain, "massage"), "ladder_studies")
with reviews:
    st.subheader("Reviews")
    show.chart(ladder_chart(on_pain, "synthesis"), "ladder_reviews")

st.header("Where to start")
doors.doors(library)
