"""Spreadsheets that people bring: the cells of a sheet as text, with their rows.

A code such as ``000`` that the program shows with leading zeros is read with them.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import TableFileError
from hustings.exchange.workbooks import MOST_ROWS, unescape_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook.workbook import Workbook

LARGEST_SHEET = 20_000_000
"""Cells that are looked at, empty ones between others among them."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*)>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no result."""
_PLACE_OF_CELL = re.compile(rb'\sr="([A-Z]+)(\d+)"')
_ROWS_OF_RANGE = re.compile(r"[A-Z]+(\d+):[A-Z]+(\d+)")
_ZEROS = re.compile(r"0{2,}")
_ROUND = 1e15
_DICTIONARY = "dictionary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Cells that were made one.

    Attributes
    ----------
    place : str
        Such as ``"A5:A9"``.
    first, last : int
        The rows that they stand in.
    """

    place: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of a table before anybody knows which row is its header.

    Attributes
    ----------
    name : str
        The file, and the sheet where there are several.
    rows : tuple of (int, tuple)
        The number of each row as its program shows it, and its cells as text; a
        missing cell is None.
    merged : tuple of Merged
    """

    name: str
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]
    merged: tuple[Merged, ...] = ()


def read_spreadsheet(content: bytes, *, name: str, sheet: str | None = None) -> Grid:
    """Read a sheet of an XLSX workbook.

    Parameters
    ----------
    sheet : str, optional
        Its name; otherwise the first that has more than one row and explains no
        others.

    Raises
    ------
    TableFileError
        If the file is no such workbook, is damaged or too large, or has no such sheet.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it does not know is no part of a table
        try:
            return _read(content, name, sheet)
        except TableFileError:
            raise
        except Exception as error:  # noqa: BLE001  # a damaged part breaks it anywhere
            raise TableFileError(
                name=name,
                reason=f"This workbook is damaged ({type(error).__name__}).",
                advice="Open and save it again, or save the sheet as CSV in UTF-8.",
            ) from None


def _read(content: bytes, name: str, sheet: str | None) -> Grid:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow, and for workbooks alone

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    chosen = _choose(book, name, sheet)
    rows = tuple(_rows(book[chosen], name))
    shown = name if len(book.sheetnames) == 1 else f"{name}, sheet {chosen!r}"
    part = _part(content, book[chosen])
    _check_formulas(part, shown)
    return Grid(name=shown, rows=rows, merged=_merged(part))


def _check_formulas(part: bytes, name: str) -> None:
    """Refuse formulas without a result: they would read as empty cells."""
    for cell in _UNCOMPUTED.finditer(part):
        if b't="str"' in cell[1]:  # the result is the empty text
            continue
        place = _PLACE_OF_CELL.search(cell[1])
        where = (
            f"Row {int(place[2])}, column {place[1].decode()}" if place else "A cell"
        )
        raise TableFileError(
            name=name,
            reason=f"{where}: its formula has no stored result.",
            advice="Save the file in the spreadsheet program.",
        )


def _choose(book: Workbook, name: str, sheet: str | None) -> str:
    """Choose the sheet to read: never silently one of several."""
    names = [one for one in book.sheetnames if hasattr(book[one], "iter_rows")]
    if sheet is not None:
        if sheet in names:
            return sheet
        raise TableFileError(
            name=name,
            reason=f"There is no sheet {sheet!r}.",
            advice=f"Its sheets: {', '.join(names)}.",
        )
    filled = [one for one in names if one != _DICTIONARY and _has_rows(book[one])]
    if len(filled) != 1:
        listed = ", ".join(filled or names) or "none"
        raise TableFileError(
            name=name,
            reason=f"{len(filled)} of its sheets hold rows ({listed}).",
            advice="Name one with --worksheet, or save it as CSV in UTF-8.",
        )
    return filled[0]


def _has_rows(sheet: Any) -> bool:  # noqa: ANN401  # a sheet that is only read
    sheet.reset_dimensions()
    return any(
        cell is not None for row in sheet.iter_rows(values_only=True) for cell in row
    )


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, tuple[str | None, ...]]]:  # noqa: ANN401  # a sheet that is only read
    """Yield the rows of a sheet; empty ones keep their number."""
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    n_cells = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        n_cells += len(row)
        if n_cells > LARGEST_SHEET or number > MOST_ROWS:
            raise TableFileError(
                name=name,
                reason=f"The sheet has more than {LARGEST_SHEET:,} cells, or rows "
                f"below row {MOST_ROWS:,}.",
                advice="Save the rows that are needed as CSV in UTF-8.",
            )
        yield number, tuple(_text(cell) for cell in row)


def _text(cell: Any) -> str | None:  # noqa: ANN401  # a cell that is only read
    """Return a cell's value as text, as the program shows it."""
    value = cell.value
    if value is None or isinstance(value, str):
        return None if value is None else unescape_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _ROUND:
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(cell.number_format or ""):
        return f"{value:0{len(cell.number_format)}d}"
    return repr(value) if isinstance(value, int | float) else str(value)


def _part(content: bytes, sheet: Any) -> bytes:  # noqa: ANN401  # a sheet that is only read
    """Return the XML of a sheet, for what reading row by row says nothing of."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(sheet._worksheet_path)  # noqa: SLF001  # there is no other way to it


def _merged(part: bytes) -> tuple[Merged, ...]:
    """Find the merged cells."""
    places = [place.decode("ascii") for place in _MERGED.findall(part)]
    rows = [_ROWS_OF_RANGE.fullmatch(place) for place in places]
    return tuple(
        Merged(place=place, first=int(found[1]), last=int(found[2]))
        for place, found in zip(places, rows, strict=True)
        if found is not None
    )
