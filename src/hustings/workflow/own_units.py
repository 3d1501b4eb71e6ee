"""Units that people cut themselves, as a table beside the codings that lie on them.

Where an assignment lets a person cut and join units, each person's division of the
text is their own. A run with such a person's codings has a second table, ``units``: all
that they coded in such assignments, with the columns of the units of a split. One that
is a unit of the split keeps its id; any other is called ``DOCUMENT/START-END``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.ingest.tables import DOCUMENTS, UNITS, document_from_row
from hustings.model.citation import pages_of
from hustings.workflow.renewals import document_row, find_document
from hustings.workflow.room_units import is_unitising

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.document import Document, Span
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store

    Place = tuple[str, int, int]

OWN = "own_units"
"""The parameter of a run that says there is a table of own units."""
TABLE = "units"
_NEEDED = [name for name in DOCUMENTS.names if name != "characters"]


def unitising_of(store: Store, coder: str) -> frozenset[str]:
    """Return the assignments in which a person may cut units."""
    mine = store.assignments.of(coder)
    return frozenset(one.assignment_id for one in mine if is_unitising(one))


def has_own_units(said: Iterable[HandCoding], unitising: frozenset[str]) -> bool:
    """Say whether any of a person's codings is on a unit of their own cutting."""
    return any(one.assignment_id in unitising for one in said)


def own_place_ids(
    said: Iterable[HandCoding],
    unitising: frozenset[str],
    units: Mapping[Place, str],
) -> dict[Place, str]:
    """Return by place the ids of units that a person cut, in documents that count.

    Parameters
    ----------
    units : mapping of Place to str
        The units of the splits, by document, start and end.
    """
    documents = {document for document, _, _ in units}
    return {
        place: units.get(place) or f"{place[0]}/{place[1]}-{place[2]}"
        for one in said
        if one.assignment_id in unitising and one.document_id in documents
        for place in (place_of(one),)
    }


def latest_of_overlapping(said: Sequence[HandCoding]) -> list[HandCoding]:
    """Keep of a person's codings that overlap the one written last.

    A unit may have been coded whole in one assignment, and in parts in another.
    """
    kept: dict[tuple[str, str], list[tuple[int, int]]] = {}
    ids: set[str] = set()
    for one in sorted(said, key=lambda row: (row.written, row.coding_id), reverse=True):
        spans = kept.setdefault((one.document_id, one.variable), [])
        span = (one.anchor.span.start, one.anchor.span.end)
        at = bisect_left(spans, span)
        before_ends = at and spans[at - 1][1] > span[0]
        after_begins = at < len(spans) and spans[at][0] < span[1]
        if not (before_ends or after_begins):
            spans.insert(at, span)
            ids.add(one.coding_id)
    return [one for one in said if one.coding_id in ids]


def unit_rows(store: Store, ids: Mapping[Place, str]) -> Iterator[dict[str, object]]:
    """Yield own units as rows of `hustings.ingest.tables.UNITS`, in reading order."""
    documents: dict[str, Document] = {}
    for (name, start, end), unit in sorted(ids.items()):
        if name not in documents:
            stored = find_document(store, name)
            (row,) = document_row(store, stored, _NEEDED).to_pylist()
            documents[name] = document_from_row(row)
        yield _unit_row(documents[name], start, end, unit)


def place_of(one: HandCoding) -> Place:
    """Return where a coding is."""
    span: Span = one.anchor.span
    return (one.document_id, span.start, span.end)


def table_of(store: Store, run: Run) -> pa.Table:
    """Return the own units of a run; none where its coder has none."""
    for output in run.outputs:
        if run.step == "code" and output.table == TABLE:
            return store.table(output)
    return UNITS.empty_table()


def add_own(store: Store, units: pa.Table, runs: Iterable[Run]) -> pa.Table:
    """Add the units that coders of some runs cut to those of the splits."""
    for run in runs:
        own = table_of(store, run).select(units.column_names).cast(units.schema)
        new = pc.invert(pc.is_in(own["unit"], units["unit"].combine_chunks()))
        units = pa.concat_tables([units, own.filter(new)])
    return units


def _unit_row(document: Document, start: int, end: int, unit: str) -> dict[str, Any]:
    blocks = document.blocks
    at = bisect_right([one.span.start for one in blocks], start) - 1
    block = blocks[max(at, 0)]
    pages = pages_of(document, type(block.span)(start, end))
    return {
        "document": document.document_id,
        "unit": unit,
        "block": block.block_id,
        "kind": block.kind,
        "start": start,
        "end": end,
        "page": pages[0] if pages else None,
        "language": document.language,
        "text": document.text[start:end],
        "probability": None,
        "uncut": [],
    }
