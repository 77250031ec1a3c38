"""From doctree to Typst source, the rest: lists, definitions, tables, figures, quotations, boxes, and what is skipped."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from ...ext.nodes import EDITORIAL
from .source import array, optional, quote, quote_lines
from .writer import TypstTranslator, function, index_targets

#: docutils' name of a list's numbers → Typst's pattern
NUMERALS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


class BookTranslator(TypstTranslator):
    """The translator of the whole book."""

    # ---- lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.begin("", node, block=True)
        self.source.add("bullets(")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        self.source.add(")")
        self.end("")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        self.begin("", node, block=True)
        numerals = NUMERALS[node.get("enumtype", "arabic")]
        around = f"{quote(node.get('prefix', ''))}, {quote(node.get('suffix', '.'))}"
        self.source.add(f"numbered({node.get('start', 1)}, {quote(numerals)}, {around}, ")

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_list_item(self, node: nodes.Element) -> None:
        self.end(",")

    def visit_definition_list(self, node: nodes.Element) -> None:
        self.begin("", node, block=True)
        self.source.add("definitions(")

    depart_definition_list = depart_bullet_list

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        self.anchors(node)
        self.source.add("definition((")

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        self.source.add("),")

    def visit_term(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_term(self, node: nodes.Element) -> None:
        self.end(",")

    visit_classifier, depart_classifier = visit_term, depart_term

    def visit_definition(self, node: nodes.Element) -> None:
        self.source.add("), ")
        self.begin("", node)

    def depart_definition(self, node: nodes.Element) -> None:
        self.end("")

    visit_line_block, depart_line_block = function("p", block=True)

    def visit_line(self, node: nodes.Element) -> None:
        self.begin("", node)

    def depart_line(self, node: nodes.Element) -> None:
        self.end("")
        self.source.add("linebreak()")

    # ---- quotations, boxes, groups

    visit_block_quote, depart_block_quote = function("quotation", block=True)
    visit_attribution, depart_attribution = function("attribution", block=True)
    visit_compound, depart_compound = function("", block=True)
    visit_glossary, depart_glossary = function("", block=True)
    visit_only, depart_only = function("", block=True)
    visit_centered, depart_centered = function("p", block=True)

    def visit_container(self, node: nodes.Element) -> None:
        self.begin("editorial-block(" if EDITORIAL in node["classes"] else "", node, block=True)

    def depart_container(self, node: nodes.Element) -> None:
        self.end(")" if EDITORIAL in node["classes"] else "")

    def visit_topic(self, node: nodes.Element) -> None:
        if "contents" in node["classes"]:
            self.skip(node)
        self.begin("editorial-block(", node, block=True)

    def depart_topic(self, node: nodes.Element) -> None:
        self.end()

    visit_sidebar, depart_sidebar = function("editorial-block", block=True)
    visit_admonition, depart_admonition = visit_topic, depart_topic
    visit_versionmodified, depart_versionmodified = function("editorial-block", block=True)

    def visit_named_admonition(self, node: nodes.Element) -> None:
        self.begin("editorial-block(", node, block=True)
        self.source.add(f"rubric({quote(str(admonitionlabels[node.__class__.__name__]))})")

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_named_admonition
    visit_important = visit_note = visit_tip = visit_warning = visit_seealso = visit_named_admonition
    depart_attention = depart_caution = depart_danger = depart_error = depart_hint = depart_topic
    depart_important = depart_note = depart_tip = depart_warning = depart_seealso = depart_topic

    def visit_transition(self, node: nodes.Element) -> None:
        self.source.add("divider-stars()")

    depart_transition = TypstTranslator.pass_through

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.anchors(node)
        self.source.add(f"literal-block({quote_lines(node.astext())})")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

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

    depart_footnote = depart_citation

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

    def visit_group_of_cells(self, node: nodes.Element) -> None:
        """A row is its cells."""

    visit_tbody = depart_tbody = visit_row = depart_row = visit_group_of_cells

    def visit_entry(self, node: nodes.Element) -> None:
        spans = {"colspan": node.get("morecols", 0) + 1, "rowspan": node.get("morerows", 0) + 1}
        named = "".join(f"{name}: {span}, " for name, span in spans.items() if span > 1)
        self.begin(f"table.cell({named}", node)

    def depart_entry(self, node: nodes.Element) -> None:
        self.end("),")

    # ---- pictures

    def visit_figure(self, node: nodes.Element) -> None:
        self.origin(node)
        picture = node.next_node(nodes.image)
        if picture is None:
            self.begin("figure-without-picture(", node, block=True)
            return
        label, *others = self.unplaced(node["ids"]) or [""]
        self.begin(f"figure-with-picture({optional(label)}, {self._picture(picture)}, ..", node, block=True, anchors=False)
        for other in others:
            self.source.add(f"anchor({quote(other)})")
        self.end("")
        raise nodes.SkipNode

    def depart_figure(self, node: nodes.Element) -> None:
        self.end()

    visit_caption, depart_caption = function("caption-paragraph", block=True)
    visit_legend, depart_legend = function("", block=True)

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
        return f"picture({quote('images/' + name)}, {quote(node.get('alt') or node['uri'])}, {_width(node)})"

    # ---- what a book does not show

    visit_comment = visit_raw = visit_substitution_definition = visit_toctree = TypstTranslator.skip
    visit_system_message = visit_meta = visit_pending = visit_docinfo = visit_decoration = TypstTranslator.skip
    visit_tabular_col_spec = visit_highlightlang = visit_colspec = visit_label = TypstTranslator.skip

    def visit_index(self, node: addnodes.index) -> None:
        for target in self.unplaced(index_targets(node)):
            self.source.add(f"anchor({quote(target)})")
        raise nodes.SkipNode


def _width(node: nodes.Element) -> str:
    """Return an image's width for Typst; pixels count 96 to the inch, what is not said is the picture's own."""
    width = str(node.get("width", ""))
    if width.endswith("%") or width.endswith(("mm", "cm", "in", "pt")):
        return width
    digits = width.removesuffix("px")
    return f"{float(digits) * 0.75:g}pt" if digits.replace(".", "", 1).isdigit() else "auto"
