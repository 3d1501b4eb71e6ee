"""The kernel that reads tables of codings: workbooks, CSV, JSONL, Parquet, exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from hustings.errors import HustingsError, TableFileError
from hustings.exchange.coding_columns import find_header
from hustings.exchange.coding_rows import read_grid
from hustings.exchange.doccano import is_doccano, read_doccano
from hustings.exchange.guarding import unguard
from hustings.exchange.label_studio import (
    is_label_studio,
    read_label_studio,
    read_label_studio_table,
)
from hustings.exchange.spreadsheets import Grid, read_spreadsheet
from hustings.exchange.table_codings import (
    ReadCodings,
    batch_of_codings,
)
from hustings.ingest.markup.zipped import open_zip
from hustings.outside.tables import parse_records, parse_table
from hustings.workflow.coding_tables import PROBLEMS, Form, TableReading

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_WORKBOOK = 300_000_000
"""Bytes that a workbook may unpack to."""

_SEPARATORS = (None, ",", ";", "\t")
_MANIFESTO_COLUMNS = {"value": "cmp_code"}


def codings_of_source(
    sources: pa.RecordBatch, *, reading: TableReading
) -> pa.RecordBatch:
    """Read one table; its problems are in the batch's metadata."""
    (source,) = sources.select(["name", "content"]).to_pylist()
    read = read_content(source["content"], name=source["name"], reading=reading)
    problems = json.dumps([asdict(problem) for problem in read.problems])
    batch = batch_of_codings(read.codings)
    return batch.replace_schema_metadata({PROBLEMS: problems.encode()})


def read_content(content: bytes, *, name: str, reading: TableReading) -> ReadCodings:
    """Read a table of codings of any form in this process.

    Raises
    ------
    TableFileError, UnclearColumnError, TableRowsError, UnreadableFileError
        If it is no such table; the message names the row where there is one.
    """
    if reading.worksheet is not None and not content.startswith(b"PK"):
        raise TableFileError(
            name=name,
            reason=f"This is no workbook, so it has no sheet {reading.worksheet!r}.",
            advice="Leave --worksheet out.",
        )
    form = reading.form or _tell_form(content, name)
    return _READERS[form](content, name, reading)


def _tell_form(content: bytes, name: str) -> Form:
    """Tell by its content what a table is."""
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return "label-studio"
    if head.startswith(b"{"):
        first = _first_object(head)
        if isinstance(first, Mapping) and {"annotations", "data"} <= set(first):
            return "label-studio"
        return "doccano" if is_doccano(first) else "table"
    if not content.startswith((b"PK", b"PAR1")):
        first_line = [(1, tuple(cells)) for _, cells in _records(content, name)[:1]]
        if is_label_studio(Grid(name=name, rows=tuple(first_line))):
            return "label-studio"
    return "table"


def _first_object(head: bytes) -> object:
    """Read the object that a file begins with, on one line or on all of them."""
    for part in (head.partition(b"\n")[0], head):
        try:
            found: object = json.loads(part)
        except (ValueError, RecursionError):
            continue
        return found
    return None


def _records(
    content: bytes, name: str, separator: str | None = None
) -> list[tuple[int, list[str]]]:
    return parse_records(content, name=name, separator=separator)


def _read_table(content: bytes, name: str, reading: TableReading) -> ReadCodings:
    """Read a table with a header, however its cells are separated."""
    mistake: HustingsError | None = None
    for separator in _SEPARATORS if _is_csv(content) else (None,):
        try:
            grid = grid_of(content, name, reading.worksheet, separator)
            header = find_header(
                grid, columns=reading.columns, variables=reading.variables
            )
        except HustingsError as error:
            mistake = mistake or error
        else:
            return read_grid(grid, header)
    assert mistake is not None  # noqa: S101  # there is always a first try
    raise mistake


def _is_csv(content: bytes) -> bool:
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return not head.startswith((b"PK", b"PAR1", b"{"))


def grid_of(
    content: bytes,
    name: str,
    worksheet: str | None = None,
    separator: str | None = None,
) -> Grid:
    """Read the cells of a table: a workbook, CSV, JSONL or Parquet, by its content."""
    if content.startswith(b"PK"):
        open_zip(content, name=name, what="workbook", largest=LARGEST_WORKBOOK)
        return read_spreadsheet(content, name=name, sheet=worksheet)
    if not _is_csv(content):
        table = parse_table(content, name=name)
        rows = [tuple(row.values()) for row in table.to_pylist()]
        return Grid(
            name=name, rows=tuple(enumerate([tuple(table.column_names), *rows]))
        )
    return Grid(
        name=name,
        rows=tuple(
            (line, tuple(map(_cell, cells)))
            for line, cells in _records(content, name, separator)
        ),
    )


def _cell(text: str) -> str | None:
    """Read a cell of a CSV file: what was guarded on its way out is not any more."""
    return unguard(text) or None


def _read_manifesto(content: bytes, name: str, reading: TableReading) -> ReadCodings:
    columns = {**_MANIFESTO_COLUMNS, **reading.columns}
    grid = grid_of(content, name, reading.worksheet)
    return read_grid(grid, find_header(grid, columns=columns))


def _read_doccano(content: bytes, name: str, reading: TableReading) -> ReadCodings:
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _read_table(content, name, reading)  # its export as CSV
    return read_doccano(content, name=name)


def _read_label_studio(content: bytes, name: str, reading: TableReading) -> ReadCodings:
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"[", b"{")):
        return read_label_studio(content, name=name, variables=reading.variables)
    grid = grid_of(content, name, reading.worksheet)
    return read_label_studio_table(grid, variables=reading.variables)


_READERS: Mapping[Form, Callable[[bytes, str, TableReading], ReadCodings]] = {
    "table": _read_table,
    "manifesto": _read_manifesto,
    "doccano": _read_doccano,
    "label-studio": _read_label_studio,
}
