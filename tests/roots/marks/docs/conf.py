"""A tiny edition: every mark in every kind of block, and the marks that make and take paragraph breaks."""

project = "Tiny"
extensions = ["myst_parser", "edition.ext", "edition.export.pdf.builder"]
root_doc = "index"
exclude_patterns = ["**/ids.tsv"]
nitpicky = True
html_theme = "basic"
html_copy_source = True
