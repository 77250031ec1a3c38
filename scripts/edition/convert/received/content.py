"""Which pieces of a page are its text: by where the prose stands, and by what the page calls its other parts.

The text is the innermost element that holds nine tenths of the page's prose, with the heading before it and the notes
after it. What is called a menu, a form or a list of comments is none of it. Every piece is written all the same; this
module only says what it seems to be, with the sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from edition.convert.received.model import Hint
from edition.convert.received.tree import Element, Piece, Tree

PROSE = 60  #: characters outside links from which a piece counts as prose
LONG = 120  #: characters of prose that are kept wherever they stand
SHARE = 0.9
TAGS = {"nav": "navigation", "footer": "imprint", "form": "form", "button": "form", "select": "form",
        "menu": "navigation", "search": "form", "dialog": "dialogue"}  # fmt: skip
ROLES = {"navigation": "navigation", "banner": "banner", "contentinfo": "imprint", "search": "form",
         "complementary": "beside the text", "dialog": "dialogue", "menu": "navigation"}  # fmt: skip
NAMED = {
    "nav": "navigation", "navbar": "navigation", "navigation": "navigation", "menu": "navigation",
    "navbox": "navigation", "breadcrumb": "navigation", "breadcrumbs": "navigation", "pagination": "navigation",
    "pager": "navigation",
    "skip": "navigation", "jump": "navigation", "toolbar": "navigation", "catlinks": "navigation", "gnb": "navigation",
    "lnb": "navigation", "share": "sharing", "sharing": "sharing", "sharedaddy": "sharing", "social": "sharing",
    "sns": "sharing", "related": "other texts", "recommend": "other texts", "recommended": "other texts",
    "comment": "comments", "comments": "comments", "respond": "comments", "disqus": "comments", "reply": "comments",
    "sidebar": "beside the text", "aside": "beside the text", "widget": "beside the text", "ad": "advertising",
    "ads": "advertising", "advert": "advertising", "advertisement": "advertising", "banner": "advertising",
    "sponsor": "advertising", "promo": "advertising", "newsletter": "advertising", "subscribe": "advertising",
    "donate": "advertising", "donation": "advertising", "cookie": "notice of cookies",
    "consent": "notice of cookies", "popup": "dialogue", "modal": "dialogue", "login": "form",
    "search": "form", "editsection": "sign of the wiki",
    "noprint": "not for print", "copyright": "imprint", "footer": "imprint", "colophon": "imprint",
    "masthead": "banner", "printfooter": "imprint", "reader": "", "hatnote": "sign of the wiki",
}  # fmt: skip
NOTES = re.compile(
    r"(?i)foot-?_?note|end-?_?note|\bnotes?\b|references|reflist|각주|미주|\bfn\d|\b_ftn|\b_edn|sdfootnote"
)
HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
HEADING = re.compile("h[1-6]")
BOLD = ("p", "div", "b", "strong", "center", "body", "td")  #: in one of these, a piece all in bold is a heading
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What an element and those it stands in say of a piece in it."""

    what: str = ""  #: of furniture, said by the innermost that says so
    reason: str = ""
    noted: bool = False  #: one of them has the name of notes
    noted_inside: bool = False  #: one within the page's body has
    heading: str = ""
    quoted: Element | None = None
    captioned: bool = False

    def within(self, element: Element, flag: tuple[str, str]) -> Place:
        """Return the place of *element* in this one; *flag* says what furniture it is itself, with the sign."""
        noted = NOTES.search(_names(element)) is not None
        return Place(
            *(flag if flag[0] else (self.what, self.reason)),
            noted=self.noted or noted,
            noted_inside=self.noted_inside or (noted and element.tag not in ("body", "html")),
            heading=element.tag if HEADING.fullmatch(element.tag) else self.heading,
            quoted=element if element.tag == "blockquote" else self.quoted,
            captioned=self.captioned or element.tag in ("figcaption", "caption"),
        )


