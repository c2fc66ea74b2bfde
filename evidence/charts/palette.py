"""The colours of the charts: mid-tones that keep their contrast on a white and on a near-black ground.

White text on any of them reaches 4.5 to 1; against both grounds they reach 3 to 1 (a test computes it). Direction is always
shown by symbol and word as well; certainty and support have no colours at all.
"""

DIRECTION = {
    "favours_massage": "#0F827E",
    "no_clear_difference": "#6F7782",
    "mixed": "#8A5FBF",
    "favours_comparator": "#C8501E",
}
ACCENT = "#2F6FB3"
QUIET = "#6F7782"
GRID = "rgba(128, 136, 148, 0.25)"
"""Lines and bands behind the data, faint on either ground."""
BAND = "rgba(128, 136, 148, 0.10)"

GROUNDS = {"light": "#FFFFFF", "dark": "#101418"}
"""The page grounds of the two themes, as in `.streamlit/config.toml`."""
