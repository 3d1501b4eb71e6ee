"""Reading order: the columns of a page, found where two texts stand side by side.

The order of the content stream is not trusted: layout programs write row by row, by
frame or by font. A gutter is believed where several lines end left of it beside
several lines that begin right of it; lines that cross it cut the page into bands, and
within a band the left column is read before the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hustings.ingest.layout.fragments import Fragments

_MIN_LINES = 3
_FILLED = 0.6
"""A line with wide gaps is text if words fill this share of it."""
_TITLE = 1.25
"""Type this much larger than the text beside it is a title across columns."""
_TITLE_LEADING = 1.5
_EDGE = 1.5
"""Left edges that differ by less (in points) are one."""
_STACK_LEADING = 1.6
_DENSE = 1.8
_APART = 0.6
_SPREAD = 1.2
"""A page this much wider than high may be two pages side by side."""


def order_columns(
    fragments: Fragments, *, width: float, height: float
) -> list[NDArray[np.intp]]:
    """Group the fragments of a page into columns, in reading order.

    Parameters
    ----------
    fragments : Fragments
    width, height : float
        The page as shown, in points.

    Returns
    -------
    list of int arrays
        Fragment numbers; together they are all fragments, each once.
    """
    everything = np.arange(len(fragments))
    if not len(everything):
        return []
    halves = [everything]
    if width > _SPREAD * height:
        halves = _halves(fragments, width / 2)
    return [column for half in halves for column in _order(fragments, half)]


def _halves(fragments: Fragments, middle: float) -> list[NDArray[np.intp]]:
    """Cut a spread into its two pages, unless text crosses the fold."""
    ids = np.arange(len(fragments))
    left = fragments.right <= middle + 2
    right = ~left & (fragments.left >= middle - 2)
    crossing = ~left & ~right
    if crossing.any() or min(left.sum(), right.sum()) < _MIN_LINES:
        return [ids]
    # on one wide page, the fold may run between the columns of a table
    if _is_narrow(fragments, ids[left]) or _is_narrow(fragments, ids[right]):
        return [ids]
    return [ids[left], ids[right]]


def _order(fragments: Fragments, ids: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Yield the columns of one region."""
    gutter = _find_gutter(fragments, ids) if len(ids) > 2 * _MIN_LINES else None
    if gutter is None:
        yield ids
        return
    sides = _sides(fragments, ids, gutter)
    sides = _lift_titles(fragments, ids, sides)
    sides = _level_rows(fragments, ids, sides)
    order = np.argsort(fragments.baseline[ids], kind="stable")
    ids, sides = ids[order], sides[order]
    if (sides == 0).all() or (sides < 0).all() or (sides > 0).all():
        yield ids
        return
    sides = _absorb_weak_bands(fragments, ids, sides)
    for members in _runs_of(sides == 0):
        for side in (0, -1, 1):
            part = ids[members][sides[members] == side]
            if len(part):
                yield from _order(fragments, part)


