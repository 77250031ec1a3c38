"""Search: what is found, how words become terms, and the index the reader's browser loads in parts."""
