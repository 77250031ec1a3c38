"""Which books are made, and which pages stand in each, in which order.

The book of the whole: the edition's own introduction and principles, the texts, each after its introductions, then
apparatus, register, chronology and bibliography. The book of one text: the same as far as it is about that text.
A project without texts is one book, in the order of its contents. ``pdf: false`` in a page's front matter leaves it
out of every book, with its children.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from edition.ext.config import TEXT_FOLDER, edited_text
from edition.verify.text import Edited

FRONT = ("introduction/general-{}", "principles{}")
BACK = ("apparatus/index", "register/index", "chronology", "bibliography")
HOLDERS = frozenset({"introduction/index"})  #: pages that only list what stands elsewhere in the book
LANGUAGES = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Volume:
    """One book."""

    name: str  #: of its file, without suffix
    title: str
    subtitle: str
    author: str
    language: str
    pages: tuple[str, ...] = ()  #: of its top level, each with what its contents list; none: all, as listed
    text: str = ""  #: id of the text it is about; empty: the whole


def is_printed(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether a page is in the book: ``pdf: false`` in its front matter leaves it out, with its children."""
    return str(env.metadata.get(docname, {}).get("pdf", "true")).strip().lower() not in {"false", "no", "0"}


def volumes(env: BuildEnvironment, config: Config) -> list[Volume]:
    """Return the books to make, the whole first."""
    author = "" if config.author in {"unknown", "Author name not set"} else config.author
    listed = env.toctree_includes.get(config.root_doc, [])
    texts = [name.split("/")[1] for name in listed if name.startswith(TEXT_FOLDER) and name.endswith("/index")]
    whole = Volume(config.edition_pdf_name, config.project, config.edition_subtitle, author, config.language)
    if not texts:
        return [whole]
    pages = [name.format(suffix) for name in FRONT for suffix in _suffixes(name)]
    for ident in texts:
        pages += [*_introductions(env, ident), f"{TEXT_FOLDER}{ident}/index"]
    others = [name for name in listed if name not in {*pages, *BACK, *HOLDERS}]
    whole = replace(whole, pages=_there(env, [*pages, *others, *BACK]))
    return [whole, *(_of_text(env, ident, whole) for ident in texts)]


def _suffixes(name: str) -> tuple[str, ...]:
    """Return what stands for each language in *name*: the principles name Korean only."""
    return LANGUAGES if name.endswith("-{}") else ("", "-ko")


def _introductions(env: BuildEnvironment, ident: str) -> list[str]:
    """Return the introductions to a text, first the one in its own language."""
    edited = edited_text(env, ident)
    own = edited.source.languages if edited else []
    return [f"introduction/{ident}-{language}" for language in sorted(LANGUAGES, key=lambda name: name not in own[:1])]


def _there(env: BuildEnvironment, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* that are pages to be printed."""
    return tuple(name for name in names if name in env.found_docs and is_printed(env, name))


def _of_text(env: BuildEnvironment, ident: str, whole: Volume) -> Volume:
    """Return the book of one text."""
    edited = edited_text(env, ident)
    language = edited.source.languages[0] if edited else whole.language
    pages = [*_introductions(env, ident), f"{TEXT_FOLDER}{ident}/index", f"apparatus/{ident}", "bibliography"]
    author = _said(edited, "author") or whole.author
    return Volume(ident, _said(edited, "title") or ident, whole.title, author, language, _there(env, pages), ident)


def _said(edited: Edited | None, key: str) -> str:
    """Return what a text's ``source.toml`` has of its *key*, empty where it has none."""
    found = edited.source.identity.get(key) if edited else None
    return str(found.get("text", "")) if isinstance(found, dict) else ""
