"""Whom a reader of the public edition can ask: what ``docs/conf.py`` sets, and what is said where it sets nothing.

The notices themselves are made by `edition.ext.withheld`.
"""

from __future__ import annotations

import ast
from pathlib import Path

CONF = Path("docs") / "conf.py"
SETTINGS = ("edition_contact", "edition_repository")


def contact_told(root: Path) -> str:
    """Return the line of the build's report that says where the notices of the edition in *root* send a reader."""
    found = dict.fromkeys(SETTINGS, "")
    for node in ast.parse((root / CONF).read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            found |= {name: str(node.value.value) for name in names if name in found}
    mail, repository = (found[name] for name in SETTINGS)
    if mail or repository:
        return f"contact in the notices: {mail or repository}"
    return (
        f"contact in the notices: none; holders of rights have nobody to write to\n"
        f"    fix: before you publish, set {SETTINGS[0]} (a mail address) or {SETTINGS[1]} in {CONF.as_posix()}"
    )
