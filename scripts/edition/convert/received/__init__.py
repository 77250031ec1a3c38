"""From a file as received to the text of a witness: plain text in any encoding, saved web pages, PDF, EPUB.

The file is kept beside the witness; the witness is what the tool named in ``source.toml`` takes out of it, and can be
taken out again and compared. Everything that a reader of the document can see is taken out, menus and running heads
too: what is no part of the text is for the cleaning plan to drop, with its line and reason. What the document says
beyond its words (larger type, a list, a place at the page's foot) goes along as hints for that plan, and is not kept.

What is called from here reads the file in a confined process, `confined`; `kinds` reads it in the process at hand.
"""

from edition.convert.received.confined import extract, extract_again
from edition.convert.received.model import Extracted, Hint

__all__ = ["Extracted", "Hint", "extract", "extract_again"]
