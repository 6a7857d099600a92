"""English: words, tags, relations and names."""
