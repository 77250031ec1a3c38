"""Suggesting a correction, on the page: which lines the form needs, and what it says.

The form is ``static/correct.js``, loaded when somebody asks for it. It needs the lines that a page was made of: an
index beside the pages, ``correct/<page>.js``, says where each paragraph, note, entry and work is written, and
``correct/files/<path>.js`` holds a file. Both are scripts and no JSON, so that they work from a disk, too; neither is
loaded before it is needed. Without scripts the foot of a page leads to how corrections reach us.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.corrections.hosts import EDIT, ISSUE, Host, host_of
from edition.corrections.places import Place, entry_place, note_places, text_places, work_places
from edition.ext.cite import edition_of
from edition.ext.config import annotated, edited_text, root_of, text_of, works_of
from edition.ext.kept import pages_changed
from edition.ext.layout import languages_of
from edition.ext.nodes import EDITORIAL
from edition.ext.register_pages import PAGES, register_of
from edition.ext.rendering import is_web
from edition.problems import EditionError
from edition.verify.text import PAGES as TEXT_PAGES

FOLDER = "correct"
WORDS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "correct_words.toml").read_text(encoding="utf-8")
)
HELP = {"ko": "contributing-ko", "en": "contributing"}  #: pages that say how corrections reach us
#: what ``conf.py`` may set: name, default, meaning
SETTINGS: list[tuple[str, str, str]] = [
    ("edition_repository", "", "address of the public repository; empty: none, and no page names one"),
    ("edition_host", "", "github, gitlab or gitea, where the address does not tell it"),
    ("edition_branch", "main", "branch that corrections are made against"),
    ("edition_contact", "", "mail address for corrections; empty: none"),
]

Index = dict[str, list[Place]]


def host(config: Config) -> Host | None:
    """Return the code host that ``conf.py`` names, if any; raises `EditionError` for what is none."""
    return host_of(config.edition_repository, config.edition_host, config.edition_branch)


def places_on(env: BuildEnvironment, docname: str) -> Index:
    """Return id → places for everything on the page *docname* that can be corrected by its words."""
    found: Index = {}
    ident = text_of(docname)
    edited = edited_text(env, ident) if ident else None
    if edited is not None:
        name = docname.rpartition("/")[2]
        found |= text_places(root_of(env), edited).get(name, {})
        mine = [placed.note for placed in annotated(env, ident).placed if placed.page == name]
        lines = note_places(root_of(env), [placed.note for placed in annotated(env, ident).placed])
        found |= {f"{ident}.{note.ident}": [lines[note.ident]] for note in mine}
    elif docname in PAGES.values():
        entries = register_of(env)[0].values()
        found |= {
            f"reg-{entry.slug}": [entry_place(root_of(env), entry)] for entry in entries if PAGES[entry.kind] == docname
        }
    elif docname == "bibliography":
        found |= {f"work-{key}": [place] for key, place in work_places(root_of(env), works_of(env)).items()}
    return found


def notes_on(env: BuildEnvironment, docname: str) -> dict[str, list[list[str]]]:
    """Return id of a block → [id, words it names] of each note of the edition on it."""
    ident, name = text_of(docname), docname.rpartition("/")[2]
    found: dict[str, list[list[str]]] = {}
    for placed in annotated(env, ident).placed if ident else ():
        if placed.page == name:
            found.setdefault(placed.note.at, []).append([f"{ident}.{placed.note.ident}", placed.note.words])
    return found


def index_of(app: Sphinx, docname: str, places: Index) -> dict[str, Any]:
    """Return what the form needs to know of a page: where things are written, how to reach us, and its words."""
    config = app.config
    at = host(config)
    root = "../" * docname.count("/")
    return {
        "page": docname,
        "places": places,
        "notes": notes_on(app.env, docname),
        "files": f"{root}{FOLDER}/files/",
        "help": {code: f"{root}{page}.html" for code, page in HELP.items() if page in app.env.found_docs},
        "version": edition_of(app).version,
        "commit": edition_of(app).commit,
        "host": {"name": at.name, "edit": at.template(EDIT), "issue": at.template(ISSUE)} if at else None,
        "contact": config.edition_contact,
        "words": {code: WORDS[code] for code in languages_of(app.env, docname) if code in WORDS},
    }


class EntryLinks(SphinxPostTransform):
    """Ends each entry of the register and each work with the way to correct it."""

    default_priority = 430
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; without scripts the links lead to the page of help."""
        docname = self.env.docname
        if docname not in PAGES.values() and docname != "bibliography":
            return
        told = " · ".join(WORDS[code]["suggest"] for code in languages_of(self.env, docname) if code in WORDS)
        helped = HELP["en"] in self.env.found_docs
        for entry in self.document.findall(nodes.Element):
            if not {"register-entry", "work"} & set(entry.get("classes", [])) or not entry["ids"]:
                continue
            address = f"{'../' * docname.count('/')}{HELP['en']}.html" if helped else f"#{entry['ids'][0]}"
            label = f"{told}: {entry.astext().partition(chr(10))[0][:80]}"
            link = (
                f'<a class="correct-link" href="{address}" data-correct="{entry["ids"][0]}" '
                f'aria-label="{escape(label)}">{escape(told)}</a>'
            )
            last = next((part for part in entry.findall(nodes.paragraph) if "work-exports" in part["classes"]), None)
            into = entry if last is None else last
            html = link if last is not None else f'<p class="{EDITORIAL}">{link}</p>'
            into.append(nodes.raw("", html, format="html"))


