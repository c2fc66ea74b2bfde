"""The same answers as files: exports, references, recipes, handouts, decks."""
