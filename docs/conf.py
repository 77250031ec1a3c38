"""Sphinx configuration of After October: names and lists only. What it does is in scripts/edition/."""

project = "After October"
author = "The editors of After October"
copyright = "2026, the editors (notes and apparatus); the texts belong to their authors"

extensions = [
    "myst_parser",
    "sphinxcontrib.bibtex",
    "edition.ext",
    "edition.export.pdf.builder",
    "edition.export.epub.builder",
]
root_doc = "index"
language = "en"
exclude_patterns = ["contributors.tsv", "**/ids.tsv", "**/looked-at.tsv", "register/entries/*"]
nitpicky = True
bibtex_bibfiles = ["../bibliography.bib"]

edition_subtitle = "Five texts on the Russian Revolution and its fate"
edition_title_ko = "10월 이후"
edition_subtitle_ko = "러시아 혁명과 그 뒤를 둘러싼 다섯 편의 글"

# Where corrections reach us; empty: nowhere yet. See docs/about/corrections.md.
edition_repository = ""
edition_branch = "main"
edition_contact = ""

html_theme = "sphinx_book_theme"
html_title = "After October"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "show_navbar_depth": 1,
    "navbar_persistent": [],
}
html_context = {"default_mode": "auto"}
html_use_index = False
html_copy_source = True
html_show_sphinx = False
