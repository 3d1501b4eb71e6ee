"""Printed lines: from the characters of a page to strings of words with a place.

A fragment is a stretch of characters that follow each other both in the file and on
the paper. Fragments are found with arrays; they are never split or reordered inside.
A line is one or more fragments of one column on one baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hustings.ingest.readers.glyphs import Glyphs

_SPACE = 0x20
_SOFT_HYPHEN = 0xAD
WIDE_GAP = 0.9
"""A gap this wide (in ems) may be a gutter between columns."""
_WORD_GAP = 0.15
"""A gap this wide (in ems) between two fragments stands for a space."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fragments:
    """The fragments of one page, as arrays of one length.

    Attributes
    ----------
    first, last : array of int
        Their first and last character, both visible.
    left, right, baseline, size : array of float32
    bold_start, bold_end, bold : array of bool
        Whether the first, the last, all characters are bold.
    font : array of int
        The typeface of the character in the middle.
    """

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    left: NDArray[np.float32]
    right: NDArray[np.float32]
    baseline: NDArray[np.float32]
    size: NDArray[np.float32]
    bold_start: NDArray[np.bool_]
    bold_end: NDArray[np.bool_]
    bold: NDArray[np.bool_]
    font: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.first)

    def without(self, ids: NDArray[np.intp]) -> Fragments:
        """Return all fragments but these."""
        names = [each.name for each in fields(self)]
        return Fragments(**{n: np.delete(getattr(self, n), ids) for n in names})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One printed line of one column.

    Attributes
    ----------
    column : int
        Number of its column on the page, in reading order.
    edges : tuple of float
        Left and right edge of that column.
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


def find_fragments(glyphs: Glyphs, *, upright: bool = True) -> Fragments:
    """Cut the characters of a page where the next one does not stand beside the last.

    Parameters
    ----------
    glyphs : Glyphs
    upright : bool
        Whether to take the characters that read from left to right, or the others.
    """
    codes = glyphs.codes
    visible = (codes != 0) & (codes != _SPACE) & (codes != _SOFT_HYPHEN)
    index = np.flatnonzero(visible & (glyphs.upright == upright))
    left, right = glyphs.boxes[index, 0], glyphs.boxes[index, 2]
    sizes, baselines = glyphs.sizes[index], glyphs.baselines[index]
    if not len(index):
        return _no_fragments()
    starts = np.flatnonzero(_cuts(left, right, sizes, baselines))
    ends = np.append(starts[1:], len(index))
    return _measure(glyphs, index, starts, ends)


def _no_fragments() -> Fragments:
    indices, measures = np.zeros(0, np.intp), np.zeros(0, np.float32)
    flags = np.zeros(0, bool)
    return Fragments(
        first=indices,
        last=indices,
        left=measures,
        right=measures,
        baseline=measures,
        size=measures,
        bold_start=flags,
        bold_end=flags,
        bold=flags,
        font=indices,
    )


def _cuts(
    left: NDArray[np.float32],
    right: NDArray[np.float32],
    sizes: NDArray[np.float32],
    baselines: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Mark each character that begins a fragment."""
    cuts = np.ones(len(left), bool)
    larger = np.maximum(sizes[1:], sizes[:-1])
    gap = np.maximum(left[1:] - right[:-1], left[:-1] - right[1:])
    apart = gap > WIDE_GAP * larger
    cuts[1:] = apart | (np.abs(np.diff(baselines)) > 0.5 * larger)
    return cuts


def _measure(
    glyphs: Glyphs,
    index: NDArray[np.intp],
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
) -> Fragments:
    sizes, bold = glyphs.sizes[index], glyphs.bold[index]
    middle = (starts + ends) // 2
    size = sizes[middle]
    # raised figures and outsize bullets must not move the line
    usual = np.repeat(size, ends - starts)
    weight = (np.abs(sizes - usual) <= 0.1 * usual).astype(np.float32)
    baseline = np.add.reduceat(glyphs.baselines[index] * weight, starts)
    return Fragments(
        first=index[starts],
        last=index[ends - 1],
        left=np.minimum.reduceat(glyphs.boxes[index, 0], starts),
        right=np.maximum.reduceat(glyphs.boxes[index, 2], starts),
        baseline=(baseline / np.add.reduceat(weight, starts)).astype(np.float32),
        size=size,
        bold_start=bold[starts],
        bold_end=bold[ends - 1],
        bold=np.logical_and.reduceat(bold, starts),
        font=glyphs.fonts[index[middle]],
    )


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
        lines += [
            _line(glyphs, fragments, row, number, edges)
            for row in _rows(fragments, members)
        ]
    return _without_shadows([line for line in lines if line.text])


def build_turned_lines(glyphs: Glyphs, column: int) -> list[Line]:
    """Turn text that runs up or down the page into lines, in the file's order."""
    visible = (glyphs.codes != 0) & (glyphs.codes != _SPACE) & ~glyphs.upright
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
        and distance <= 0.5 * sizes[large]
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
    pieces: list[Piece] = []
    size = float(fragments.size[row].max())
    for before, i in pairwise([None, *row]):
        assert i is not None  # noqa: S101 - pairwise hides it from the type checker
        gap = 0 if before is None else fragments.left[i] - fragments.right[before]
        if gap > _WORD_GAP * size:
            pieces.append(Piece(" "))
        pieces += _pieces(glyphs, int(fragments.first[i]), int(fragments.last[i]) + 1)
    main = max(row, key=lambda i: fragments.right[i] - fragments.left[i])
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
    )


def _pieces(glyphs: Glyphs, first: int, end: int) -> list[Piece]:
    """Spell out characters, without what is nothing and without doubled spaces."""
    while end < len(glyphs.codes) and glyphs.codes[end] == _SOFT_HYPHEN:
        end += 1  # a soft hyphen at a line end tells how to join the word
    codes = glyphs.codes[first:end]
    keep = codes != 0
    spaces = codes == _SPACE
    keep[1:] &= ~(spaces[1:] & spaces[:-1])
    keep[:-1] &= codes[:-1] != _SOFT_HYPHEN
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
