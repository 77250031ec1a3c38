"""The proof that a witness is what its tool takes out of the file as received.

Another version of the tool may read a document otherwise; then nothing is proved, and that is said.
"""

from __future__ import annotations

from pathlib import Path

import chardet
import selectolax

from edition.convert.received.confined import extract_again
from edition.convert.received.pdf import VERSION
from edition.problems import EditionError, Problem
from edition.records import Source
from edition.witnesses import TEXTS

VERSIONS = {"selectolax": selectolax.__version__, "pypdfium2": VERSION, "chardet": chardet.__version__}
#: what took a plain text out is Python's own decoding, by the encoding recorded: every version reads it alike
ANY_VERSION = ("chardet",)


def skipped(source: Source) -> str:
    """Return why the witness of *source* is not taken out again to be compared; empty where it is, or need not be."""
    received = source.received
    if not received or received.tool in ANY_VERSION or VERSIONS.get(received.tool) == received.version:
        return ""
    here = f"{received.tool} {VERSIONS[received.tool]}" if received.tool in VERSIONS else "none of that name"
    return (f"{TEXTS}/{source.ident}/{received.file}: not read again, for {received.tool} {received.version} "
            f"made the witness and here is {here}")  # fmt: skip


def received_problems(root: Path, source: Source) -> list[Problem]:
    """Return a problem where the tool of *source*, in its own version, takes another text out of the file."""
    received = source.received
    if not received or skipped(source):
        return []
    shown = f"{TEXTS}/{source.ident}/{received.file}"
    data = (root / shown).read_bytes()
    try:
        again = extract_again(data, received.kind, received.encoding, shown)
    except EditionError as error:
        return error.problems
    except (LookupError, ValueError) as error:
        remedy = "restore [received] as edition new wrote it"
        return [Problem(source.path, 1, "witness", f"cannot be read again as received says: {error}", remedy)]
    if again == source.text:
        return []
    lines, others = source.text.split("\n"), again.split("\n")
    pairs = enumerate(zip(lines, others, strict=False), start=1)
    line = next((number for number, (one, other) in pairs if one != other), min(len(lines), len(others)))
    message = f"is not what {received.tool} {received.version} takes out of {received.file}"
    remedy = "a witness is never edited: restore it and its hash, or take the file in again under another id"
    return [Problem(shown.rpartition("/")[0] + "/witness.txt", line, "witness", message, remedy)]
