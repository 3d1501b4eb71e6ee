"""Where a stretch of text is printed: one box per printed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import PageCharacters
    from hustings.model.document import Span
    from hustings.model.offsets import OffsetMap

_TALL = 2.0
"""A part this much higher than wide runs up or down the page."""
_NEAR = 4.0
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
    lines: list[list[float]] = []
    own: dict[int, list[NDArray[np.intp]]] = {}
    for run in offsets.runs_between(span.start, span.end):
        if run.page not in characters:
            continue
        boxes = characters[run.page].boxes[run.first : run.first + run.length]
        own.setdefault(run.page, []).append(
            np.arange(run.first, run.first + len(boxes))
        )
        for part in _printed_lines(boxes):
            _add(lines, run.page, part)
    drawn_in = _draw_in(lines, characters, own)
    return [[page, *(round(value, 2) for value in box)] for page, *box in drawn_in]


def _draw_in(
    lines: list[list[float]],
    characters: Mapping[int, PageCharacters],
    own: Mapping[int, list[NDArray[np.intp]]],
) -> Iterator[list[float]]:
    """Yield boxes that no character of other words reaches into, where that can be."""
    sides = {page: _part_sides(characters[page].boxes, own[page]) for page in own}
    for page, *box in lines:
        mine, others = sides[int(page)]
        yield [page, *_clear(np.asarray(box), _inside(mine, box), _inside(others, box))]


def _part_sides(
    boxes: NDArray[np.float32], own: list[NDArray[np.intp]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Part the characters of a page into those of the span and the others."""
    is_own = np.zeros(len(boxes), dtype=bool)
    is_own[np.concatenate(own)] = True
    shows = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    return boxes[is_own & shows], boxes[~is_own & shows]


def _inside(boxes: NDArray[np.float32], box: Sequence[float]) -> NDArray[np.float32]:
    """Pick the characters that reach into a box."""
    x0, y0, x1, y1 = box
    return boxes[
        (boxes[:, 0] < x1 + _EDGE)
        & (boxes[:, 2] > x0 - _EDGE)
        & (boxes[:, 1] < y1 + _EDGE)
        & (boxes[:, 3] > y0 - _EDGE)
    ]


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


def _printed_lines(boxes: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Split characters where the next one stands on another line."""
    # characters without extent, such as spaces in turned text, show nothing
    boxes = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
    if not len(boxes):
        return []
    middle_x, middle_y = (boxes[:, :2] + boxes[:, 2:]).T / 2
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    apart = np.abs(np.diff(middle_y)) > 0.6 * height[1:]
    # turned text runs up or down the page
    apart &= np.abs(np.diff(middle_x)) > np.maximum(width[1:], width[:-1])
    cuts = np.flatnonzero(apart) + 1
    return np.split(boxes, cuts) if len(cuts) else [boxes]


def _add(lines: list[list[float]], page: int, boxes: NDArray[np.float32]) -> None:
    """Append a box, or widen the last one where the line goes on."""
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    if lines and _goes_on(lines[-1], page, (x0, y0, x1, y1)):
        last = lines[-1]
        last[1:] = [
            min(last[1], x0),
            min(last[2], y0),
            max(last[3], x1),
            max(last[4], y1),
        ]
    else:
        lines.append([page, x0, y0, x1, y1])


def _goes_on(
    last: list[float], page: int, box: tuple[float, float, float, float]
) -> bool:
    """Say whether two parts belong to one printed line, in whatever direction."""
    if last[0] != page:
        return False
    x0, y0, x1, y1 = box
    width, height = max(x1 - x0, 1), max(y1 - y0, 1)
    if max(height / width, (last[4] - last[2]) / max(last[3] - last[1], 1)) > _TALL:
        apart = max(y0 - last[4], last[2] - y1)
        return last[1] <= (x0 + x1) / 2 <= last[3] and apart < _NEAR * width
    return last[2] <= (y0 + y1) / 2 <= last[4] and x0 - last[3] < _NEAR * height
