"""The view in the address, and the widgets that are set from it and write to it."""
