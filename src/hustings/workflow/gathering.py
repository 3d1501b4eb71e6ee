"""Gathering from the store all that the pages of a project show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hustings.coding.tables import coding_from_row
from hustings.comparison.matrix import alphabetical_key
from hustings.ingest.tables import DOCUMENTS, document_from_row, unit_from_row
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import (
    code_runs,
    current_splits,
    current_units,
    read_runs,
)
from hustings.workflow.facsimiles import Facsimile, can_be_drawn
from hustings.workflow.gathered import (
    Failure,
    Gathered,
    GatheredDocument,
)
from hustings.workflow.gathering_claims import gather_all_claims
from hustings.workflow.gathering_scales import gather_pairs, gather_scales
from hustings.workflow.machine_checks import checked_machines, checks_of
from hustings.workflow.renewals import latest_of
from hustings.workflow.states import state_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.codebook import Codebook
    from hustings.model.coding import Coding
    from hustings.model.document import Document, Unit
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import Description, StoredDocument

_ALL_BUT_CHARACTERS = [name for name in DOCUMENTS.names if name != "characters"]


def gather(store: Store) -> Gathered:
    """Gather a project's documents, units, codings, scales and runs."""
    documents = read_documents(store)
    units = _units_by_document(store)
    codings = _codings_by_unit(store)
    splits = current_splits(store)
    scales = gather_scales(store)
    gathered = [
        replace(
            _gathered(one, documents[one.document_id], units, codings, splits),
            facsimile=_facsimile(store, documents[one.document_id], one.run_id),
        )
        for one in store.documents()
    ]
    return Gathered(
        name=store.name() or "",
        created=store.created(),
        documents=tuple(sorted(gathered, key=_neutral_order)),
        codebooks=_codebooks(store),
        coders={
            str(run.parameters["coder"]): str(run.parameters["codebook"])
            for run in code_runs(store)
        },
        scales=scales,
        pairs=gather_pairs(store, scales),
        runs=tuple(store.runs()),
        failures=tuple(_failures(store)),
        replaced=_replaced(store),
        checks=checks_of(store),
        checked=checked_machines(store),
        claims=gather_all_claims(store),
        state=state_of(store),
    )


def read_documents(store: Store) -> dict[str, Document]:
    """Return all documents by id, with what people have said of them since."""
    said = {one.document_id: one.description for one in store.documents()}
    return {
        row["document"]: _with_description(
            document_from_row(row), said[row["document"]]
        )
        for run in read_runs(store)
        for row in store.table(run.outputs[0], _ALL_BUT_CHARACTERS).to_pylist()
        if row["document"] in said
    }


def _with_description(document: Document, description: Description) -> Document:
    """Let what a person said stand in place of what was guessed."""
    said: dict[str, Any] = {
        name: value
        for name in ("actor", "date", "title", "language")
        if (value := getattr(description, name)) is not None
    }
    not_guessed: dict[str, Any] = {
        name: None for name in ("actor", "date", "title") if name in said
    }
    return replace(document, **said, guessed=replace(document.guessed, **not_guessed))


def _units_by_document(store: Store) -> dict[str, list[Unit]]:
    """Return the units that count now, in reading order."""
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    if current_splits(store):
        columns = ["document", "unit", "block", "start", "end", "page"]
        for row in current_units(store, columns).to_pylist():
            units[row["document"]].append(unit_from_row(row))
    return units


def _codings_by_unit(store: Store) -> dict[str, list[Coding]]:
    """Return the latest codings of every coder with every codebook, by unit."""
    codings: defaultdict[str, list[Coding]] = defaultdict(list)
    for run in code_runs(store):
        book = str(run.parameters["codebook"])
        for row in store.table(run.outputs[0]).to_pylist():
            coding = replace(coding_from_row(row), codebook=book)
            codings[row["unit"]].append(coding)
    return codings


def _gathered(
    stored: StoredDocument,
    document: Document,
    units: Mapping[str, list[Unit]],
    codings: Mapping[str, list[Coding]],
    splits: Mapping[str, Run],
) -> GatheredDocument:
    """Put together what is known of one document."""
    own = tuple(units.get(stored.document_id, ()))
    split = splits.get(stored.run_id)
    return GatheredDocument(
        document=document,
        name=stored.name,
        country=stored.description.country,
        units=own,
        codings={
            unit.unit_id: tuple(codings[unit.unit_id])
            for unit in own
            if unit.unit_id in codings
        },
        read_run=stored.run_id,
        split_run=split.run_id if split else "",
    )


def _facsimile(store: Store, document: Document, read_run: str) -> Facsimile | None:
    """Return a document's pages as pictures, if it has any."""
    if not can_be_drawn(document):
        return None
    return Facsimile(project=store.folder, document=document, read_run=read_run)


def _replaced(store: Store) -> dict[str, str]:
    """Return by the id of each replaced text the one that counts in its place."""
    return {
        one.document_id: latest_of(store, one).document_id
        for one in store.all_documents()
        if one.replaced_by is not None
    }


def _neutral_order(one: GatheredDocument) -> tuple[object, ...]:
    """Sort by actor, date, title and file name; what is not known comes last."""
    last = "\U0010ffff"
    document = one.document
    return (
        document.actor is None,
        alphabetical_key(document.actor or ""),
        document.date or last,
        document.title or last,
        one.name,
    )


def _codebooks(store: Store) -> dict[str, Codebook]:
    """Return the codebooks of the latest codings, by name."""
    books = [codebook_of_run(store, run).codebook for run in code_runs(store)]
    return {book.name: book for book in books}


def _failures(store: Store) -> list[Failure]:
    """Return the files that could not be read and have not been read since."""
    read = {one.name for one in store.documents()}
    latest = {
        one.name: Failure(name=one.name, message=one.message)
        for one in store.failures()
        if one.name not in read
    }
    return list(latest.values())
