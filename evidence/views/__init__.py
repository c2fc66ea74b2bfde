"""The views: what an address asks of a page, read once for the page, its slide, its print view and its embedded form."""
