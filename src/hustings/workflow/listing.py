"""The documents of a project, those too that others have replaced."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hustings.comparison.matrix import alphabetical_key
from hustings.estimates.frames import frame_from_rows
from hustings.workflow.current import count_units, read_runs
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_COLUMNS = ("document", "actor", "date", "title", "language", "pages", "problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """One document of the project.

    Attributes
    ----------
    n_units : int
        None of a document that does not count any more.
    state : str
        ``"counts"``, or ``"replaced by"`` and the id of the newer document.
    """

    document: str
    name: str
    actor: str | None
    date: str | None
    title: str | None
    language: str | None
    n_pages: int
    n_units: int
    n_problems: int
    state: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentList:
    """All documents: by actor, then date, then name."""

    documents: tuple[ListedDocument, ...]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a document."""
        return [asdict(one) for one in self.documents]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        counting = sum(one.state == "counts" for one in self.documents)
        replaced = len(self.documents) - counting
        others = f", {replaced} replaced" if replaced else ""
        return f"{count(counting, 'document')}{others}."


def list_documents(store: Store) -> DocumentList:
    """List the documents of a project with their ids.

    Raises
    ------
    MissingTableError, AlteredTableError
        If a table is not as it was written.
    """
    counts = count_units(store)
    read = {
        row["document"]: row
        for run in read_runs(store)
        for row in store.table(run.outputs[0], _COLUMNS).to_pylist()
    }
    listed = (
        _list(one, read[one.document_id], counts.get(one.document_id, 0))
        for one in store.all_documents()
    )
    return DocumentList(documents=tuple(sorted(listed, key=_order)))


def _list(
    document: StoredDocument, row: Mapping[str, Any], n_units: int
) -> ListedDocument:
    """Tell of one document; what a person said goes before what was read."""
    said, newer = document.description, document.replaced_by
    return ListedDocument(
        document=document.document_id,
        name=document.name,
        actor=said.actor or row["actor"],
        date=said.date or row["date"],
        title=said.title or row["title"],
        language=said.language or row["language"],
        n_pages=len(row["pages"]),
        n_units=n_units,
        n_problems=len(row["problems"]),
        state="counts" if newer is None else f"replaced by {newer}",
        sha256=document.sha256,
    )


def _order(one: ListedDocument) -> tuple[object, ...]:
    """Sort what is not known to the end."""
    return (
        one.actor is None,
        alphabetical_key(one.actor or ""),
        one.date or "\U0010ffff",
        one.name,
        one.document,
    )
