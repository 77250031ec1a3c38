"""axe-core finds no fault: a page of every kind, light and dark; with ``EDITION_ALL_PAGES`` set, every page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools import need

KINDS = (
    "index", "search", "chronology", "notes", "bibliography", "quotations", "status", "principles-ko",
    "register/index", "register/persons", "introduction/general-ko", "apparatus/ryu-emergence", "about/two-roads",
)  # fmt: skip
SCHEMES = ("light", "dark")


def pages(site: Path) -> list[Path]:
    """Return the pages to look at: those of the texts, and one of each other kind; or all."""
    everything = sorted(path for path in site.rglob("*.html") if "_static" not in path.parts)
    if os.environ.get("EDITION_ALL_PAGES"):
        return everything
    return [page for page in everything if page.relative_to(site).parts[0] == "texts"] + [
        site / f"{kind}.html" for kind in KINDS
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_fault(browser: Browser, site: Path, scheme: str) -> None:
    """Rules of WCAG 2.2 A and AA and axe's best practices; every note opened, for what is folded is not looked at.

    What dark changes is colours: there contrast alone is looked at, unless every page is.
    """
    only = "runOnly: ['color-contrast'], " if scheme == "dark" and not os.environ.get("EDITION_ALL_PAGES") else ""
    axe = Path(need("axe.min.js")).read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    tab, faults = context.new_page(), []
    for page in pages(site):
        tab.goto(page.as_uri())
        tab.evaluate(axe)
        tab.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
        found = tab.evaluate(
            f"async () => (await axe.run(document, {{ {only}resultTypes: ['violations'] }})).violations"
        )
        name = page.relative_to(site)
        faults += [
            f"{name}: {fault['id']} at {fault['nodes'][0]['target']} and {len(fault['nodes']) - 1} more"
            for fault in found
        ]
    context.close()
    assert faults == []
