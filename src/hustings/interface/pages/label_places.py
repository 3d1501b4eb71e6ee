"""Where labels go beside dots, so that no label covers another label or a dot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray

Side: TypeAlias = Literal["left", "center", "right"]

SIZE = 13
"""Of letters, in pixels."""

_NARROW = frozenset("iIjlft.,:;'’!|()[] ·1")
_BROAD = frozenset("mwMW%@—")
_DOT = 7.0
"""Half the width of a dot with its outline."""

_NEAR = 14.0
"""Nearer to another dot than this, a label might seem to be the other one's."""

_REACHES = (11.0, 20.0, 34.0, 52.0, 74.0, 98.0, 124.0)
"""How far from its dot a label may go; beyond the second a line leads to it."""

_LEADING = 24.0
_PER_PIXEL = 1.6
"""How many square pixels of overlap one pixel of distance is worth."""

_CORE, _THIN = 6.0, 0.4
"""How much worse, or less bad, it is to cover a dot itself, and a thin line."""

_OUTSIDE = 100.0
"""Square pixels of overlap that one pixel outside of the plot is worth."""

_CLUTTER = 4.0
"""Square pixels of overlap that nobody sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place in pixels, and what is written beside it, if anything."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Where the words of a dot stand.

    Attributes
    ----------
    x, y : float
        Of the anchor: the words' left end, middle or right end, at half height.
    leads : bool
        Whether a line leads from the dot to the words.
    """

    x: float
    y: float
    side: Side
    words: str
    dot: Dot
    leads: bool


Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def text_width(words: str, size: float = SIZE) -> float:
    """Estimate how wide words are in a sans serif, in pixels.

    Examples
    --------
    >>> text_width("ill") < text_width("mow")
    True
    """
    return size * sum(map(_letter_width, words))


@cache
def _letter_width(letter: str) -> float:
    """Estimate a letter's width as a share of the size."""
    if ord(letter) >= 0x2E80:  # the scripts of East Asia, and pictures
        return 1.0
    if letter in _NARROW:
        return 0.31
    if letter in _BROAD:
        return 0.87
    return 0.69 if letter.isupper() else 0.56


def place_labels(
    dots: Sequence[Dot],
    *,
    width: float,
    height: float,
    lines: Sequence[Box] = (),
    may_drop: bool = False,
) -> list[Label]:
    """Find a place for the words of every dot.

    Parameters
    ----------
    dots : sequence of Dot
        The most important first: it has the first choice.
    width, height : float
        Labels stay inside.
    lines : sequence of boxes
        Left, top, right and bottom of what labels had better not cover.
    may_drop : bool
        Leave out labels that would cover others; all are placed otherwise.
    """
    taken: list[Box] = []
    half = _DOT if may_drop else _NEAR
    solid = _Solid.of(dots, lines, half=half)
    placed: list[Label] = []
    for i, dot in enumerate(dots):
        if not dot.words:
            continue
        choices = _choices(dot)
        boxes = np.array([box for _, _, box in choices])
        costs = solid.without(i, len(dots)).cost(boxes) + _cost(
            boxes, taken, (width, height)
        )
        totals = costs + [effort for effort, _, _ in choices]
        best = int(totals.argmin())
        if may_drop and costs[best] > _CLUTTER:
            continue
        taken.append(choices[best][2])
        placed.append(choices[best][1])
    return placed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solid:
    """What labels had better not cover, and how much that matters.

    Boxes have the shape (n, 4), weights (n,).
    """

    boxes: FloatArray
    weights: FloatArray

    @classmethod
    def of(cls, dots: Sequence[Dot], lines: Sequence[Box], *, half: float) -> _Solid:
        """Put dots, what is near them, and thin lines together."""
        cores = [_around(dot, _DOT) for dot in dots]
        near = [_around(dot, half) for dot in dots]
        n = len(dots)
        weights = np.array([_CORE] * n + [1.0] * n + [_THIN] * len(lines))
        boxes = np.array([*cores, *near, *lines], dtype=np.float64).reshape(-1, 4)
        return cls(boxes=boxes, weights=weights)

    def without(self, i: int, n: int) -> _Solid:
        """Leave out one of the n dots: its own label may stand near it."""
        weights = self.weights.copy()
        weights[[i, n + i]] = 0.0
        return _Solid(boxes=self.boxes, weights=weights)

    def cost(self, boxes: FloatArray) -> FloatArray:
        """Say how much of it each box covers."""
        covered: FloatArray = _overlaps(boxes, self.boxes) @ self.weights
        return covered


def _around(dot: Dot, half: float) -> Box:
    return (dot.x - half, dot.y - half, dot.x + half, dot.y + half)


def _choices(dot: Dot) -> list[tuple[float, Label, Box]]:
    """List places with what is lost by each: right is best, far off is worst."""
    found = []
    for reach, (i, (across, down)) in product(_REACHES, enumerate(_WAYS)):
        side: Side = "left" if across > 0 else "right" if across < 0 else "center"
        far = reach > _LEADING
        x = dot.x + across * (reach if not down or far else reach * 0.6)
        y = dot.y + down * (reach + (0 if across and not far else 3))
        label = Label(x=x, y=y, side=side, words=dot.words, dot=dot, leads=far)
        found.append((i + _PER_PIXEL * (reach - _REACHES[0]), label, _box(label)))
    return found


_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


def _box(label: Label) -> Box:
    """Return what the words cover."""
    width = text_width(label.words)
    left = {"left": 0.0, "center": width / 2, "right": width}[label.side]
    x = label.x - left
    return (x - 2, label.y - SIZE * 0.62, x + width + 2, label.y + SIZE * 0.62)


def _cost(
    boxes: FloatArray, taken: Sequence[Box], size: tuple[float, float]
) -> FloatArray:
    """Say how much each label would cover of others, or stand outside.

    In square pixels; words count most.
    """
    others = np.array(taken, dtype=np.float64).reshape(-1, 4)
    outside = np.maximum(-boxes[:, :2], 0).sum(axis=1)
    outside += np.maximum(boxes[:, 2:] - size, 0).sum(axis=1)
    cost: FloatArray = 3 * _overlaps(boxes, others).sum(axis=1) + _OUTSIDE * outside
    return cost


def _overlaps(boxes: FloatArray, others: FloatArray) -> FloatArray:
    """Return the areas that boxes share with others, of shape (n, n_others)."""
    ends = np.minimum(boxes[:, np.newaxis, 2:], others[:, 2:])
    starts = np.maximum(boxes[:, np.newaxis, :2], others[:, :2])
    shared: FloatArray = np.maximum(ends - starts, 0).prod(axis=2)
    return shared
