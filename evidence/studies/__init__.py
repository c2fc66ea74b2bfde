"""One paper: its names, references, printed numbers, and the papers like it."""
