"""Which way the characters of a page read: across, up, down, upside down, aslant.

A page drawn sideways, a table turned to fit, a note along the margin, a scan that lies
a little askew, and East Asian text set in columns: each has a direction in which its
characters stand upright and its lines follow each other downward. Vertical text reads
downward with its lines going to the left, which is what text turned a quarter
clockwise does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STRAIGHT = 0.06
"""Radians by which a straight line of text may be off, as in a scan."""
_STEP = 0.02
"""Radians by which slanted lines of one direction differ at most."""
_LEAST_SKEW = 0.003
_ALIKE = 0.012
_MOST = 0.8
_MOST_DIRECTIONS = 12
_FEWEST_DRIFTS = 12
DOWNWARD = 3
"""Quarter turns counter-clockwise of text that reads downward."""

_MIN_STACK = 3
_TIGHT, _LOOSE = 1.35, 2.2
"""Ems from one character of a column to the next, at most: seen alone, and where
nearly all of a page is set in columns."""
_BESIDE = 0.35
_UPRIGHT_IN_COLUMN = 4
"""Figures that may stand side by side within a column."""
_SAME_COLUMN = 0.8
_FOOT = 0.38
"""Ems from a vertical line's middle to where a baseline would be."""
_WIDE = (
    (0x2E80, 0xA4D0),
    (0xAC00, 0xD7B0),
    (0xF900, 0xFB00),
    (0xFE10, 0xFE20),
    (0xFE30, 0xFE50),
    (0xFF00, 0xFFF0),
    (0x20000, 0x40000),
)


@dataclass(frozen=True, slots=True)
class Direction:
    """A way to read: quarter turns counter-clockwise, then a tilt in radians."""

    quarters: int = 0
    tilt: float = 0.0


