"""Fragments: characters that follow each other both in the file and on the paper.

They are found with arrays, and never split or reordered inside.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.ingest.readers.glyphs import Glyphs

SPACE = 0x20
SOFT_HYPHEN = 0xAD
_ZERO = 0x30
WIDE_GAP = 0.9
"""A gap this wide (in ems) may be a gutter between columns."""
RISE = 0.65
"""A footnote's mark is raised this much (in ems) at most."""
_RAISED_CODES = np.array([ord(figure) for figure in "⁰¹²³⁴⁵⁶⁷⁸⁹"], np.uint32)


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
    raised : array of bool
        Whether some of its characters are small and stand above the line.
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
    raised: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)

    def without(self, ids: NDArray[np.intp]) -> Fragments:
        """Return all fragments but these."""
        names = [each.name for each in fields(self)]
        return Fragments(**{n: np.delete(getattr(self, n), ids) for n in names})


def find_fragments(glyphs: Glyphs) -> Fragments:
    """Cut the characters of a page where the next one does not stand beside the last.

    Parameters
    ----------
    glyphs : Glyphs
        Only upright characters are taken.
    """
    codes = glyphs.codes
    visible = (codes != 0) & (codes != SPACE) & (codes != SOFT_HYPHEN)
    index = np.flatnonzero(visible & glyphs.upright)
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
        raised=flags,
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
    step = np.abs(np.diff(baselines))
    smaller = np.minimum(sizes[1:], sizes[:-1])
    # a small raised figure beside a word stays with it, an initial two lines high not
    is_beside = (smaller < 0.85 * larger) & (np.abs(gap) < 0.3 * larger)
    is_raised = is_beside & (step <= RISE * larger) & (step <= 0.9 * smaller)
    is_level = step < 0.05 * larger
    is_raised &= ~is_level | (smaller >= 0.6 * larger)
    is_initial = (smaller < 0.6 * larger) & ((step > 0.6 * smaller) | is_level)
    moved = (step > 0.5 * larger) & ~is_raised
    cuts[1:] = (gap > WIDE_GAP * larger) | moved | (is_initial & ~is_raised)
    return cuts


def _measure(
    glyphs: Glyphs,
    index: NDArray[np.intp],
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
) -> Fragments:
    sizes, bold = glyphs.sizes[index], glyphs.bold[index]
    middle = (starts + ends) // 2
    # one of three characters may be a raised or lowered figure
    quarters = (starts + middle) // 2, middle, (middle + ends) // 2
    size = np.median(np.stack([sizes[at] for at in quarters]), axis=0)
    # raised figures and outsize bullets must not move the line
    usual = np.repeat(size, ends - starts)
    weight = (np.abs(sizes - usual) <= 0.1 * usual).astype(np.float32)
    baseline = np.add.reduceat(glyphs.baselines[index] * weight, starts)
    baseline = (baseline / np.add.reduceat(weight, starts)).astype(np.float32)
    height = np.repeat(baseline, ends - starts) - glyphs.baselines[index]
    raised = (sizes < 0.85 * usual) & (height > 0.15 * usual)
    return Fragments(
        first=index[starts],
        last=index[ends - 1],
        left=np.minimum.reduceat(glyphs.boxes[index, 0], starts),
        right=np.maximum.reduceat(glyphs.boxes[index, 2], starts),
        baseline=baseline,
        size=size,
        bold_start=bold[starts],
        bold_end=bold[ends - 1],
        bold=np.logical_and.reduceat(bold, starts),
        font=glyphs.fonts[index[middle]],
        raised=np.logical_or.reduceat(raised, starts),
    )


def raise_figures(glyphs: Glyphs, fragments: Fragments) -> Glyphs:
    """Read small figures that stand above their line as what they are: "m²"."""
    codes = glyphs.codes.copy()
    for i in np.flatnonzero(fragments.raised).tolist():
        place = slice(int(fragments.first[i]), int(fragments.last[i]) + 1)
        height = fragments.baseline[i] - glyphs.baselines[place]
        small = glyphs.sizes[place] < 0.85 * fragments.size[i]
        figure = (codes[place] >= _ZERO) & (codes[place] < _ZERO + 10)
        raised = small & figure & (height > 0.15 * fragments.size[i])
        codes[place][raised] = _RAISED_CODES[codes[place][raised] - _ZERO]
    return replace(glyphs, codes=codes)
