"""How actors are named and told apart, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.workflow.gathered import GatheredDocument


def name_of(gathered: GatheredDocument) -> str:
    """Return the actor, or for an unknown one what the document is called."""
    document = gathered.document
    return document.actor or unknown_actor(document.title, gathered.name)


def unknown_actor(title: str | None, name: str) -> str:
    """Name an actor whom nobody knows by the document, or by the name of its file.

    A title that is long or ends with a full stop is a text's first words.

    Examples
    --------
    >>> unknown_actor("A plan for the pier", "pier.txt")
    'Unknown actor (A plan for the pier)'
    >>> unknown_actor("The assembly was opened at nine.", "minutes.txt")
    'Unknown actor (minutes.txt)'
    """
    is_title = title and len(title) <= _LONGEST_TITLE and not title.endswith(".")
    return f"Unknown actor ({title if is_title else name})"


_LONGEST_TITLE = 60


def title_of(gathered: GatheredDocument) -> str:
    """Return the document's title, or the name of its file."""
    return gathered.document.title or gathered.name


def has_pages(gathered: GatheredDocument) -> bool:
    """Whether a page number says something: not for formats without pages."""
    pages = gathered.document.pages
    return len(pages) > 1 or any(page.width is not None for page in pages)
