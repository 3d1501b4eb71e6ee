"""Links that open the Reader at cited words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.errors import StaleReportError, UnplacedPagesError
from hustings.interface.pages.addresses import INDEX, document_page, words_address
from hustings.interface.report.folder import read_report
from hustings.model.document import Problem

if TYPE_CHECKING:
    from hustings.interface.report.folder import ListedReport
    from hustings.model.citation import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address in the Reader, and what is to be known of the pages there."""

    address: str
    problems: tuple[Problem, ...] = ()


def link_to(citation: Citation, at: str, *, project: str, state: str) -> Link:
    """Return the address of a citation's words in the Reader.

    Parameters
    ----------
    at : str
        The address of a server, or the folder of a report.
    project, state : str
        The project that the citation is of, and its state now.

    Raises
    ------
    UnplacedPagesError
        If it is neither.
    StaleReportError
        If the report is of another project, or has no page of the document.
    """
    span = citation.anchor.span
    address = words_address(citation.document_id, span.start, span.end)
    if at.startswith(("http://", "https://")):
        return Link(address=f"{at.removesuffix(INDEX).rstrip('/')}/{address}")
    folder = Path(at)
    listed = read_report(folder)
    if listed is None or not (folder / INDEX).is_file():
        raise UnplacedPagesError(at=at)
    _refuse_strange(listed, citation, at, project)
    return Link(
        address=f"{folder.resolve().as_uri()}/{address}",
        problems=() if listed.state == state else (_older(at),),
    )


def _refuse_strange(
    listed: ListedReport, citation: Citation, at: str, project: str
) -> None:
    """Raise if a report cannot hold the cited words."""
    if listed.project != project:
        raise StaleReportError(at=at, reason="is a report of another project")
    if document_page(citation.document_id) not in listed.files:
        document = citation.document_id
        raise StaleReportError(at=at, reason=f"has no page of the document {document}")


def _older(at: str) -> Problem:
    return Problem(
        kind="older report",
        message=f"The report in {at} is older than the project as it is now. The words "
        f"are there; write it anew with 'hustings report {at}' to show what is new.",
    )