def _foot(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """End a page with the way to a correction: the form's page, and the page's file on the code host."""
    if not is_web(app) or "body" not in context:
        return
    root = "../" * pagename.count("/")
    languages = [code for code in languages_of(app.env, str(context.get("edition_front", pagename))) if code in WORDS]
    links = [
        f'<a href="{root}{HELP[code]}.html" lang="{code}" hreflang="{code}">{escape(WORDS[code]["foot"])}</a>'
        for code in languages
        if HELP[code] in app.env.found_docs
    ]
    at = host(app.config)
    if at and doctree is not None and pagename in app.env.found_docs:
        path = f"docs/{app.env.doc2path(pagename, base=False)}"
        told = " · ".join(WORDS[code]["edit page"].format(at.name) for code in languages)
        links.append(f'<a href="{escape(at.edit(path, 1))}">{escape(told)}</a>')
    if links:
        context["body"] += f'<p class="edition-correct {EDITORIAL}">{" · ".join(links)}</p>'


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the indices, and the files that they name."""
    if error is not None or not is_web(app):
        return
    folder, named = Path(app.outdir) / FOLDER, set[str]()
    for docname in pages_changed(app, FOLDER):
        places = places_on(app.env, docname)
        if not places:
            continue
        made = index_of(app, docname, places)
        _write_script(folder / f"{docname}.js", "editionPlaces", made)
        named |= {place.path for mine in places.values() for place in mine}
        if made["notes"]:
            named.add((TEXT_PAGES / text_of(docname) / "notes.toml").as_posix())
    for path in sorted(named):
        text = (root_of(app) / path).read_text(encoding="utf-8")
        _write_script(folder / "files" / f"{path}.js", "editionFile", {"path": path, "text": text})


def _write_script(path: Path, function: str, data: Mapping[str, Any]) -> None:
    """Write a script that hands *data* to *function*."""
    made = f"{function}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
    made = made.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made, encoding="utf-8", newline="\n")


def _check(app: Sphinx, config: Config) -> None:
    """Stop where ``conf.py`` names no repository that could be one."""
    try:
        host(config)
    except EditionError as error:
        raise ConfigError(str(error)) from error


def setup_correct(app: Sphinx) -> None:
    """Register the settings, the foot of pages, and what is written beside them."""
    for name, default, meaning in SETTINGS:
        app.add_config_value(name, default, "html", [str], meaning)
    app.add_post_transform(EntryLinks)
    app.connect("config-inited", _check)
    app.connect("html-page-context", _foot, priority=402)
    app.connect("build-finished", _write)
