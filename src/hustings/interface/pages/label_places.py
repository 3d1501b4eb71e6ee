"""Where labels go beside dots, so that no label covers another label or a dot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Side: TypeAlias = Literal["left", "center", "right"]

SIZE = 13
"""Of letters, in pixels."""

_NARROW = frozenset("iIjlft.,:;'’!|()[] ·1")
_BROAD = frozenset("mwMW%@—")
_DOT = 7.0
"""Half the width of a dot with its outline."""

_NEAR = 14.0
"""Nearer to another dot than this, a label might seem to be the other one's."""

_REACHES = (11.0, 20.0, 34.0, 52.0, 74.0)
"""How far from its dot a label may go; beyond the second a line leads to it."""

_LEADING = 24.0
_PER_PIXEL = 1.6
"""How many square pixels of overlap one pixel of distance is worth."""

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
    around = [(dot, (_around(dot, half), 1.0)) for dot in dots]
    thin = [(one, 0.4) for one in lines]
    placed: list[Label] = []
    for dot in dots:
        if not dot.words:
            continue
        others = [box for other, box in around if other is not dot]
        choices = [
            (_cost(box, taken, [*others, *thin], (width, height)), effort, label, box)
            for effort, label, box in _choices(dot)
        ]
        overlap, _, label, box = min(choices, key=lambda one: one[0] + one[1])
        if may_drop and overlap > _CLUTTER:
            continue
        taken.append(box)
        placed.append(label)
    return placed


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
    box: Box,
    taken: Sequence[Box],
    solid: Sequence[tuple[Box, float]],
    size: tuple[float, float],
) -> float:
    """Say how much a label would cover, in square pixels, words counting most."""
    covered = 3 * sum(_overlap(box, one) for one in taken)
    covered += sum(weight * _overlap(box, one) for one, weight in solid)
    outside = max(-box[0], 0) + max(-box[1], 0)
    outside += max(box[2] - size[0], 0) + max(box[3] - size[1], 0)
    return covered + 40 * outside


def _overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)
