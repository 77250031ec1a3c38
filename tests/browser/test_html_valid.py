"""The text pages are valid HTML, by the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tools import LIGHT, need

THEME = (  #: faults of the theme's own templates, which the reading design (issue D) replaces
)


def test_text_pages_are_valid_html(site: Path) -> None:
    """No error on any page of the five texts."""
    java, jar = need("java"), need("vnu.jar")
    pages = sorted(map(str, (site / "texts").rglob("*.html")))
    done = subprocess.run(
        [java, *LIGHT, "-jar", jar, "--errors-only", "--format", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    found = sorted({f"{Path(item['url']).name}:{item['lastLine']}: {item['message']}" for item in messages})
    assert [message for message in found if not any(known in message for known in THEME)] == []
