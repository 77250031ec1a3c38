"""The search engines compared: how each is installed, built over plain pages, and asked in a browser.

Tools that are not ours are installed from PyPI into a temporary place, never into the edition's lock. Each engine
answers with the names of pages, best first; Sphinx and mkdocs-material are asked through their own scripts, not
through their forms, so that no typing delay is measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TOOLS = ("mkdocs-material", "pagefind[bin]")


@dataclass(frozen=True, slots=True)
class Engine:
    """A search engine over the plain pages."""

    name: str
    start: str  #: page to open, from the root of its site
    begin: str  #: script that makes it ready, once a page
    ask: str  #: script: query → addresses of the first ten results
    weighed: str  #: pattern of the addresses that are loaded for searching only
    visits: int = 20  #: first visits that are weighed
    share: int = 1  #: one in so many of the queries drawn is asked


OURS = Engine(
    "After October", "search.html", "async () => { await editionFind('1'); }",
    """async (query) => { const found = await editionFind(query); const out = [];
      for (const item of found.results) {
        const address = (await editionDocument(item.number))[0].split('.html')[0].replaceAll('/', '-');
        const page = `${address}-${item.layer}-${item.language}`;
        if (!out.includes(page)) out.push(page);
        if (out.length === 10) break; }
      return out; }""",
    r"/search/|/search\.js",
)  # fmt: skip
STOCK = Engine(
    "sphinx-book-theme", "search.html",
    "async () => { while (!Search._index) await new Promise((done) => setTimeout(done, 20)); }",
    """async (query) => { const parsed = Search._parseQuery(query);
      const found = Search._performSearch(...parsed);
      return [...new Set(found.reverse().map((row) => row[0]))].slice(0, 10); }""",
    r"searchindex|searchtools|language_data|[^h]\.html\?|-(?:ko|en)\.html",
)  # fmt: skip
PAGEFIND = Engine(
    "Pagefind", "index.html",
    "async () => { window.engine = await import('/pagefind/pagefind.js'); await engine.init(); }",
    """async (query) => { const found = await engine.search(query);
      const data = await Promise.all(found.results.slice(0, 10).map((row) => row.data()));
      return data.map((row) => row.url.split('/').at(-1).replace('.html', '')); }""",
    r"/pagefind/",
)  # fmt: skip
MATERIAL = Engine(
    "mkdocs-material", "index.html",
    """async () => {
      const page = await (await fetch('/index.html')).text();
      const parsed = new DOMParser().parseFromString(page, 'text/html');
      const address = JSON.parse(parsed.querySelector('#__config').textContent);
      const index = await (await fetch('/search/search_index.json')).json();
      const worker = new Worker(new URL(address.search, location.href));
      const answer = (type, data) => new Promise((done) => {
        worker.onmessage = (event) => done(event.data); worker.postMessage({ type, data });
        if (type === 2) setTimeout(() => done({ data: { items: [] } }), 3000); }); // a colon in a query: no answer
      await answer(0, { ...index, options: { suggest: false } });
      window.ask = (query) => answer(2, query); }""",
    """async (query) => { const told = await ask(query);
      const rows = told.data.items ?? told.data;
      const pages = rows.map((group) => (group[0] ?? group).location.split(/[/#]/)[0].replace('.html', ''));
      return [...new Set(pages)].slice(0, 10); }""",
    r"search_index\.json|/workers/|/lunr/",
    visits=3,  # each loads the same files, and makes the whole index anew
    share=2,
)  # fmt: skip
ENGINES = (OURS, STOCK, PAGEFIND, MATERIAL)


def install(folder: Path) -> Path:
    """Install the tools into *folder*, where they are not yet; return its Python."""
    python = folder / "env" / "bin" / "python"
    if not python.is_file():
        subprocess.run(["uv", "venv", "-q", "--python", "3.11", str(folder / "env")], check=True)
        subprocess.run(["uv", "pip", "install", "-q", "--python", str(python), *TOOLS], check=True)
    return python


def build(pages: Path, names: list[str], folder: Path, python: Path) -> dict[str, Path]:
    """Build the sites of the other engines over *pages*; return their folders by the engine's name."""
    return {
        STOCK.name: _stock(pages, names, folder / "stock"),
        PAGEFIND.name: _pagefind(pages, names, folder / "pagefind", python),
        MATERIAL.name: _material(pages, names, folder / "material", python),
    }


def _stock(pages: Path, names: list[str], folder: Path) -> Path:
    source = folder / "source"
    _copied(pages, names, source)
    (source / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\n*\n```\n", encoding="utf-8")
    (source / "conf.py").write_text(
        "project = 'plain'\nextensions = ['myst_parser']\nhtml_theme = 'sphinx_book_theme'\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "sphinx", "-qb", "html", str(source), str(folder / "html")]
    subprocess.run(command, check=True)
    return folder / "html"


def _pagefind(pages: Path, names: list[str], folder: Path, python: Path) -> Path:
    """Pages without a theme; one index for all, as if English, for its stems."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in [*names, "index"]:
        words = (pages / f"{name}.md").read_text("utf-8") if name in names else "index"
        paragraphs = "".join(f"<p>{part.replace(chr(92), '')}</p>" for part in words.split("\n\n")[1:])
        html = f'<!doctype html><html lang="en"><title>{name}</title><body><h1>{name}</h1>{paragraphs}</body></html>'
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    command = [str(python), "-m", "pagefind", "--site", str(folder), "--force-language", "en", "--quiet"]
    subprocess.run(command, check=True)
    return folder


def _material(pages: Path, names: list[str], folder: Path, python: Path) -> Path:
    _copied(pages, names, folder / "docs")
    (folder / "docs" / "index.md").write_text("# Index\n", encoding="utf-8")
    config = {
        "site_name": "plain", "use_directory_urls": False, "theme": {"name": "material", "font": False},
        "plugins": [{"search": {"lang": ["en", "ko"]}}],
    }  # fmt: skip
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    subprocess.run([str(python), "-m", "mkdocs", "build", "-q"], cwd=folder, check=True)
    return folder / "site"


def _copied(pages: Path, names: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_bytes((pages / f"{name}.md").read_bytes())
