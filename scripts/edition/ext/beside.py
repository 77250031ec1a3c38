"""Notes of all series beside the block that calls them: in the margin of a wide page, under the block on a narrow one.

Each note stands whole, once, right after the block with its first call, the two in one container; style rules do the
rest, so that a script is needed for nothing but previews. (The theme's side notes keep a note's first paragraph only.)
A note called in another note follows that note. Pages outside the texts keep their notes at the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.config import text_of
from edition.ext.nodes import other_language
from edition.ext.words import say

BESIDE = "noted"  #: class of what holds a block and its notes


class NotesBeside(SphinxPostTransform):
    """Moves every note to the block with its first call."""

    default_priority = 420  #: after all that stands at the head of a page
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written; notes that nobody calls stay at its end."""
        if not text_of(self.env.docname):
            return
        left = {ident: note for note in self.document.findall(nodes.footnote) for ident in note["ids"]}
        calls = [call for call in self.document.findall(nodes.footnote_reference) if not _in_note(call)]
        for call in calls:
            for note in list(_with_inner(call, left)):
                note.parent.remove(note)
                _holder(_block(call)).append(note)


def _in_note(call: nodes.Node) -> bool:
    return _above(call, nodes.footnote) is not None


def _above(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    found = node.parent
    while found is not None and not isinstance(found, kind):
        found = found.parent
    return found


def _block(call: nodes.Node) -> nodes.Element:
    """Return the block that *call* stands in; a caption's is its figure."""
    block = call
    while not isinstance(block, nodes.TextElement) or isinstance(block, nodes.Inline):
        block = block.parent
    return block.parent if isinstance(block.parent, nodes.figure) else block


def _holder(block: nodes.Element) -> nodes.Element:
    """Return the container of *block* and its notes; a heading stays where it is, and its notes follow it."""
    parent, heading = block.parent, isinstance(block, nodes.title)
    if BESIDE in parent["classes"]:
        return parent
    index = parent.index(block)
    after = parent[index + 1] if heading and index + 1 < len(parent) else None
    if isinstance(after, nodes.container) and BESIDE in after["classes"]:
        return after
    holder = nodes.container("", classes=[BESIDE])
    if heading:
        parent.insert(index + 1, holder)
    else:
        parent[index] = holder
        holder.append(block)
    return holder


def _with_inner(call: nodes.footnote_reference, left: dict[str, nodes.footnote]) -> Iterator[nodes.footnote]:
    """Yield the note of *call*, if it has none yet, and after it the notes that are called in it."""
    note = left.pop(call.get("refid", ""), None)
    if note is None:
        return
    yield note
    for inner in note.findall(nodes.footnote_reference):
        yield from _with_inner(inner, left)


class FoldedSummary(SphinxPostTransform):
    """Folds the summary of a page away: it is in the other language, for those who cannot read this one."""

    default_priority = 421
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written."""
        for summary in list(self.document.findall(nodes.container)):
            language = next((name[-2:] for name in summary["classes"] if name.startswith("language-")), "")
            if "summary" in summary["classes"] and language:
                folded = other_language("", summary=say([language], "page summary"), language=language)
                folded += summary.children
                summary.replace_self(folded)


def setup_beside(app: Sphinx) -> None:
    """Register the post-transforms."""
    app.add_post_transform(NotesBeside)
    app.add_post_transform(FoldedSummary)
