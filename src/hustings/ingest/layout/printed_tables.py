"""Printed tables: successive lines whose parts stand below each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.structure.marks import find_bullet, find_weak_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.ingest.layout.lines import Cell, Line

_MIN_ROWS = 3
_MOST_SINGLES = 2
"""Lines of one part that may stand between two rows: the rest of a long cell."""
_NEAR = 4.0
"""A line further below the last (in ems) begins something else."""
_TOLERANCE = 3.0
_ALIGNED = 0.7
_LONGEST_CELL = 80


@dataclass(slots=True, eq=False)
class _Row:
    cells: list[list[Piece]] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)


def find_tables(lines: Sequence[Line], contents: set[int]) -> dict[int, int]:
    """Return for each line of a table the table's number.

    A table has at least three rows of two parts or more, and parts of different rows
    begin or end below each other.
    """
    found: dict[int, int] = {}
    for run in _runs(lines, contents):
        if _is_table([lines[i] for i in run]):
            found |= dict.fromkeys(run, run[0])
    return found


def _runs(lines: Sequence[Line], contents: set[int]) -> Iterator[list[int]]:
    """Yield stretches of lines that begin and end with a row of several parts."""
    run: list[int] = []
    singles: list[int] = []
    for i, line in enumerate(lines):
        is_row = i not in contents and _is_row(line)
        if run and (not _is_near(lines[i - 1], line) or i in contents):
            yield run
            run, singles = [], []
        if is_row:
            run += [*singles, i] if run else [i]
            singles = []
        elif run:
            singles.append(i)
            if len(singles) > _MOST_SINGLES:
                yield run
                run, singles = [], []
    yield run


def _is_row(line: Line) -> bool:
    """Say whether a line has several parts, a marker before it left out."""
    if len(line.cells) < 2:
        return False
    is_marked = find_bullet(line.text) or find_weak_marker(line.text)
    return len(line.cells) > (2 if is_marked else 1)


def _is_near(a: Line, b: Line) -> bool:
    below = b.baseline - a.baseline
    same_column = a.page == b.page and a.column == b.column
    return same_column and 0 < below < _NEAR * max(a.size, b.size)


def _is_table(lines: Sequence[Line]) -> bool:
    rows = [line.cells for line in lines if line.cells]
    if len(rows) < _MIN_ROWS:
        return False
    if max(len(_text(cell)) for row in rows for cell in row) > _LONGEST_CELL:
        return False
    aligned = sum(_is_aligned(row, rows) for row in rows)
    return aligned >= max(_MIN_ROWS, _ALIGNED * len(rows))


def _is_aligned(row: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a part of a row, not its first, shares an edge with other rows."""
    others = [cell for other in rows if other is not row for cell in other[1:]]
    return any(
        sum(_shares_edge(cell, other) for other in others) >= _MIN_ROWS - 1
        for cell in row[1:]
    )


def _shares_edge(a: Cell, b: Cell) -> bool:
    return (
        abs(a.left - b.left) < _TOLERANCE
        or abs(a.right - b.right) < _TOLERANCE
        or abs(a.left + a.right - b.left - b.right) < _TOLERANCE
    )


def _text(cell: Cell) -> str:
    return "".join(piece.text for piece in cell.pieces)


def draft_table(lines: Sequence[Line]) -> Draft:
    """Turn the lines of a table into one block: a row a line, " | " between parts."""
    rows: list[_Row] = []
    for before, line in pairwise([None, *lines]):
        if line is None:
            continue
        if rows and before is not None and _goes_on(before, line):
            _continue_row(rows[-1], line)
        else:
            rows.append(_row(line))
    pieces: list[Piece] = []
    for row in rows:
        if pieces:
            pieces.append(Piece("\n"))
        for j, cell in enumerate(row.cells):
            pieces += [Piece(" | "), *cell] if j else cell
    return Draft(kind="table", pieces=tuple(pieces))


def _goes_on(before: Line, line: Line) -> bool:
    """Say whether a line of one part is the rest of a cell above it."""
    is_close = line.baseline - before.baseline < 1.4 * line.size
    is_first = abs(line.left - before.left) < _TOLERANCE
    return not line.cells and is_close and (not is_first or line.text[:1].islower())


def _row(line: Line) -> _Row:
    if not line.cells:
        return _Row([list(line.pieces)], [line.left])
    return _Row([list(c.pieces) for c in line.cells], [c.left for c in line.cells])


def _continue_row(row: _Row, line: Line) -> None:
    nearest = min(range(len(row.lefts)), key=lambda j: abs(row.lefts[j] - line.left))
    row.cells[nearest] += [Piece(" "), *line.pieces]
