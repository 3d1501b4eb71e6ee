"""The demands and pledges of a document or an actor, as a list that can be cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import AmbiguousDocumentError, NoSuchDocumentError
from hustings.errors.claims import UnknownActorError
from hustings.estimates.frames import frame_from_rows
from hustings.model.claim import AGAINST, Modality
from hustings.model.document import Problem
from hustings.workflow.claiming import result_of
from hustings.workflow.claims_gathered import called, fold_actor, gather_claims
from hustings.workflow.listing import list_documents
from hustings.workflow.named_documents import NamedDocuments
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from hustings.comparison.held_claims import HeldClaim
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument

LISTED = (Modality.DEMAND, Modality.PLEDGE)
"""How a stance is put that is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandsResult:
    """Demands and pledges in the order of the documents.

    Attributes
    ----------
    named : str
        The document or the actor whose demands these are.
    demands : tuple of HeldClaim
    """

    named: str
    demands: tuple[HeldClaim, ...]
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a demand, numbered."""
        return [
            {
                "number": number,
                "actor": one.actor,
                "date": one.date,
                "modality": one.claim.modality.value,
                "side": "against" if one.stance == AGAINST else "for",
                "target": one.target,
                "words": " ".join(one.words.split()),
                "page": one.page,
                "unit": one.claim.unit,
                "document": one.document_id,
            }
            for number, one in enumerate(self.demands, start=1)
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        pledges = sum(one.claim.modality is Modality.PLEDGE for one in self.demands)
        demands = len(self.demands) - pledges
        return (
            f"{self.named}: {count(demands, 'demand')} and {count(pledges, 'pledge')}. "
            "'hustings cite --unit UNIT' writes a citation."
        )


def list_demands(store: Store, named: str) -> DemandsResult:
    """List the demands and pledges of a document, or of an actor's documents.

    Parameters
    ----------
    named : str
        An actor, the id of a document, the name of its file, or actor and date.

    Raises
    ------
    UnknownActorError
        If it is none of these.
    NoClaimsRunError
        If claims were never looked for.
    """
    found = result_of(store)
    documents = _documents(store, named)
    wanted = {one.document for one in documents}
    demands = tuple(
        one
        for one in gather_claims(store)
        if one.document_id in wanted
        and not one.is_reported
        and one.claim.modality in LISTED
    )
    return DemandsResult(
        named=named,
        demands=demands,
        run_id=found.run_id,
        problems=(*found.problems, *_none(named, demands)),
    )


def _none(named: str, demands: Sequence[HeldClaim]) -> list[Problem]:
    if demands:
        return []
    message = f"{named} has no demand and no pledge that was found."
    return [Problem(kind="no demands", message=message)]


def _documents(store: Store, named: str) -> list[ListedDocument]:
    """Find an actor's documents, else the one document of that name."""
    listed = [one for one in list_documents(store).documents if one.state == "counts"]
    own = [one for one in listed if fold_actor(called(one)) == fold_actor(named)]
    if own:
        return own
    try:
        document = NamedDocuments(store).find(named)
    except (NoSuchDocumentError, AmbiguousDocumentError) as error:
        if isinstance(error, AmbiguousDocumentError):
            raise
        known = sorted({called(one) for one in listed})
        raise UnknownActorError(actor=named, known=known) from None
    return [one for one in listed if one.document == document]
