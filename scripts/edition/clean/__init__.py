"""Cleaning: from a witness to its base text by small licensed steps. Imports no Sphinx."""
