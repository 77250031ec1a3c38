"""From doctree to Typst source, the rest: lists, definitions, tables, pictures, quotations, boxes."""

# ruff: noqa: D102  (a visitor is named after the element it visits; what it does is in the functions it calls)

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from edition.ext.nodes import EDITORIAL

from .book import page_id
from .source import array, optional, quote, quote_lines
from .writer import TypstTranslator, index_targets

#: docutils' name of a list's numbers → Typst's pattern
NUMERALS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


class BookTranslator(TypstTranslator):
    """The translator of the whole book."""

    # ---- lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.begin("" if _nested(node) else "list-block(", node, block=True)
        marker = node.get("printed", "")
        self.source.add(f"list(marker: item-marker({quote(marker)}), " if marker else "list(")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        self.source.add(")")
        self.end("" if _nested(node) else ")")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        self.begin("" if _nested(node) else "list-block(", node, block=True)
        numerals = NUMERALS[node.get("enumtype", "arabic")]
        around = f"{quote(node.get('prefix', ''))}, {quote(node.get('suffix', '.'))}"
        self.source.add(f"numbered({node.get('start', 1)}, {quote(numerals)}, {around}, ")

    def depart_enumerated_list(self, node: nodes.Element) -> None:
        self.depart_bullet_list(node)

    def visit_list_item(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_list_item(self, node: nodes.Element) -> None:
        self.end(",")

    def visit_definition_list(self, node: nodes.Element) -> None:
        self.begin("", node, block=True)
        self.source.add("definitions(")

    def depart_definition_list(self, node: nodes.Element) -> None:
        self.source.add(")")
        self.end("")

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        self.anchors(node)
        self.source.add("definition((")

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        self.source.add(")," if _definitions(node) else ")),")

    def visit_term(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_term(self, node: nodes.Element) -> None:
        self.end(",")

    def visit_classifier(self, node: nodes.Element) -> None:
        self.visit_term(node)

    def depart_classifier(self, node: nodes.Element) -> None:
        self.depart_term(node)

    def visit_definition(self, node: nodes.Element) -> None:
        if _definitions(node.parent)[0] is node:
            self.source.add("), ")
        self.begin("", node)

    def depart_definition(self, node: nodes.Element) -> None:
        self.end(",")

    def visit_line(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_line(self, node: nodes.Element) -> None:
        self.end("")
        self.source.add("linebreak()")

    # ---- quotations, boxes, groups

    def visit_container(self, node: nodes.Element) -> None:
        if all(isinstance(child, nodes.raw) for child in node.children):  # only for the web
            self.skip(node)
        self.begin("editorial-block(" if EDITORIAL in node["classes"] else "", node, block=True)

    def depart_container(self, node: nodes.Element) -> None:
        self.end(")" if EDITORIAL in node["classes"] else "")

    def visit_topic(self, node: nodes.Element) -> None:
        if "contents" in node["classes"]:
            self.skip(node)
        self.begin("editorial-block(", node, block=True)

    def depart_topic(self, node: nodes.Element) -> None:
        self.end()

    def visit_Admonition(self, node: nodes.Element) -> None:
        self.begin("editorial-block(", node, block=True)
        if label := admonitionlabels.get(type(node).__name__):
            self.source.add(f"rubric({quote(str(label))})")

    def depart_Admonition(self, node: nodes.Element) -> None:
        self.end()

    def visit_transition(self, node: nodes.Element) -> None:
        if "footnotes" not in node["classes"]:  # MyST's, before notes that now stand elsewhere
            self.source.add("divider-stars()")

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.anchors(node)
        self.source.add(f"literal-block({quote_lines(node.astext().rstrip())})")
        raise nodes.SkipNode

    def visit_doctest_block(self, node: nodes.Element) -> None:
        self.visit_literal_block(node)

    # ---- works cited, notes nobody calls

    def visit_citation(self, node: nodes.Element) -> None:
        self.origin(node)
        label = node.next_node(nodes.label)
        self.begin(f"entry-of-works({optional(label.astext() if label else None)}, ", node, block=True)

    def depart_citation(self, node: nodes.Element) -> None:
        self.end()

    def visit_footnote(self, node: nodes.Element) -> None:
        label = node.next_node(nodes.label)
        self.begin(f"stray-note({quote(label.astext() if label else '')}, ", node, block=True)

    def depart_footnote(self, node: nodes.Element) -> None:
        self.end()

    # ---- tables

    def visit_table(self, node: nodes.Element) -> None:
        self.origin(node)
        self.begin("", node, block=True)
        self._parallel = "parallel" in node["classes"]

    def depart_table(self, node: nodes.Element) -> None:
        self.end("")

    def visit_tgroup(self, node: nodes.Element) -> None:
        widths = [f"{column.get('colwidth', 1)}fr" for column in node.findall(nodes.colspec)]
        self.source.add(f"grid-of-cells({array(widths)}, {str(self._parallel).lower()}, ")
        if not any(isinstance(child, nodes.thead) for child in node.children):
            self.source.add("(), ")

    def depart_tgroup(self, node: nodes.Element) -> None:
        self.source.add(")")

    def visit_thead(self, node: nodes.Element) -> None:
        self.source.add("(")

    def depart_thead(self, node: nodes.Element) -> None:
        self.source.add("), ")

    def visit_tbody(self, node: nodes.Element) -> None:
        """Rows follow."""

    def visit_row(self, node: nodes.Element) -> None:
        """A row is its cells."""

    def visit_entry(self, node: nodes.Element) -> None:
        spans = {"colspan": node.get("morecols", 0) + 1, "rowspan": node.get("morerows", 0) + 1}
        named = "".join(f"{name}: {span}, " for name, span in spans.items() if span > 1)
        self.begin(f"table.cell({named}", node)

    def depart_entry(self, node: nodes.Element) -> None:
        self.end("),")

    # ---- back matter, versions side by side

    def visit_small_print(self, node: nodes.Element) -> None:
        self.begin(f"small-print({node['columns']}, ", node, block=True)

    def depart_small_print(self, node: nodes.Element) -> None:
        self.end()

    def visit_back_entry(self, node: nodes.Element) -> None:
        self.origin(node)
        self.begin("back-entry(", node, block=True)
        self.small += 1

    def depart_back_entry(self, node: nodes.Element) -> None:
        self.small -= 1
        self.end()

    def visit_parallel_text(self, node: nodes.Element) -> None:
        self.untitled.update(docname for docname in node["pages"] if page_id(docname) in self.targets)
        self.begin("parallel-pages(", node, block=True)

    def depart_parallel_text(self, node: nodes.Element) -> None:
        self.end()

    def visit_parallel_pair(self, node: nodes.Element) -> None:
        sides = [child for side in node.children for child in side.children]
        heads = str(all(isinstance(child, nodes.section) for child in sides)).lower()
        self.source.add(f"parallel({heads}, ")

    def depart_parallel_pair(self, node: nodes.Element) -> None:
        self.source.add(")")

    def visit_parallel_side(self, node: nodes.Element) -> None:
        self.side = node["side"] + 1
        self.languages.append(node["lang"])
        self.source.begin(f"parallel-side({quote(node['lang'])}, ")

    def depart_parallel_side(self, node: nodes.Element) -> None:
        self.side = 0
        self.languages.pop()
        self.source.end("),")

    # ---- pictures

    def visit_figure(self, node: nodes.Element) -> None:
        self.origin(node)
        picture = node.next_node(nodes.image)
        if picture is None:
            self.begin("figure-without-picture(", node, block=True)
            return
        label, *others = self.unplaced(node["ids"]) or [""]
        self.begin("", node, block=True, anchors=False)
        for other in others:
            self.source.add(f"anchor({quote(other)})")
        self.source.add(f"figure-with-picture({optional(label)}, {self._picture(picture)}, ")
        for part in (node.next_node(nodes.caption), node.next_node(nodes.legend)):
            if part is None:
                self.source.add("none, ")
                continue
            self.begin("", part)
            for child in part.children:
                child.walkabout(self)
            self.end(", ")
        self.source.add(")")
        self.end("")
        raise nodes.SkipNode

    def depart_figure(self, node: nodes.Element) -> None:
        self.end()

    def visit_image(self, node: nodes.Element) -> None:
        self.anchors(node)
        picture = self._picture(node)
        self.source.add(f"box({picture})" if isinstance(node.parent, nodes.TextElement) else picture)
        raise nodes.SkipNode

    def _picture(self, node: nodes.Element) -> str:
        """Return the call that draws an image; every picture needs words for those who cannot see it."""
        if not node.get("alt"):
            self.warn(node, f"image {node['uri']} has no alternative text; fix: say in alt what it shows")
        name = self.builder.images.get(node["uri"], node["uri"])
        alt = quote(node.get("alt") or node["uri"])
        return f"image({quote(f'images/{name}')}, alt: {alt}, width: {_width(node)})"

    def visit_index(self, node: addnodes.index) -> None:
        for target in self.unplaced(index_targets(node)):
            self.source.add(f"anchor({quote(target)})")
        raise nodes.SkipNode


def _nested(node: nodes.Element) -> bool:
    """Tell whether a list is part of another list's item."""
    return isinstance(node.parent, nodes.list_item)


def _definitions(item: nodes.Element | None) -> list[nodes.Node]:
    """Return the definitions of a definition list's item: seldom more than one, in theory none."""
    return [child for child in item.children if isinstance(child, nodes.definition)] if item is not None else []


def _width(node: nodes.Element) -> str:
    """Return an image's width for Typst; pixels count 96 to the inch, what is not said is the picture's own."""
    width = str(node.get("width", ""))
    if width.endswith("%") or width.endswith(("mm", "cm", "in", "pt")):
        return width
    digits = width.removesuffix("px")
    return f"{float(digits) * 0.75:g}pt" if digits.replace(".", "", 1).isdigit() else "auto"
