"""What stands on pages of its own on the web, set as a book's back matter: apparatus, register, chronology, works.

Tables, lists and sections become short entries in small type; lists of places become page numbers; what works only on
a screen (filters, exports, finding lists) is left out. Every word of an entry stays. In a book of one text only the
works are kept that it or its notes lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.environment import BuildEnvironment

from edition.ext.config import works_of
from edition.ext.nodes import EDITORIAL, event_item

from .elements import back_entry, every, page_list, small_print
from .plan import Volume

SCREEN_ONLY = ("work-exports", "register-index")  #: classes of what a book cannot use
WORK = "work-"  #: ids of works begin so


def set_back_matter(env: BuildEnvironment, tree: nodes.Element, volume: Volume) -> None:
    """Change the pages of the back matter in *tree*, wherever they stand."""
    for name in SCREEN_ONLY:
        for node in _of_class(tree, nodes.Element, name):
            holder = node.parent if name == "register-index" and isinstance(node.parent, nodes.section) else node
            holder.parent.remove(holder)
    if volume.text:
        _keep_works(env, tree, volume.text)
    for section in _of_class(tree, nodes.section, "register-entry"):
        section.replace_self(_register_entry(section))
    for section in _of_class(tree, nodes.section, "year"):
        events = [_event(item) for item in every(section, event_item)]
        events[0]["ids"] += section["ids"]  # each event begins with its date, so the years need no titles
        section.replace_self(events)
    for box in _of_class(tree, nodes.container, "work"):
        box.replace_self(_work(box))
    for table in _of_class(tree, nodes.table, "apparatus"):
        table.replace_self([_emendation(row) for row in every(table, nodes.row) if row.get("ids")])
    _gather(tree)


def _of_class(tree: nodes.Element, kind: type[nodes.Element], name: str) -> list[nodes.Element]:
    """Return the elements of *kind* and of the class *name*."""
    return [node for node in every(tree, kind) if name in node["classes"]]


def _gather(tree: nodes.Element) -> None:
    """Put each run of entries into two columns."""
    for holder in {id(entry.parent): entry.parent for entry in every(tree, back_entry)}.values():
        gathered: list[nodes.Element] = []
        for child in list(holder.children):
            if isinstance(child, back_entry):
                if not (gathered and isinstance(gathered[-1], small_print)):
                    gathered.append(small_print("", columns=2))
                gathered[-1].append(child)
            elif isinstance(child, nodes.Element):
                gathered.append(child)
        holder.children = []
        holder.extend(gathered)


def _keep_works(env: BuildEnvironment, tree: nodes.Element, text: str) -> None:
    """Remove the works that neither the text *text* cites nor anything else in its book names."""
    linked = {node["refuri"].partition(f"#{WORK}")[2] for node in every(tree, nodes.reference) if node.get("refuri")}
    cited = {key for key, work in works_of(env).items() if any(at.startswith(f"{text}.") for at in work.cited)}
    for box in _of_class(tree, nodes.container, "work"):
        if box["ids"][0].removeprefix(WORK) not in linked | cited:
            box.parent.remove(box)
    for section in [node for node in every(tree, nodes.section) if node.get("ids") and "works-" in node["ids"][0]]:
        if not _of_class(section, nodes.container, "work"):
            section.parent.remove(section)
    for places in _of_class(tree, nodes.paragraph, "work-places"):
        kept = [node for node in every(places, nodes.reference) if f"/{text}/" in node.get("refuri", "")]
        if kept:
            places.children = [places.children[0], *_joined(kept)]
        else:
            places.parent.remove(places)


def _joined(parts: Sequence[nodes.Node], between: str = ", ") -> list[nodes.Node]:
    """Return *parts* with *between* between them."""
    return [node for part in parts for node in (nodes.Text(between), part)][1:]


def _run(paragraph: nodes.Element, *classes: str) -> nodes.inline:
    """Return the words of *paragraph* as part of a line, in the edition's voice where *classes* say so."""
    kept = [name for name in paragraph["classes"] if name.startswith("language-")]
    return nodes.inline("", "", *paragraph.children, classes=[*kept, *classes])


def _entry(node: nodes.Element, head: Iterable[nodes.Node], *more: nodes.Node) -> back_entry:
    """Return the entry that takes the place of *node*."""
    return back_entry("", nodes.paragraph("", "", *head), *more, ids=node["ids"])


def _register_entry(section: nodes.Element) -> back_entry:
    title, *rest = section.children
    head: list[nodes.Node] = [nodes.strong("", "", *title.children)]
    glosses: list[nodes.Node] = []
    tail: list[nodes.Node] = []
    for part in rest:
        assert isinstance(part, nodes.Element)
        if "register-facts" in part["classes"]:
            head += [nodes.Text("  "), _run(part)]
        elif "gloss" in part["classes"]:
            for paragraph in every(part, nodes.paragraph):
                language = next(name for name in part["classes"] if name.startswith("language-"))
                glosses.append(nodes.paragraph("", "", *paragraph.children, classes=[language]))
        elif "register-places" in part["classes"]:
            slug = section["ids"][0].removeprefix("reg-")
            tail.append(nodes.paragraph("", "", page_list("", slug=slug)))
        else:
            tail.append(nodes.paragraph("", "", _run(part, EDITORIAL)))
    return _entry(section, head, *glosses, *tail)


def _event(item: nodes.Element) -> back_entry:
    head, *rest = item.children
    assert isinstance(head, nodes.Element)
    words: list[nodes.Node] = [*head.children]
    for part in rest:
        assert isinstance(part, nodes.Element)
        if part.children:
            words += [nodes.Text(" "), _run(part, EDITORIAL)]
    return _entry(item, words)


def _work(box: nodes.Element) -> back_entry:
    head, *rest = box.children
    assert isinstance(head, nodes.Element)
    words: list[nodes.Node] = [*head.children]
    for part in rest:
        assert isinstance(part, nodes.Element)
        words += [nodes.Text(" "), _run(part, EDITORIAL), nodes.inline("", ".", classes=[EDITORIAL])]
    return _entry(box, words)


def _emendation(row: nodes.Element) -> back_entry:
    """Return a row of an apparatus as printed ones are written: place, reading, a bracket, the witness's reading."""
    cells = {
        name.removeprefix("col-"): cell
        for cell in every(row, nodes.entry) for name in cell["classes"] if name.startswith("col-")
    }  # fmt: skip
    place, reading, received, *others = (
        _run(every(cells[name], nodes.paragraph)[0])
        for name in ("place", "reading", "received", "kind", "certainty", "reason")
    )
    place["classes"].append(EDITORIAL)
    said = _joined([words for words in others if words.astext()])
    words = [place, nodes.Text("  "), reading, nodes.Text(" ] "), received, nodes.Text("  ")]
    return _entry(row, [*words, nodes.inline("", "", *said, classes=[EDITORIAL])])
