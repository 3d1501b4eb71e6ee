"""The documents of a project as their readers left them: a row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.workflow.current import count_units, read_runs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_GUESSABLE = ("actor", "date", "title")
_COLUMNS = (
    "document",
    "actor",
    "date",
    "title",
    "language",
    "pages",
    "problems",
    "guessed_actor",
    "guessed_date",
    "guessed_title",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file that is in the project now.

    Attributes
    ----------
    guessed : tuple of str
        Which of actor, date and title nobody stated: they were guessed.
    is_new : bool
        False where the same bytes had been read before.
    """

    name: str
    document: str
    actor: str | None
    date: str | None
    title: str | None
    language: str | None
    n_pages: int
    n_units: int
    n_problems: int
    guessed: tuple[str, ...]
    is_new: bool


def report_files(
    store: Store, hashes: Sequence[str], new: Collection[str]
) -> tuple[ReadFile, ...]:
    """Tell of every file that is a document now, in the order given."""
    by_hash = store.documents_by_hash()
    wanted = {by_hash[sha256].document_id for sha256 in hashes if sha256 in by_hash}
    counts = count_units(store)
    rows = {
        row["document"]: row
        for run in read_runs(store)
        for row in store.table(run.outputs[0], _COLUMNS).to_pylist()
        if row["document"] in wanted
    }
    return tuple(
        _report(
            by_hash[sha256],
            rows[by_hash[sha256].document_id],
            n_units=counts.get(by_hash[sha256].document_id, 0),
            is_new=sha256 in new,
        )
        for sha256 in hashes
        if sha256 in by_hash
    )


def _report(
    document: StoredDocument, row: Mapping[str, Any], *, n_units: int, is_new: bool
) -> ReadFile:
    """Tell of one document; what a person said goes before what was read."""
    said = document.description
    return ReadFile(
        name=document.name,
        document=document.document_id,
        actor=said.actor or row["actor"],
        date=said.date or row["date"],
        title=said.title or row["title"],
        language=said.language or row["language"],
        n_pages=len(row["pages"]),
        n_units=n_units,
        n_problems=len(row["problems"]),
        guessed=tuple(
            field
            for field in _GUESSABLE
            if row[field] is not None and getattr(said, field) is None
        ),
        is_new=is_new,
    )
