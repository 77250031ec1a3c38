"""Addresses that a link may have: http, https or mailto, a page of ours, an anchor.

What a browser would make of an address decides, not how it looks: entities are read, white space and controls dropped,
and what stands before the first colon is its scheme. The form of hosts is looked at, too, by `edition.register.links`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

SCHEMES = ("http", "https", "mailto")
MOST = 2_000  #: characters of an address; browsers and servers agree on no more
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
REMEDY = "write an address that begins with https://, the path of a page, or # and an anchor"


def address_faults(address: str, *, local: bool = False) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of *address*; *local* tells whether it may lead to a page of ours.

    >>> [fault for fault, _ in address_faults(" java\\tscript&colon;alert(1)")]
    ["' java\\\\tscript&colon;alert(1)' is an address of the kind javascript:"]
    """
    shown = repr(address[:60])
    seen = _HIDDEN.sub("", unescape(unquote(unescape(address))))
    found = _SCHEME.match(seen)
    if len(address) > MOST:
        yield f"the address {shown}… has {len(address):,} characters", f"keep it below {MOST:,}"
    elif found and found[1].lower() not in SCHEMES:
        yield f"{shown} is an address of the kind {found[1].lower()}:", REMEDY
    elif _HIDDEN.search(address):
        yield f"the address {shown} holds white space or a hidden character", "take it out, or write it as %20"
    elif "\\" in address:
        yield f"the address {shown} holds a backslash, which browsers read as /", "write it as %5C"
    elif not found and (not local or seen.startswith("//")):
        yield f"{shown} names no scheme", REMEDY
    elif found and found[1].lower() != "mailto":
        yield from _host_faults(address, shown)


def _host_faults(address: str, shown: str) -> Iterator[tuple[str, str]]:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if not host:
        yield f"{shown} names no host", "write https://, the host, the path"
    elif "@" in parts.netloc:
        yield f"{shown} shows {parts.netloc.split('@')[0]!r} and leads to {host}", f"write https://{host}/… without it"
    elif any(ord(sign) > 127 for sign in host):
        yield f"the host of {shown} is not in ASCII and may look like another", "write it as xn--…, and see what it is"


def inside(target: str, page: str, folder: str) -> bool:
    """Tell whether *target*, written on *page*, stays in *folder* (all with forward slashes, below the repository).

    >>> inside("../a.md", "docs/about/x.md", "docs"), inside("../../a.md", "docs/about/x.md", "docs")
    (True, False)
    """
    path = unquote(target.partition("#")[0])
    base = folder if path.startswith("/") else posixpath.dirname(page)
    joined = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    return joined.startswith(f"{folder}/")
