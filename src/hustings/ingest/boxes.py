"""Where a stretch of text is printed: one box per printed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hustings.ingest.drafts import PageCharacters
    from hustings.model.document import Span
    from hustings.model.offsets import OffsetMap


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
        In points of the page as shown, origin top left, y downward. Empty where the
        format has no pages.
    """
    lines: list[list[float]] = []
    for run in offsets.runs_between(span.start, span.end):
        if run.page not in characters:
            continue
        boxes = characters[run.page].boxes[run.first : run.first + run.length]
        for part in _printed_lines(boxes):
            _add(lines, run.page, part)
    return [[page, *(round(value, 2) for value in box)] for page, *box in lines]


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
    x0, y0, _, y1 = box
    middle = (y0 + y1) / 2
    height = max(y1 - y0, 1)
    beside = x0 - last[3] < 4 * height
    return last[0] == page and last[2] <= middle <= last[4] and beside
