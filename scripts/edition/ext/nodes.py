"""The document nodes of the edition, as every builder meets them.

Stock docutils nodes carry whatever they can; what is the edition's own is told by a few node classes and a few
classes on stock nodes:

* `mark`: an editor's mark. Its children are the reading, its attributes the rest.
* `entry_row`, `place_link`: a row of an apparatus, and words that lead to a place in the edition.
* `other_language`: the same note in the other language, one tap away.
* class ``editorial``: words of the edition that are not words of the text. `edition.ext.doctree` leaves them out.
* class ``without-image`` on a figure: a caption whose picture the witness does not have.
* ``number`` on a paragraph: its permanent paragraph number, as ``12`` or ``12a``.
* ``printed`` on a bullet list: the marker that the witness prints before its items.
"""

from __future__ import annotations

from docutils import nodes

EDITORIAL = "editorial"  #: class of words that are ours, not the text's


class mark(nodes.inline):
    """A mark in running text: the children are the reading, ``witness`` is what the witness has.

    Attributes: ``sign`` (``corr``, ``supplied``, ``surplus``, ``gap`` or ``sic``), ``witness``, ``kind``, ``certainty``
    and ``reason``, all strings.
    """


class entry_row(nodes.row):
    """A row of an apparatus: ``ranks`` is its place in each order, by name."""


class place_link(nodes.inline):
    """Words that lead to a place: ``docname`` and ``anchor`` say where it is."""


class other_language(nodes.General, nodes.Element):
    """A note in the other language, folded: ``summary`` is what unfolds it, ``language`` its tag."""


class event_item(nodes.list_item):
    """An event of the chronology: ``date`` is its date in ISO 8601."""
