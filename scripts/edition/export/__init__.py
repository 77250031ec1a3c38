"""Exports: PDF and plain text, each a projection of the same pages."""
