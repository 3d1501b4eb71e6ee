"""What the coding room reads once and keeps at hand: nothing of it ever changes.

Assignments, codebooks and texts are never overwritten, so a copy in memory is as good
as the project's. What people said of them is always asked of the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hustings.claims.tables import claim_from_row
from hustings.errors import (
    AlteredTableError,
    ForeignAssignmentError,
    MissingTableError,
    UnknownAssignmentError,
)
from hustings.ingest.tables import DOCUMENTS, document_from_row
from hustings.model.document import Unit
from hustings.workflow.codebooks import stored_codebook
from hustings.workflow.facsimiles import Facsimile, can_be_drawn
from hustings.workflow.renewals import document_row, find_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.claim import Claim
    from hustings.model.codebook import Codebook
    from hustings.model.document import Document, Span
    from hustings.store.project import Store

_ALL_BUT_CHARACTERS = [name for name in DOCUMENTS.names if name != "characters"]
_MOST_DOCUMENTS = 64
"""Texts kept at hand: some megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedDocument:
    """A document with its pages as pictures, if it has any.

    Attributes
    ----------
    boxes : dict of Span to boxes
        Those of the units that were looked at, in points of their pages.
    """

    document: Document
    facsimile: Facsimile | None
    boxes: dict[Span, list[list[float]]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Assignments, codebooks and documents, each read when it is first asked for."""

    _assignments: dict[str, Assignment] = field(default_factory=dict)
    _codebooks: dict[str, Codebook] = field(default_factory=dict)
    _documents: dict[str, ShelvedDocument] = field(default_factory=dict)
    _claims: dict[tuple[str, str], list[Claim] | None] = field(default_factory=dict)

    def holds(self, assignment_id: str) -> bool:
        """Say whether an assignment is at hand."""
        return assignment_id in self._assignments

    def assignments_of(self, store: Store, coder: str) -> list[Assignment]:
        """Return what a person is to code, as the project stands now."""
        found = store.assignments.of(coder)
        self._assignments.update({one.assignment_id: one for one in found})
        return found

    def assignment(self, store: Store, assignment_id: str, *, coder: str) -> Assignment:
        """Return an assignment of a person's own.

        Raises
        ------
        UnknownAssignmentError
            If there is none of this id.
        ForeignAssignmentError
            If it is somebody else's.
        """
        if assignment_id not in self._assignments:
            self.assignments_of(store, coder)
        found = self._assignments.get(assignment_id)
        if found is None:
            there = {one.assignment_id for one in store.assignments.all()}
            if assignment_id not in there:
                raise UnknownAssignmentError(assignment=assignment_id)
        if found is None or found.coder != coder:
            raise ForeignAssignmentError(assignment=assignment_id)
        return found

    def codebook(self, store: Store, sha256: str) -> Codebook:
        """Return the codebook of a text."""
        if sha256 not in self._codebooks:
            self._codebooks[sha256] = stored_codebook(store, sha256).codebook
        return self._codebooks[sha256]

    def document(self, store: Store, document_id: str) -> ShelvedDocument:
        """Return a document, with what people have said of it by now."""
        # Several threads are here at once: each looks once and keeps what it has.
        found = self._documents.get(document_id)
        if found is None:
            found = _load(store, document_id)
            if len(self._documents) >= _MOST_DOCUMENTS:
                self._documents.pop(next(iter(list(self._documents))), None)
            self._documents[document_id] = found
        return found

    def claims(self, store: Store, run_id: str, document_id: str) -> list[Claim] | None:
        """Return the claims that a run found in a document; None if it did not look."""
        key = (run_id, document_id)
        if key not in self._claims:
            found = _load_claims(store, run_id, document_id)
            if len(self._claims) >= _MOST_DOCUMENTS:
                self._claims.pop(next(iter(list(self._claims))), None)
            self._claims[key] = found
            return found
        return self._claims[key]


def find_boxes(shelved: ShelvedDocument, units: Iterable[AssignedUnit]) -> None:
    """Find where units stand on their pages, all at once, and keep it at hand."""
    missing = [one for one in units if one.anchor.span not in shelved.boxes]
    if shelved.facsimile is None or not missing:
        return
    found = shelved.facsimile.boxes(map(_as_unit, missing))
    for one in missing:
        shelved.boxes[one.anchor.span] = found[_as_unit(one).unit_id]


def _as_unit(one: AssignedUnit) -> Unit:
    """Name a unit by its place: people may have cut it themselves."""
    span = one.anchor.span
    return Unit(
        unit_id=f"{span.start}-{span.end}",
        document_id=one.document_id,
        block_id="",
        span=span,
    )


def _load_claims(store: Store, run_id: str, document_id: str) -> list[Claim] | None:
    """Read the claims of one document; None where a run says nothing of it."""
    run = store.run(run_id)
    looked_at: Any = {} if run is None else run.parameters.get("actors", {})
    if run is None or document_id not in looked_at:
        return None
    try:
        rows = store.table(run.outputs[0], document=document_id).to_pylist()
    except (MissingTableError, AlteredTableError):
        return None  # as if nobody had looked: claims are found anew any time
    return [claim_from_row(row) for row in rows]


def _load(store: Store, document_id: str) -> ShelvedDocument:
    stored = find_document(store, document_id)
    (row,) = document_row(store, stored, _ALL_BUT_CHARACTERS).to_pylist()
    said: dict[str, Any] = {
        name: value
        for name in ("actor", "date", "title", "language")
        if (value := getattr(stored.description, name)) is not None
    }
    document = replace(document_from_row(row), **said)
    facsimile = None
    if can_be_drawn(document):
        facsimile = Facsimile(
            project=store.folder, document=document, read_run=stored.run_id
        )
    return ShelvedDocument(document=document, facsimile=facsimile)
