"""A tiny edition: one text of two pages with a note, as small as a build can be."""

project = "Plain"
extensions = ["myst_parser", "edition.ext", "edition.export.pdf.builder"]
root_doc = "index"
exclude_patterns = ["**/ids.tsv"]
nitpicky = True
html_theme = "basic"