UPRIGHT = Direction()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A page turned so that the text of one direction stands upright.

    Attributes
    ----------
    width, height : float
        Of the page as shown.
    """

    width: float
    height: float
    direction: Direction = field(default=UPRIGHT)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        if self.direction.quarters % 2:
            return self.height, self.width
        return self.width, self.height

    def move(
        self, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Move points from the page as shown to the turned page."""
        if self.direction.quarters == 1:
            x, y = self.height - y, x
        elif self.direction.quarters == 2:
            x, y = self.width - x, self.height - y
        elif self.direction.quarters == DOWNWARD:
            x, y = y, self.width - x
        return self._straighten(x, y) if self.direction.tilt else (x, y)

    def _straighten(
        self, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Turn points clockwise by the tilt, round the middle of the page."""
        width, height = self.size
        across, down = x - width / 2, y - height / 2
        cos, sin = np.cos(self.direction.tilt), np.sin(self.direction.tilt)
        return (
            across * cos - down * sin + width / 2,
            across * sin + down * cos + height / 2,
        )

    def move_boxes(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Move boxes x0, y0, x1, y1; a tilted box keeps its size."""
        straight = Frame(
            width=self.width,
            height=self.height,
            direction=Direction(self.direction.quarters),
        )
        x0, y0 = straight.move(boxes[:, 0], boxes[:, 1])
        x1, y1 = straight.move(boxes[:, 2], boxes[:, 3])
        low = np.stack([np.minimum(x0, x1), np.minimum(y0, y1)], axis=1)
        high = np.stack([np.maximum(x0, x1), np.maximum(y0, y1)], axis=1)
        moved = np.concatenate([low, high], axis=1).astype(np.float32)
        if self.direction.tilt:
            x, y = (low + high).T / 2
            there = np.stack(self._straighten(x, y), axis=1)
            moved += np.tile(there - np.stack([x, y], axis=1), 2).astype(np.float32)
        return moved


def find_directions(
    angles: NDArray[np.floating], weights: NDArray[np.intp], drift: float
) -> tuple[tuple[Direction, ...], NDArray[np.intp]]:
    """Sort stretches of text by the way they read.

    Parameters
    ----------
    angles : array of float, shape (n,)
        Radians counter-clockwise on the page as shown.
    weights : array of int, shape (n,)
        How many characters each stretch has.
    drift : float
        How far the words of a line rise, in radians, though each stands straight.

    Returns
    -------
    directions : tuple of Direction
        The first is upright, with the tilt of the whole page if it lies askew.
    of_stretch : array of int, shape (n,)

    Examples
    --------
    >>> angles = np.array([0.0, np.pi / 2, np.pi / 4])
    >>> directions, which = find_directions(angles, np.ones(3, int), 0.0)
    >>> [each.quarters for each in directions], which.tolist()
    ([0, 1, 2, 3, 0], [0, 1, 4])
    """
    turned = np.rint(angles / (np.pi / 2)).astype(np.intp)
    rest = angles - turned * (np.pi / 2)
    straight = np.abs(rest) <= _STRAIGHT
    skew = _find_skew(rest[straight], weights[straight]) or drift
    directions = [Direction(quarters, skew) for quarters in range(4)]
    which = turned % 4
    steps = np.rint(angles / _STEP).astype(np.intp)
    for step in np.unique(steps[~straight]).tolist()[:_MOST_DIRECTIONS]:
        members = ~straight & (steps == step)
        quarters = int(turned[members][0]) % 4
        which[members] = len(directions)
        directions.append(Direction(quarters, float(np.mean(rest[members]))))
    return tuple(directions), which


def _find_skew(rest: NDArray[np.floating], weights: NDArray[np.intp]) -> float:
    """Return the angle by which nearly all of a page is off, or 0."""
    if not len(rest) or np.abs(rest).max() < _LEAST_SKEW:
        return 0.0
    order = np.argsort(rest)
    total = np.cumsum(weights[order])
    usual = float(rest[order][np.searchsorted(total, total[-1] / 2)])
    alike = weights[np.abs(rest - usual) <= _ALIKE].sum()
    return usual if abs(usual) >= _LEAST_SKEW and alike >= _MOST * total[-1] else 0.0


def find_drift(
    x: NDArray[np.floating], y: NDArray[np.floating], sizes: NDArray[np.floating]
) -> float:
    """Return by how many radians lines rise whose words each stand straight.

    Parameters
    ----------
    x, y : array of float, shape (n,)
        Where each word begins, y downward, in the order of the file.
    sizes : array of float, shape (n,)
        Type size of each word.
    """
    across, down = np.diff(x), np.diff(y)
    beside = (across > sizes[1:]) & (across < 12 * sizes[1:])
    beside &= np.abs(down) < 0.3 * across + 0.01
    slopes = -down[beside] / across[beside]
    if len(slopes) < _FEWEST_DRIFTS:
        return 0.0
    usual = float(np.median(slopes))
    alike = (np.abs(slopes - usual) <= _ALIKE).mean()
    is_askew = _LEAST_SKEW <= abs(usual) <= _STRAIGHT and alike >= _MOST
    return float(np.arctan(usual)) if is_askew else 0.0


def find_vertical(
    codes: NDArray[np.uint32],
    boxes: NDArray[np.float32],
    sizes: NDArray[np.float32],
    upright: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Say which characters are set in columns, one below the other.

    Parameters
    ----------
    codes : array of uint32, shape (n,)
    boxes : array of float32, shape (n, 4)
        x0, y0, x1, y1 on the page as shown.
    sizes : array of float32, shape (n,)
    upright : array of bool, shape (n,)
        Which characters stand upright.
    """
    vertical = np.zeros(len(codes), bool)
    wide = is_wide(codes) & upright
    places = np.flatnonzero(wide)
    if len(places) < _MIN_STACK:
        return vertical
    x, y = (boxes[places, :2] + boxes[places, 2:]).T / 2
    em = np.maximum(sizes[places], 1.0)
    below = _is_followed(y, x, em, least=0.5)
    beside = _is_followed(x, y, em, least=0.3)
    is_much = len(places) >= 4 * _MIN_STACK
    if is_much and (below.sum() > 3 * beside.sum() or _is_columnar(x, y, em)):
        vertical[places] = True
    else:
        vertical[places] = _in_stacks(below & (np.diff(y) <= _TIGHT * em[1:]))
    return _with_figures(vertical, codes, boxes, sizes) if vertical.any() else vertical


def is_wide(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Say which characters are as wide as they are high, so that they stack well."""
    wide = np.zeros(len(codes), bool)
    if not len(codes) or codes.max() < _WIDE[0][0]:
        return wide
    for low, high in _WIDE:
        wide |= (codes >= low) & (codes < high)
    return wide


def spell_upright(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Read the marks that are drawn otherwise in columns as the usual ones.

    Examples
    --------
    >>> [chr(code) for code in spell_upright(np.array([0xFE12, 0x4E00], np.uint32))]
    ['。', '一']
    """
    spelled = codes.copy()
    for i in np.flatnonzero((codes >= 0xFE10) & (codes < 0xFE50)).tolist():
        usual = normalize("NFKC", chr(int(codes[i])))
        spelled[i] = ord(usual) if len(usual) == 1 else codes[i]
    return spelled


def _is_followed(
    along: NDArray[np.float32],
    across: NDArray[np.float32],
    em: NDArray[np.float32],
    *,
    least: float,
) -> NDArray[np.bool_]:
    """Say which characters are followed by one right behind them along an axis."""
    step = np.diff(along) / em[1:]
    near = np.abs(np.diff(across)) < _BESIDE * em[1:]
    return near & (step > least) & (step < _LOOSE)


def _is_columnar(
    x: NDArray[np.float32], y: NDArray[np.float32], em: NDArray[np.float32]
) -> bool:
    """Say whether characters stand closer below each other than side by side.

    This sees columns also where the file draws them row by row.
    """
    usual = float(np.median(em))
    down = _usual_step(x, y, usual)
    across = _usual_step(y, x, usual)
    return bool(down < _TIGHT * usual and 1.2 * down < across < 4 * usual)


def _usual_step(
    line: NDArray[np.float32], place: NDArray[np.float32], em: float
) -> float:
    """Return the usual distance between neighbours on one line."""
    order = np.lexsort((place, np.rint(line / (_BESIDE * em))))
    same = np.abs(np.diff(line[order])) < _BESIDE * em
    steps = np.diff(place[order])[same]
    steps = steps[steps > 0.3 * em]
    return float(np.median(steps)) if len(steps) >= _MIN_STACK else np.inf


def _in_stacks(below: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which characters belong to a stack, from who is followed by one below."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], below.astype(np.int8), [0]])))
    stacked = np.zeros(len(below) + 1, bool)
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start + 1 >= _MIN_STACK:
            stacked[start : end + 1] = True
    return stacked


def _with_figures(
    vertical: NDArray[np.bool_],
    codes: NDArray[np.uint32],
    boxes: NDArray[np.float32],
    sizes: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Take in the few figures and letters that stand upright within a column."""
    joined = vertical.copy()
    visible = np.flatnonzero((codes > 0x20) | vertical)
    edges = np.flatnonzero(np.diff(vertical[visible].astype(np.int8)))
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    bounds = [-1, *edges.tolist(), len(visible) - 1]
    for start, end in pairwise(bounds):
        part = visible[start + 1 : end + 1]
        if not len(part) or vertical[part[0]] or len(part) > _UPRIGHT_IN_COLUMN:
            continue
        beside = visible[[i for i in (start, end + 1) if 0 <= i < len(visible)]]
        apart = np.abs(middle[part].mean() - middle[beside]) / sizes[beside]
        joined[part] = bool((apart < _SAME_COLUMN).any())
    return joined


def set_in_column(
    vertical: NDArray[np.bool_],
    codes: NDArray[np.uint32],
    sizes: NDArray[np.float32],
    baselines: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Let figures that stand upright in a column keep to it; return all sizes.

    They are set small and side by side, so that by size and place they look raised,
    or a column of their own. `baselines` and `codes` are changed in place: the spaces
    that the file's reader saw between them and the column go.
    """
    settled = sizes.copy()
    visible = np.flatnonzero(codes > 0x20)
    is_figure = vertical[visible] & ~is_wide(codes[visible])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_figure, [0]])))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start > _UPRIGHT_IN_COLUMN:
            continue
        beside = visible[[i for i in (start - 1, end) if 0 <= i < len(visible)]]
        wide = beside[vertical[beside]]
        if len(wide):
            part = visible[start:end]
            home = wide[np.argmin(np.abs(baselines[wide] - baselines[part].mean()))]
            settled[part], baselines[part] = sizes[home], baselines[home]
            around = codes[beside.min() : beside.max() + 1]
            around[around == 0x20] = 0
    return settled


def column_baselines(
    boxes: NDArray[np.float32], sizes: NDArray[np.float32], width: float
) -> NDArray[np.float32]:
    """Return where vertical characters would stand, on the page turned for them."""
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    return (width - middle + _FOOT * sizes).astype(np.float32)
