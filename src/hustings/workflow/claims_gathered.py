"""The claims that count now, each with who holds it and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.claims.tables import claim_from_row
from hustings.comparison.held_claims import HeldClaim
from hustings.errors.claims import NoClaimsRunError
from hustings.workflow.actors import unknown_actor
from hustings.workflow.claiming import current_claims
from hustings.workflow.claims_checked import checked_claims
from hustings.workflow.current import read_runs
from hustings.workflow.listing import list_documents
from hustings.workflow.usual_codes import usual_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hustings.model.claim import Claim
    from hustings.model.claim_sheet import ClaimSheet
    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument

_OF_UNITS = ["document", "unit", "start", "end", "text", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedClaims:
    """The claims that count.

    Attributes
    ----------
    claims : tuple of HeldClaim
    problems : tuple of Problem
        Where people's own sheets of claims do not count, and why.
    """

    claims: tuple[HeldClaim, ...]
    problems: tuple[Problem, ...] = ()


def gather_claims(store: Store) -> tuple[HeldClaim, ...]:
    """Gather the claims of the documents that count: those of people, or the program's.

    Where people said in the coding room what a unit claims, their word counts by the
    rule of `hustings.workflow.claims_checked`; elsewhere what the latest run found.

    Returns
    -------
    tuple of HeldClaim
        In the order of the run's table, unit by unit. The actor is the document's for
        its own voice; a stance that it reports of others has the name that it gives
        them, or, where that names an actor of the project, that actor. The code is
        that of the claim's unit by the usual codebook's main coder.

    Raises
    ------
    NoClaimsRunError
        If claims were never looked for.
    """
    return gather_checked(store).claims


def gather_checked(store: Store) -> CountedClaims:
    """Gather the claims that count, and say where people's word could not.

    Raises
    ------
    NoClaimsRunError
        If claims were never looked for.
    """
    run = current_claims(store)
    if run is None:
        raise NoClaimsRunError
    desk = _desk(store, run)
    checked = checked_claims(store, desk.units)
    table = store.table(run.outputs[0])
    kept = table.filter(_among(table["document"], desk.documents))
    return CountedClaims(
        claims=tuple(_in_order(desk, kept.to_pylist(), checked.by_unit)),
        problems=checked.problems,
    )


def _in_order(
    desk: _Desk,
    rows: Iterable[Mapping[str, Any]],
    sheets: Mapping[tuple[str, str], ClaimSheet],
) -> Iterator[HeldClaim]:
    """Yield the claims unit by unit, from people's sheets where there are some."""
    if not sheets:
        yield from (desk.hold(claim_from_row(row), row["document"]) for row in rows)
        return
    found: dict[tuple[str, str], list[Claim]] = {}
    for row in rows:
        found.setdefault((row["document"], row["unit"]), []).append(claim_from_row(row))
    for key in desk.units:
        sheet = sheets.get(key)
        if sheet is None:
            yield from (desk.hold(one, key[0]) for one in found.get(key, ()))
        else:
            for one in sheet.as_claims():
                yield desk.hold(replace(one, unit=key[1]), key[0], sheet.coder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """All that a claim needs to be held by somebody."""

    documents: Mapping[str, ListedDocument]
    units: Mapping[tuple[str, str], Mapping[str, Any]]
    codes: Mapping[str, str]
    actors: Mapping[str, str]
    paged: frozenset[str]

    def hold(
        self, claim: Claim, document_id: str, checked_by: str | None = None
    ) -> HeldClaim:
        """Say who holds a claim."""
        document = self.documents[document_id]
        unit = self.units[document.document, claim.unit]
        has_page = document.document in self.paged
        return HeldClaim(
            claim=claim,
            document_id=document.document,
            actor=self._holder(claim, document),
            words=unit["text"],
            date=document.date,
            page=unit["page"] if has_page else None,
            is_reported=not claim.is_own,
            code=self.codes.get(claim.unit),
            language=document.language,
            checked_by=checked_by,
        )

    def _holder(self, claim: Claim, document: ListedDocument) -> str:
        """Name the document's actor, or the one that it reports of."""
        if claim.is_own:
            return called(document)
        name = " ".join(claim.actor.split())
        return self.actors.get(fold_actor(name), name)


def _desk(store: Store, run: Run) -> _Desk:
    """Gather what the claims of a run rest on."""
    documents = {
        one.document: one
        for one in list_documents(store).documents
        if one.state == "counts"
    }
    return _Desk(
        documents=documents,
        units=_units(store, run, documents),
        codes=usual_codes(store).by_unit,
        actors={
            fold_actor(one.actor): one.actor
            for one in documents.values()
            if one.actor is not None
        },
        paged=paged_documents(store),
    )


def called(document: ListedDocument) -> str:
    """Name a document's actor; one that nobody knows by the document's title."""
    return document.actor or unknown_actor(document.title, document.name)


def fold_actor(name: str) -> str:
    """Give a name without large letters and a leading "the".

    Examples
    --------
    >>> fold_actor("The Ferry Party")
    'ferry party'
    """
    return " ".join(name.casefold().split()).removeprefix("the ")


def paged_documents(store: Store) -> frozenset[str]:
    """Name the documents in which a page number says something."""
    return frozenset(
        row["document"]
        for run in read_runs(store)
        for row in store.table(run.outputs[0], ["document", "pages"]).to_pylist()
        if len(row["pages"]) > 1 or any(one["width"] for one in row["pages"])
    )


def _units(
    store: Store, run: Run, documents: Iterable[str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Read the units that a run looked at, by document and id."""
    wanted = list(documents)
    parents = [parent for parent in map(store.run, run.parents) if parent is not None]
    tables = [store.table(parent.outputs[0], _OF_UNITS) for parent in parents]
    return {
        (row["document"], row["unit"]): row
        for table in tables
        for row in table.filter(_among(table["document"], wanted)).to_pylist()
    }


def _among(column: pa.ChunkedArray, documents: Iterable[str]) -> pa.ChunkedArray:
    """Say which rows are of some documents."""
    return pc.is_in(column, pa.array(list(documents), pa.string()))
