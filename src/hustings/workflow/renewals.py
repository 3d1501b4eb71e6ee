"""What a new reading of known bytes, or a new version of a file, puts in whose place.

Another text is another document: spans count its characters. So a new reading of the
same bytes gives a document with an id of its own, which takes the place of the earlier
one; where nothing came out otherwise, the earlier one stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.errors import AmbiguousDocumentError, UnknownDocumentError
from hustings.ingest.tables import DOCUMENTS
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_TELLING = [
    name
    for name in DOCUMENTS.names
    if name not in {"document", "name", "problems", "title", "actor", "date"}
    and not name.startswith("guessed")
]
"""Columns that a new reading must change to be worth a new document."""


def find_document(store: Store, name: str) -> StoredDocument:
    """Find a document by its id, or by the name of its file if only one has it.

    A name is that of a document that counts, if there is one, and not of one that was
    replaced.

    Raises
    ------
    UnknownDocumentError
        If there is none.
    AmbiguousDocumentError
        If several have the name.
    """
    documents = store.all_documents()
    by_id = [one for one in documents if one.document_id == name]
    named = [one for one in documents if one.name == name]
    counting = [one for one in named if one.replaced_by is None]
    found = by_id or counting or named
    if not found:
        raise UnknownDocumentError(document=name)
    if len(found) > 1:
        told = {one.document_id: _tell_apart(store, one) for one in found}
        raise AmbiguousDocumentError(name=name, documents=told)
    return found[0]


def _tell_apart(store: Store, document: StoredDocument) -> str:
    """Say whose a document is, and of when."""
    said = document.description
    (read,) = document_row(store, document, ["actor", "date"]).to_pylist()
    actor = said.actor or read["actor"] or "unknown actor"
    return f"{actor}, {said.date or read['date'] or 'no date'}"


def latest_of(store: Store, document: StoredDocument) -> StoredDocument:
    """Follow the replacements of a document to the one that counts."""
    by_id = {one.document_id: one for one in store.all_documents()}
    while document.replaced_by is not None:
        document = by_id[document.replaced_by]
    return document


def next_id(store: Store, document: StoredDocument) -> str:
    """Return the id that the next reading of a document's bytes will have."""
    readings = [one for one in store.all_documents() if one.sha256 == document.sha256]
    return f"{readings[0].document_id}.{len(readings) + 1}"


def document_row(
    store: Store, document: StoredDocument, columns: Iterable[str] | None = None
) -> pa.Table:
    """Return what was read of one document: a table of one row.

    Raises
    ------
    MissingTableError, AlteredTableError
        If the table is not as it was written.
    """
    run = store.run(document.run_id)
    assert run is not None  # noqa: S101  # the database holds to it
    return store.table(
        run.outputs[0],
        None if columns is None else list(columns),
        document=document.document_id,
    )


def text_of(store: Store, document: StoredDocument) -> str:
    """Return the text of one document."""
    return str(document_row(store, document, ["text"])["text"][0].as_py())


def renew(store: Store, plan: Run, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Give a new reading its own id; yield nothing where it came out as before.

    A document that is read for the first time passes through.
    """
    files: Any = plan.parameters["files"]
    file = files[batch["sha256"][0].as_py()]
    if "document" not in file:
        yield batch
    elif _tells_news(store, file["replaces"], batch):
        position = batch.schema.get_field_index("document")
        yield batch.set_column(
            position, batch.schema.field(position), pa.array([file["document"]])
        )


def _tells_news(store: Store, replaces: str, batch: pa.RecordBatch) -> bool:
    """Say whether a new reading differs from the earlier one in what can be cited."""
    earlier = document_row(store, find_document(store, replaces), _TELLING)
    new = pa.Table.from_batches([batch]).select(_TELLING)
    return bool(new != earlier.cast(new.schema))


def same_names(store: Store, arrived: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Tell of files that have the name of a document but other bytes.

    Parameters
    ----------
    arrived : iterable of (name, SHA-256)
        Of files that are documents now.
    """
    documents = store.documents()
    for name, sha256 in arrived:
        for other in documents:
            if other.name == name and other.sha256 != sha256:
                yield Problem(
                    kind="same name",
                    message=f"{name}: {other.document_id} is another document of this "
                    "name. If the new file is a new version of it, read it again with "
                    f"--new-version-of {other.document_id}. Until then both count.",
                )
