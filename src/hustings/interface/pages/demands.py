"""What a document promises and demands, as a list that one can cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.actor_pages import BINDING
from hustings.interface.pages.claim_index import cut_portions
from hustings.interface.pages.claim_quotations import quote_claim
from hustings.interface.pages.figures import write_rows
from hustings.interface.pages.issue_matrix import PageLink
from hustings.model.claim import Modality
from hustings.workflow.actors import name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.held_claims import HeldClaim
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.claim_quotations import ClaimQuotation
    from hustings.workflow.gathered import GatheredDocument

MOST = 400
"""Units on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One unit with what it promises or demands."""

    number: int
    is_pledge: bool
    quotation: ClaimQuotation
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandsView:
    """A document's pledges and demands, in the order of its text."""

    actor: str
    mark: int | None
    actor_page: str
    title: str
    date: str | None
    language: str | None
    document: str
    sha256: str
    demands: tuple[Demand, ...]
    first: int
    n_demands: int
    n_pledges: int
    number: int
    pages: tuple[PageLink, ...]
    numbers: str


def list_demand_pages(
    index: ClaimIndex,
) -> Iterator[tuple[str, GatheredDocument, int]]:
    """Yield address, document and number of each page of the lists."""
    for identity, document in index.project.documents.items():
        n_pages = len(cut_portions(_by_unit(index, document), MOST))
        for number in range(1, n_pages + 1):
            yield addresses.demands_page(identity, number), document, number


def build_demands(
    index: ClaimIndex, document: GatheredDocument, number: int = 1
) -> DemandsView:
    """List what a document promises and demands."""
    identity = document.document.document_id
    units = _by_unit(index, document)
    pages = cut_portions(units, MOST)
    first = (number - 1) * MOST + 1
    return DemandsView(
        actor=name_of(document),
        mark=index.mark_of(name_of(document)),
        actor_page=addresses.actor_page(name_of(document)),
        title=title_of(document),
        date=document.document.date,
        language=document.document.language,
        document=addresses.document_page(identity),
        sha256=document.document.sha256,
        demands=tuple(
            _build_demand(index, place, claims)
            for place, claims in enumerate(pages[number - 1], start=first)
        ),
        first=first,
        n_demands=len(units),
        n_pledges=sum(map(_is_pledge, units)),
        number=number,
        pages=tuple(
            PageLink(number=i, address=addresses.demands_page(identity, i))
            for i in range(1, len(pages) + 1)
            if len(pages) > 1
        ),
        numbers=demands_file(identity),
    )


def demands_file(document_id: str) -> str:
    """Return the address of the list as a table."""
    return addresses.data_file(f"demands-{document_id}", "csv")


def write_demands(index: ClaimIndex, document: GatheredDocument) -> bytes:
    """Write the list as CSV."""
    head = ["document", "unit", "modality", "stance", "target"]
    rows = [
        [
            one.document_id,
            *(one.claim.unit, str(one.claim.modality), one.stance, one.target),
            *(one.claim.span.start, one.claim.span.end, one.page, one.words),
        ]
        for claims in _by_unit(index, document)
        for one in claims
    ]
    return write_rows([*head, "start", "end", "page", "words"], rows).encode()


def _by_unit(index: ClaimIndex, document: GatheredDocument) -> list[list[HeldClaim]]:
    """Return the document's own pledges and demands, together by unit."""
    units: dict[str, list[HeldClaim]] = {}
    for number in index.by_document.get(document.document.document_id, ()):
        one = index.claims[number]
        if not one.is_reported and one.claim.modality in BINDING:
            units.setdefault(one.claim.unit, []).append(one)
    return list(units.values())


def _is_pledge(claims: Sequence[HeldClaim]) -> bool:
    """Whether a unit promises anything."""
    return any(one.claim.modality is Modality.PLEDGE for one in claims)


def _build_demand(
    index: ClaimIndex, number: int, claims: Sequence[HeldClaim]
) -> Demand:
    """Quote a unit once, with all that it wants."""
    return Demand(
        number=number,
        is_pledge=_is_pledge(claims),
        quotation=quote_claim(index, claims[0]),
        targets=tuple(
            ("for" if one.stance > 0 else "against", " ".join(one.target.split()))
            for one in claims
        ),
    )
