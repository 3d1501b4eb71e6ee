"""The rows of a table of codings, read below its header."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.errors import TableRowsError
from hustings.exchange.coding_columns import SYNONYMS, clean, plain_name
from hustings.exchange.manifesto_table import NO_CODES
from hustings.exchange.table_codings import ReadCodings, TableCoding
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.exchange.coding_columns import Header
    from hustings.exchange.spreadsheets import Grid

_YES = frozenset({"true", "yes", "1", "x", "ja", "oui"})
_NO = frozenset({"", "false", "no", "0", "nein", "non"})
_MANIFESTO = "cmp_code"


def read_grid(grid: Grid, header: Header) -> ReadCodings:
    """Read the rows below a header.

    Raises
    ------
    TableRowsError
        If cells are merged, or a number is none; with the rows.
    """
    _check_merged(grid, header)
    tally: Counter[str] = Counter()
    codings: list[TableCoding] = []
    for number, cells in grid.rows:
        if number > header.number:
            kind = _kind(cells, header)
            tally[kind] += 1
            if kind == "row":
                codings += _codings(grid, header, number, cells)
    tally["above"] = sum(
        number < header.number and any(map(clean, cells)) for number, cells in grid.rows
    )
    tally["spaces"] = sum(
        _stray(cells, header) for number, cells in grid.rows if number > header.number
    )
    return ReadCodings(codings=tuple(codings), problems=tuple(_problems(grid, tally)))


def _check_merged(grid: Grid, header: Header) -> None:
    merged = [one for one in grid.merged if one.last > header.number]
    if merged:
        places = ", ".join(one.place for one in merged[:10])
        raise TableRowsError(
            name=grid.name,
            rows=[one.first for one in merged],
            reason=f"Cells are merged ({places}).",
            advice="Take the merging back and write the value into every row.",
        )


def _kind(cells: Sequence[str | None], header: Header) -> str:
    """Say what a row is: one of codings, an empty one, the header again, not ours."""
    cleaned = [clean(cell) for cell in cells]
    if not any(cleaned):
        return "empty"
    if tuple(cleaned[: len(header.names)]) == header.names[: len(cleaned)]:
        return "header"
    made_by = _cell(cells, header.places.get("made_by"))
    return "row" if made_by in {None, "hand"} else "made"


def _codings(
    grid: Grid, header: Header, number: int, cells: Sequence[str | None]
) -> Iterator[TableCoding]:
    """Yield the coding of a row, or one a variable where each has its column."""
    found = {role: _cell(cells, header.places.get(role)) for role in SYNONYMS}
    words = header.places.get("words")
    common = TableCoding(
        row=number,
        unit=found["unit"],
        document=found["document"],
        start=_whole(grid, number, found["start"]),
        end=_whole(grid, number, found["end"]),
        words=None if words is None or words >= len(cells) else cells[words] or None,
        coder=found["coder"],
        variable=found["variable"],
        value=_value(found["value"], header),
        note=found["note"],
        unsure=_truth(grid, number, found["unsure"]),
        evidence=found["evidence"],
    )
    yield from _by_variable(common, cells, header) if header.variables else [common]


def _by_variable(
    common: TableCoding, cells: Sequence[str | None], header: Header
) -> Iterator[TableCoding]:
    for variable, place in header.variables.items():
        yield replace(common, variable=variable, value=_cell(cells, place))


def _cell(cells: Sequence[str | None], place: int | None) -> str | None:
    if place is None or place >= len(cells):
        return None
    return clean(cells[place]) or None


def _value(value: str | None, header: Header) -> str | None:
    """Return the code; what the Manifesto Project writes for none is none."""
    place = header.places.get("value")
    is_manifesto = place is not None and plain_name(header.names[place]) == _MANIFESTO
    return None if is_manifesto and value in NO_CODES else value


def _whole(grid: Grid, number: int, cell: str | None) -> int | None:
    if cell is None:
        return None
    if cell.isascii() and cell.isdecimal():
        return int(cell[:18])
    raise TableRowsError(
        name=grid.name,
        rows=[number],
        reason=f"{cell!r} is no place in a text.",
        advice="Start and end are whole numbers from 0.",
    )


def _truth(grid: Grid, number: int, cell: str | None) -> bool:
    said = (cell or "").casefold()
    if said in _YES | _NO:
        return said in _YES
    raise TableRowsError(
        name=grid.name,
        rows=[number],
        reason=f"{cell!r} does not say whether the coder was unsure.",
        advice="Write true or false.",
    )


def _stray(cells: Sequence[str | None], header: Header) -> int:
    """Count the cells of a row with spaces at their ends, but for words and notes."""
    told = {header.places.get("words"), header.places.get("note")}
    used = {*header.places.values(), *header.variables.values()} - told
    return sum(
        bool(clean(cell)) and cell != clean(cell)
        for place, cell in enumerate(cells)
        if place in used
    )


def _problems(grid: Grid, tally: Mapping[str, int]) -> Iterator[Problem]:
    """Tell what was passed over."""
    told = {
        "above": ("rows above the header", "above the header not read"),
        "empty": ("empty rows", "passed over that are empty"),
        "header": ("repeated header", "passed over that repeat the header"),
        "made": (
            "codings not by hand",
            "passed over that were made by programs or adjudicated",
        ),
    }
    for key, (kind, what) in told.items():
        if tally[key]:
            yield Problem(
                kind=kind, message=f"{grid.name}: rows {what}: {tally[key]:,}."
            )
    if tally["spaces"]:
        yield Problem(
            kind="stray spaces",
            message=f"{grid.name}: cells with spaces at their ends, read without them: "
            f"{tally['spaces']:,}.",
        )
