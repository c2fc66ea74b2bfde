"""The entry: `streamlit run app.py` finds `app` and serves the frame in `ui/frame.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from ui import data


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Read and check the data before the first visitor comes, so that nobody waits for it."""
    data.loaded()
    yield


app = st.App("ui/frame.py", lifespan=ready)
