"""Aids for the next text: forms that deserve a look, and the list of those that were looked at and kept."""
