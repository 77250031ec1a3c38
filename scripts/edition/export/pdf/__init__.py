"""The book: one PDF from all pages, set by Typst.

`builder` is the Sphinx builder; `book` makes one doctree of all pages, `writer` (on `forms`, with `structures`) turns
it into Typst source, `backindex` makes the index, `fonts` knows which characters can be printed, `compile` calls
Typst. The page design is in ``edition.typ``.
"""
