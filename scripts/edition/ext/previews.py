"""What a reader sees of an entry, a work or a note without leaving the page: one mechanism, ``static/previews.js``.

Notes stand on the page itself. For entries of the register and works cited, each text page gets a small file of its
own, ``previews/<page>.js``, which the script loads when it first needs it: a script and no JSON, so that the pages work
from a disk, too. Without JavaScript every link leads to its entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from edition.ext.config import text_of, works_of
from edition.ext.register_pages import register_of
from edition.register.entries import RegisterEntry

FOLDER = "previews"
Shown = list[Any]  #: head and words; then, by language, both in the page's other languages
ESCAPED = re.compile(r"\\(?=[^\w\s])")


def previews(env: BuildEnvironment, document: nodes.Element, languages: Sequence[str]) -> dict[str, Shown]:
    """Return what to show of each entry and work that *document*, a page in *languages*, links to, by their anchors."""
    entries, works = register_of(env)[0], works_of(env)
    found: dict[str, Shown] = {}
    for link in document.findall(nodes.reference):
        anchor = link.get("refuri", "").rpartition("#")[2]
        kind, _, name = anchor.partition("-")
        if kind == "reg" and name in entries:
            own, *others = languages
            found[anchor] = _entry(entries[name], own)
            found[anchor] += [{code: _entry(entries[name], code) for code in others}] if others else []
        elif kind == "work" and name in works:
            work = works[name]
            year = f" ({work.year})" if work.year else ""
            found[anchor] = [f"{', '.join(work.authors)}{year}".strip(), work.title]
    return found


def _entry(entry: RegisterEntry, language: str) -> Shown:
    head = " · ".join(filter(None, dict.fromkeys([entry.headword(language), entry.en, entry.ko, entry.dates])))
    return [head, ESCAPED.sub("", " ".join(entry.glosses[language][0].split()))]


def _write(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], document: Any) -> None:
    """Write a text page's file, and name it in the page's head."""
    if document is None or not text_of(pagename) or app.builder.format != "html":
        return
    language = str(app.env.metadata.get(pagename, {}).get("lang", "en"))
    tag = previews_tag(app, pagename, document, [language], context["content_root"])
    context["metatags"] = context.get("metatags", "") + tag


def previews_tag(
    app: Sphinx,
    pagename: str,
    document: nodes.Element,
    languages: Sequence[str],
    root: str,
    more: Mapping[str, Shown] = MappingProxyType({}),
) -> str:
    """Write the file of the page *pagename* and return the tag for its head, nothing where there is nothing to show.

    *languages* are the page's, its own first; *root* leads from the page to the folder of all pages; *more* is shown
    besides what *document* links to.
    """
    found = previews(app.env, document, languages) | dict(more)
    if not found:
        return ""
    path = Path(app.outdir) / FOLDER / f"{pagename}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(f"editionPreviews({data});\n", encoding="utf-8", newline="\n")
    return f'\n<meta name="edition-previews" content="{root}{FOLDER}/{pagename}.js">'


def setup_previews(app: Sphinx) -> None:
    """Register the files and the script."""
    app.connect("html-page-context", _write)
    app.add_js_file("previews.js", loading_method="defer")
