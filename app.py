"""The entry: `streamlit run app.py` finds `app` and serves the frame in `ui/frame.py`."""

import streamlit as st

app = st.App("ui/frame.py")
