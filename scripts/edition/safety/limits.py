"""How much there may be: limits that keep a change from overwhelming whoever reads it.

Each is at least ten times the most that the edition has (2026-11-23), and small enough that the checks end within a
minute on one core whatever a file within it holds. `docs/about/safety.md` prints this table.
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
RECEIVED_BYTES = 64 * MEGABYTE  #: a file as received: a scanned book; it is kept, and read only by `edition new`
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
