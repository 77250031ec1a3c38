"""The public edition: a tree of the edition without the texts that may not be published, built and then searched."""