def _level_rows(
    fragments: Fragments, ids: NDArray[np.intp], sides: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Let what stands on one line with text across the gutter cross it, too.

    The gap in a justified line may happen to lie on the gutter of other lines.
    """
    baselines = fragments.baseline[ids]
    leveled = _with_neighbours(baselines, sides)
    if (leveled == 0).sum() >= _MIN_LINES:
        _level_stacks(fragments, ids, sides, leveled)
    return leveled


def _with_neighbours(
    baselines: NDArray[np.float32], sides: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the sides, with what shares a line with something across set to 0."""
    ordered = np.sort(baselines[sides == 0])
    if not len(ordered):
        return sides
    place = np.searchsorted(ordered, baselines - 1)
    nearest = ordered[np.minimum(place, len(ordered) - 1)]
    leveled = sides.copy()
    leveled[np.abs(nearest - baselines) <= 1] = 0
    return leveled


def _level_stacks(
    fragments: Fragments,
    ids: NDArray[np.intp],
    sides: NDArray[np.intp],
    leveled: NDArray[np.intp],
) -> None:
    """Let the last lines of a column follow the others, where those cross a gutter.

    Text set in wide columns above narrow ones crosses their gutter with one column
    only; lines that have nothing beside them would be torn off the other.
    """
    stacks = _stacks(fragments, ids)
    baselines = fragments.baseline[ids]
    for is_alone in (False, True):
        for stack in stacks:
            rest = stack[leveled[stack] != 0]
            across = stack[leveled[stack] == 0]
            if not is_alone:
                across = across[sides[across] != 0]
            if len(across) < _MIN_LINES or len(rest) > 0.5 * len(across):
                continue
            other = baselines[(leveled != 0) & (sides != sides[rest[:1]].sum())]
            beside = np.abs(other[:, None] - baselines[rest]) <= 1
            if not is_alone or not beside.any():
                leveled[rest] = 0
        leveled[:] = _with_neighbours(baselines, leveled)


def _stacks(fragments: Fragments, ids: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the places of lines that follow each other closely at one left edge."""
    left, baseline = fragments.left[ids], fragments.baseline[ids]
    edges = np.cumsum(np.diff(np.sort(left), prepend=left.min()) > _EDGE)
    edge = np.empty(len(ids), np.intp)
    edge[np.argsort(left)] = edges
    order = np.lexsort((baseline, edge))
    size = fragments.size[ids][order]
    breaks = np.diff(edge[order]) > 0
    breaks |= np.diff(baseline[order]) > _STACK_LEADING * size[1:]
    breaks |= np.abs(np.diff(size)) > 0.1 * size[1:]
    breaks |= np.diff(fragments.bold[ids][order].astype(np.int8)) != 0
    return np.split(order, np.flatnonzero(breaks) + 1)


def _runs_of(flags: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the places of each stretch of equal flags."""
    places = np.arange(len(flags))
    return np.split(places, np.flatnonzero(np.diff(flags.astype(np.int8))) + 1)


def _absorb_weak_bands(
    fragments: Fragments, ids: NDArray[np.intp], sides: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Give bands without columns of their own to the lines that cross above and below.

    A short last line of a full-width paragraph ends left of the gutter, too; and a box
    with other columns than the page's has lines on both sides and across.
    """
    absorbed = sides.copy()
    runs = _runs_of(sides == 0)
    for members in runs if len(runs) > 1 else []:
        which, part = sides[members], ids[members]
        if which[0] == 0:
            continue
        left, right = part[which < 0], part[which > 0]
        is_small = len(part) <= 2 or min(len(left), len(right)) > 0
        is_column = _beside(fragments, left, right) or _is_box(fragments, left, right)
        if is_small and not is_column:
            absorbed[members] = 0
    return absorbed


def _is_box(
    fragments: Fragments, left: NDArray[np.intp], right: NDArray[np.intp]
) -> bool:
    """Say whether two sides are a box beside a text: no line goes on in the other.

    Few lines tell here, for the gutter is already believed.
    """
    if min(len(left), len(right)) < _MIN_LINES:
        return False
    if _is_narrow(fragments, left) or _is_narrow(fragments, right):
        return False
    gaps = fragments.baseline[left][:, None] - fragments.baseline[right]
    return bool(np.abs(gaps).min() > 1)


def _sides(
    fragments: Fragments, ids: NDArray[np.intp], gutter: float
) -> NDArray[np.intp]:
    """Return -1 for fragments left of the gutter, 1 for right of it, 0 across."""
    left = fragments.right[ids] <= gutter + 0.5
    right = fragments.left[ids] >= gutter - 0.5
    return right.astype(np.intp) - left.astype(np.intp)


def _find_gutter(fragments: Fragments, ids: NDArray[np.intp]) -> float | None:
    """Return the x left of the edge at which most lines stand beside others."""
    best, found = 0, None
    for edge in _common_edges(fragments.left[ids]):
        gutter = edge - 3
        evidence = _count_pairs(fragments, ids, _sides(fragments, ids, gutter))
        if evidence > best:
            best, found = evidence, gutter
    return found if best >= _MIN_LINES else None


def _common_edges(lefts: NDArray[np.float32]) -> list[float]:
    """Return left edges that several fragments share, without the leftmost."""
    ordered = np.sort(lefts)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 1.5) + 1)
    return [float(group[0]) for group in groups[1:] if len(group) >= _MIN_LINES]


def _count_pairs(
    fragments: Fragments, ids: NDArray[np.intp], sides: NDArray[np.intp]
) -> int:
    """Count the lines that stand beside others, over all bands between crossings."""
    if not ((sides < 0).any() and (sides > 0).any()):
        return 0
    order = np.argsort(fragments.baseline[ids], kind="stable")
    ids, sides = ids[order], sides[order]
    band = np.cumsum(sides == 0)
    total = 0
    for number in np.unique(band):
        members = ids[(band == number) & (sides != 0)]
        if len(members) >= 2 * _MIN_LINES:
            which = sides[(band == number) & (sides != 0)]
            total += _beside(fragments, members[which < 0], members[which > 0])
    return total


def _beside(
    fragments: Fragments, left: NDArray[np.intp], right: NDArray[np.intp]
) -> int:
    """Count the lines of the shorter side that have text beside them.

    Columns of figures, bullets or labels do not count: both sides must be wide, or one
    be a title that stands beside the text.
    """
    if min(len(left), len(right)) < _MIN_LINES:
        return 0
    if _is_title_beside(fragments, left, right):
        return _MIN_LINES
    top = max(fragments.baseline[left].min(), fragments.baseline[right].min())
    low = min(fragments.baseline[left].max(), fragments.baseline[right].max())
    counts, narrow = [], 0
    for side in (left, right):
        within = side[
            (fragments.baseline[side] >= top - 1)
            & (fragments.baseline[side] <= low + 1)
        ]
        if len(within) < _MIN_LINES:
            return 0
        narrow += _is_narrow(fragments, within)
        counts.append(len(np.unique(np.rint(fragments.baseline[within]))))
    if narrow and (narrow > 1 or not _are_apart(fragments, left, right)):
        return 0
    return min(counts) if min(counts) >= _MIN_LINES else 0


def _are_apart(
    fragments: Fragments, left: NDArray[np.intp], right: NDArray[np.intp]
) -> bool:
    """Say whether two dense sides stand on lines of their own.

    A table beside a text does; the labels of a table stand on the lines of its text.
    """
    rows = [np.unique(np.rint(fragments.baseline[side])) for side in (left, right)]
    if min(map(len, rows)) < 2 * _MIN_LINES:
        return False
    for side, own in zip((left, right), rows, strict=True):
        if np.median(np.diff(own)) > _DENSE * np.median(fragments.size[side]):
            return False
    fewer, more = sorted(rows, key=len)
    within = fewer[(fewer >= more[0]) & (fewer <= more[-1])]
    if len(within) < 2 * _MIN_LINES:
        return False
    apart = np.abs(within[:, None] - more).min(axis=1) > 1
    return bool(apart.mean() >= _APART)


def _is_title_beside(
    fragments: Fragments, left: NDArray[np.intp], right: NDArray[np.intp]
) -> bool:
    """Say whether one side is a title of some lines in type of its own.

    Its lines follow each other closely, and hardly any stands on one line with the
    text beside it, as the labels of a list or a table do.
    """
    large, text = sorted((left, right), key=lambda i: -np.median(fragments.size[i]))
    size, usual = np.median(fragments.size[large]), np.median(fragments.size[text])
    if size < _TITLE * usual or _is_narrow(fragments, text):
        return False
    large = large[fragments.size[large] >= _TITLE * usual]
    baselines = np.unique(np.rint(fragments.baseline[large]))
    if len(baselines) < 2 or np.diff(baselines).max() > _STACK_LEADING * size:
        return False
    other = fragments.baseline[text]
    beside = other[(other > baselines[0] - size) & (other - usual < baselines[-1])]
    if len(beside) < _MIN_LINES - 1:
        return False
    apart = np.abs(baselines[:, None] - beside).min(axis=1) > 0.15 * usual
    return bool(apart.mean() >= 0.5)


def _is_narrow(fragments: Fragments, ids: NDArray[np.intp]) -> bool:
    """Say whether most of a side is in short lines, or in lines mostly of gaps.

    Lines count by their length: the figures of a chart do not outweigh the text above.
    """
    rows = np.unique(np.rint(fragments.baseline[ids]), return_inverse=True)[1]
    left = np.full(rows.max() + 1, np.inf)
    right, filled = -left, np.zeros(len(left))
    np.minimum.at(left, rows, fragments.left[ids])
    np.maximum.at(right, rows, fragments.right[ids])
    np.add.at(filled, rows, fragments.right[ids] - fragments.left[ids])
    words = filled.copy()
    filled[filled < _FILLED * (right - left)] = 0
    order = np.argsort(filled)
    weights = np.cumsum(words[order])
    usual = filled[order][np.searchsorted(weights, weights[-1] / 2)]
    return bool(usual < 6 * np.median(fragments.size[ids]))


def _lift_titles(
    fragments: Fragments, ids: NDArray[np.intp], sides: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Let large type with nothing beside it count as crossing the gutter.

    Type that begins where the right column begins is that column's own.
    """
    sizes, baselines = fragments.size[ids], fragments.baseline[ids]
    edge = fragments.left[ids[sides > 0]]
    lifted = sides.copy()
    large = np.flatnonzero((sizes > _TITLE * np.median(sizes)) & (sides != 0))
    for i in large[np.argsort(baselines[large], kind="stable")]:
        left = fragments.left[ids[i]]
        if sides[i] > 0 and (np.abs(edge - left) < 1).sum() > _MIN_LINES:
            continue
        other = baselines[sides == -sides[i]]
        beside = np.abs(other - baselines[i] + 0.3 * sizes[i]) < sizes[i]
        up = baselines[i] - baselines[(lifted == 0) | (sides == -sides[i])]
        is_below = (other < baselines[i]).any() or (
            (up > 0) & (up < _TITLE_LEADING * sizes[i])
        ).any()
        if not beside.any() and is_below and (other > baselines[i]).any():
            lifted[i] = 0
    _keep_whole(fragments, ids, sides, lifted)
    return lifted


def _keep_whole(
    fragments: Fragments,
    ids: NDArray[np.intp],
    sides: NDArray[np.intp],
    lifted: NDArray[np.intp],
) -> None:
    """Leave a line where it is, if the line of its title next to it stays there."""
    sizes, baselines = fragments.size[ids], fragments.baseline[ids]
    moved = sorted(np.flatnonzero(lifted != sides), key=baselines.__getitem__)
    for i in (*moved, *reversed(moved)):
        step = np.abs(baselines[i] - baselines)
        near = (step > 0) & (step < _TITLE_LEADING * sizes[i]) & (sides == sides[i])
        same = near & (np.abs(sizes - sizes[i]) < 0.1 * sizes[i])
        if (lifted[same] == sides[same]).any():
            lifted[i] = sides[i]
