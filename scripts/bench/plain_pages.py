"""The edition as plain pages of Markdown, for search engines that are compared with ours: the same words for all.

A page has the paragraphs of one page of the web edition in one layer and one language: a section's text, its notes,
persons of the register in Korean …
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from edition.search.documents import Document

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~^])")  #: signs that would be read as markup


def page_name(address: str, layer: str, language: str) -> str:
    """Return the name of the plain page that a document stands on, without its ending.

    >>> page_name("texts/a-text/one.html#a.1", "note", "ko")
    'texts-a-text-one-note-ko'
    """
    return f"{address.partition('.html')[0].replace('/', '-')}-{layer}-{language}"


def write_pages(documents: Iterable[Document], folder: Path) -> list[str]:
    """Write *documents* as pages into *folder*; return the pages' names."""
    held: dict[str, list[str]] = defaultdict(list)
    for item in documents:
        layer, language = item.layer, item.language
        words = " ".join(filter(None, (item.words, item.more)))
        label = item.label if layer in ("register", "bibliography") else ""
        paragraph = ". ".join(filter(None, (label, words)))
        held[page_name(item.address, layer, language)].append(" ".join(paragraph.split()))
    folder.mkdir(parents=True, exist_ok=True)
    for name, paragraphs in held.items():
        body = "\n\n".join(MARKUP.sub(r"\\\1", paragraph) for paragraph in paragraphs)
        (folder / f"{name}.md").write_text(f"# {name}\n\n{body}\n", encoding="utf-8")
    return sorted(held)
