"""What the edition sets for Sphinx and MyST, and the texts as the build knows them."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError

from edition.export.colophon import ADDRESS, base_url, colophon
from edition.markup import MYST_EXTENSIONS
from edition.problems import EditionError
from edition.register.notes import Annotated, load_notes, place_notes
from edition.register.works import Work, load_works
from edition.safety.check import refuse_unsafe
from edition.verify.apparatus import Entry, apparatus
from edition.verify.ledger import NAME
from edition.verify.once import read_once
from edition.verify.text import PAGES, Edited

TEXT_FOLDER = "texts/"  #: docnames of text pages begin so
APPARATUS = "apparatus/"  #: docnames of apparatus pages begin so


#: what a build says of itself: name, default, meaning; a page is written anew when one changes
SAID: list[tuple[str, object, str]] = [
    ("edition_base_url", "", "address of the web edition; empty: none, and no page names one"),
    ("edition_version", "", "version; empty: the package's"),
    ("edition_commit", "", "commit"),
    ("edition_date", "", "date of the commit"),
    ("edition_released", False, "whether the commit is the version's own"),
]


def setup_config(app: Sphinx) -> None:
    """Register what a build says of itself, and the hook that fixes what must not be changed in conf.py."""
    for name, default, meaning in SAID:
        app.add_config_value(name, default, "html", [type(default)], meaning)
    app.connect("config-inited", _look)
    app.connect("config-inited", _fix)
    app.connect("config-inited", _say)


def _look(app: Sphinx, config: Config) -> None:
    """Read nothing where a file holds what none may hold."""
    try:
        refuse_unsafe(Path(app.srcdir).parent)
    except EditionError as error:
        raise ConfigError(str(error)) from error


def _say(app: Sphinx, config: Config) -> None:
    """Compute what was not given: version, commit and date from git, the address from the environment."""
    try:
        config["edition_base_url"] = base_url(config.edition_base_url or os.environ.get(ADDRESS, ""))
    except EditionError as error:
        raise ConfigError(str(error)) from error
    config["html_baseurl"] = config.edition_base_url  # Sphinx writes the canonical links
    if not config.edition_version:
        facts = colophon(root_of(app))
        config["edition_version"], config["edition_commit"] = facts.version, facts.commit
        config["edition_date"], config["edition_released"] = facts.date, facts.released


def _fix(app: Sphinx, config: Config) -> None:
    """Set what verification depends on: no smart quotes, and MyST's extensions as `edition.markup` names them."""
    config.smartquotes = False
    config["myst_enable_extensions"] = set(MYST_EXTENSIONS)
    config["myst_title_to_header"] = True
    config["myst_footnote_transition"] = False


def root_of(holder: Sphinx | BuildEnvironment) -> Path:
    """Return the repository's root: the folder that holds ``docs``."""
    return Path(holder.srcdir).parent


def text_of(docname: str) -> str:
    """Return the id of the text to which the page *docname* belongs, empty for other pages."""
    if not docname.startswith(TEXT_FOLDER):
        return ""
    return docname.removeprefix(TEXT_FOLDER).partition("/")[0]


_texts: dict[tuple[str, str], Edited | None] = {}


def edited_text(env: BuildEnvironment, ident: str) -> Edited | None:
    """Return the text *ident* with its base text, read once a build; None where there is none or it cannot be read.

    Its problems are reported by `edition.ext.proof`, not here.
    """
    root = root_of(env)
    key = (str(root), ident)
    if key not in _texts:
        try:
            _texts[key] = read_once(root, ident)[0] if ident else None
        except EditionError:
            _texts[key] = None
    return _texts[key]


_entries: dict[tuple[str, str], list[Entry]] = {}


def entries_of(env: BuildEnvironment, ident: str) -> list[Entry]:
    """Return the apparatus of the text *ident*, computed once a process; empty where the text cannot be read."""
    key = (str(root_of(env)), ident)
    if key not in _entries:
        edited = edited_text(env, ident)
        if edited is None:
            return []
        _entries[key] = apparatus(root_of(env), edited)
    return _entries[key]


_annotated: dict[tuple[str, str], Annotated] = {}
_works: dict[str, dict[str, Work]] = {}


def annotated(env: BuildEnvironment, ident: str) -> Annotated:
    """Return the edition's notes on the text *ident* in their places, computed once a process."""
    key = (str(root_of(env)), ident)
    if key not in _annotated:
        edited = edited_text(env, ident)
        try:
            notes = load_notes(root_of(env), ident)
        except EditionError:
            notes = []  # told by the proof
        _annotated[key] = place_notes(root_of(env), edited, notes) if edited else Annotated()
    return _annotated[key]


def works_of(env: BuildEnvironment) -> dict[str, Work]:
    """Return the bibliography by key, read once a process; empty where it cannot be read, which the proof tells."""
    key = str(root_of(env))
    if key not in _works:
        try:
            _works[key] = load_works(root_of(env))
        except EditionError:
            return {}
    return _works[key]


def depend_on_text(env: BuildEnvironment, edited: Edited) -> None:
    """Let the page being read be read anew when the witness, ``source.toml``, the ids or a page of a text change."""
    root, ident = root_of(env), edited.source.ident
    for name in ("source.toml", "witness.txt"):
        env.note_dependency(str(root / "sources" / ident / name))
    for name in (NAME, *(f"{page}.md" for page in edited.pages)):
        env.note_dependency(str(root / PAGES / ident / name))


def forget_texts() -> None:
    """Forget every text read, so that the next build of this process reads them anew."""
    _texts.clear()
    _entries.clear()
    _annotated.clear()
    _works.clear()
