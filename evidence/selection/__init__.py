"""What the reader filters, and what that keeps."""

from evidence.selection.choice import Selection

__all__ = ["Selection"]
