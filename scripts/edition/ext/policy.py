"""Content Security Policy: what a page of the web edition may load and run, said by the page and for static hosts.

Every page says it in a ``meta`` element before anything is loaded; `HEADERS` has it once more for hosts that send
headers from a file (Netlify and Cloudflare Pages read ``_headers``), with what only a header can say. There is no
inline script, no inline handler, no style attribute; a style element that the build itself writes is allowed by its
hash. What a program writes into a page by accident or malice is then not run, wherever it came from.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from edition.ext.rendering import is_web

#: directive → what it allows; what is not named falls back to ``default-src`` (Content Security Policy Level 3)
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self' data:",  # the Latin letters stand in the style sheet, `edition.ext.webfonts`
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",  # scripts make no markup from strings
    "trusted-types": "edition",  # the one policy, in page.js: scripts of the edition's own folder
}
#: what only a header can say (the specification ignores it in a ``meta`` element), and headers beside the policy
ONLY_HEADER = "frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HEADER_FILE = "_headers"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def policy(styles: list[str] | None = None) -> str:
    """Return the policy of a page whose head holds style elements with the contents *styles*.

    >>> policy(["p{}"]).split("; ")[2]
    "style-src 'self' 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles or []]
    allowed = POLICY | {"style-src": " ".join([POLICY["style-src"], *(f"'sha256-{found}'" for found in hashes)])}
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def meta(styles: list[str] | None = None) -> str:
    """Return the element with which a page says its policy."""
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(styles), quote=False)}">'


def header_file() -> str:
    """Return what static hosts read.

    Of two policies both hold. A header cannot know the hashes of a page's styles, so that it leaves them to the page.
    """
    allowed = POLICY | {"style-src": "'self' 'unsafe-inline'"}
    said = "; ".join([*(f"{name} {value}" for name, value in allowed.items()), ONLY_HEADER])
    lines = [f"Content-Security-Policy: {said}", *(f"{name}: {value}" for name, value in HEADERS.items())]
    return "\n".join(["/*", *(f"  {line}" for line in lines), ""])


def _say(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    context["policy"] = meta(_STYLE.findall(str(context.get("metatags", ""))))


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is None and is_web(app):
        (Path(app.outdir) / HEADER_FILE).write_text(header_file(), encoding="utf-8", newline="\n")


def setup_policy(app: Sphinx) -> None:
    """Register what every page says, last of all, and the file for hosts."""
    app.connect("html-page-context", _say, priority=950)
    app.connect("build-finished", _write)
