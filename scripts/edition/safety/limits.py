"""How much there may be: limits that keep a change from overwhelming whoever reads it.

Each is at least ten times the most that the edition has (2026-11-23), and small enough that the checks end within a
minute on one core whatever a file within it holds, but for a file as received, which has limits of its own.
`docs/about/safety.md` prints this table.
"""

from __future__ import annotations

MEGABYTE = 1_000_000

#: the ending of a file's name → the most bytes that such a file may have
BYTES = {
    ".md": 1 * MEGABYTE,  # the longest page has 60 kB
    ".toml": 3 * MEGABYTE,  # the longest has 110 kB
    ".tsv": 3 * MEGABYTE,
    ".bib": 4 * MEGABYTE,  # has 270 kB
    ".txt": 10 * MEGABYTE,  # the longest witness has 84 kB
    ".json": 10 * MEGABYTE,  # what a release recorded of a text
    ".py": 1 * MEGABYTE,
}
RECEIVED_BYTES = 64 * MEGABYTE  #: a file as received: a scanned book; it is kept, and read only in a confined process
ENTRY_BYTES = 64_000  #: an entry of the register: its parser looks for the end of each gloss
HEAD_BYTES = 20_000  #: the front matter of a page
ALL_BYTES = 400 * MEGABYTE  #: of docs/ and sources/ together: a thousand texts as long as ours are 60 MB
FILES = 50_000  #: of docs/ and sources/ together
LINE = 20_000  #: characters of a line; the longest has 2,000
TABLES = 20_000  #: entries of a kind in one TOML file, and of the bibliography; the largest has 1,100
DEPTH = 6  #: tables and lists in one another
BRACES = 6  #: braces of BibTeX in one another
DIGITS = 15  #: of a number: dates and years are all that is counted here
NAME = 100  #: characters of a file's or folder's name: most file systems take 255 bytes
PATH = 200  #: characters of a path below the repository: Windows takes 260
COMBINING = 4  #: marks on one letter; Vietnamese has two, Hebrew with all its points four
FENCES = 50  #: nested blocks of markup in a page: the parser goes down for each

# A file as received, read by libraries of others in a process of its own (`edition.convert.received.confined`).
# The largest honest file tried, a manual of 600 pages, took 15 seconds and 70 MB (2026-11-23).
READER_MEMORY = 2_000 * MEGABYTE  #: of address space: a page of 64 MB and the tree made of it
READER_SECONDS = 300  #: of a processor's time: a PDF of 3,000 pages takes about 75 on one core
READER_PATIENCE = 600  #: seconds by the clock, for a reader that waits and does not count
READER_ANSWER = 100 * MEGABYTE  #: the text it gives, with a hint for each line
BOOK_FILES = 10_000  #: files in an EPUB, by its own list
BOOK_DIRECTORY = 5 * MEGABYTE  #: that list; each file takes some 100 bytes of it
BOOK_BYTES = 100 * MEGABYTE  #: its documents in reading order, unpacked; ten times what a witness may have
BOOK_DOCUMENTS = 5_000  #: in reading order; it may name one twice
ELEMENTS_DEEP = 5_000  #: elements of a page in one another; browsers keep to some 500