def hinted(tree: Tree) -> tuple[list[str], dict[int, Hint], str]:
    """Return the lines of *tree*, their hints, and the name of the element in which the text stands."""
    places = _places(tree, _weigh(tree))
    wanted = sum(_prose(piece) for piece in tree.pieces if not places[id(piece.parent)].what)
    _weigh(tree, places)
    holders = [e for e in tree.elements if e.weight >= SHARE * wanted] if wanted else []
    container = holders[-1] if holders else None
    inner = {id(container)}
    for element in tree.elements:
        if container is None or id(element.parent) in inner:
            inner.add(id(element))
    inside = [id(piece.parent) in inner for piece in tree.pieces]
    first = inside.index(True) if True in inside else 0
    opening = _opening(tree, places, inside, first)
    lines: list[str] = []
    hints: dict[int, Hint] = {}
    for index, piece in enumerate(tree.pieces):
        if piece.apart and lines:
            lines.append("")
        lines.append(piece.text)
        place = places[id(piece.parent)]
        hint = _furniture(piece, place, inside=inside[index] or opening <= index < first)
        hint = hint or _kind(piece, place, tree.elements[0].weight)
        if hint:
            hints[len(lines)] = hint
    where = f"<{container.tag}{_name(container)}>" if container and container.tag not in ("html", "body") else ""
    return lines, hints, where


def _prose(piece: Piece) -> int:
    free = len(piece.text) - piece.linked
    return free if free >= PROSE else 0


def _places(tree: Tree, total: int) -> dict[int, Place]:
    """Return the place of each element, by its identity; elements come after those they stand in."""
    places: dict[int, Place] = {}
    for element in tree.elements:
        around = places[id(element.parent)] if element.parent else Place()
        places[id(element)] = around.within(element, _flag(element, total))
    return places


def _weigh(tree: Tree, places: dict[int, Place] | None = None) -> int:
    """Give each element the characters of prose in it, without those of furniture by *places*; return the whole."""
    for element in tree.elements:
        element.weight = 0
    for piece in tree.pieces:
        if not (places and places[id(piece.parent)].what):
            piece.parent.weight += _prose(piece)
    for element in reversed(tree.elements):
        if element.parent:
            element.parent.weight += element.weight
    return tree.elements[0].weight


def _flag(element: Element, total: int) -> tuple[str, str]:
    """Return what furniture *element* is and the sign; nothing where it holds much of the prose."""
    attributes = element.attributes
    if "hidden" in attributes or HIDDEN.search(attributes.get("style", "")):
        return "hidden", "hidden by the page"
    if element.weight * 3 > total > 0 or NOTES.search(_names(element)):
        return "", ""
    if element.tag in TAGS:
        return TAGS[element.tag], f"in <{element.tag}>"
    role = attributes.get("role", "")
    if role in ROLES:
        return ROLES[role], f"role={role}"
    for word in map(str.lower, WORD.findall(_names(element))):
        if NAMED.get(word):
            return NAMED[word], f"in <{element.tag}{_name(element)}>"
    return "", ""


def _names(element: Element) -> str:
    return f"{element.attributes.get('id', '')} {element.attributes.get('class', '')}"


def _name(element: Element) -> str:
    for key in ("id", "class"):
        if value := element.attributes.get(key, "").strip():
            return f" {key}={value[:40]}"
    return ""


def _opening(tree: Tree, places: dict[int, Place], inside: list[bool], first: int) -> int:
    """Return the index of the piece with which the text opens: the last heading before *first*, where there is one."""
    if any(piece.parent.tag == "h1" and inside[i] for i, piece in enumerate(tree.pieces[: first + 12])):
        return first
    for index in range(first - 1, max(first - 25, -1), -1):
        piece = tree.pieces[index]
        if piece.parent.tag in ("h1", "h2") and not places[id(piece.parent)].what:
            return index
    return first


def _furniture(piece: Piece, place: Place, *, inside: bool) -> Hint | None:
    if place.what:
        return Hint("furniture", place.reason, what=place.what)
    if inside or _prose(piece) >= LONG or place.noted:
        return None
    what = "navigation" if piece.linked * 2 > len(piece.text) else "outside the text"
    return Hint("furniture", "not in the element that holds the prose, nor a note", what=what)


def _kind(piece: Piece, place: Place, total: int) -> Hint | None:
    """Return what the page says an ordinary piece is; *total* is the prose of the page."""
    hint = None
    if place.heading:
        hint = Hint("heading", f"{place.heading} of the page", level=int(place.heading[1]))
    elif "\t" in piece.text:
        hint = Hint("table", "row of a table")
    elif place.captioned:
        hint = Hint("caption", "caption of a picture or table")
    elif place.noted_inside:
        hint = Hint("note", "among the page's notes")
    elif place.quoted:
        hint = Hint("quotation", "in <blockquote>") if place.quoted.weight * 2 < total else None
    elif piece.bold and len(piece.text) < 90 and piece.parent.tag in BOLD:
        hint = Hint("heading", "a paragraph all in bold", level=7)
    return hint
