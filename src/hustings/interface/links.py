"""Links that open the Reader at cited words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hustings.errors import UnplacedPagesError
from hustings.interface.pages.addresses import INDEX, words_address

if TYPE_CHECKING:
    from hustings.model.citation import Citation


def link_to(citation: Citation, at: str) -> str:
    """Return the address of a citation's words in the Reader.

    Parameters
    ----------
    at : str
        The address of a server, or the folder of a report.

    Raises
    ------
    UnplacedPagesError
        If it is neither.
    """
    span = citation.anchor.span
    address = words_address(citation.document_id, span.start, span.end)
    if at.startswith(("http://", "https://")):
        return f"{at.removesuffix(INDEX).rstrip('/')}/{address}"
    folder = Path(at)
    if not (folder / INDEX).is_file():
        raise UnplacedPagesError(at=at)
    return f"{folder.resolve().as_uri()}/{address}"
