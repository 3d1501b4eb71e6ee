"""The pages of a document as pictures, and where its units stand on them.

Pictures are drawn when they are first asked for, and kept. That is no step: nothing
is computed from them, and deleting them loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from hustings.ingest.layout.boxes import unit_boxes
from hustings.ingest.tables import (
    DRAWN,
    PICTURES,
    WANTED,
    batch_from_rows,
    characters_from_array,
)
from hustings.outside.engine.local import map_batches
from hustings.outside.limits import Limits
from hustings.outside.orders import Named
from hustings.store.project import Store
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hustings.ingest.drafts import PageCharacters
    from hustings.model.document import Document, Unit
    from hustings.workflow.gathered import Gathered

_PAGES_AT_ONCE = 16
"""Pages drawn together: starting a worker costs more than drawing a few pages."""

_DRAWING = Lock()
"""One drawing at a time: a server's neighbouring requests want the same pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facsimile:
    """The pages of one document as pictures.

    Attributes
    ----------
    project : Path
        The project's folder.
    read_run : str
        The run that read the document, which knows where its characters stand.
    """

    project: Path = field(repr=False)
    document: Document = field(repr=False)
    read_run: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the pages."""
        return tuple(page.number for page in self.document.pages)

    def picture(self, number: int) -> bytes | None:
        """Return a page as WebP; None where it cannot be drawn."""
        with Store.open(self.project) as store, _DRAWING:
            found = store.picture(self.document.sha256, number)
            if found is None:
                _draw(store, self.document, [self.stretch_of(number)], Effort())
                found = store.picture(self.document.sha256, number)
            return found

    def stretch_of(self, number: int) -> int:
        """Return the first of the pages that are drawn together with one."""
        return (number - 1) // _PAGES_AT_ONCE * _PAGES_AT_ONCE + 1

    def draw(self, effort: Effort) -> None:
        """Draw all pages that have not been drawn yet."""
        with Store.open(self.project) as store, _DRAWING:
            missing = [
                first
                for first in range(1, len(self.numbers) + 1, _PAGES_AT_ONCE)
                if store.picture(self.document.sha256, first) is None
            ]
            _draw(store, self.document, missing, effort)

    def boxes(self, units: Iterable[Unit]) -> dict[str, list[list[float]]]:
        """Return by unit its boxes, as `ingest.layout.boxes.unit_boxes` gives them."""
        with Store.open(self.project) as store:
            characters = _characters(store, self.read_run, self.document.document_id)
        return {
            unit.unit_id: unit_boxes(unit.span, self.document.offsets, characters)
            for unit in units
        }


def draw_pages(gathered: Gathered, effort: Effort) -> None:
    """Draw the pages of all documents that have not been drawn yet."""
    for one in gathered.documents:
        if one.facsimile is not None:
            one.facsimile.draw(effort)


def leave_out_pages(gathered: Gathered) -> Gathered:
    """Return the same project with no pictures of pages."""
    documents = (replace(one, facsimile=None) for one in gathered.documents)
    return replace(gathered, documents=tuple(documents))


def can_be_drawn(document: Document) -> bool:
    """Say whether a document has pages to show."""
    return document.media_type in DRAWN and bool(document.pages)


def _draw(
    store: Store, document: Document, firsts: Sequence[int], effort: Effort
) -> None:
    """Draw stretches of pages in processes of their own, and keep the pictures."""
    if not firsts:
        return
    wanted = (_wanted(store, document, first) for first in firsts)
    processes = min(effort.processes, len(firsts))
    kernel = Named(module="hustings.ingest.layout.facsimiles", function="draw_batch")
    for batch in map_batches(
        kernel, wanted, processes=processes, limits=Limits(), on_death=_nothing
    ):
        for row in batch.to_pylist():
            store.keep_picture(document.sha256, row["page"], row["picture"])
        effort.advance(batch.num_rows)


def _wanted(store: Store, document: Document, first: int) -> pa.RecordBatch:
    """Ask for a stretch of pages."""
    row = {
        "content": store.source(document.sha256),
        "media_type": document.media_type,
        "first": first,
        "last": min(first + _PAGES_AT_ONCE - 1, len(document.pages)),
    }
    return batch_from_rows([row], WANTED)


def _nothing(*_: object) -> pa.RecordBatch:
    """Stand in for a worker that died over a page: its pages have no picture."""
    return batch_from_rows([], PICTURES)


def _characters(
    store: Store, read_run: str, document_id: str
) -> Mapping[int, PageCharacters]:
    """Return where the characters of a document stand, by page."""
    run = store.run(read_run)
    if run is None:
        return {}
    table = store.table(run.outputs[0], ["characters"], document=document_id)
    return {
        page.page: page
        for column in table["characters"].chunks
        for page in characters_from_array(column)
    }
