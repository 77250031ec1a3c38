"""Citing the edition: what each text is, how it is cited, and what has changed since a release."""
