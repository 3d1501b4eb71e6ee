"""Where a stretch of text is printed: one box per printed line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import PageCharacters
    from hustings.model.document import Span
    from hustings.model.offsets import OffsetMap

_TALL = 2.0
"""A part this much higher than wide runs up or down the page."""
_NEAR = 4.0
_INITIAL = 1.8
"""A letter this much higher than the next ones is an initial over several lines."""
_EDGE = 0.02
"""Points that are left between a box and what it must not touch."""
_NEIGHBOUR = 0.4
"""Share of a box up to which a character of another line may reach into it."""
_HOLD = 0.15
"""Points that a box keeps of every character of its own."""


def unit_boxes(
    span: Span, offsets: OffsetMap, characters: Mapping[int, PageCharacters]
) -> list[list[float]]:
    """Return one box for each printed line of a span.

    Parameters
    ----------
    span : Span
    offsets : OffsetMap
    characters : mapping of page number to PageCharacters

    Returns
    -------
    list of [page, x0, y0, x1, y1]
        In points of the page as shown, origin top left, y downward. Every character
        of the span reaches into its box; where lines are set so close that those of
        neighbouring lines would, too, the box is drawn in. Empty where the format has
        no pages.
    """
    lines: list[_Line] = []
    for run in offsets.runs_between(span.start, span.end):
        if run.page in characters:
            boxes = characters[run.page].boxes
            last = min(run.first + run.length, len(boxes))
            for part in _printed_lines(boxes, np.arange(run.first, last)):
                _add(lines, run.page, part, boxes)
    return [
        [line.page, *(round(side, 2) for side in _draw_in(line, characters))]
        for line in lines
    ]


@dataclass(slots=True, kw_only=True)
class _Line:
    """One printed line of a span: its page, its box, and which characters it has."""

    page: int
    box: list[float]
    members: list[NDArray[np.intp]]


def _draw_in(line: _Line, characters: Mapping[int, PageCharacters]) -> list[float]:
    """Give a box that no character of another line reaches into, where that can be.

    Other lines of the same span count as others: their words have boxes of their own.
    """
    boxes = characters[line.page].boxes
    is_own = np.zeros(len(boxes), dtype=bool)
    is_own[np.concatenate(line.members)] = True
    near = _reaches_in(boxes, line.box) & _shows(boxes)
    return _clear(np.asarray(line.box), boxes[near & is_own], boxes[near & ~is_own])


def _shows(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Say which characters have an extent; spaces in turned text have none."""
    return (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])


def _reaches_in(boxes: NDArray[np.float32], box: Sequence[float]) -> NDArray[np.bool_]:
    """Say which characters reach into a box."""
    x0, y0, x1, y1 = box
    return (
        (boxes[:, 0] < x1 + _EDGE)
        & (boxes[:, 2] > x0 - _EDGE)
        & (boxes[:, 1] < y1 + _EDGE)
        & (boxes[:, 3] > y0 - _EDGE)
    )


def _clear(
    box: NDArray[np.float64],
    mine: NDArray[np.float32],
    others: NDArray[np.float32],
) -> list[float]:
    """Draw a box in from the side where each other character reaches in least.

    No side goes so far that one of the box's own characters would be left outside.
    """
    x0, y0, x1, y1 = box.tolist()
    if not len(others) or not len(mine):
        return [x0, y0, x1, y1]
    reach = np.stack(
        [others[:, 2] - x0, others[:, 3] - y0, x1 - others[:, 0], y1 - others[:, 1]]
    )
    if y1 - y0 < _TALL * (x1 - x0):
        # letters of the line above or below are kept out above or below
        middles = (others[:, 1] + others[:, 3]) / 2
        reach[::2, (middles < y0) | (middles > y1)] = np.inf
    side = reach.argmin(axis=0)
    # what reaches in further is printed over the words, and no neighbour
    least = np.array([x1 - x0, y1 - y0, x1 - x0, y1 - y0])[side] * _NEIGHBOUR
    side[reach.min(axis=0) > least] = -1
    deepest = [float(reach[i][side == i].max(initial=-_EDGE)) + _EDGE for i in range(4)]
    ends, starts = mine[:, 2:].min(axis=0), mine[:, :2].max(axis=0)
    return [
        max(x0, min(x0 + deepest[0], float(ends[0]) - _HOLD)),
        max(y0, min(y0 + deepest[1], float(ends[1]) - _HOLD)),
        min(x1, max(x1 - deepest[2], float(starts[0]) + _HOLD)),
        min(y1, max(y1 - deepest[3], float(starts[1]) + _HOLD)),
    ]


def _printed_lines(
    boxes: NDArray[np.float32], members: NDArray[np.intp]
) -> list[NDArray[np.intp]]:
    """Split characters where the next one stands on another line."""
    members = members[_shows(boxes[members])]
    if not len(members):
        return []
    own = boxes[members]
    middle_x, middle_y = (own[:, :2] + own[:, 2:]).T / 2
    width, height = (own[:, 2:] - own[:, :2]).T
    apart = np.abs(np.diff(middle_y)) > 0.6 * height[1:]
    # turned text runs up or down the page
    apart &= np.abs(np.diff(middle_x)) > np.maximum(width[1:], width[:-1])
    apart |= height[:-1] > _INITIAL * height[1:]
    cuts = np.flatnonzero(apart) + 1
    return np.split(members, cuts) if len(cuts) else [members]


def _add(
    lines: list[_Line], page: int, members: NDArray[np.intp], boxes: NDArray[np.float32]
) -> None:
    """Append a box, or widen the last one where the line goes on."""
    x0, y0 = boxes[members, :2].min(axis=0).tolist()
    x1, y1 = boxes[members, 2:].max(axis=0).tolist()
    if not lines or not _goes_on(lines[-1], page, (x0, y0, x1, y1)):
        lines.append(_Line(page=page, box=[x0, y0, x1, y1], members=[members]))
        return
    last = lines[-1].box
    lines[-1].members.append(members)
    last[:2] = min(last[0], x0), min(last[1], y0)
    last[2:] = max(last[2], x1), max(last[3], y1)


def _goes_on(last: _Line, page: int, box: tuple[float, float, float, float]) -> bool:
    """Say whether two parts belong to one printed line, in whatever direction."""
    if last.page != page:
        return False
    x0, y0, x1, y1 = box
    left, top, right, bottom = last.box
    width, height = max(x1 - x0, 1), max(y1 - y0, 1)
    if max(height / width, (bottom - top) / max(right - left, 1)) > _TALL:
        apart = max(y0 - bottom, top - y1)
        return left <= (x0 + x1) / 2 <= right and apart < _NEAR * width
    if not top <= (y0 + y1) / 2 <= bottom or bottom - top > _INITIAL * height:
        return False
    # in whichever direction it is read: what goes far back is the next line
    return -height < max(x0 - right, left - x1) < _NEAR * height
