"""Bullets that are drawn, not printed: small shapes before the lines of a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece
from hustings.ingest.structure.marks import find_bullet, find_weak_marker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.layout.lines import Line

_BULLET = "• "
_MIN_BULLETS = 3
_LARGER = 1.1
"""Type this much larger than running text is a heading, whatever stands before it."""
_NEAREST, _FARTHEST = 0.1, 2.5
"""How far (in ems) a bullet may stand before its line."""
_LOWEST, _HIGHEST = -0.05, 0.85
"""Where (in ems above the baseline) the middle of a bullet may be."""
_TALLEST = 0.95


def mark_bullets(
    lines: Sequence[Line], shapes: Mapping[int, NDArray[np.float32]], body_size: float
) -> list[Line]:
    """Put a bullet before each line that has one drawn before it.

    Only shapes that return in one size before several lines are bullets.

    Parameters
    ----------
    lines : sequence of Line
    shapes : mapping of page number to array of float32, shape (n, 4)
        x0, y0, x1, y1 of the small drawings on each page.
    body_size : float
        Type size of the running text.
    """
    by_page: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.upright and line.page in shapes and line.size <= _LARGER * body_size:
            by_page[line.page].append(i)
    found = {
        i: box
        for page, members in by_page.items()
        for i, box in _match([lines[i] for i in members], members, shapes[page])
    }
    sizes = Counter(_size(box) for box in found.values())
    return [
        _with_bullet(line, found[i])
        if i in found and sizes[_size(found[i])] >= _MIN_BULLETS
        else line
        for i, line in enumerate(lines)
    ]


def _match(
    lines: Sequence[Line], places: Sequence[int], shapes: NDArray[np.float32]
) -> list[tuple[int, NDArray[np.float32]]]:
    """Pair lines with the shapes before them, one each."""
    measures = np.array([(line.left, line.baseline, line.size) for line in lines])
    left, baseline, size = measures.T
    pairs = []
    for box in shapes:
        gap = (left - box[2]) / size
        height = (baseline - (box[1] + box[3]) / 2) / size
        fits = (
            (gap > _NEAREST) & (gap < _FARTHEST) & (box[3] - box[1] < _TALLEST * size)
        )
        fits &= (height > _LOWEST) & (height < _HIGHEST)
        if fits.any():
            best = int(np.argmin(np.where(fits, gap, np.inf)))
            if _may_have_bullet(lines[best]):
                pairs.append((places[best], box))
    return pairs


def _may_have_bullet(line: Line) -> bool:
    """Say whether a line has words, and no printed marker."""
    is_marked = find_bullet(line.text) or find_weak_marker(line.text)
    return not is_marked and any(character.isalpha() for character in line.text)


def _size(box: NDArray[np.float32]) -> tuple[int, int]:
    """Return width and height in half points."""
    return round(2 * float(box[2] - box[0])), round(2 * float(box[3] - box[1]))


def _with_bullet(line: Line, box: NDArray[np.float32]) -> Line:
    return replace(
        line,
        left=float(box[0]),
        pieces=(Piece(_BULLET), *line.pieces),
        text=_BULLET + line.text,
    )
