"""Printed lines: from the characters of a page to strings of words with a place.

A line is one or more fragments of one column on one baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece
from hustings.ingest.layout.fragments import RISE, SOFT_HYPHEN, SPACE, WIDE_GAP
from hustings.ingest.layout.lettering import (
    attach_initials,
    close_spaced,
    find_initials,
    part_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hustings.ingest.layout.fragments import Fragments
    from hustings.ingest.readers.glyphs import Glyphs

_WORD_GAP = 0.15
"""A gap this wide (in ems) between two fragments stands for a space."""
_SOFT = chr(SOFT_HYPHEN)
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
    upright : bool
        Whether it reads as most of its page does. All measures are those of the page
        turned so that the line stands upright.
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
    glyphs: Glyphs,
    fragments: Fragments,
    columns: Sequence[NDArray[np.intp]],
    *,
    first_column: int = 0,
) -> list[Line]:
    """Turn the fragments of each column into its lines, from the top.

    Parameters
    ----------
    glyphs : Glyphs
        Turned so that the fragments stand upright.
    columns : sequence of int arrays
        Fragment numbers of each column, columns in reading order.
    first_column : int
        The number of the first of them on its page.
    """
    page = _PrintedPage.of(glyphs, fragments)
    lines: list[Line] = []
    for number, members in enumerate(columns, first_column):
        edges = (
            float(fragments.left[members].min()),
            float(fragments.right[members].max()),
        )
        initials = find_initials(glyphs, fragments, members)
        rows = _rows(page, np.setdiff1d(members, initials))
        found = [_line(page, row, number, edges) for row in rows]
        tall = [_line(page, [i], number, edges) for i in initials.tolist()]
        lines += attach_initials([line for line in found if line.text], tall)
    plain = (close_spaced(line, glyphs) for line in _without_shadows(lines))
    return [part_words(line, glyphs) for line in plain]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _PrintedPage:
    """A page's fragments as plain lists, and its characters spelled out once.

    Attributes
    ----------
    text : str
        A character for each one of the page.
    flaws : list of int
        How many characters before each place are not to be spelled.
    """

    glyphs: Glyphs
    text: str
    flaws: list[int]
    first: list[int]
    last: list[int]
    left: list[float]
    right: list[float]
    baseline: list[float]
    size: list[float]
    bold_start: list[bool]
    bold_end: list[bool]
    bold: list[bool]
    font: list[int]

    @classmethod
    def of(cls, glyphs: Glyphs, fragments: Fragments) -> _PrintedPage:
        names = [name for name in cls.__slots__ if hasattr(fragments, name)]
        codes = glyphs.codes
        return cls(
            glyphs=glyphs,
            text=_spell(codes),
            flaws=np.concatenate([[0], np.cumsum(_is_flaw(codes))]).tolist(),
            **{name: getattr(fragments, name).tolist() for name in names},
        )

    def pieces(self, i: int) -> list[Piece]:
        """Spell a fragment, without what is nothing and without doubled spaces."""
        first, end = self.first[i], self.last[i] + 1
        if self.flaws[end] == self.flaws[first] and self.text[end : end + 1] != _SOFT:
            return [Piece(self.text[first:end], self.glyphs.page, first)]
        return _pieces(self.glyphs, first, end)


def _is_flaw(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    flaws: NDArray[np.bool_] = (codes == 0) | (codes == SOFT_HYPHEN)
    spaces = codes == SPACE
    flaws[1:] |= spaces[1:] & spaces[:-1]
    return flaws


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


def _rows(page: _PrintedPage, members: NDArray[np.intp]) -> list[list[int]]:
    """Put the fragments of a column that share a baseline into one row."""
    rows: list[list[int]] = []
    for i in sorted(members.tolist(), key=page.baseline.__getitem__):
        if rows and _shares_row(page, rows[-1], i):
            rows[-1].append(i)
        else:
            rows.append([i])
    return [sorted(row, key=page.left.__getitem__) for row in rows]


def _shares_row(page: _PrintedPage, row: list[int], i: int) -> bool:
    lefts, rights, baselines, sizes = page.left, page.right, page.baseline, page.size
    nearest = min(row, key=lambda j: abs(baselines[j] - baselines[i]))
    distance = abs(baselines[nearest] - baselines[i])
    if distance > RISE * max(sizes[i], sizes[nearest]):
        return False
    for j in row:
        shared = min(rights[i], rights[j]) - max(lefts[i], lefts[j])
        if shared > 0.5 * min(rights[i] - lefts[i], rights[j] - lefts[j]):
            return False
    if distance <= 0.35 * min(sizes[i], sizes[nearest]):
        return True
    small, large = sorted((i, nearest), key=sizes.__getitem__)
    is_raised = baselines[small] < baselines[large] and (
        sizes[small] < 0.85 * sizes[large]
    )
    gap = max(lefts[small] - rights[large], lefts[large] - rights[small])
    return is_raised and gap < 0.5 * sizes[large]


def _line(
    page: _PrintedPage, row: list[int], column: int, edges: tuple[float, float]
) -> Line:
    main = max(row, key=lambda i: page.right[i] - page.left[i])
    cells = _cells(page, row, main)
    pieces = list(cells[0].pieces)
    for cell in cells[1:]:
        pieces += [Piece(" "), *cell.pieces]
    return Line(
        page=page.glyphs.page,
        column=column,
        edges=edges,
        left=page.left[row[0]],
        right=max(page.right[i] for i in row),
        baseline=page.baseline[main],
        size=page.size[main],
        bold_start=page.bold_start[row[0]],
        bold_end=page.bold_end[row[-1]],
        bold=all(page.bold[i] for i in row),
        font=page.font[main],
        pieces=tuple(pieces),
        text="".join([piece.text for piece in pieces]),
        cells=cells if len(cells) > 1 else (),
    )


def _cells(page: _PrintedPage, row: list[int], main: int) -> tuple[Cell, ...]:
    """Part a row where the gap is wide."""
    size = max(page.size[i] for i in row)
    cells: list[Cell] = []
    for i in row:
        left, right = page.left[i], page.right[i]
        pieces = page.pieces(i)
        if i != main and _is_above(page, i, main):
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


def _is_above(page: _PrintedPage, i: int, main: int) -> bool:
    """Say whether a fragment is small and stands above the line of another."""
    height = page.baseline[main] - page.baseline[i]
    return page.size[i] < 0.85 * page.size[main] and height > 0.15 * page.size[main]


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
