"""Architecture: imports run one way, modules stay short, everything public says what it is for."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "scripts" / "edition"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 320  #: lines of a module that is still read in one sitting

#: part of the package → how far up it stands; imports go to the same level or below, never up
LEVELS = dict.fromkeys(("ext", "export", "cli", "tending"), 3)
LEVELS |= dict.fromkeys(("verify", "convert", "clean", "register", "suspects"), 2)
LEVELS |= {"search": 2, "citation": 2, "report": 2, "promises": 2, "corrections": 2, "safety": 2, "withhold": 2}
LEVELS |= dict.fromkeys(
    (
        "markup",
        "marks",
        "blocks",
        "edits",
        "records",
        "schema",
        "witnesses",
        "hygiene",
        "problems",
        "console",
        "folders",
    ),
    1,
)
LEVELS |= {"rights": 1, "glyphs": 1, "days": 1}
SPHINX = ("sphinx", "docutils", "sphinxcontrib", "sphinx_book_theme")  #: only `ext` and `export` may import these


def name_of(path: Path) -> str:
    """Return the dotted name of the module at *path*."""
    parts = ("edition", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path): path for path in MODULES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def types_only(path: Path) -> set[ast.AST]:
    """Return what stands in *path* below ``if TYPE_CHECKING``: names for the reader, never imported."""
    blocks = (node for node in ast.walk(tree(path)) if isinstance(node, ast.If))
    return {inner for node in blocks if ast.unparse(node.test) == "TYPE_CHECKING" for inner in ast.walk(node)}


def imported(path: Path, *, types: bool = True) -> set[str]:
    """Return every module that *path* imports, wherever in it; without *types*, what it imports at run time."""
    package = name_of(path).split(".")[: None if path.name == "__init__.py" else -1]
    found = set()
    nodes = {*ast.walk(tree(path))} - (set() if types else types_only(path))
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{origin}.{alias.name}" if f"{origin}.{alias.name}" in NAMES else origin for alias in node.names}
    return found


def part(module: str) -> str:
    """Return the part of the package that a module belongs to: ``edition.clean.run`` → ``clean``."""
    return module.split(".")[1]


def shown(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_there_is_something_to_look_at():
    assert len(MODULES) > 20
    assert "edition.clean.draft" in imported(PACKAGE / "clean" / "run.py")
    assert "edition.clean.lines" in imported(PACKAGE / "clean" / "steps.py")
    assert "docutils" in imported(PACKAGE / "ext" / "nodes.py")


def test_every_part_has_its_level():
    """A new part of the package is given its place here and in ``edition/__init__.py``."""
    assert {part(name) for name in NAMES if name != "edition"} <= LEVELS.keys()


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_imports_run_one_way(path):
    ours = {module for module in imported(path) if module.startswith("edition.")}
    if path != PACKAGE / "__init__.py":
        level = LEVELS[part(name_of(path))]
        assert {module for module in ours if LEVELS[part(module)] > level} == set()
    else:
        assert ours == set()


def test_no_imports_run_in_a_circle():
    graph = {name: (imported(path, types=False) & NAMES.keys()) - {name} for name, path in NAMES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_only_ext_and_export_import_sphinx(path):
    if shown(path).split("/")[0] not in ("ext", "export"):
        assert {module for module in imported(path) if module.split(".")[0] in SPHINX} == set()


def test_cleaning_runs_without_sphinx():
    """Not even by way of another package."""
    program = "import sys; import edition.clean.run; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    loaded = done.stdout.split()
    assert "edition" in loaded
    assert not {*SPHINX, "myst_parser", "markdown_it"} & {*loaded}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def public(body: list[ast.stmt]):
    """Yield the public functions and classes of *body*, and those of its public classes.

    Not the methods that docutils calls by the names of its nodes: what they are for is in their names.
    """
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith(("_", "visit_", "depart_")):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_everything_public_says_what_it_is_for(path):
    assert ast.get_docstring(tree(path)), "the module has no docstring"
    assert [f"line {node.lineno}: {node.name}" for node in public(tree(path).body) if not ast.get_docstring(node)] == []
