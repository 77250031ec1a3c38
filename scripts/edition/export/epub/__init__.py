"""EPUB 3: the whole edition as one book, and each text for itself.

`builder` is the Sphinx builder; `books` says what is in which book, `xhtml` (on `forms` and `structures`) turns a page
into XHTML, `front` makes cover, title page and colophon, `package` the package document, the navigation and the file.
How it looks is in ``style.css``; the cover's design is ``cover.typ``.
"""
