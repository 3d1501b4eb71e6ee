"""The rows of the tables that tell what was read: documents, texts, blocks, units."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hustings.workflow.current import current_splits, current_units
from hustings.workflow.gathering import read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.model.document import Block, Document, Span
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_UNIT_COLUMNS = (
    "document",
    "unit",
    "block",
    "kind",
    "start",
    "end",
    "text",
    "probability",
)


@dataclass(frozen=True)
class Exported:
    """What the tables of a project are made from, each part read once.

    Attributes
    ----------
    store : Store
        The project.
    """

    store: Store

    @cached_property
    def stored(self) -> list[StoredDocument]:
        """The documents that count, in the order they were read in."""
        return self.store.documents()

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The same with their texts, by id."""
        return read_documents(self.store)

    @cached_property
    def pages(self) -> dict[str, Pages]:
        """The pages of each document, by its id."""
        return {name: Pages(document) for name, document in self.documents.items()}

    @cached_property
    def units(self) -> dict[str, list[dict[str, object]]]:
        """The units that count now, by document, in reading order."""
        found: dict[str, list[dict[str, object]]] = {
            one.document_id: [] for one in self.stored
        }
        if current_splits(self.store):
            for row in current_units(self.store, _UNIT_COLUMNS).to_pylist():
                found[row["document"]].append(row)
        return found


class Pages:
    """The pages of one document, to be asked on which of them a stretch stands."""

    def __init__(self, document: Document) -> None:
        pages = document.pages
        self.has_some = len(pages) > 1 or any(page.width is not None for page in pages)
        self._numbers = [page.number for page in pages]
        self._starts = [page.span.start for page in pages]
        self._ends = [page.span.end for page in pages]

    def of(self, start: int, end: int) -> dict[str, int | None]:
        """Name the first and last page; None for formats without pages."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if not self.has_some or not first <= last < len(self._numbers):
            return {"first_page": None, "last_page": None}
        return {"first_page": self._numbers[first], "last_page": self._numbers[last]}


def document_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table documents."""
    for stored in exported.stored:
        document = exported.documents[stored.document_id]
        has_pages = exported.pages[stored.document_id].has_some
        yield {
            "document": stored.document_id,
            "name": stored.name,
            "actor": document.actor,
            "title": document.title,
            "date": document.date,
            "language": document.language,
            "country": stored.description.country,
            "guessed": _guessed(document),
            "media_type": document.media_type,
            "sha256": document.sha256,
            "n_pages": len(document.pages) if has_pages else None,
            "n_characters": len(document.text),
            "n_units": len(exported.units[stored.document_id]),
            "run": stored.run_id,
        }


def text_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table texts."""
    for stored in exported.stored:
        text = exported.documents[stored.document_id].text
        yield {"document": stored.document_id, "text": text}


def block_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table blocks."""
    for stored in exported.stored:
        document = exported.documents[stored.document_id]
        pages = exported.pages[stored.document_id]
        for block in document.blocks:
            yield {
                "document": stored.document_id,
                **_block_row(block),
                **_place(block.span),
                **pages.of(block.span.start, block.span.end),
                "words": block.span.of(document.text),
            }


def unit_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table units."""
    for stored in exported.stored:
        language = exported.documents[stored.document_id].language
        pages = exported.pages[stored.document_id]
        for position, unit in enumerate(exported.units[stored.document_id], 1):
            yield {
                **unit,
                **pages_of_row(pages, unit),
                "position": position,
                "language": language,
                "words": unit["text"],
            }


def pages_of_row(pages: Pages, row: Mapping[str, object]) -> dict[str, int | None]:
    """Name the pages of a row with the columns start and end."""
    return pages.of(int(str(row["start"])), int(str(row["end"])))


def _guessed(document: Document) -> str | None:
    """List what was found in the text and not said by a person."""
    names = ("actor", "title", "date")
    guessed = [name for name in names if getattr(document.guessed, name) is not None]
    return " ".join(guessed) or None


def _block_row(block: Block) -> dict[str, object]:
    return {
        "block": block.block_id,
        "kind": block.kind,
        "level": block.level,
        "marker": block.marker,
        "speaker": block.speaker,
        "refers_to": block.refers_to,
    }


def _place(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end}
