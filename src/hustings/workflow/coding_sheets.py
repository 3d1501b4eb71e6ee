"""Coding sheets: a table for each coder, with empty columns to fill in.

The sheet names no actor and no other coder. ``hustings code --from-table`` reads it
back: units are known by their ids.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.errors import OutputFileError, RepeatedSheetError, SheetColumnError
from hustings.exchange.table_files import csv_cell
from hustings.exchange.workbooks import write_workbook
from hustings.outside.saving import check_place
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.assignment import Assignment

BEFORE = (
    ("unit", pa.string()),
    ("document", pa.string()),
    ("start", pa.int64()),
    ("end", pa.int64()),
    ("coder", pa.string()),
    ("before", pa.string()),
    ("words", pa.string()),
    ("after", pa.string()),
)
"""Columns that stand before those of the variables."""
AFTER = (("note", pa.string()), ("unsure", pa.string()))
"""Columns that stand after them, empty like them."""


def write_sheets(assignments: Sequence[Assignment], path: Path) -> list[Path]:
    """Write a sheet for each assignment: ``NAME-CODER.csv`` for ``NAME.csv``.

    Raises
    ------
    RepeatedSheetError
        If one of the files is there already; nothing is written then.
    SheetColumnError
        If a variable has the name of another column.
    OutputFileError
        If the folder is not there, or the name ends in neither ``.csv`` nor ``.xlsx``.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise OutputFileError(
            name=str(path), reason="a coding sheet is a .csv or an .xlsx file."
        )
    check_place(path)
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
    targets = [
        path.with_name(f"{path.stem}-{one.coder}{path.suffix}") for one in assignments
    ]
    for target in targets:
        if target.exists():
            raise RepeatedSheetError(path=str(target))
    contents = [write(sheet_table(one)) for one in assignments]
    for target, content in zip(targets, contents, strict=True):
        write_whole(target, content)
    return targets


def one_a_coder(assignments: Sequence[Assignment]) -> list[Assignment]:
    """Put the parts of an active queue together, mixed: a sheet a coder.

    A sheet says of no unit why it is there.
    """
    by_coder: dict[str, list[Assignment]] = {}
    for one in assignments:
        by_coder.setdefault(one.coder, []).append(one)
    return [_mixed(parts) for parts in by_coder.values()]


def _mixed(parts: Sequence[Assignment]) -> Assignment:
    """Put units of several assignments in the order of their places in each."""
    if len(parts) == 1:
        return parts[0]
    placed = [
        ((unit.position + 0.5) / len(one.units), number, unit)
        for number, one in enumerate(parts)
        for unit in one.units
    ]
    placed.sort(key=lambda one: one[:2])
    return replace(parts[0], units=tuple(unit for _, _, unit in placed))


def sheet_table(assignment: Assignment) -> pa.Table:
    """Lay an assignment out as a table, a row a unit in the order of coding."""
    fixed = {name for name, _ in (*BEFORE, *AFTER)}
    for variable in assignment.variables:
        if variable in fixed:
            raise SheetColumnError(variable=variable)
    empty = [(variable, pa.string()) for variable in assignment.variables]
    schema = pa.schema([*BEFORE, *empty, *AFTER])
    return pa.Table.from_pylist(list(_rows(assignment)), schema=schema)


def _rows(assignment: Assignment) -> Iterator[Mapping[str, object]]:
    """Yield what a coder sees of each unit; white space is shown as spaces."""
    for unit in assignment.units:
        anchor = unit.anchor
        yield {
            "unit": unit.unit_id,
            "document": unit.document_id,
            "start": anchor.span.start,
            "end": anchor.span.end,
            "coder": assignment.coder,
            "before": " ".join(anchor.before.split()),
            "words": anchor.words,
            "after": " ".join(anchor.after.split()),
        }


def _to_csv(table: pa.Table) -> bytes:
    lines = [table.column_names, *(list(row.values()) for row in table.to_pylist())]
    text = "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return text.encode("utf-8-sig")


def _to_workbook(table: pa.Table) -> bytes:
    file = io.BytesIO()
    write_workbook([("codings", table)], file)
    return file.getvalue()


_WRITERS: Mapping[str, Callable[[pa.Table], bytes]] = {
    ".csv": _to_csv,
    ".xlsx": _to_workbook,
}
