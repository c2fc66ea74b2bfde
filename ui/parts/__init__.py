"""The parts of each page, one module a page, named as the page."""
