"""The Sphinx extensions of the edition."""
