"""The entry: `streamlit run app.py` finds `app` and serves the frame in `ui/frame.py`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from ui import ahead, data
from ui.compressed_files import CompressedFiles


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Read and check the data before the first visitor comes, then work ahead in the background."""
    data.loaded()
    # What was read now stays for good: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    ahead.begin()
    yield


app = st.App("ui/frame.py", lifespan=ready, middleware=[Middleware(CompressedFiles)])
