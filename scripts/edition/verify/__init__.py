"""Verification: the second road, from the pages back to the base text, and the equality of the two."""
