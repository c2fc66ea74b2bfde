"""The frame of the app and the pieces its pages share; with `pages/` the only place that knows Streamlit."""
