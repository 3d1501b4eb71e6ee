"""Printed lines: from the characters of a page to strings of words with a place.

A line is one or more fragments of one column on one baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece
from hustings.ingest.fragments import RISE, SOFT_HYPHEN, SPACE, WIDE_GAP
from hustings.ingest.lettering import attach_initials, close_spaced, find_initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hustings.ingest.fragments import Fragments
    from hustings.ingest.readers.glyphs import Glyphs

_WORD_GAP = 0.15
"""A gap this wide (in ems) between two fragments stands for a space."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """A stretch of a line with a wide gap before or after it."""

    left: float
    right: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One printed line of one column.

    Attributes
    ----------
    column : int
        Number of its column on the page, in reading order.
    edges : tuple of float
        Left and right edge of that column.
    cells : tuple of Cell
        Its parts, where wide gaps part it; empty for a line without such gaps.
    """

    page: int
    column: int
    edges: tuple[float, float]
    left: float
    right: float
    baseline: float
    size: float
    bold_start: bool
    bold_end: bool
    bold: bool
    font: int
    pieces: tuple[Piece, ...]
    text: str
    upright: bool = True
    cells: tuple[Cell, ...] = ()


def build_lines(
    glyphs: Glyphs, fragments: Fragments, columns: Sequence[NDArray[np.intp]]
) -> list[Line]:
    """Turn the fragments of each column into its lines, from the top.

    Parameters
    ----------
    columns : sequence of int arrays
        Fragment numbers of each column, columns in reading order.
    """
    lines: list[Line] = []
    for number, members in enumerate(columns):
        edges = (
            float(fragments.left[members].min()),
            float(fragments.right[members].max()),
        )
        initials = find_initials(glyphs, fragments, members)
        rows = _rows(fragments, np.setdiff1d(members, initials))
        found = [_line(glyphs, fragments, row, number, edges) for row in rows]
        tall = [_line(glyphs, fragments, [i], number, edges) for i in initials.tolist()]
        lines += attach_initials([line for line in found if line.text], tall)
    return [close_spaced(line, glyphs) for line in _without_shadows(lines)]


def build_turned_lines(glyphs: Glyphs, column: int) -> list[Line]:
    """Turn text that runs up or down the page into lines, in the file's order."""
    visible = (glyphs.codes != 0) & (glyphs.codes != SPACE) & ~glyphs.upright
    index = np.flatnonzero(visible)
    if not len(index):
        return []
    parts = np.split(index, np.flatnonzero(np.diff(index) > 3) + 1)
    return [_turned_line(glyphs, part, column) for part in parts]


def _turned_line(glyphs: Glyphs, index: NDArray[np.intp], column: int) -> Line:
    boxes = glyphs.boxes[index]
    left, right = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    pieces = _pieces(glyphs, int(index[0]), int(index[-1]) + 1)
    bold = bool(glyphs.bold[index].all())
    return Line(
        page=glyphs.page,
        column=column,
        edges=(left, right),
        left=left,
        right=right,
        baseline=float(boxes[:, 3].max()),
        size=float(glyphs.sizes[index[0]]),
        bold_start=bold,
        bold_end=bold,
        bold=bold,
        font=int(glyphs.fonts[index[0]]),
        pieces=tuple(pieces),
        text="".join(piece.text for piece in pieces),
        upright=False,
    )


