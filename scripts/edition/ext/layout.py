"""The frame of every page: what ``templates/layout.html`` needs to know, and nothing loaded that a page doesn't use.

The theme's own frame brings two megabytes of icons, scripts and styles, and writes the whole navigation into each page.
Ours shows the neighbours of a page (the sections of its text, the parts of the register), a few places that readers go
to from everywhere, and loads of our scripts those that the page has something for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from edition.ext.html import STATIC
from edition.ext.words import say

TEMPLATES = Path(__file__).parent / "templates"

#: where readers go from everywhere: key of the word, page
PLACES = (
    ("texts", "index"), ("register", "register/index"), ("chronology", "chronology"),
    ("bibliography", "bibliography"), ("search", "search"),
)  # fmt: skip

PARTS = ("_start", "_center", "_end", "_persistent", "_items")  #: how the theme's lists of its parts end

MOST_SECTIONS = 20  #: a register page has a section an entry

#: our scripts, and what a page must hold to need them; scripts not named here are loaded where they were added
NEEDED_BY = {
    "view.js": ('class="edition-view', 'class="apparatus-controls', 'class="editor-mark'),
    "previews.js": ("footnote-reference", 'class="register ', "bibliography.html#work-"),
    "register.js": ('class="register-index',),
    "timeline.js": ('class="timeline',),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A line of the navigation beside a page."""

    title: str
    address: str  #: relative
    language: str  #: of the title, empty where it is in both
    here: bool  #: is it the page itself?
    sections: tuple[tuple[str, str], ...] = ()  #: (title, id) of the page's own sections, where it is this page


def languages_of(env: BuildEnvironment, pagename: str) -> list[str]:
    """Return the language of a page, or both where it is in both."""
    language = env.metadata.get(pagename, {}).get("lang")
    return [str(language)] if language else ["ko", "en"]


def parent_of(env: BuildEnvironment, pagename: str) -> str:
    """Return the page whose contents are shown beside *pagename*: itself where it has some."""
    if env.toctree_includes.get(pagename):
        return pagename
    return next((name for name, pages in env.toctree_includes.items() if pagename in pages), env.config.root_doc)


def neighbours(app: Sphinx, pagename: str, front: str = "") -> tuple[Neighbour, list[Neighbour]]:
    """Return the page that holds *pagename* in its contents, and what else it holds.

    *front* is that page for one made of others, which no contents name.
    """
    env = app.env
    parent = front or parent_of(env, pagename)
    named: dict[str, str] = {}
    for toctree in env.get_doctree(parent).findall(addnodes.toctree) if parent in env.found_docs else ():
        named |= {page: title for title, page in toctree["entries"] if title}

    def line(name: str) -> Neighbour:
        title = named.get(name) or (env.titles[name].astext() if name in env.titles else name)
        language = str(env.metadata.get(name, {}).get("lang", ""))
        address = app.builder.get_relative_uri(pagename, name) or "#"
        return Neighbour(title, address, language, name == pagename, _sections(env, name) if name == pagename else ())

    return line(parent), [line(name) for name in env.toctree_includes.get(parent, ()) if name in env.found_docs]


def _sections(env: BuildEnvironment, pagename: str) -> tuple[tuple[str, str], ...]:
    """Return the sections of a page below its title, if there are two or more and not too many to be of help."""
    links = env.tocs[pagename].findall(nodes.reference) if pagename in env.tocs else ()
    found = tuple((link.astext(), link["anchorname"]) for link in links if link.get("anchorname"))
    return found if 1 < len(found) <= MOST_SECTIONS else ()


def _frame(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell the template what stands round the page."""
    front = str(context.get("edition_front", ""))
    languages = context.get("edition_languages") or languages_of(app.env, pagename)
    context["say"] = lambda key, *values: say(languages, key, *values)
    context["places"] = [
        (say(languages, f"go {key}"), app.builder.get_relative_uri(pagename, name), name == pagename)
        for key, name in PLACES
        if name in app.env.found_docs
    ]
    context["parent"], context["neighbours"] = neighbours(app, pagename, front)
    if front:
        sections = tuple(context.get("edition_sections", ()))
        language = languages[0] if len(languages) == 1 else ""
        context["neighbours"].insert(0, Neighbour(context["edition_name"], "#", language, True, sections))
    context["page_language"] = languages[0] if len(languages) == 1 else ""
    body = context.get("body") or ""
    ours = {path.name for path in STATIC.iterdir()}
    context["script_files"] = [
        script
        for script in context.get("script_files", ())
        if Path(str(script.filename or "")).name in ours and _needed(Path(str(script.filename)).name, body)
    ]
    context["css_files"] = [
        style
        for style in context.get("css_files", ())
        if _is_ours(str(style.filename), ours) or (_is_pygments(str(style.filename)) and 'class="highlight' in body)
    ]


def _needed(name: str, body: str) -> bool:
    return name not in NEEDED_BY or any(sign in body for sign in NEEDED_BY[name])


def _is_ours(name: str, ours: set[str]) -> bool:
    return Path(name).name in ours or "webfonts/" in name


def _is_pygments(name: str) -> bool:
    return Path(name).name == "pygments.css"


def _templates(app: Sphinx, config: Config) -> None:
    """Let our templates come before the theme's."""
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def _without_parts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Name no part of the theme's frame: it would make each, navigation and all, for every page, and none is used."""
    for key in context:
        if key == "sidebars" or (key.startswith("theme_") and key.endswith(PARTS)):
            context[key] = []


def _leave_out(app: Sphinx, error: Exception | None) -> None:
    """Remove the theme's static files, which no page names."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    kept = {path.name for path in STATIC.iterdir()} | {"pygments.css"}
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.name not in kept and path.parent.name != "webfonts":
            path.unlink()


def setup_layout(app: Sphinx) -> None:
    """Register the templates, what they are told, and the removal of what no page loads."""
    app.connect("config-inited", _templates)
    app.connect("html-page-context", _without_parts, priority=100)
    app.connect("html-page-context", _frame, priority=900)
    app.connect("build-finished", _leave_out, priority=900)
    app.add_js_file("page.js")
