"""The Sphinx extensions of the edition: ``setup`` is their table of contents."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from edition.ext.annotations import setup_annotations
from edition.ext.apparatus import setup_apparatus
from edition.ext.beside import setup_beside
from edition.ext.bibliography import setup_bibliography
from edition.ext.chronology import setup_chronology
from edition.ext.citations import setup_citations
from edition.ext.cite import setup_cite
from edition.ext.config import setup_config
from edition.ext.contributors import setup_contributors
from edition.ext.correct import setup_correct
from edition.ext.downloads import setup_downloads
from edition.ext.front import setup_front
from edition.ext.html import setup_html
from edition.ext.kept import setup_kept
from edition.ext.languages import setup_languages
from edition.ext.layout import setup_layout
from edition.ext.links import setup_links
from edition.ext.lists import setup_lists
from edition.ext.marks import setup_marks
from edition.ext.navigation import setup_navigation
from edition.ext.outdated import setup_outdated
from edition.ext.parallel import setup_parallel
from edition.ext.places import setup_places
from edition.ext.policy import setup_policy
from edition.ext.previews import setup_previews
from edition.ext.promises import setup_promises
from edition.ext.proof import setup_proof
from edition.ext.redirects import setup_redirects
from edition.ext.register_index import setup_register_index
from edition.ext.register_pages import setup_register
from edition.ext.search import setup_search
from edition.ext.site import setup_site
from edition.ext.status import setup_status
from edition.ext.summaries import setup_summaries
from edition.ext.text_pages import setup_text_pages
from edition.ext.view import setup_view
from edition.ext.webfonts import setup_webfonts
from edition.ext.whole import setup_whole
from edition.ext.withheld import setup_withheld


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; called by Sphinx."""
    setup_config(app)
    setup_outdated(app)
    setup_kept(app)
    setup_marks(app)
    setup_front(app)
    setup_text_pages(app)
    setup_proof(app)
    setup_annotations(app)
    setup_beside(app)
    setup_apparatus(app)
    setup_status(app)
    setup_promises(app)
    setup_withheld(app)
    setup_view(app)
    setup_bibliography(app)
    setup_citations(app)
    setup_register(app)
    setup_register_index(app)
    setup_places(app)
    setup_previews(app)
    setup_chronology(app)
    setup_lists(app)
    setup_summaries(app)
    setup_search(app)
    setup_navigation(app)
    setup_whole(app)
    setup_parallel(app)
    setup_html(app)
    setup_languages(app)
    setup_redirects(app)
    setup_cite(app)
    setup_correct(app)
    setup_contributors(app)
    setup_site(app)
    setup_webfonts(app)
    setup_layout(app)
    setup_policy(app)
    setup_downloads(app)
    setup_links(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
