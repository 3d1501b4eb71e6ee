"""Documents by what people call them: id, file, or actor and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import AmbiguousDocumentError, NoSuchDocumentError
from hustings.workflow.read_files import report_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.store.project import Store
    from hustings.workflow.read_files import ReadFile

_CASE_COLUMNS = ("case", "document", "name")


class NamedDocuments:
    """The documents of a project that count, to be found by name.

    A document goes by its id, the name of its file, its actor and date as
    ``Ferry Party 2031-09-22``, or its actor alone where that leaves one document. Upper
    and lower case are the same.
    """

    def __init__(self, store: Store) -> None:
        hashes = [one.sha256 for one in store.documents()]
        self._files = report_files(store, hashes, ())
        self.countries = {
            one.document_id: one.description.country for one in store.documents()
        }

    def find(self, name: str) -> str:
        """Give the id of a document.

        Raises
        ------
        NoSuchDocumentError
            If there is none of this name.
        AmbiguousDocumentError
            If several have it.
        """
        for told in (_ids, _names, _dated, _actors):
            found = [one for one in self._files if _folded(name) in told(one)]
            if len(found) == 1:
                return found[0].document
            if found:
                raise AmbiguousDocumentError(
                    name=name, documents={one.document: _whose(one) for one in found}
                )
        raise NoSuchDocumentError(name=name, known=list(map(_name, self._files)))

    def rows(
        self, rows: Sequence[Mapping[str, object]], columns: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Put a document's id as `case` first in each row, then some columns.

        The document stands in a column ``case``, ``document`` or ``name``, in two
        columns ``actor`` and ``date``, or else in the first.
        """
        return [
            {"case": self.find(_case_of(row)), **_picked(row, columns)} for row in rows
        ]

    def known(self) -> dict[str, ReadFile]:
        """Give the documents by id."""
        return {one.document: one for one in self._files}


def _case_of(row: Mapping[str, object]) -> str:
    """Name the document that a row is about."""
    for column in _CASE_COLUMNS:
        if row.get(column):
            return str(row[column])
    if "actor" in row:
        return " ".join(str(row[one]) for one in ("actor", "date") if row.get(one))
    return str(next(iter(row.values()), ""))


def _picked(row: Mapping[str, object], columns: Sequence[str]) -> dict[str, object]:
    """Take columns; if none of them is there, what stands second."""
    picked = {name: row[name] for name in columns if name in row}
    return picked or dict(list(row.items())[1:2])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _ids(one: ReadFile) -> Iterable[str]:
    return (_folded(one.document),)


def _names(one: ReadFile) -> Iterable[str]:
    stem = one.name.rpartition(".")[0]
    return tuple(_folded(name) for name in (one.name, stem) if name)


def _dated(one: ReadFile) -> Iterable[str]:
    if not one.actor or not one.date:
        return ()
    years = {one.date, one.date[:4], one.date[:7]}
    return tuple(_folded(f"{one.actor} {date}") for date in years)


def _actors(one: ReadFile) -> Iterable[str]:
    return (_folded(one.actor),) if one.actor else ()


def _name(one: ReadFile) -> str:
    """Name a document as results do."""
    if not one.actor:
        return one.name
    return " ".join(part for part in (one.actor, one.date) if part)


def _whose(one: ReadFile) -> str:
    return f"{one.actor or 'unknown actor'}, {one.date or 'no date'}, {one.name}"
