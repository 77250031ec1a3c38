"""The versions of a text side by side, by its alignment (`edition.verify.alignment`).

The two pages become one run of pairs, each holding the blocks that say the same; nothing is left out: what stands in
no pair goes with the block before it. Headings keep their ids, levels and places in the contents.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from edition.ext.config import edited_text, root_of, text_of
from edition.problems import EditionError
from edition.verify.alignment import Pair, read_alignment

from .elements import parallel_pair, parallel_side, parallel_text

BY_CLASS = ("subtitle", "byline")  #: blocks that the alignment names by their kind, and a page by a class


def set_parallel(env: BuildEnvironment, tree: nodes.Element) -> None:
    """Set the versions of every text in *tree* that has an alignment side by side."""
    files = {node["docname"]: node for node in tree.findall(addnodes.start_of_file)}
    for ident in dict.fromkeys(filter(None, map(text_of, files))):
        edited = edited_text(env, ident)
        try:
            pairs = read_alignment(root_of(env), edited.source) if edited else []
        except EditionError:
            continue  # told by the checks
        versions = {}
        for name, file in files.items():
            language = str(env.metadata[name].get("lang", ""))
            if pairs and text_of(name) == ident and language in pairs[0].sides and not name.endswith("/index"):
                versions[language] = file
        if pairs and set(versions) == set(pairs[0].sides):
            _join(pairs, {language: versions[language] for language in pairs[0].sides})


def _join(pairs: list[Pair], versions: dict[str, nodes.Element]) -> None:
    """Put the pairs in the place of the first version; the other versions are empty afterwards, and go."""
    sides = {language: _by_pair(pairs, language, file) for language, file in versions.items()}
    joined = parallel_text("", pages=[file["docname"] for file in versions.values()])
    for index in range(len(pairs)):
        pair = parallel_pair()
        for position, (language, blocks) in enumerate(sides.items()):
            pair += parallel_side("", *blocks[index], lang=language, side=position)
        joined += pair
    for language, file in versions.items():
        for side in joined.findall(parallel_side):
            if side["lang"] == language:
                side["docname"] = file["docname"]
    first, *others = versions.values()
    first.replace_self(joined)
    for other in others:
        other.parent.remove(other)


def _by_pair(pairs: list[Pair], language: str, file: nodes.Element) -> list[list[nodes.Node]]:
    """Return the blocks of *file* by the number of their pair, in order."""
    number = {place: index for index, pair in enumerate(pairs) for place in pair.sides[language]}
    found: list[list[nodes.Node]] = [[] for _ in pairs]
    current = 0
    for block in _blocks(file, 1):
        named = [number[place] for place in _places(block, language, number) if place in number]
        current = max(current, *named[:1]) if named else current
        found[current].append(block)
    return found


def _places(block: nodes.Element, language: str, known: dict[str, int]) -> Iterator[str]:
    """Yield the permanent ids that stand in *block*."""
    for node in block.findall(nodes.Element):
        yield from node["ids"]
        for name in BY_CLASS:
            if name in node["classes"] or (name == "subtitle" and isinstance(node, nodes.subtitle)):
                yield from (place for place in known if place.endswith(f".{language}.{name}"))


def _blocks(holder: nodes.Element, level: int) -> Iterator[nodes.Element]:
    """Yield the blocks of *holder*, sections taken apart: each title in a section of its own, of its level."""
    for child in list(holder.children):
        assert isinstance(child, nodes.Element)
        if isinstance(child, nodes.section):
            title, *rest = child.children
            yield nodes.section("", title, ids=child["ids"], classes=child["classes"], deeper=level)
            shell = nodes.Element("", *rest)
            yield from _blocks(shell, level + 1)
        elif not isinstance(child, nodes.Invisible) or child["ids"]:
            yield child
