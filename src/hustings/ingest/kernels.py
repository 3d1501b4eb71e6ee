"""The kernels of reading: batches of files in, batches of documents and units out.

A kernel holds no state and meets no other batch, so that any engine may run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import UnreadableFileError
from hustings.ingest.reading import Described, read_document
from hustings.ingest.tables import (
    DOCUMENTS,
    INSPECTIONS,
    UNITS,
    batch_from_rows,
    document_from_row,
    row_from_document,
    row_from_error,
    row_from_problem,
    row_from_unit,
    rows_from_characters,
)
from hustings.ingest.units.splitting import split_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from hustings.ingest.scanning.scans import Recognise
    from hustings.ingest.units.cutting import Cutter
    from hustings.model.document import Document, UnitKind

_NEEDED = [name for name in DOCUMENTS.names if name != "characters"]


def read_batch(
    sources: pa.RecordBatch, *, recognise: Recognise | None = None
) -> pa.RecordBatch:
    """Read files: rows of `tables.SOURCES` in, rows of `tables.DOCUMENTS` out.

    One row a file, in order. A file that cannot be read has its message in `error`;
    no file takes the program down. `recognise` reads pictures of pages.
    """
    rows = (_read_row(row, recognise)[0] for row in sources.to_pylist())
    return batch_from_rows(rows, DOCUMENTS)


def inspect_batch(
    sources: pa.RecordBatch,
    *,
    recognise: Recognise | None = None,
    into: UnitKind = "quasi-sentence",
    cutter: Cutter | None = None,
) -> pa.RecordBatch:
    """Read and split files: rows of `tables.SOURCES` in, of `tables.INSPECTIONS` out.

    Raises
    ------
    UnknownUnitKindError
        If `into` is no kind of unit.
    """
    rows = (_inspect_row(row, recognise, into, cutter) for row in sources.to_pylist())
    return batch_from_rows(rows, INSPECTIONS)


def _inspect_row(
    source: Mapping[str, Any],
    recognise: Recognise | None,
    into: UnitKind,
    cutter: Cutter | None,
) -> dict[str, Any]:
    row, document = _read_row(source, recognise)
    if document is None:
        return {**row, "units": [], "unit_problems": []}
    split = split_units(document, into=into, cutter=cutter)
    kinds = {block.block_id: block.kind for block in document.blocks}
    units = [row_from_unit(one, document, kinds[one.block_id]) for one in split.units]
    problems = [row_from_problem(problem) for problem in split.problems]
    return {**row, "units": units, "unit_problems": problems}


def _read_row(
    source: Mapping[str, Any], recognise: Recognise | None
) -> tuple[dict[str, Any], Document | None]:
    """Read one file into its row, or the row of its error.

    Want of memory is no property of the file: whoever set the limit tells of it.
    """
    name, content = source["name"], source["content"]
    described = Described(
        actor=source["actor"] or None,
        date=source["date"] or None,
        title=source["title"] or None,
        language=source["language"] or None,
    )
    try:
        reading = read_document(
            content, name=name, described=described, recognise=recognise
        )
    except UnreadableFileError as error:
        return row_from_error(str(error), name=name, content=content), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader never takes the program down
        message = _unexpected(name, error)
        return row_from_error(message, name=name, content=content), None
    row = row_from_document(reading.document, name=name)
    boxes = rows_from_characters(reading.characters)
    return {**row, "characters": boxes}, reading.document


def _unexpected(name: str, error: Exception) -> str:
    """Say in one line what happened to a file that broke its reader."""
    cause = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return (
        f"{name}: could not be read ({cause}). Convert it to plain text and try again."
    )


def split_batch(
    documents: pa.RecordBatch,
    *,
    into: UnitKind = "quasi-sentence",
    cutter: Cutter | None = None,
) -> pa.RecordBatch:
    """Split documents: rows of `tables.DOCUMENTS` in, rows of `tables.UNITS` out.

    Rows of files that could not be read are passed over.

    Raises
    ------
    UnknownUnitKindError
        If `into` is no kind of unit.
    """
    rows = documents.select(_NEEDED).to_pylist()
    units = (
        unit
        for row in rows
        if not row["error"]
        for unit in _unit_rows(row, into, cutter)
    )
    return batch_from_rows(units, UNITS)


def _unit_rows(
    row: Mapping[str, Any], into: UnitKind, cutter: Cutter | None
) -> Iterator[dict[str, Any]]:
    document = document_from_row(row)
    kinds = {block.block_id: block.kind for block in document.blocks}
    for unit in split_units(document, into=into, cutter=cutter).units:
        yield row_from_unit(unit, document, kinds[unit.block_id])
