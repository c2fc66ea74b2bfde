"""Numbers and phrases as people read them, and the texts that are read from files."""
