"""Word: the archive, its XML, and the paragraphs in it."""
