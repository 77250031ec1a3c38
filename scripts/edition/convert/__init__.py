"""Converting: the first draft of pages from a base text, and taking in a new witness."""