def _without_shadows(lines: list[Line]) -> list[Line]:
    """Drop lines that are printed twice on one spot, as a shadow or by mistake."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for line in lines:
        place = (line.text, round(line.left / 3), round(line.baseline / 3))
        if place not in seen:
            seen.add(place)
            kept.append(line)
    return kept


def _rows(fragments: Fragments, members: NDArray[np.intp]) -> list[list[int]]:
    """Put the fragments of a column that share a baseline into one row."""
    order = members[np.argsort(fragments.baseline[members], kind="stable")].tolist()
    baselines, sizes = fragments.baseline.tolist(), fragments.size.tolist()
    lefts, rights = fragments.left.tolist(), fragments.right.tolist()
    rows: list[list[int]] = []
    for i in order:
        if rows and _shares_row(rows[-1], i, baselines, sizes, (lefts, rights)):
            rows[-1].append(i)
        else:
            rows.append([i])
    return [sorted(row, key=lefts.__getitem__) for row in rows]


def _shares_row(
    row: list[int],
    i: int,
    baselines: list[float],
    sizes: list[float],
    spans: tuple[list[float], list[float]],
) -> bool:
    lefts, rights = spans
    for j in row:
        shared = min(rights[i], rights[j]) - max(lefts[i], lefts[j])
        if shared > 0.5 * min(rights[i] - lefts[i], rights[j] - lefts[j]):
            return False
    nearest = min(row, key=lambda j: abs(baselines[j] - baselines[i]))
    distance = abs(baselines[nearest] - baselines[i])
    if distance <= 0.35 * min(sizes[i], sizes[nearest]):
        return True
    small, large = sorted((i, nearest), key=sizes.__getitem__)
    is_raised = (
        baselines[small] < baselines[large]
        and distance <= RISE * sizes[large]
        and sizes[small] < 0.85 * sizes[large]
    )
    gap = max(lefts[small] - rights[large], lefts[large] - rights[small])
    return is_raised and gap < 0.5 * sizes[large]


def _line(
    glyphs: Glyphs,
    fragments: Fragments,
    row: list[int],
    column: int,
    edges: tuple[float, float],
) -> Line:
    main = max(row, key=lambda i: fragments.right[i] - fragments.left[i])
    cells = _cells(glyphs, fragments, row, main)
    pieces = list(cells[0].pieces)
    for cell in cells[1:]:
        pieces += [Piece(" "), *cell.pieces]
    return Line(
        page=glyphs.page,
        column=column,
        edges=edges,
        left=float(fragments.left[row[0]]),
        right=float(fragments.right[row].max()),
        baseline=float(fragments.baseline[main]),
        size=float(fragments.size[main]),
        bold_start=bool(fragments.bold_start[row[0]]),
        bold_end=bool(fragments.bold_end[row[-1]]),
        bold=bool(fragments.bold[row].all()),
        font=int(fragments.font[main]),
        pieces=tuple(pieces),
        text="".join(piece.text for piece in pieces),
        cells=cells if len(cells) > 1 else (),
    )


def _cells(
    glyphs: Glyphs, fragments: Fragments, row: list[int], main: int
) -> tuple[Cell, ...]:
    """Part a row where the gap is wide."""
    size = float(fragments.size[row].max())
    cells: list[Cell] = []
    for i in row:
        left, right = float(fragments.left[i]), float(fragments.right[i])
        pieces = _pieces(glyphs, int(fragments.first[i]), int(fragments.last[i]) + 1)
        if i != main and _is_above(fragments, i, main):
            pieces = [replace(p, text=p.text.translate(_RAISED)) for p in pieces]
        gap = left - cells[-1].right if cells else 0.0
        if not cells or gap > WIDE_GAP * size:
            cells.append(Cell(left=left, right=right, pieces=tuple(pieces)))
            continue
        before = cells.pop()
        space = [Piece(" ")] if gap > _WORD_GAP * size else []
        joined = (*before.pieces, *space, *pieces)
        right = max(before.right, right)
        cells.append(Cell(left=before.left, right=right, pieces=joined))
    return tuple(cells)


def _is_above(fragments: Fragments, i: int, main: int) -> bool:
    """Say whether a fragment is small and stands above the line of another."""
    height = fragments.baseline[main] - fragments.baseline[i]
    is_small = fragments.size[i] < 0.85 * fragments.size[main]
    return bool(is_small and height > 0.15 * fragments.size[main])


def _pieces(glyphs: Glyphs, first: int, end: int) -> list[Piece]:
    """Spell out characters, without what is nothing and without doubled spaces."""
    while end < len(glyphs.codes) and glyphs.codes[end] == SOFT_HYPHEN:
        end += 1  # a soft hyphen at a line end tells how to join the word
    codes = glyphs.codes[first:end]
    keep = codes != 0
    spaces = codes == SPACE
    keep[1:] &= ~(spaces[1:] & spaces[:-1])
    keep[:-1] &= codes[:-1] != SOFT_HYPHEN
    if keep.all():
        return [Piece(_spell(codes), glyphs.page, first)]
    kept = np.flatnonzero(keep)
    parts = np.split(kept, np.flatnonzero(np.diff(kept) > 1) + 1)
    return [
        Piece(_spell(codes[part]), glyphs.page, first + int(part[0]))
        for part in parts
        if len(part)
    ]


def _spell(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")
