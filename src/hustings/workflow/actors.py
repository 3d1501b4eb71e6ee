"""How actors are named and told apart, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.workflow.gathered import GatheredDocument


def name_of(gathered: GatheredDocument) -> str:
    """Return the actor, or for an unknown one what the document is called."""
    document = gathered.document
    return document.actor or f"Unknown actor ({document.title or gathered.name})"


def title_of(gathered: GatheredDocument) -> str:
    """Return the document's title, or the name of its file."""
    return gathered.document.title or gathered.name


def has_pages(gathered: GatheredDocument) -> bool:
    """Whether a page number says something: not for formats without pages."""
    pages = gathered.document.pages
    return len(pages) > 1 or any(page.width is not None for page in pages)
