"""The step `read` on what is known: the same bytes again, or a file's new version."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING

from hustings.errors import (
    OtherDocumentError,
    ReplacedDocumentError,
    SameVersionError,
)
from hustings.ingest.anchors.anchoring import LEAST_SHARED, measure_shared
from hustings.outside.clock import now
from hustings.outside.limits import Limits
from hustings.store.records import Description
from hustings.workflow.arrivals import Arrival, lasting
from hustings.workflow.current import current_kind
from hustings.workflow.metadata import Metadata
from hustings.workflow.read_files import report_files
from hustings.workflow.read_results import ReadResult
from hustings.workflow.reading import Way, read_arrivals, take_in
from hustings.workflow.reanchoring import reanchor_codings
from hustings.workflow.renewals import find_document, latest_of, next_id, text_of
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument, StoredFailure


def read_again(
    store: Store,
    names: Iterable[str] = (),
    *,
    said: Description | None = None,
    way: Way | None = None,
) -> ReadResult:
    """Read the kept bytes of documents anew, and re-anchor what was said of them.

    A document of which something comes out otherwise is replaced by a new one of the
    same bytes; one that comes out as before stays. The earlier reading is kept.

    Parameters
    ----------
    names : iterable of str
        Ids or names of files; all documents otherwise.
    said : Description, optional
        What is newly said of all of them; a language may change how scans are read.

    Raises
    ------
    UnknownDocumentError, AmbiguousDocumentError
        If a name is that of no document, or of several.
    ReplacedDocumentError
        If a document does not count any more.
    """
    chosen = [_counting(store, name) for name in names] or store.documents()
    arrivals = [
        Arrival(
            name=one.name,
            sha256=one.sha256,
            description=_joined(said or Description(), one.description),
            replaces=one.document_id,
            document=next_id(store, one),
        )
        for one in dict.fromkeys(chosen)
    ]
    failures: list[StoredFailure] = []
    with store.working():
        way = way or choose_way(store)
        runs = read_arrivals(store, arrivals, way, failures) if arrivals else []
    known = {one.document_id for one in store.all_documents()}
    new = {one.sha256 for one in arrivals if one.document in known}
    _record_news(store, chosen, said)
    return _result(store, [one.sha256 for one in arrivals], new, runs, failures)


def read_new_version(
    store: Store,
    paths: Sequence[Path],
    *,
    of: str,
    said: Description | None = None,
    way: Way | None = None,
) -> ReadResult:
    """Read a new version of a file, which takes the place of the earlier document.

    What people said of the earlier one (actor, date ...) holds for it too, where they
    say nothing else. The earlier one is kept.

    Parameters
    ----------
    paths : sequence of Path
        Just one file.
    of : str
        The earlier document, by its id or the name of its file.

    Raises
    ------
    UnknownDocumentError, AmbiguousDocumentError, ReplacedDocumentError
        If `of` names no document that counts.
    SameVersionError
        If the file has the bytes of that document or of one before it, or holds
        several documents.
    OtherDocumentError
        If it has too little of that document's wording to be a version of it.
    """
    old = _counting(store, of)
    failures: list[StoredFailure] = []
    with store.working():
        way = way or choose_way(store)
        taken = take_in(
            store, paths, Metadata(by_name={}), said or Description(), way.limits
        )
        failures += taken.failures
        if taken.failures:
            return _result(store, [], set(), [], failures)
        try:
            arrival = _version(taken.arrivals, old, store)
            known = store.documents_by_hash().get(arrival.sha256)
            runs = (
                _take_place(store, known, old)
                if known is not None
                else read_arrivals(
                    store, [arrival], way, failures, _check_against(store, old)
                )
            )
        except (OtherDocumentError, SameVersionError):
            for one in taken.arrivals:
                store.drop_source(one.sha256)
            raise
    new = set() if failures else {arrival.sha256}
    return _result(store, [arrival.sha256], new, runs, failures)


def _record_news(
    store: Store, chosen: Iterable[StoredDocument], said: Description | None
) -> None:
    """Record what is newly said of documents that came out as before."""
    said = lasting(said or Description())
    if said != Description():
        current = {one.document_id for one in store.documents()}
        same = [one.document_id for one in chosen if one.document_id in current]
        store.record([], at=now(), descriptions=dict.fromkeys(same, said))


def choose_way(
    store: Store,
    *,
    into: UnitKind | None = None,
    limits: Limits | None = None,
    effort: Effort | None = None,
) -> Way:
    """Return how documents are read and split where nothing else is said."""
    return Way(
        into=into or current_kind(store),
        limits=limits or Limits(),
        effort=effort or Effort(),
    )


def _counting(store: Store, name: str) -> StoredDocument:
    """Find a document that no other has replaced."""
    found = find_document(store, name)
    if found.replaced_by is not None:
        latest = latest_of(store, found)
        raise ReplacedDocumentError(document=name, latest=latest.document_id)
    return found


def _joined(said: Description, before: Description) -> Description:
    """Let what is said now stand before what was said earlier."""
    names = [one.name for one in fields(Description)]
    return Description(
        **{name: getattr(said, name) or getattr(before, name) for name in names}
    )


def _version(arrivals: Sequence[Arrival], old: StoredDocument, store: Store) -> Arrival:
    """Return the one document of a file as what takes another's place."""
    if len(arrivals) != 1:
        reason = f"{len(arrivals)} documents were given. Give one file with one."
        raise SameVersionError(name="This", document=old.name, reason=reason)
    (arrival,) = arrivals
    if arrival.sha256 == old.sha256:
        reason = "it has the same bytes. 'hustings read --again' reads them anew."
        raise SameVersionError(name=arrival.name, document=old.name, reason=reason)
    known = store.documents_by_hash().get(arrival.sha256)
    if known is not None and known.replaced_by is not None:
        reason = f"it was itself replaced, by {known.replaced_by}."
        raise SameVersionError(name=arrival.name, document=old.name, reason=reason)
    return replace(
        arrival,
        description=_joined(arrival.description, old.description),
        replaces=old.document_id,
    )


def _take_place(store: Store, known: StoredDocument, old: StoredDocument) -> list[Run]:
    """Let a document that is there already take another's place."""
    _compare(text_of(store, known), text_of(store, old), known.name, old.name)
    said = _joined(known.description, old.description)
    news = (
        {} if asdict(said) == asdict(known.description) else {known.document_id: said}
    )
    store.record(
        [],
        at=now(),
        descriptions=news,
        replacements={known.document_id: old.document_id},
    )
    return []


def _check_against(store: Store, old: StoredDocument) -> Callable[[Run], None]:
    """Return what refuses a run that has read another document altogether."""

    def check(read: Run) -> None:
        table = store.table(read.outputs[0], ["name", "text"])
        for row in table.to_pylist():
            try:
                _compare(row["text"], text_of(store, old), row["name"], old.name)
            except OtherDocumentError:
                store.drop_tables(read.run_id)
                raise

    return check


def _compare(new: str, old: str, name: str, document: str) -> None:
    """Refuse a text that is no version of another."""
    shared = measure_shared(old, new)
    if shared < LEAST_SHARED:
        raise OtherDocumentError(name=name, document=document, shared=shared)


def _result(
    store: Store,
    hashes: list[str],
    new: set[str],
    runs: list[Run],
    failures: list[StoredFailure],
) -> ReadResult:
    """Tell what was read, and what became of the codings."""
    return ReadResult(
        files=report_files(store, hashes, new),
        failures=tuple(failures),
        run_id=runs[0].run_id if runs else None,
        anchors=reanchor_codings(store),
    )
