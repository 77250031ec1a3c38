"""Leaving texts out of a public edition, and proving that they are out."""
