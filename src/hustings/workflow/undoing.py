"""Taking back that a document is a new version of another: both count again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from hustings.errors import NotANewVersionError
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now, now_exactly
from hustings.workflow.carrying import FOUND_AGAIN, TAKEN_BACK
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand, publish_codings
from hustings.workflow.read_files import report_files
from hustings.workflow.read_results import ReadResult
from hustings.workflow.renewals import find_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """Documents that count again.

    Attributes
    ----------
    document : str
        The one that took the others' place.
    reinstated : tuple of str
        Those whose place it took.
    read : ReadResult
        A row a document, this one and those.
    left_out : tuple of str
        Coders whose latest codings leave one of these documents out.
    """

    document: str
    reinstated: tuple[str, ...]
    read: ReadResult
    left_out: tuple[str, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a document."""
        return self.read.to_rows()

    def summary(self) -> str:
        """Return a few sentences for a person to read."""
        names = " and ".join([*self.reinstated, self.document])
        again = (
            f" Code again what {', '.join(self.left_out)} left out."
            if self.left_out
            else ""
        )
        return (
            f"{names} {'both' if len(self.reinstated) == 1 else 'all'} count again, "
            f"each for itself. Look at who speaks and when: "
            f"{self.document} was described as what it took the place of, and "
            "'hustings read FILE' with --actor, --date and --title says otherwise."
            f"{again}"
        )


def undo_new_version(store: Store, name: str) -> UndoResult:
    """Take back that a document took the place of another.

    Nothing is deleted: a later row says that the earlier document counts again. A new
    reading of the same bytes stays in its place.

    Parameters
    ----------
    name : str
        The newer document, by its id or the name of its file.

    Raises
    ------
    UnknownDocumentError, AmbiguousDocumentError
        If the name is that of no document, or of several.
    NotANewVersionError
        If it took no other's place.
    """
    document = find_document(store, name)
    reinstated = tuple(_replaced(store, document))
    if not reinstated:
        raise NotANewVersionError(document=name, reason=_reason(document))
    with store.transaction():
        store.reinstate([one.document_id for one in reinstated], at=now())
        store.hand.add(list(_taken_back(store, document, reinstated)))
    publish_codings(store)
    hashes = [one.sha256 for one in (*reinstated, document)]
    return UndoResult(
        document=document.document_id,
        reinstated=tuple(one.document_id for one in reinstated),
        read=ReadResult(files=report_files(store, hashes, set()), failures=()),
        left_out=tuple(_left_out(store, (*reinstated, document))),
    )


def _replaced(store: Store, document: StoredDocument) -> Iterator[StoredDocument]:
    """Yield what a document took the place of, back through readings of its bytes."""
    for one in store.all_documents():
        if one.replaced_by == document.document_id:
            if one.sha256 == document.sha256:
                yield from _replaced(store, one)
            else:
                yield one


def _taken_back(
    store: Store, document: StoredDocument, reinstated: tuple[StoredDocument, ...]
) -> Iterator[HandCoding]:
    """Yield the end of every coding that holds only because the text was taken as new.

    What a person coded in the newer text stays, and so does what was coded before.
    """
    earlier = {one.document_id for one in reinstated}
    known = {one.coding_id: one for one in store.hand.all()}
    for one in store.hand.current():
        said, _, of = one.origin.rpartition(" ")
        if (
            one.document_id == document.document_id
            and said == FOUND_AGAIN
            and of in known
            and known[of].document_id in earlier
        ):
            end = replace(
                one, value=None, evidence=(), origin=TAKEN_BACK, written=now_exactly()
            )
            yield replace(end, coding_id=identify(end, nonce=nonce()))


def _reason(document: StoredDocument) -> str:
    if document.replaced_by is None:
        return "there is nothing to undo."
    newer = document.replaced_by
    return f"it was itself replaced. Name the newer one, {newer}."


def _left_out(store: Store, documents: tuple[StoredDocument, ...]) -> Iterator[str]:
    """Yield the coders whose latest codings leave a document out."""
    wanted = {one.document_id for one in documents}
    for run in code_runs(store):
        if not is_by_hand(run):
            output = next(one for one in run.outputs if one.table == "codings")
            coded = pc.unique(store.table(output, ["document"])["document"])
            if not wanted <= set(coded.to_pylist()):
                yield str(run.parameters["coder"])
